"""The counterfactual: the list as it would be without the strongest proxy of a kind.

In: the ranking of the list's day, the proxy test, the list's length. Out: a `Counterfactual` a kind. Refuses nothing;
without anything that tells a group there is nothing to leave out, and that is said.

For the stack the proxy is a theme of offences: the stack is built again as if nothing of that theme counted. For a
model it is a feature: the model is trained again without it, on the same dates and what was known then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import polars as pl

from v100.errors import RefusedError
from v100.evaluation.equality.ratios import compare_shares
from v100.evaluation.equality.results import NOT_HELD, Counterfactual, Kind, ProxyTest, Shift
from v100.evaluation.equality.sight import THEME, UNKNOWN_THEME
from v100.evaluation.impact.gather import find_unable
from v100.features.past import open_past
from v100.features.records import read_records
from v100.harm.stack import build_stack
from v100.model.matrix import build_labels, build_panel, list_directions, measure_spec
from v100.model.prepare import list_relative
from v100.model.train import train_model
from v100.model.trained import Model
from v100.progress import Progress
from v100.ranking.model_order import order_by_model
from v100.ranking.rank import Ranking, attach_order
from v100.store.knowledge import Knowledge

LeaveOut = Callable[[str], Ranking]


def choose_proxy(test: ProxyTest, kind: str, *, themes_only: bool) -> str | None:
    """Return the feature without which a kind's groups are told worst.

    It is taken from the groups that can be told beyond chance, else from the one that is told best.
    """
    own = [told for told in test["groups"] if told["kind"] == kind and told["auc"] is not None]
    best = max((told["auc"] or 0.0 for told in own), default=0.0)
    chosen = [told for told in own if told["can_be_told"]] or [told for told in own if told["auc"] == best]
    losses: dict[str, float] = {}
    for proxy in (proxy for told in chosen for proxy in told["proxies"]):
        if proxy["feature"].startswith(THEME) or not themes_only:
            losses[proxy["feature"]] = max(losses.get(proxy["feature"], 0.0), proxy["auc_loss"])
    return min(losses, key=lambda name: (-losses[name], name), default=None)


def compare_without(
    knowledge: Knowledge,
    people: pl.DataFrame,
    kinds: Sequence[Kind],
    proxies: dict[str, str | None],
    leave_out: LeaveOut,
) -> Iterator[Counterfactual]:
    """Yield for each kind the list without its proxy; one proxy is left out once, however many kinds it tells."""
    before = people.filter("listed")["person_id"].sort().to_list()
    made: dict[str, list[str] | str] = {}
    for kind in kinds:
        proxy = proxies[kind["kind"]]
        if proxy is None:
            yield _say_nothing(kind["kind"], None, "nothing that the ranking sees tells any of its groups")
            continue
        if proxy not in made:
            made[proxy] = _list_without(knowledge, leave_out, proxy, len(before))
        after = made[proxy]
        if isinstance(after, str):
            yield _say_nothing(kind["kind"], proxy, after)
            continue
        joined = sorted(set(after) - set(before))
        yield {
            "kind": kind["kind"],
            "proxy": proxy,
            "because": None,
            "kept": len(after) - len(joined),
            "joined": len(joined),
            "left": len(set(before) - set(after)),
            "groups": list_shifts(people, kind, after),
        }


def _list_without(knowledge: Knowledge, leave_out: LeaveOut, proxy: str, top: int) -> list[str] | str:
    """Return who would be listed, or why it cannot be told."""
    try:
        ranking = leave_out(proxy)
    except RefusedError as error:
        return error.message
    candidates = ranking.list_top(ranking.size)
    unable = find_unable(knowledge, ranking.persons.filter(pl.col("person_id").is_in(candidates)))
    return [person for person in candidates if person not in unable][:top]


def list_shifts(people: pl.DataFrame, kind: Kind, after: Sequence[str]) -> list[Shift]:
    """Return each shown group before and after, against the same reference."""
    name, reference = kind["kind"], kind["reference"]
    again = people.with_columns(again=pl.col("person_id").is_in(sorted(after)))
    sizes = {
        group: (again.filter(pl.col(name) == group).height, int(again.filter(pl.col(name) == group)["again"].sum()))
        for group in (each["group"] for each in kind["groups"])
    }
    whole, base = sizes.get(reference or "", (0, 0))
    return [
        {
            "group": each["group"],
            "listed": each["listed"],
            "listed_without": sizes[each["group"]][1],
            "selection_ratio": each["selection_ratio"],
            "selection_ratio_without": compare_shares(
                sizes[each["group"]][1], sizes[each["group"]][0], base, whole
            ).value,
        }
        for each in kind["groups"]
        if each["group"] != NOT_HELD
    ]


def leave_out_theme(ranking: Ranking, feature: str) -> Ranking:
    """Return the stack as if nothing of a theme counted."""
    theme = pl.col("theme").fill_null(UNKNOWN_THEME)
    rest = ranking.allegations.with_columns(counted=pl.col("counted") & (theme != feature.removeprefix(THEME)))
    stack = build_stack(rest, ranking.persons, min_allegations=ranking.request.min_allegations)
    return replace(ranking, allegations=rest, stack=stack)


def leave_out_feature(
    knowledge: Knowledge, ranking: Ranking, model: Model, feature: str, progress: Progress
) -> Ranking:
    """Return the ranking by a model trained without a feature, from what was known when the model was trained."""
    names = [name for name in model.features if name != feature]
    if not names:
        raise RefusedError("The model has no other feature.", hint="There is nothing to compare.")
    chosen = model.spec.features.model_copy(
        update={
            "use": tuple(names),
            "relative": tuple(name for name in list_relative(model.spec, model.features) if name != feature),
        }
    )
    spec = model.spec.model_copy(update={"features": chosen})
    days = list(model.training_dates)
    then = replace(knowledge, as_of=model.until).with_persons_of(days[0])
    past = open_past(read_records(then, ranking.edition), measure_spec(spec))
    matrix = build_panel(past, days, names, min_allegations=spec.cohort.stack_gate).matrix
    labels = build_labels(past, days, horizon_days=spec.label.horizon_days, known_on=model.until).people
    trained = train_model(spec, matrix, labels, list_directions(), until=model.until, progress=progress)
    return attach_order(
        replace(ranking, order=None, stack=_drop_order(ranking.stack)),
        order_by_model(knowledge, ranking.edition, f"without {feature}", trained),
    )


def say_not_asked(kinds: Sequence[Kind], proxies: dict[str, str | None]) -> list[Counterfactual]:
    """Return the kinds without a counterfactual, since training again was not asked for."""
    return [
        _say_nothing(kind["kind"], proxies[kind["kind"]], "not made: training the model again takes minutes")
        for kind in kinds
    ]


def _drop_order(stack: pl.DataFrame) -> pl.DataFrame:
    return stack.drop("model_rank", "score", "probability")


def _say_nothing(kind: str, proxy: str | None, because: str) -> Counterfactual:
    return {
        "kind": kind,
        "proxy": proxy,
        "because": because,
        "kept": None,
        "joined": None,
        "left": None,
        "groups": [],
    }

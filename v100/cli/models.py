"""Commands of the model owner: features, train, evaluate, promote, demote, models, card, drift.

In: what was typed. Out: the work of `v100.model` and `v100.evaluation`. No logic of its own.
"""

from dataclasses import asdict
from typing import Annotated

import typer

from v100.cli.options import AsOf, Edition, Json
from v100.cli.output import end_progress, make_progress, print_json, print_table, say
from v100.cli.session import current_session, parse_date

Spec = Annotated[str, typer.Option("--spec", metavar="NAME", help="A specification of models/, or a .toml file.")]
ModelId = Annotated[str, typer.Argument(metavar="MODEL", help="The model's id, as `v100 models` lists it.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for name, command in (
        ("features", features),
        ("train", train),
        ("evaluate", evaluate),
        ("promote", promote),
        ("demote", demote),
        ("models", models),
        ("card", card),
        ("drift", drift),
    ):
        app.command(name)(command)


def features(as_json: Json = False) -> None:
    """The catalogue: every feature a model may use, what it means and what it reads."""
    from v100.model.matrix import list_features

    rows = [
        {
            "name": item.name,
            "family": item.family,
            "meaning": item.meaning,
            "direction": item.direction,
            "reads": list(item.reads),
        }
        for item in list_features().values()
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(
            "", ("name", "direction", "meaning"), [[row["name"], row["direction"], row["meaning"]] for row in rows]
        )


def train(
    context: typer.Context,
    spec: Spec,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="Nothing recorded on or after it is seen.")],
    edition: Edition = None,
    as_json: Json = False,
) -> None:
    """Train one model of a specification on what was known before a day."""
    from v100.evaluation.study import train_spec
    from v100.model.spec import read_spec

    session = current_session(context)
    manifest = train_spec(
        session.workspace.require(),
        session.settings(),
        read_spec(spec),
        parse_date(until),
        edition=edition,
        now=session.now,
        actor=session.actor,
        reason=session.reason,
        progress=make_progress(),
    )
    end_progress()
    if as_json:
        print_json(manifest.model_dump(mode="json", exclude={"spec"}))
    else:
        say(f"{manifest.model_id}: {manifest.rows:,} rows on {len(manifest.training_dates)} dates. See `v100 card`.")


def evaluate(
    context: typer.Context,
    spec: Spec,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first date to test.")],
    last: Annotated[str, typer.Option("--to", metavar="DATE", help="The last date to test.")],
    every: Annotated[str, typer.Option("--every", help="Step between test dates.")] = "1mo",
    k: Annotated[int, typer.Option("--k", min=1, max=100_000, help="Length of the list.")] = 100,
    retrain_every: Annotated[str, typer.Option("--retrain-every", help="How often it is trained anew.")] = "12mo",
    edition: Edition = None,
    as_json: Json = False,
) -> None:
    """Forward in time: for each date, rankers side by side on what then happened."""
    from v100.evaluation.report.table import list_table_rows
    from v100.evaluation.report.wording import write_headline, write_verdict
    from v100.evaluation.study import Asked, evaluate_spec
    from v100.model.spec import read_spec

    session = current_session(context)
    evaluated = evaluate_spec(
        session.workspace.require(),
        session.settings(),
        read_spec(spec),
        Asked(parse_date(first), parse_date(last), every, retrain_every, k, edition),
        now=session.now,
        actor=session.actor,
        progress=make_progress(),
    )
    end_progress()
    if as_json:
        print_json({"evaluation_id": evaluated.evaluation_id, "page": str(evaluated.page), **evaluated.document})
        return
    headings, rows = list_table_rows(evaluated.summary)
    print_table(f"Evaluation {evaluated.evaluation_id}", headings, rows)
    say(write_headline(evaluated.summary))
    say(write_verdict(evaluated.summary))
    say(f"The page: {evaluated.page}")


def promote(context: typer.Context, model_id: ModelId, as_json: Json = False) -> None:
    """Make a model the one that ranks, only where it beat the stack on dates it had not seen."""
    from v100.evaluation.decide import promote_model

    session = current_session(context)
    decision = promote_model(
        session.workspace.require(),
        session.settings(),
        model_id,
        now=session.now,
        actor=session.actor,
        reason=session.reason,
    )
    if as_json:
        print_json(asdict(decision))
        return
    rows = [[gate.name, gate.asked, gate.found] for gate in decision.gates]
    print_table(f"{model_id} is promoted on {decision.evaluation_id}", ("gate", "asked", "found"), rows)


def demote(context: typer.Context, as_json: Json = False) -> None:
    """Stop the promoted model; lists are ranked by the harm stack again."""
    from v100.evaluation.decide import demote_model

    session = current_session(context)
    model_id = demote_model(
        session.workspace.require(), session.settings(), now=session.now, actor=session.actor, reason=session.reason
    )
    if as_json:
        print_json({"model_id": model_id})
    else:
        say(f"{model_id} ranks no more.")


def models(context: typer.Context, as_json: Json = False) -> None:
    """The register: what was trained, evaluated and decided, and which model ranks."""
    from v100.evaluation.register import list_evaluations
    from v100.model.registry import find_promoted, list_model_events
    from v100.store.casework import read_casework

    session = current_session(context)
    with read_casework(session.workspace.require(), session.settings()) as casework:
        events, evaluations = list_model_events(casework), list_evaluations(casework)
    promoted = find_promoted(events)
    if as_json:
        print_json(
            {
                "promoted": promoted and promoted.model_id,
                "events": [asdict(event) for event in events],
                "evaluations": [asdict(row) for row in evaluations],
            }
        )
        return
    rows = [
        [item.happened_at, item.kind, item.model_id, item.evaluation_id, item.actor, item.detail] for item in events
    ]
    print_table("Models", ("when", "what", "model", "on", "by", "detail"), rows)
    tested = [[row.evaluation_id, row.spec, row.first_date, row.last_date, row.evaluated_at] for row in evaluations]
    print_table("Evaluations", ("id", "specification", "from", "to", "when"), tested)
    say(f"Promoted: {promoted.model_id if promoted else 'none; lists are ranked by the harm stack'}.")


def card(context: typer.Context, model_id: ModelId) -> None:
    """The model card, after every hash of the artefact was checked."""
    from v100.model.artefact import load_artefact
    from v100.model.manifest import CARD

    folder = current_session(context).workspace.require().models / model_id
    load_artefact(folder)
    say((folder / CARD).read_text(encoding="utf-8"))


def drift(context: typer.Context, as_of: AsOf, edition: Edition = None, as_json: Json = False) -> None:
    """Whether the world is still the one that the promoted model was trained in."""
    from v100.errors import RefusedError
    from v100.model.artefact import load_model
    from v100.ranking.choose import NOT_PROMOTED, read_drift
    from v100.ranking.known import open_knowledge
    from v100.ranking.model_order import order_by_model
    from v100.tasking.register import read_promoted

    session = current_session(context)
    settings = session.settings()
    promoted = read_promoted(session.workspace, settings)
    if promoted is None:
        raise RefusedError(f"There is nothing to compare: {NOT_PROMOTED}.", hint="Promote one with `v100 promote`.")
    model = load_model(session.workspace.models / promoted)
    with open_knowledge(session.workspace, settings, parse_date(as_of)) as known:
        order = order_by_model(known.knowledge, known.find_edition(edition or settings.edition), promoted, model)
        readings = read_drift(order, known.knowledge)
    if as_json:
        ok = all(reading.ok for reading in readings)
        print_json({"model_id": promoted, "as_of": as_of, "ok": ok, "readings": [asdict(item) for item in readings]})
        return
    rows = [[item.name, item.value, item.limit, item.ok] for item in readings]
    print_table(f"Drift of {promoted} as of {as_of}", ("figure", "value", "limit", "within"), rows)

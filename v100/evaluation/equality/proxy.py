"""The proxy test: can what the ranking sees tell which group somebody belongs to, and by what.

In: a matrix of what is seen of each person, the groups, a seed. Out: a `ProxyTest`. Refuses nothing; a group too small
to be learnt, on either side, is named and not tested.

Each group is told from everybody whose group is held, by boosted trees on five parts of the people, each judged by
trees that did not see it. The AUC has DeLong's interval, from the places within each part. A feature is a proxy by how
much of the AUC goes when its values are dealt to other people.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import norm, rankdata

from v100.evaluation.equality.results import NOT_HELD, Kind, Proxy, ProxyTest, Told
from v100.evaluation.intervals import Interval
from v100.model.boosting import predict_margin, train_boosters
from v100.model.spec import Component

FOLDS: Final = 5
LEAST_TOLD: Final = 30
MOST_PEOPLE: Final = 4_000
MOST_PROXIES: Final = 5
# Small trees, few of them: whether it can be told matters here, not how well it could be told at best.
_LEARNER: Final = Component(
    name="told",
    objective="binary",
    target="serious",
    rounds=20,
    parameters={"num_leaves": 6, "min_data_in_leaf": 20, "learning_rate": 0.15, "lambda_l2": 5, "max_bin": 31},
)
_SPLITS: Final = re.compile(r"^split_feature=(.*)$", re.M)

_ONE_QUESTION: Final = 2
_TAIL: Final = 0.025

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Rows = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Worth:
    """Placements of those inside among those outside, and the other way round; and the AUC lost by feature."""

    inside: Floats
    outside: Floats
    losses: Mapping[int, float]


def probe_proxies(matrix: pl.DataFrame, people: pl.DataFrame, kinds: Sequence[Kind], *, seed: int) -> ProxyTest:
    """Test every group of the kinds that is shown; `matrix` has person_id and a column of numbers a feature."""
    features = [name for name in matrix.columns if name != "person_id"]
    names = [kind["kind"] for kind in kinds]
    joined = people.select("person_id", *names).join(matrix, on="person_id", how="inner").sort("person_id")
    order = np.random.Generator(np.random.PCG64(seed)).permutation(joined.height)[:MOST_PEOPLE]
    drawn = joined[np.sort(order)]
    rows = drawn.select(features).cast(pl.Float32).fill_null(np.nan).to_numpy()
    found: list[Told] = []
    tests = sum(len(choose_groups(kind)) for kind in kinds)
    for kind in kinds:
        values = drawn[kind["kind"]]
        held = (values != NOT_HELD).to_numpy()
        found += [
            _tell(kind["kind"], group, rows[held], (values == group).to_numpy()[held], features, seed, tests)
            for group in choose_groups(kind)
        ]
    return {
        "features": features,
        "people": drawn.height,
        "sampled": drawn.height < joined.height,
        "folds": FOLDS,
        "seed": seed,
        "groups": found,
    }


def choose_groups(kind: Kind) -> list[str]:
    """Return the groups to tell; of two that are all there is, the smaller, since the other is the same question."""
    shown = [group for group in kind["groups"] if group["group"] != NOT_HELD]
    if len(shown) <= _ONE_QUESTION:
        shown = sorted(shown, key=lambda group: (group["people"], group["group"]))[:1]
    return [group["group"] for group in shown]


def _tell(kind: str, group: str, rows: Rows, inside: Bools, features: Sequence[str], seed: int, tests: int) -> Told:
    people = int(inside.sum())
    told: Told = {
        "kind": kind,
        "group": group,
        "people": people,
        "auc": None,
        "ci95": None,
        "can_be_told": None,
        "because": f"fewer than {LEAST_TOLD} people in it, or outside it",
        "proxies": [],
    }
    if min(people, len(inside) - people) < LEAST_TOLD or not features:
        return told
    worth = _cross_validate(rows, inside, features, seed)
    auc, interval, can_be_told = find_delong(worth.inside, worth.outside, tests)
    ordered = sorted(worth.losses.items(), key=lambda item: (-item[1], item[0]))
    return told | {
        "auc": auc,
        "ci95": interval,
        "can_be_told": can_be_told,
        "because": None,
        "proxies": [
            Proxy(feature=features[place], auc_loss=loss) for place, loss in ordered[:MOST_PROXIES] if loss > 0
        ],
    }


def _cross_validate(rows: Rows, inside: Bools, features: Sequence[str], seed: int) -> Worth:
    generator = np.random.Generator(np.random.PCG64(seed))
    fold = np.empty(len(inside), dtype=np.int64)
    for side in (np.flatnonzero(inside), np.flatnonzero(~inside)):
        fold[generator.permutation(side)] = np.arange(side.size) % FOLDS
    placed: list[tuple[Floats, Floats]] = []
    losses: dict[int, float] = {}
    names, signs = [f"f{place}" for place in range(len(features))], [0] * len(features)
    for number in range(FOLDS):
        seen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        texts = train_boosters(
            _LEARNER,
            rows[seen],
            inside[seen].astype(np.float64),
            np.zeros(seen.size, np.int64),
            names=names,
            signs=signs,
        )
        true = inside[held]
        own = place_among(predict_margin(texts, rows[held]), true)
        placed.append(own)
        for place, without in _shuffle_each(texts, rows[held], list_used(texts), generator):
            lost = float(own[0].mean()) - measure_auc(without, true)
            losses[place] = losses.get(place, 0.0) + lost / FOLDS
    return Worth(np.concatenate([one for one, _ in placed]), np.concatenate([other for _, other in placed]), losses)


def _shuffle_each(
    texts: Sequence[str], rows: Rows, used: Sequence[int], generator: np.random.Generator
) -> Iterator[tuple[int, Floats]]:
    """Yield for each feature in use what the trees make of the rows with its values dealt anew, all in one call."""
    if not used:
        return
    dealt = np.tile(rows, (len(used), 1))
    for number, place in enumerate(used):
        own = slice(number * len(rows), (number + 1) * len(rows))
        dealt[own, place] = rows[generator.permutation(len(rows)), place]
    margins = predict_margin(texts, dealt)
    for number, place in enumerate(used):
        yield place, margins[number * len(rows) : (number + 1) * len(rows)]


def list_used(texts: Sequence[str]) -> list[int]:
    """Return the places of the features that some tree splits on."""
    return sorted({int(place) for text in texts for line in _SPLITS.findall(text) for place in line.split()})


def place_among(margins: Floats, true: Bools) -> tuple[Floats, Floats]:
    """Return for each inside the share of those outside below him, for each outside that of those inside above."""
    ranks = rankdata(margins)
    inside, outside = int(true.sum()), int((~true).sum())
    above = (ranks[true] - rankdata(margins[true])) / outside
    below = 1 - (ranks[~true] - rankdata(margins[~true])) / inside
    return above, below


def measure_auc(margins: Floats, true: Bools) -> float:
    """Return the AUC alone, for which one ranking is enough."""
    inside, outside = int(true.sum()), int((~true).sum())
    return float(rankdata(margins)[true].sum() - inside * (inside + 1) / 2) / (inside * outside)


def find_delong(inside: Floats, outside: Floats, tests: int = 1) -> tuple[float, Interval, bool]:
    """Return the AUC, DeLong's interval from the placements of both sides, and whether it is beyond chance.

    Beyond chance is above 0.5 by more than any of `tests` such figures is by chance in one of forty cases (Bonferroni).

    The parts are judged by trees that share most of their people, so the error is taken as larger by the factor of
    Nadeau and Bengio (2003); uncorrected it was a quarter too small on groups drawn by lot.
    """
    auc = float(inside.mean())
    error = sqrt(float(inside.var(ddof=1)) / inside.size + float(outside.var(ddof=1)) / outside.size)
    error *= sqrt(1 + FOLDS / (FOLDS - 1))
    half = float(norm.ppf(1 - _TAIL)) * error
    told = auc - float(norm.ppf(1 - _TAIL / max(tests, 1))) * error > 1 / 2
    return auc, [max(0.0, auc - half), min(1.0, auc + half)], told

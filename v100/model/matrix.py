"""The matrix: one row a day and person of its cohort, one column a feature, and beside it what came true.

In: a `Past`, days and names of features. Out: frames sorted by as_of and person_id. Refuses an unknown feature.
The past is read once, however many days are asked for; the same past gives the same bytes on any number of threads,
because everything is added in whole millionths.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import partial
from typing import Final

import polars as pl

from v100.errors import UsageError
from v100.features.catalogue import list_features as list_own_features
from v100.features.feature import Feature
from v100.features.history import History, look_back
from v100.features.label import look_ahead
from v100.features.past import Measure, Past
from v100.features.place import place_on_stack
from v100.features.records import count_days
from v100.features.rows import Floats
from v100.graph.features import FEATURES as LINKS
from v100.harm.weights import MICRO_DAYS
from v100.model.spec import Spec

# Days built side by side; each takes the memory of one day's history.
MOST_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class Panel:
    """`matrix`: as_of, person_id, Float64 features (null: not known or never). `stack`: as_of, person_id, score."""

    matrix: pl.DataFrame
    stack: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Labels:
    """`people`: as_of, person_id, future_…micro_days, future_allegations; `horizons`: as_of, total_micro_days."""

    people: pl.DataFrame
    horizons: pl.DataFrame


def list_features() -> Mapping[str, Feature]:
    """Return every feature by name: a person's own, then those from links."""
    return {**list_own_features(), **{feature.name: feature for feature in LINKS}}


def choose_features(patterns: Iterable[str]) -> list[str]:
    """Return the names that the patterns (`harm__*`) match, in the order of the catalogue; raises UsageError (2)."""
    known, wanted = list_features(), list(patterns)
    for pattern in wanted:
        if not any(fnmatchcase(name, pattern) for name in known):
            raise UsageError(f"No feature is called {pattern}.", hint="`v100 features` lists them.")
    return [name for name in known if any(fnmatchcase(name, pattern) for pattern in wanted)]


def list_directions() -> dict[str, int]:
    """Return the monotone direction of each feature; one that may move either way is free, as 0."""
    return {name: feature.direction or 0 for name, feature in list_features().items()}


def measure_spec(spec: Spec) -> Measure:
    """Return what the specification measures histories with, in millionths of a day."""
    return Measure(
        window_days=spec.cohort.window_days,
        min_allegations=spec.cohort.min_allegations,
        serious_micro_days=round(spec.label.serious_days * MICRO_DAYS),
        cap_micro_days=round(spec.label.cap_days * MICRO_DAYS),
    )


def build_panel(past: Past, days: Sequence[date], names: Sequence[str], *, min_allegations: int) -> Panel:
    """Build the features `names` and the stack's score for the cohort of each day."""
    build = partial(_build_day, past, names=names, min_allegations=min_allegations)
    # Each day stands alone and they are put together in their order: threads change the time, never a byte.
    with ThreadPoolExecutor(min(pl.thread_pool_size(), MOST_AT_ONCE)) as pool:
        panels = list(pool.map(build, sorted(set(days))))
    return Panel(pl.concat(panel.matrix for panel in panels), pl.concat(panel.stack for panel in panels))


def _build_day(past: Past, day: date, *, names: Sequence[str], min_allegations: int) -> Panel:
    history = look_back(past, count_days(day))
    start = _start_frame(past, history, day)
    score = place_on_stack(history, window_days=past.measure.window_days, min_allegations=min_allegations)
    return Panel(start.with_columns(**build_features(history, names)), start.with_columns(score=pl.Series(score)))


def build_features(history: History, names: Sequence[str]) -> dict[str, pl.Series]:
    """Build one day's columns in the order of the cohort."""
    known = list_features()
    return {name: _hide_nan(known[name].build(history)) for name in names}


def build_labels(past: Past, days: Sequence[date], *, horizon_days: int, known_on: date) -> Labels:
    """Build what came true for the cohort of each day; raises RefusedError (13) where a horizon is not over."""
    people, horizons = [], []
    for day in sorted(set(days)):
        history = look_back(past, count_days(day))
        future = look_ahead(past, history.day, history.cohort, horizon_days=horizon_days, known_on=count_days(known_on))
        people.append(
            _start_frame(past, history, day).with_columns(
                future_micro_days=pl.Series(future.micro_days),
                future_capped_micro_days=pl.Series(future.capped_micro_days),
                future_max_micro_days=pl.Series(future.max_micro_days),
                future_allegations=pl.Series(future.allegations),
            )
        )
        horizons.append({"as_of": day, "total_micro_days": future.total_micro_days})
    return Labels(pl.concat(people), pl.DataFrame(horizons, schema={"as_of": pl.Date, "total_micro_days": pl.Int64}))


def _hide_nan(values: Floats) -> pl.Series:
    return pl.Series(values, nan_to_null=True)


def _start_frame(past: Past, history: History, day: date) -> pl.DataFrame:
    people = past.person_ids.gather(history.cohort)
    return pl.DataFrame({"as_of": pl.repeat(day, people.len(), dtype=pl.Date, eager=True), "person_id": people})


def hash_frame(frame: pl.DataFrame) -> str:
    """Return the SHA-256 over names and values of a frame, column by column, in its order of rows."""
    digest = hashlib.sha256()
    for column in frame:
        digest.update(f"{column.name} {column.dtype} {column.len()}\n".encode())
        if column.dtype == pl.String:
            digest.update("\n".join(column.fill_null("").to_list()).encode())
        else:
            digest.update(column.is_null().to_numpy().tobytes())
            digest.update(column.to_physical().fill_null(0).to_numpy().tobytes())
    return digest.hexdigest()

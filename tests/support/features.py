"""The engine's features of a workspace, read through its store, and their comparison with a plain reading."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl

from tests.support.plain_features import TOLERANCE, Rows, Spec, Values, read_plainly
from v100.features.past import Measure, Past, open_past
from v100.features.records import read_records
from v100.model.matrix import Panel, build_panel, list_features
from v100.ranking.known import Known, open_knowledge
from v100.settings import Settings, Workspace

SPEC = Spec()
MICRO = 1_000_000


@contextmanager
def open_day(root: Path, day: date) -> Iterator[Known]:
    """Open what a workspace knew on a day."""
    with open_knowledge(Workspace(root), Settings(), day) as known:
        yield known


def read_past(root: Path, last: date, spec: Spec = SPEC) -> Past:
    """Read everything that was known by `last`."""
    measure = Measure(
        window_days=spec.window_days,
        min_allegations=spec.min_allegations,
        serious_micro_days=spec.serious_days * MICRO,
        cap_micro_days=spec.cap_days * MICRO,
    )
    with open_day(root, last) as known:
        return open_past(read_records(known.knowledge, known.find_edition(None)), measure)


def build_all(past: Past, days: Sequence[date]) -> Panel:
    """Build every feature."""
    return build_panel(past, days, list(list_features()), min_allegations=2)


def to_values(matrix: pl.DataFrame, day: date) -> dict[str, Values]:
    """Return one day's features by person."""
    rows = matrix.filter(pl.col("as_of") == day).drop("as_of").to_dicts()
    return {row.pop("person_id"): row for row in rows}


def find_differences(
    found: dict[str, Values], feeds: dict[str, Rows], day: date, spec: Spec = SPEC
) -> list[tuple[str, str, float | None, float | None]]:
    """Return (person, feature, engine, plain) where the two readings of a day differ; days and counts to the bit."""
    plain = read_plainly(feeds, day, spec)
    assert list(found) == sorted(plain)
    return [
        (person, name, found[person].get(name), value)
        for person, values in plain.items()
        for name, value in values.items()
        if not _agree(name, found[person].get(name), value, values)
    ]


def _agree(name: str, found: float | None, plain: float | None, values: Values) -> bool:
    if found is None or plain is None or "decay" not in name:
        return found == plain
    # Each weight is right to a millionth, so a sum is as far off at most as a millionth of it unfaded.
    whole = values["harm__sum__all" if name.startswith("harm") else "frequency__any__all"]
    return abs(found - plain) <= TOLERANCE * max(whole or 0.0, 1.0)

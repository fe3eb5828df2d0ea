"""A whole synthetic force as feeds, from a seed.

In: how many person records, how many years, a seed, the day the extract ends. Out: one file per feed of
feeds.md in a folder, and beside them `truth/identities.parquet`: which records are the same human being,
and what confuses them, which no force could send. Refuses sizes below one.

Scale. 400,000 records over 10 years is a force of London's size: about 36,000 named suspects a year and 3
million incident versions. Everything else is in proportion: the number of suspects, incidents and events
grows with the number of records. In a shorter period the same records are seen more often per year, so that
5,000 records over 2 years have about 5 % of London's suspects a year; compare with its top 5, not its top 100
(see calibrate.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from v100.contracts.read import load_contracts
from v100.errors import UsageError
from v100.synth.chunk import draw_chunk
from v100.synth.draws import DAY, Period, seconds_at
from v100.synth.numbering import Numbering
from v100.synth.repertoire import read_repertoire
from v100.synth.writer import FeedWriter, FileFormat

RECORDS_PER_CHUNK: Final = 20_000
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ForceSummary:
    """What was written: `rows` by feed; `records` person records that belong to `people` human beings."""

    directory: Path
    since: date
    until: date
    records: int
    people: int
    incidents: int
    rows: dict[str, int]


def write_force(
    directory: Path,
    *,
    people: int,
    years: float,
    seed: int,
    until: date,
    progress: Progress | None = None,
    file_format: FileFormat = "parquet",
    confuse: bool = True,
) -> ForceSummary:
    """Write a force of `people` person records over the `years` before `until`.

    The same arguments give the same bytes. Without `confuse` there are no twins, aliases, short forms and the like; no
    feed but persons differs by it. `progress` gets a stage, records done and records in all.
    Raises UsageError for a size below one.
    """
    _refuse_sizes(people, years, seed)
    end = seconds_at(until)
    period = Period(since=end - round(years * 365.25) * DAY, until=end)
    repertoire = read_repertoire()
    numbering = Numbering(repertoire)
    identities: list[pl.DataFrame] = []
    with FeedWriter(directory, load_contracts(), file_format) as feeds:
        feeds.add("offences", repertoire.offences)
        for number, done in enumerate(range(0, people, RECORDS_PER_CHUNK)):
            size = min(RECORDS_PER_CHUNK, people - done)
            chunk = draw_chunk(seed, number, size, period, repertoire, confuse=confuse)
            identities.append(numbering.name_identities(chunk))
            for name, rows in numbering.name_rows(chunk).items():
                feeds.add(name, rows)
            if progress is not None:
                progress("people", done + size, people)
    _write_truth(directory / "truth", pl.concat(identities))
    return ForceSummary(
        directory=directory,
        since=date.fromordinal(until.toordinal() - round(years * 365.25)),
        until=until,
        records=people,
        people=numbering.used["H"],
        incidents=numbering.used["I"],
        rows=dict(feeds.rows),
    )


def _refuse_sizes(people: int, years: float, seed: int) -> None:
    if people < 1 or years * 365 < 1 or seed < 0:
        raise UsageError(
            f"A force of {people} records over {years} years with seed {seed} cannot be made.",
            hint="Give at least one record, at least one day, and a seed of 0 or more.",
        )


def _write_truth(folder: Path, identities: pl.DataFrame) -> None:
    folder.mkdir(exist_ok=True)
    identities.sort("person_record_id").write_parquet(folder / "identities.parquet")

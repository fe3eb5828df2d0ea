"""On which line of a CSV file a record starts.

In: blocks of the records that split into the header's columns, in file order, and the records that did not. Out: the
line of each, counting the newlines inside values. Refuses nothing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.csv as pc

from v100.contracts.check import REJECT_SCHEMA

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Misfit:
    """A record that did not split; `number` counts records, the header being 1."""

    number: int
    detail: str
    text: str


class RecordLines:
    """Counts records and lines through one file, from its top to its end."""

    def __init__(self) -> None:
        self._noted: list[int] = []
        self._waiting: list[_Misfit] = []
        self._rows_before = 0
        self._newlines_before = 0
        self.last_misfit: str | None = None

    def note(self, row: pc.InvalidRow) -> str:
        """Keep a record that does not split, and tell the reader to go on."""
        detail = f"expected {row.expected_columns} fields, found {row.actual_columns}"
        self._noted.append(row.number)
        self._waiting.append(_Misfit(row.number, detail, row.text))
        return "skip"

    def place(self, frame: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
        """Return the line of each row, and the misfits among them as rejects."""
        numbers = self._number_rows(frame.height)
        self._rows_before += frame.height
        # The reader runs ahead: a misfit after these rows belongs to a later block, whose newlines are not yet known.
        last = int(numbers[-1]) if frame.height else 0
        due = [misfit for misfit in self._waiting if misfit.number < last]
        self._waiting = self._waiting[len(due) :]
        if frame.height:
            self.last_misfit = None
        lines = self._count_lines(numbers, _count_newlines(frame), due)
        return pl.Series("line", lines[: frame.height], dtype=pl.Int64), _reject(due, lines[frame.height :])

    def finish(self) -> pl.DataFrame:
        """Return the misfits after the last row as rejects."""
        due, self._waiting = self._waiting, []
        nothing = np.array([], dtype=np.int64)
        self.last_misfit = due[-1].text if due else None
        return _reject(due, self._count_lines(nothing, nothing, due))

    def _number_rows(self, count: int) -> Numbers:
        """Return each row's record number, allowing for the misfits between them."""
        ordinals = np.arange(self._rows_before + 2, self._rows_before + 2 + count, dtype=np.int64)
        skipped = np.array(self._noted, dtype=np.int64) - np.arange(len(self._noted))
        return ordinals + np.searchsorted(skipped, ordinals, side="right")

    def _count_lines(self, numbers: Numbers, newlines: Numbers, due: list[_Misfit]) -> Numbers:
        """Return the line of each row, then of each misfit."""
        places = np.concatenate((numbers, np.array([misfit.number for misfit in due], dtype=np.int64)))
        within = np.concatenate((newlines, np.array([misfit.text.count("\n") for misfit in due], dtype=np.int64)))
        order = np.argsort(places)
        before = np.cumsum(within[order]) - within[order]
        lines = np.empty_like(places)
        lines[order] = places[order] + before + self._newlines_before
        self._newlines_before += int(within.sum())
        return lines


def _count_newlines(frame: pl.DataFrame) -> Numbers:
    counts = frame.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)).cast(pl.Int64))
    return counts.to_series().to_numpy()


def _reject(misfits: list[_Misfit], lines: Numbers) -> pl.DataFrame:
    rows = [
        (int(line), "fields", None, misfit.detail, misfit.text) for misfit, line in zip(misfits, lines, strict=True)
    ]
    return pl.DataFrame(rows, schema=REJECT_SCHEMA, orient="row")

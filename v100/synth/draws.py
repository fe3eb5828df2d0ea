"""Seeded draws that the whole generator is made of.

In: a numpy generator and sizes. Out: arrays of shares, delays in seconds and picks from weighted tables.
Refuses nothing; every function is a pure function of the generator's state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

HOUR = 3_600
DAY = 86_400
YEAR = 31_557_600


@dataclass(frozen=True, slots=True)
class Period:
    """The time a force covers, in seconds since 1970; rows recorded from `until` on have not arrived."""

    since: int
    until: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.until - self.since


def chunk_generator(seed: int, chunk: int, *, apart: bool = False) -> np.random.Generator:
    """Return the generator of one chunk: the same for a seed and a chunk on every machine; `apart` is a second one."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(chunk, 1) if apart else (chunk,)))


def draw_true(rng: np.random.Generator, chance: float | Floats, size: int) -> Bools:
    """Return `size` booleans, each true with its chance."""
    return rng.random(size) < chance


def draw_delay(rng: np.random.Generator, mean_seconds: float, size: int) -> Ints:
    """Return exponential delays in whole seconds."""
    return rng.exponential(mean_seconds, size).astype(np.int64)


def draw_recording_lag(rng: np.random.Generator, size: int, *, late: float) -> Ints:
    """Return seconds from an event to its row: hours as a rule, weeks to months for the share `late`."""
    prompt = rng.lognormal(np.log(2 * HOUR), 1.0, size).astype(np.int64)
    waited = prompt + draw_delay(rng, 40 * DAY, size)
    return np.where(draw_true(rng, late, size), waited, prompt)


def pick(rng: np.random.Generator, weights: Mapping[str, float], size: int) -> Texts:
    """Return `size` keys of `weights`, drawn in proportion to their weights."""
    shares = np.array(list(weights.values()), dtype=np.float64)
    return np.array(list(weights))[rng.choice(len(shares), size, p=shares / shares.sum())]


def pick_from_rows(rng: np.random.Generator, cumulative: Floats, rows: Ints) -> Ints:
    """Return for each row number one column of the cumulative table (rows by columns, last column 1)."""
    below = cumulative[rows] <= rng.random(len(rows))[:, None]
    column: Ints = below.sum(axis=1, dtype=np.int64)
    return column


def seconds_at(day: date) -> int:
    """Return 00:00 UTC of `day` in seconds since 1970."""
    return (day - date(1970, 1, 1)).days * DAY

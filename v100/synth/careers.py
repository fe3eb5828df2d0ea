"""When each suspect's episodes begin: careers as they cross a period.

In: how many further episodes a year each suspect has, and the period. Out: the owner and the start of every
episode that begins within the period; every suspect has at least one. Refuses nothing.

A career is a window round one episode, with further ones as a Poisson process in it. Careers may begin before
the period and end after it, and only those that leave a trace inside are kept: the first and the last year
are as busy, and as full of people who come back, as those between.
"""

from typing import Final

import numpy as np

from v100.synth.draws import YEAR, Floats, Ints, Period, draw_delay

CAREER_YEARS: Final = 2.6
MARGIN: Final = 2 * CAREER_YEARS * YEAR


def draw_episodes(rng: np.random.Generator, yearly: Floats, period: Period) -> tuple[Ints, Ints]:
    """Return the suspect (position in `yearly`) and the start in seconds of every episode."""
    owners, starts = [], []
    waiting = np.arange(len(yearly), dtype=np.int64)
    while len(waiting):
        owner, start = _try_careers(rng, yearly[waiting], period)
        owners.append(waiting[owner])
        starts.append(start)
        waiting = np.delete(waiting, np.unique(owner))
    return np.concatenate(owners, dtype=np.int64), np.concatenate(starts, dtype=np.int64)


def _try_careers(rng: np.random.Generator, yearly: Floats, period: Period) -> tuple[Ints, Ints]:
    """Return the episodes within the period of one career each; some careers have none."""
    size = len(yearly)
    anchor = period.since + (rng.random(size) * (period.seconds + 2 * MARGIN) - MARGIN).astype(np.int64)
    before = draw_delay(rng, CAREER_YEARS * YEAR, size)
    length = before + draw_delay(rng, CAREER_YEARS * YEAR, size)
    owner = np.repeat(np.arange(size), rng.poisson(yearly * length / YEAR))
    further = (anchor - before)[owner] + (rng.random(len(owner)) * length[owner]).astype(np.int64)
    everyone = np.concatenate([np.arange(size), owner])
    start = np.concatenate([anchor, further])
    inside = (start >= period.since) & (start < period.until)
    return everyone[inside], start[inside]

"""Who is named for what, and when: the episodes of every suspect of a chunk.

In: the people, the period, the repertoire. Out: one row per incident with a suspect: `incident`, `human`,
`profile`, `reported` (seconds since 1970), `code` (position in the repertoire), `victim` (number of that
suspect's victim, from 0). Refuses nothing.

An episode may go on: several reports against one victim within weeks, or several offences in one report. The
chance of a later, graver table of offences grows with every report (escalation).
"""

from typing import Final

import numpy as np
import polars as pl

from v100.synth.draws import DAY, Bools, Floats, Ints, Period, draw_delay, draw_true
from v100.synth.people import People
from v100.synth.profiles import PROFILES
from v100.synth.repertoire import Repertoire

GAP_DAYS: Final = 38
SAME_REPORT: Final = 0.28
SAME_VICTIM_IN_EPISODE: Final = 0.90
MOST_LIKELY_TO_GO_ON: Final = 0.56
LONGEST_EPISODE: Final = 12


def draw_offending(rng: np.random.Generator, people: People, period: Period, repertoire: Repertoire) -> pl.DataFrame:
    """Return the incidents in which somebody is named first, in the order of person and time."""
    human, started = people.episode_human, people.episode_start
    length = _draw_lengths(rng, people, human)
    episode = np.repeat(np.arange(len(human)), length)
    step = np.arange(len(episode)) - np.repeat(np.cumsum(length) - length, length)
    reported = _spread_reports(rng, started[episode], step)
    frame = pl.DataFrame({"human": human[episode], "episode": episode, "step": step, "reported": reported})
    frame = frame.filter(pl.col("reported") < period.until).sort("human", "reported", "episode", "step")
    return _add_offences(rng, frame, people, repertoire).with_row_index("incident")


def _draw_lengths(rng: np.random.Generator, people: People, human: Ints) -> Ints:
    """Return how many incidents each episode has: geometric, with the person's own chance to go on."""
    more = np.array([profile.more for profile in PROFILES])[people.profile[human]]
    chance = np.clip(more * people.persistence[human], 0.0, MOST_LIKELY_TO_GO_ON)
    return np.minimum(rng.geometric(1 - chance), LONGEST_EPISODE).astype(np.int64)


def _spread_reports(rng: np.random.Generator, started: Ints, step: Ints) -> Ints:
    """Return when each incident of an episode is reported; some are reported together."""
    gap = np.where(draw_true(rng, SAME_REPORT, len(step)), 0, draw_delay(rng, GAP_DAYS * DAY, len(step)))
    gap = np.where(step == 0, 0, gap)
    total = np.cumsum(gap)
    at_start = np.maximum.accumulate(np.where(step == 0, np.arange(len(step)), 0))
    reported: Ints = started + total - total[at_start]
    return reported


def _add_offences(
    rng: np.random.Generator, frame: pl.DataFrame, people: People, repertoire: Repertoire
) -> pl.DataFrame:
    human = frame["human"].to_numpy()
    profile = people.profile[human]
    ordinal = frame.select(pl.int_range(pl.len()).over("human")).to_series().to_numpy()
    late: Floats = 1 - (1 - people.escalation[human]) ** ordinal
    return frame.select("human", "reported").with_columns(
        pl.Series("profile", profile),
        pl.Series("code", repertoire.draw_codes(rng, profile, late)),
        pl.Series("victim", _number_victims(rng, frame, profile, ordinal == 0)),
    )


def _number_victims(rng: np.random.Generator, frame: pl.DataFrame, profile: Ints, first: Bools) -> Ints:
    """Return a running number of victims per suspect: the same one within an episode as a rule."""
    new_victim = np.array([kind.new_victim for kind in PROFILES])[profile]
    opens = frame["step"].to_numpy() == 0
    chance = np.where(opens, new_victim, 1 - SAME_VICTIM_IN_EPISODE)
    changes = np.where(first, False, draw_true(rng, chance, len(profile)))
    total = np.cumsum(changes)
    at_first = np.maximum.accumulate(np.where(first, np.arange(len(first)), 0))
    number: Ints = total - total[at_first]
    return number

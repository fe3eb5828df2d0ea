"""The same people with other reports: a history in which each report counts as often as chance had it.

In: a `History`, some of its people and how often each of their allegations counts in each draw. Out: a `History` of
draws times people, draw by draw, from which features are built as from any other. Refuses nothing. Victims, outcomes,
custody and links stay as they are: it is the reports that are drawn.
"""

import numpy as np
import numpy.typing as npt

from v100.features.history import History, Places
from v100.features.rows import Rows


def pick_people(history: History, places: Places) -> History:
    """Return the history of the people at `places` of the cohort (ascending) alone."""
    return History(
        day=history.day,
        cohort=history.cohort[places],
        allegations=_pick(history.allegations, places),
        victims=_pick(history.victims, places),
        outcomes=_pick(history.outcomes, places),
        custody=_pick(history.custody, places),
        past=history.past,
        linked={name: values[places] for name, values in history.linked.items()},
    )


def redraw(history: History, times: npt.NDArray[np.int64]) -> History:
    """Return a history of `len(times)` draws of everybody; `times` has a column an allegation."""
    draws = len(times)
    return History(
        day=history.day,
        cohort=np.tile(history.cohort, draws),
        allegations=_repeat(history.allegations, times),
        victims=_repeat(history.victims, _once(history.victims, draws)),
        outcomes=_repeat(history.outcomes, _once(history.outcomes, draws)),
        custody=_repeat(history.custody, _once(history.custody, draws)),
        past=history.past,
        linked={name: np.tile(values, draws) for name, values in history.linked.items()},
    )


def _pick(rows: Rows, places: Places) -> Rows:
    new_place = np.full(rows.people, -1, dtype=np.int32)
    new_place[places] = np.arange(places.size, dtype=np.int32)
    chosen = rows.where(new_place[rows.place] >= 0)
    return Rows(places.size, new_place[chosen.place], chosen.age, chosen.columns)


def _once(rows: Rows, draws: int) -> npt.NDArray[np.int64]:
    return np.ones((draws, rows.place.size), dtype=np.int64)


def _repeat(rows: Rows, times: npt.NDArray[np.int64]) -> Rows:
    """Lay the draws end to end; a row that counts twice stands there twice."""
    draw, row = np.nonzero(times)
    again = times[draw, row]
    draw, row = np.repeat(draw, again), np.repeat(row, again)
    return Rows(
        people=rows.people * len(times),
        place=(draw * rows.people + rows.place[row]).astype(np.int32),
        age=rows.age[row],
        columns={name: values[row] for name, values in rows.columns.items()},
    )

"""What another edition would do to the list: which weights differ, and who would join, leave or move.

In: a workspace, two editions and a day, or else the newest list. Out: the differences, and the two lists compared on
the same knowledge. Refuses an edition that is neither at hand now nor was when the list was made. Issues nothing.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import polars as pl

from v100.errors import NotFoundError
from v100.harm.compare import WeightDifference, compare_weights
from v100.harm.editions import find_edition
from v100.harm.weights import Edition, to_days
from v100.ranking.decisions import read_decisions
from v100.ranking.parameters import Request
from v100.ranking.rank import Ranking, rank_by_harm
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.knowledge import Knowledge
from v100.store.records import read_records
from v100.store.runs import read_last_run
from v100.tasking.document import ListDocument
from v100.tasking.fill import fill_list
from v100.tasking.movers import Moment
from v100.tasking.recall import recall_moment
from v100.tasking.register import list_issued, read_document


@dataclass(frozen=True, slots=True)
class Shift:
    """One person whose place differs; None where off the list, or below one counting allegation."""

    person_id: str
    place_before: int | None
    place: int | None
    harm_days_before: float | None
    harm_days: float | None


@dataclass(frozen=True, slots=True)
class Shifts:
    """The list of a day under both editions; `list_id` names the newest list where it is that one's day."""

    as_of: date
    list_id: str | None
    top: int
    joined: list[Shift]
    left: list[Shift]
    moved: list[Shift]


@dataclass(frozen=True, slots=True)
class Effect:
    """Two editions compared; `people` is None where no day was given and no list was issued."""

    before: str
    after: str
    weights: list[WeightDifference]
    people: Shifts | None


@dataclass(frozen=True, slots=True)
class _Day:
    """What both lists are made from."""

    knowledge: Knowledge
    request: Request
    top: int
    list_id: str | None


def compare_editions(
    workspace: Workspace,
    settings: Settings,
    before: str,
    after: str,
    *,
    as_of: date | None,
    top: int | None,
    today: date,
) -> Effect:
    """Compare two editions on `as_of`, or else on the newest list's day; raises NotFoundError (11).

    With `as_of` the settings' window and gate apply and all that is loaded is known; with the newest list, its own do.
    """
    with read_casework(workspace, settings) as casework:
        decisions = read_decisions(casework)
        issued = list_issued(casework)
        newest = read_document(casework, issued[-1].list_id) if issued else None
    with read_records(workspace, settings) as records:
        present = Knowledge(records, as_of or today, read_last_run(records).run, decisions.who)
        day = None
        if as_of is not None:
            request = Request(as_of, settings.window_days, settings.min_allegations)
            day = _Day(present, request, top or settings.top, None)
        elif newest is not None:
            day = _recall_day(recall_moment(records, newest, decisions), newest, top)
        moments = [present, day.knowledge] if day else [present]
        first, second = (_find_edition(name, moments, decisions.adopted) for name in (before, after))
        return Effect(
            first.name,
            second.name,
            compare_weights(first, second),
            _compare_people(day, first, second) if day else None,
        )


def _recall_day(moment: Moment, newest: ListDocument, top: int | None) -> _Day:
    parameters = newest["parameters"]
    request = Request(moment.knowledge.as_of, moment.window_days, parameters["min_allegations"])
    return _Day(moment.knowledge, request, top or parameters["top"], newest["header"]["list_id"])


def _find_edition(name: str, moments: list[Knowledge], adopted: Mapping[str, pl.DataFrame]) -> Edition:
    """The feed may have moved on to other weights since the list was made: its edition then is found as known then."""
    *earlier, last = moments
    for knowledge in earlier:
        with suppress(NotFoundError):
            return find_edition(name, knowledge, adopted)
    return find_edition(name, last, adopted)


def _compare_people(day: _Day, before: Edition, after: Edition) -> Shifts:
    rankings = [rank_by_harm(day.knowledge, edition, day.request) for edition in (before, after)]
    old, new = (_list_places(day, ranking) for ranking in rankings)
    harm_before, harm_after = (_list_harm(ranking) for ranking in rankings)
    shifts = [
        Shift(person, old.get(person), new.get(person), harm_before.get(person), harm_after.get(person))
        for person in (*new, *(person for person in old if person not in new))
        if old.get(person) != new.get(person)
    ]
    return Shifts(
        as_of=day.request.as_of,
        list_id=day.list_id,
        top=day.top,
        joined=[shift for shift in shifts if shift.place_before is None],
        left=[shift for shift in shifts if shift.place is None],
        moved=[shift for shift in shifts if shift.place_before is not None and shift.place is not None],
    )


def _list_places(day: _Day, ranking: Ranking) -> dict[str, int]:
    entries = fill_list(day.knowledge, ranking, top=day.top, just_missed=0).entries
    return {entry["person_id"]: place for place, entry in enumerate(entries, start=1)}


def _list_harm(ranking: Ranking) -> dict[str, float]:
    stack = ranking.stack
    return dict(zip(stack["person_id"], (to_days(micro) for micro in stack["micro_days"]), strict=True))

"""Whether a case stands: kept under review, closed with a cause, or out of reach for a while.

In: a person with a case, and whose hand it is. Out: one event. Refuses whoever has no case, a cause that is none, and
to keep what is not tasked. Whoever was listed by mistake is removed: what is left of him is that he was, when, and why.
"""

from datetime import date
from typing import Final

from v100.casework.cases import read_cases
from v100.casework.log import Event, Hand, append_event
from v100.casework.state import IN_HAND, REMOVED, Case, Status
from v100.errors import NotFoundError, RefusedError, UsageError
from v100.settings import Settings
from v100.store.connection import Connection

CLOSE_BECAUSE: Final = ("completed", "no_longer_a_risk", "transferred", "deceased", "not_proportionate", REMOVED)
UNREACHABLE_BECAUSE: Final = ("custody", "abroad", "deceased", "not_found")
_TASKED: Final[tuple[Status, ...]] = (*IN_HAND, "lapsed", "unreachable")


def record_keep(
    connection: Connection, settings: Settings, name: str, rationale: str, until: date | None, hand: Hand
) -> Event:
    """Keep a tasking: its next review is on `until`, or after the days the settings give."""
    case = _find_case(connection, settings, name, hand)
    if case.status not in _TASKED:
        raise RefusedError(f"{name} is not tasked: {case.status}.", hint="There is nothing to keep.")
    if until is not None and until <= hand.now.date():
        raise UsageError(f"{until} is not in the future.", hint="Name the day of the next review.")
    return append_event(connection, hand.sign("keep", person_id=case.person_id, rationale=rationale, until_date=until))


def record_close(
    connection: Connection, settings: Settings, name: str, because: str, rationale: str, hand: Hand
) -> Event:
    """Close a case; raises RefusedError (13) where actions are open that are not cancelled yet."""
    if because not in CLOSE_BECAUSE:
        raise UsageError(f"{because} is no cause to close.", hint=f"Use one of {', '.join(CLOSE_BECAUSE)}.")
    case = _find_case(connection, settings, name, hand)
    if case.status in {"closed", "removed"}:
        raise RefusedError(f"The case of {name} is closed already.", hint="A new decision opens it again.")
    if case.open_actions and because != REMOVED:
        numbers = ", ".join(action.action_id for action in case.open_actions)
        raise RefusedError(
            f"{name} has open actions: {numbers}.", hint="Record what came of them, or cancel them, and close then."
        )
    return append_event(
        connection,
        hand.sign("close", person_id=case.person_id, list_id=case.list_id, because=because, rationale=rationale),
    )


def record_unreachable(
    connection: Connection, settings: Settings, name: str, because: str, rationale: str, until: date | None, hand: Hand
) -> Event:
    """Record that somebody cannot be reached until a day, or until further notice."""
    if because not in UNREACHABLE_BECAUSE:
        raise UsageError(f"{because} is no such cause.", hint=f"Use one of {', '.join(UNREACHABLE_BECAUSE)}.")
    case = _find_case(connection, settings, name, hand)
    return append_event(
        connection,
        hand.sign("unreachable", person_id=case.person_id, because=because, rationale=rationale, until_date=until),
    )


def _find_case(connection: Connection, settings: Settings, name: str, hand: Hand) -> Case:
    case = read_cases(connection, settings, hand.now.date(), hand.done_on).find(name)
    if case.decision is None:
        raise NotFoundError(f"Nothing was ever decided about {name}.", hint="Decide first, with `v100 review`.")
    return case

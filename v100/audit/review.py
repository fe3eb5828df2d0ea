"""Unusual looking-up, for the auditor to ask about.

In: lines of the log, who their numbers are, the commands that look somebody up, whom an id names today, the names that
people's records bear and the full names of accounts, who was ever listed, and from what on it is reported. Out:
findings, in order. Refuses nothing, and accuses nobody: whoever does his work can be in every one of them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Final

from v100.audit.line import Line, Person
from v100.audit.log import Kept

_LETTERS: Final = re.compile(r"[^\W\d_]+")
# A family name alone is shared by too many.
_WHOLE_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One account's looking-up: `kind` is own_name, many_people or never_listed."""

    kind: str
    account: str
    actor: str
    day: date | None
    people: int
    person_ids: tuple[str, ...]
    lines: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many people on it is reported: looked up on one day, and never listed."""

    people_a_day: int
    never_listed: int


@dataclass(frozen=True, slots=True)
class Look:
    """One person looked up in one line; the id is the one he goes by today, whichever was typed."""

    line: Line
    person_id: str


def list_looks(
    kept: Sequence[Kept],
    subjects: Mapping[int, Person],
    commands: AbstractSet[str],
    find_person: Callable[[str], str],
) -> list[Look]:
    """Return who was looked up by name, line by line; victims and people since forgotten left out.

    `find_person` gives the id of the person whom any id names.
    """
    return [
        Look(each.line, person)
        for each in kept
        if each.line.command in commands and each.line.stage in ("done", "failed", "refused")
        for person in sorted({find_person(named.person_id) for named in _list_named(each.line, subjects)})
    ]


def _list_named(line: Line, subjects: Mapping[int, Person]) -> list[Person]:
    found = [subjects[number] for number in line.named if number in subjects]
    return [person for person in found if person.sort == "person"]


def review_looks(
    looks: Sequence[Look],
    *,
    names: Mapping[str, Sequence[str]],
    full_names: Mapping[str, str],
    listed: AbstractSet[str],
    limits: Limits,
) -> list[Finding]:
    """Return what is unusual; `names` are those of people's records, `full_names` those of accounts."""
    found = [
        *_find_own_names(looks, names, full_names),
        *_find_many(looks, limits.people_a_day),
        *_find_never_listed(looks, listed, limits.never_listed),
    ]
    return sorted(found, key=lambda each: (each.kind, each.account, each.actor, each.lines))


def is_own_name(who: str, name: str) -> bool:
    """Whether `who`, an account or a full name, could be somebody called `name`, his family name last."""
    own, parts = _LETTERS.findall(who.casefold()), _LETTERS.findall(name.casefold())
    if len(parts) < _WHOLE_NAME or not own:
        return False
    first, last = parts[0], parts[-1]
    if len(own) > 1:
        return last in own and (first in own or first[0] in own)
    return own[0] in {f"{first}{last}", f"{first[0]}{last}", f"{last}{first}", f"{last}{first[0]}"}


def _find_own_names(
    looks: Sequence[Look], names: Mapping[str, Sequence[str]], full_names: Mapping[str, str]
) -> Iterator[Finding]:
    for look in looks:
        line = look.line
        own = [line.account, line.actor, full_names.get(line.account, "")]
        if any(is_own_name(who, name) for who in own for name in names.get(look.person_id, ())):
            yield _write("own_name", [look], None, "looked up somebody of the same name")


def _find_many(looks: Sequence[Look], limit: int) -> Iterator[Finding]:
    days: dict[tuple[str, str, date], list[Look]] = defaultdict(list)
    for look in looks:
        days[look.line.account, look.line.actor, look.line.happened_at.date()].append(look)
    for (_, _, day), together in sorted(days.items()):
        people = len({look.person_id for look in together})
        if people >= limit:
            yield _write("many_people", together, day, f"looked up {people} people on {day}")


def _find_never_listed(looks: Sequence[Look], listed: AbstractSet[str], limit: int) -> Iterator[Finding]:
    accounts: dict[tuple[str, str], list[Look]] = defaultdict(list)
    for look in looks:
        if look.person_id not in listed:
            accounts[look.line.account, look.line.actor].append(look)
    for _, together in sorted(accounts.items()):
        people = len({look.person_id for look in together})
        if people >= limit:
            yield _write("never_listed", together, None, f"looked up {people} people who were never on a list")


def _write(kind: str, looks: Sequence[Look], day: date | None, text: str) -> Finding:
    people = tuple(sorted({look.person_id for look in looks}))
    lines = tuple(sorted({look.line.line for look in looks}))
    first = looks[0].line
    return Finding(kind, first.account, first.actor, day, len(people), people, lines, text)

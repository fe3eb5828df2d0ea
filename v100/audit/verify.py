"""Whether the log is whole.

In: a connection, and perhaps an anchor kept elsewhere. Out: the end of the log and what is wrong with it, first damage
first. Finds a changed byte, a line removed, inserted or moved, words or a number's owner changed or gone without an
erasure on record, an erasure without a purge and its tombstones, and, by the anchor alone, a tail that was cut off.
Refuses an anchor that is none (UsageError).
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from v100.audit.line import EMPTY, Anchor, Person, digest_subject, digest_text
from v100.audit.log import Kept, list_subjects, read_lines
from v100.errors import UsageError
from v100.store.connection import Connection
from v100.store.statements import read_statement

_ANCHOR: Final = re.compile(r"(\d{1,10}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong, at which line."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The end of the log as it stands, how much of it was erased on record, and the damage."""

    lines: int
    anchor: str
    erased_texts: int
    forgotten: int
    damage: tuple[Damage, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damage


def parse_anchor(text: str) -> Anchor:
    """Read NUMBER:HASH; raises UsageError (2)."""
    found = _ANCHOR.fullmatch(text.strip())
    if found is None:
        raise UsageError("That is no anchor.", hint="Give it as `v100 audit verify` printed it: NUMBER:HASH.")
    return Anchor(int(found.group(1)), found.group(2))


def verify_log(connection: Connection, anchor: Anchor | None = None) -> Verdict:
    """Go through the whole log."""
    loose = connection.execute(read_statement("audit_log/list_texts_without_line")).fetchall()
    removals = connection.execute(read_statement("audit_log/list_removals")).fetchall()
    return check_log(
        read_lines(connection),
        list_subjects(connection),
        loose=[int(row[0]) for row in loose],
        removals={(int(purge), day) for purge, day in removals},
        anchor=anchor,
    )


def check_log(
    kept: Sequence[Kept],
    subjects: Mapping[int, tuple[Person, str]],
    *,
    loose: Sequence[int] = (),
    removals: Collection[tuple[int, date]] = (),
    anchor: Anchor | None = None,
) -> Verdict:
    """Return what is wrong with lines as read.

    `loose` are the numbers of words without a line, `removals` the finished purges with the days of their tombstones.
    """
    erased = {number for each in kept for number in each.line.erased_lines}
    forgotten = {number for each in kept for number in each.line.erased_subjects}
    damage = [
        *_check_chain(kept),
        *_check_texts(kept, erased),
        *_check_subjects(kept, subjects, forgotten),
        *_check_erasures(kept, removals),
        *(Damage(line, "its words are there, the line is not") for line in loose),
        *_check_anchor(kept, anchor),
    ]
    return Verdict(
        lines=len(kept),
        anchor=str(Anchor(kept[-1].line.line, kept[-1].line.hash) if kept else EMPTY),
        erased_texts=sum(each.arguments is None for each in kept),
        forgotten=len(forgotten),
        damage=tuple(sorted(damage, key=lambda each: each.line)),
    )


def _check_chain(kept: Sequence[Kept]) -> Iterator[Damage]:
    before = EMPTY.hash
    for number, each in enumerate(kept, start=1):
        if each.line.line != number:
            yield Damage(number, f"line {number} is missing: line {each.line.line} comes next")
            return
        if each.line.seal(before) != each.line.hash:
            yield Damage(number, f"line {number} does not follow from the line before: it, or what was there, changed")
            return
        before = each.line.hash


def _check_texts(kept: Sequence[Kept], erased: set[int]) -> Iterator[Damage]:
    for each in kept:
        number = each.line.line
        if each.arguments is None or each.salt is None:
            if number not in erased:
                yield Damage(number, f"the words of line {number} are gone, and no erasure is on record")
        elif digest_text(each.arguments, each.reason, each.recipient, each.salt) != each.line.text_sha256:
            yield Damage(number, f"the words of line {number} changed")


def _check_subjects(
    kept: Sequence[Kept], subjects: Mapping[int, tuple[Person, str]], forgotten: set[int]
) -> Iterator[Damage]:
    introduced: set[int] = set()
    for each in kept:
        for text, digest in _read_introduced(each.line.introduced).items():
            subject = int(text)
            introduced.add(subject)
            if subject not in subjects:
                if subject not in forgotten:
                    yield Damage(each.line.line, f"who number {subject} is, is gone, and no erasure is on record")
                continue
            person, salt = subjects[subject]
            if digest_subject(subject, person.person_id, person.sort, salt) != digest:
                yield Damage(each.line.line, f"who number {subject} is, was changed")
    for subject in sorted(set(subjects) - introduced):
        yield Damage(len(kept), f"number {subject} was never introduced: a line is gone, or somebody was added")


def _check_erasures(kept: Sequence[Kept], removals: Collection[tuple[int, date]]) -> Iterator[Damage]:
    """Hold each erasure to what a purge leaves: whoever can add a line to the chain can add one that says erased."""
    days = {day for _, day in removals}
    for each in kept:
        line = each.line
        if not line.erased_lines and not line.erased_subjects:
            continue
        day = line.happened_at.date()
        # Another erasure may have taken the words, and with them the number of the purge.
        known = day in days if each.arguments is None else (_read_purge(each.arguments), day) in removals
        if not known:
            yield Damage(line.line, f"line {line.line} says that something was erased, and no purge of that day did")


def _read_purge(arguments: str) -> int | None:
    purge = _read_object(arguments).get("purge")
    return purge if isinstance(purge, int) else None


def _read_introduced(text: str) -> dict[str, str]:
    return {key: value for key, value in _read_object(text).items() if key.isdigit()}


def _read_object(text: str) -> dict[str, Any]:
    """Text that is no JSON any more is damage that the chain, or the hash of the words, shows already."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _check_anchor(kept: Sequence[Kept], anchor: Anchor | None) -> Iterator[Damage]:
    if anchor is None or anchor.line == 0:
        return
    if anchor.line > len(kept):
        yield Damage(
            len(kept) + 1, f"the log ends at line {len(kept)}, the anchor is of line {anchor.line}: its end is missing"
        )
    elif kept[anchor.line - 1].line.hash != anchor.hash:
        yield Damage(anchor.line, f"line {anchor.line} is not the one of the anchor")

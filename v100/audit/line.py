"""A line of the log and its place in the chain.

In: what happened, and the line before. Out: the line as it is hashed, and its hash: SHA-256 of the hash before and the
line as canonical JSON. Refuses nothing. A line names people by number alone and its words by a salted hash alone, so
that who it was and what was said can be forgotten while the chain stays whole.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

Kind = Literal["collection", "alteration", "consultation", "disclosure", "combination", "erasure"]
# begun: before anything is done. published: before a file is. done: before the answer is shown. refused and failed say
# so, restored stands first after a backup took the log's place.
Stage = Literal["begun", "published", "done", "refused", "failed", "restored"]

KINDS: Final[tuple[Kind, ...]] = (
    "collection",
    "alteration",
    "consultation",
    "disclosure",
    "combination",
    "erasure",
)
FIRST_HASH: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the log: an id of his, or a victim's surrogate key."""

    person_id: str
    sort: str = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be put on record.

    `people` are all whose data is concerned, `named` those whom the command was about; `everyone` stands for all in the
    record store as of `run_id`. `completes` is the line of the same command that was begun.
    """

    happened_at: datetime
    kind: str
    stage: Stage
    command: str
    actor: str
    account: str
    role: str
    run_id: str | None = None
    everyone: bool = False
    people: tuple[Person, ...] = ()
    named: tuple[str, ...] = ()
    completes: int | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it is chained; every field but `hash` is part of what is hashed."""

    line: int
    happened_at: datetime
    kind: str
    stage: str
    command: str
    actor: str
    account: str
    role: str
    run_id: str | None
    everyone: bool
    subjects: list[int]
    named: list[int]
    introduced: str
    erased_lines: list[int]
    erased_subjects: list[int]
    completes: int | None
    text_sha256: str
    hash: str = ""

    def seal(self, before: str) -> str:
        """Return the hash of the line after the hash before."""
        body = asdict(self)
        del body["hash"]
        body["happened_at"] = self.happened_at.isoformat(timespec="microseconds")
        return hashlib.sha256((before + write_canonical(body)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the log: kept elsewhere, it shows later that nothing before it was taken away."""

    line: int
    hash: str

    def __str__(self) -> str:
        return f"{self.line}:{self.hash}"


EMPTY: Final = Anchor(0, FIRST_HASH)


def write_canonical(value: Any) -> str:
    """Return JSON that is the same for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def derive_salt(seed: bytes, purpose: str) -> str:
    """Return one salt of many; nobody who sees some of them can tell another without the seed, which is not kept."""
    return hmac.new(seed, purpose.encode(), hashlib.sha256).hexdigest()[:32]


def digest_subject(subject: int, person_id: str, sort: str, salt: str) -> str:
    """Return what the chain says of a number: nobody can tell the person from it without the salt."""
    return hashlib.sha256(write_canonical([salt, subject, person_id, sort]).encode()).hexdigest()


def digest_text(arguments: str, reason: str | None, recipient: str | None, salt: str) -> str:
    """Return what the chain says of a line's words."""
    return hashlib.sha256(write_canonical([salt, arguments, reason, recipient]).encode()).hexdigest()

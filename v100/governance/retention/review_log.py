"""The log of decisions on keeping people, and what follows from it.

In: a connection to the casework store inside its transaction, and decisions. Out: the log, oldest first; for each
person the last word. Refuses nothing: it is only added to, until somebody is removed, when what was said about him
goes too.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from v100.governance.retention.rules import Kept
from v100.store.connection import Connection
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A decision to keep somebody until a day, or to remove him."""

    review: int = 0
    happened_at: datetime
    actor: str
    kind: Literal["keep", "remove"]
    person_id: str
    record_ids: tuple[str, ...]
    retention_group: int | None
    because: str
    next_review_on: date | None
    rationale: str
    reason: str | None = None

    @property
    def kept(self) -> Kept | None:
        """When he was kept, and until when; None where he is to be removed."""
        if self.next_review_on is None:
            return None
        return Kept(self.happened_at.date(), self.next_review_on)


def append_review(connection: Connection, review: Review) -> Review:
    """Add a decision to the log and return it with its number."""
    values = asdict(review) | {"record_ids": json.dumps(review.record_ids)}
    del values["review"]
    row = connection.execute(read_statement("retention/record_review"), values).fetchone()
    if row is None:
        message = "the log gave no number back"
        raise TypeError(message)
    return replace(review, review=int(row[0]))


def read_reviews(connection: Connection) -> list[Review]:
    """Return every decision about people who are still held, oldest first."""
    cursor = connection.execute(read_statement("retention/list_reviews"))
    names = [column[0] for column in cursor.description or []]
    return [_read(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _read(values: dict[str, Any]) -> Review:
    return Review(**{**values, "record_ids": tuple(json.loads(values["record_ids"]))})


def find_last_words(reviews: Sequence[Review], find_person: Callable[[str], str]) -> dict[str, Review]:
    """Return the newest decision about each person, by the id he has now."""
    found = {}
    for review in sorted(reviews, key=lambda item: item.review):
        found[find_person(review.person_id)] = review
    return dict(sorted(found.items()))

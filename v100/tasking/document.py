"""The shape of an issued list: what is fixed at issue and rebuilt, byte for byte, by `list verify`.

In: nothing. Out: the types of the list document, which every export reads and nothing edits.
Days of imprisonment are `harm_days`; dates are ISO 8601 text; victims appear by surrogate key only.
"""

from typing import NotRequired, TypedDict

from v100.harm.ledger_line import FeedRow, LedgerLine
from v100.ranking.entry import Entry, Order, Reason
from v100.tasking.equality_note import EqualityNote, Finding

__all__ = [
    "Body",
    "DataWarning",
    "Entry",
    "EqualityNote",
    "FeedRow",
    "Finding",
    "Header",
    "IdentityNote",
    "Knowledge",
    "LedgerLine",
    "ListDocument",
    "Mover",
    "Movers",
    "Order",
    "Parameters",
    "Reason",
    "Summary",
    "Tombstone",
]


class Mover(TypedDict):
    """Somebody who joined, left or moved since the list before, and what caused it."""

    person_id: str
    place: int | None
    place_before: int | None
    causes: list[Reason]


class Movers(TypedDict):
    """The difference from the list before; `against` is None on the first list."""

    against: str | None
    joined: list[Mover]
    left: list[Mover]
    moved: list[Mover]


class DataWarning(TypedDict):
    """A weakness of the data that a reader of the list must know."""

    code: str
    text: str
    count: int
    examples: list[str]


class Header(TypedDict):
    """Who issued the list, when, why, and how it must be handled. Not rebuilt by verify.

    `equality` is None where nobody checked; lists from before the check lack it.
    """

    list_id: str
    number: int
    issued_at: str
    issued_by: str
    reason: str
    code_version: str
    marking: str
    statement: str
    expires_on: str
    equality: EqualityNote | None


class Parameters(TypedDict):
    """Every value a rule used."""

    as_of: str
    ranker: str
    ranker_asked: str
    ranker_because: str | None
    model_id: str | None
    top: int
    window_days: int
    min_allegations: int
    edition: str
    edition_source: str
    just_missed: int
    precursor_lane: int
    previous_list_id: str | None


class IdentityNote(TypedDict):
    """Who was who: the last judgement and linking run that could be seen, and a hash over what followed from all."""

    last_judgement: int
    last_run: int
    hash: str


class Knowledge(TypedDict):
    """What was known: the load run, its lineage, who was who, and a hash over every row that was used."""

    load_run: int
    lineage: str
    hash: str
    rows: int
    absent_feeds: list[str]
    identities: IdentityNote


class Summary(TypedDict):
    """The list in totals; `cut_harm_days` is the sum of the last place.

    `tie_band` are the first and last rank among those shown who could as well stand on the other side of the cut.
    """

    cohort_size: int
    stack_size: int
    listed: int
    passed_over: int
    allegations: int
    distinct_victims: int
    harm_days: float
    cut_harm_days: float | None
    tie_band: list[int] | None
    by_area: dict[str, int]
    by_theme: dict[str, int]


class Tombstone(TypedDict):
    """A place of the list from which a purge took somebody, without who it was."""

    section: str
    place: int | None
    rank: int
    because: str
    on: str
    purge: int


class Body(TypedDict):
    """A list without its header: everything that follows from what was known; `removed` where a purge went through."""

    format: str
    parameters: Parameters
    knowledge: Knowledge
    summary: Summary
    entries: list[Entry]
    passed_over: list[Entry]
    just_missed: list[Entry]
    precursor_lane: list[Entry]
    movers: Movers
    warnings: list[DataWarning]
    definitions: dict[str, str]
    removed: NotRequired[list[Tombstone]]


class ListDocument(Body):
    """An issued list, whole."""

    header: Header

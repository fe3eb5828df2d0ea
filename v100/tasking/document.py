"""The shape of an issued list: what is fixed at issue and rebuilt, byte for byte, by `list verify`.

In: nothing. Out: the types of the list document, which every export reads and nothing edits.
Days of imprisonment are `harm_days`; dates are ISO 8601 text; victims appear by surrogate key only.
"""

from typing import Literal, TypedDict


class FeedRow(TypedDict):
    """Where a fact came from: the feed file and the line in it, and the run that loaded it."""

    feed: str
    file: str
    line: int
    run: str


class LedgerLine(TypedDict):
    """One incident a person is or was named in: counted, or why not."""

    incident_id: str
    offence_code: str
    title: str | None
    theme: str | None
    reported_at: str
    named_at: str
    harm_days: float | None
    counted: bool
    because: str
    status: str
    area: str | None
    relationship: str | None
    victims: list[str]
    feed_rows: list[FeedRow]


class Reason(TypedDict):
    """Why somebody stands where he stands, in words, with the incidents behind it."""

    code: str
    text: str
    incident_ids: list[str]


class Order(TypedDict):
    """A civil order known to be held against the person."""

    order_id: str
    kind: str
    valid_from: str
    valid_to: str | None


class Entry(TypedDict):
    """One person on, passed over by, or just short of the list."""

    place: int | None
    rank: int
    person_id: str
    person_record_ids: list[str]
    pnc_id: str | None
    sex: str | None
    age: int | None
    area: str | None
    harm_days: float
    harm_rank: int
    score: float
    model_rank: int | None
    allegations: int
    by_theme: dict[str, int]
    top_offence_share: float
    distinct_victims: int
    repeat_victims: int
    last_allegation_at: str
    days_since_last: int
    statuses: dict[str, int]
    eligible: bool
    ineligible_because: str | None
    custody: Literal["in custody", "not in custody", "unknown"]
    also_victim: bool
    orders: list[Order]
    drops_off_on: str | None
    drops_off_because: str | None
    reasons: list[Reason]
    warnings: list[str]
    place_before: int | None
    lists_before: int
    ledger: list[LedgerLine]


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


class Warning(TypedDict):
    """A weakness of the data that a reader of the list must know."""

    code: str
    text: str
    count: int
    examples: list[str]


class Header(TypedDict):
    """Who issued the list, when, why, and how it must be handled. Not rebuilt by verify."""

    list_id: str
    number: int
    issued_at: str
    issued_by: str
    reason: str
    code_version: str
    marking: str
    statement: str
    expires_on: str


class Parameters(TypedDict):
    """Every value a rule used."""

    as_of: str
    ranker: str
    model_id: str | None
    top: int
    window_days: int
    min_allegations: int
    edition: str
    just_missed: int
    previous_list_id: str | None


class Knowledge(TypedDict):
    """What was known: the load run, its lineage, and a hash over every row that was used."""

    load_run: int
    lineage: str
    hash: str
    rows: int
    absent_feeds: list[str]


class Summary(TypedDict):
    """The list in totals; `cut_harm_days` is the sum of the last place."""

    cohort_size: int
    stack_size: int
    listed: int
    passed_over: int
    allegations: int
    distinct_victims: int
    harm_days: float
    cut_harm_days: float | None
    by_area: dict[str, int]
    by_theme: dict[str, int]


class ListDocument(TypedDict):
    """An issued list, whole."""

    format: str
    header: Header
    parameters: Parameters
    knowledge: Knowledge
    summary: Summary
    entries: list[Entry]
    passed_over: list[Entry]
    just_missed: list[Entry]
    movers: Movers
    warnings: list[Warning]
    definitions: dict[str, str]

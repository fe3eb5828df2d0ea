"""One place in a ranking, with everything a reader needs to judge it.

In: nothing. Out: the types that rankings, lists and exports share. `harm_days` are days of imprisonment; dates are
ISO 8601 text; victims appear by surrogate key only.
"""

from typing import Literal, TypedDict

from v100.harm.ledger_line import LedgerLine


class Reason(TypedDict):
    """Why somebody stands where he stands, in words, with the incidents behind it."""

    code: str
    text: str
    incident_ids: list[str]


class Order(TypedDict):
    """A civil order known to be in force against the person."""

    order_id: str
    kind: str
    valid_from: str
    valid_to: str | None


class Merge(TypedDict):
    """Two records of one person that a machine alone holds to be his."""

    record_a: str
    record_b: str


class Entry(TypedDict):
    """One person on, passed over by, or just short of a list."""

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
    probability: float | None
    rank_low: int | None
    rank_high: int | None
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
    unconfirmed_merges: list[Merge]
    listed_unmerged: bool | None
    ledger: list[LedgerLine]

"""What a contract says, as frozen values: columns, references, expectations, feeds.

In: nothing; `read.py` makes these from the documents in `data_contracts/`. Out: the types every other step
derives its columns from. Refuses nothing itself: a `Feed` that exists has been checked.
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["string", "timestamp", "date", "boolean", "number", "integer"]
Sensitivity = Literal["public", "operational", "personal", "special_category"]
Retention = Literal["reference", "case", "person", "victim", "equality"]
FeatureUse = Literal["allowed", "audit_only", "forbidden"]
ExpectationRule = Literal["between", "ordered", "past", "pnc"]

PHYSICAL_TYPES: Final[dict[Kind, str]] = {
    "string": "VARCHAR",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "number": "DOUBLE",
    "integer": "INTEGER",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a feed.

    `allowed` is empty where every value will do; `minimum` is inclusive. `longest` is in characters and, where it is
    given, text is on one line without control characters: an id, which has to be found again in the log.
    `feature_use` follows rules.md, "What may never be an input to a score": `allowed` may reach a feature;
    `audit_only` serves the equality audit, eligibility and reports, and no score; `forbidden` serves identity
    resolution and whoever works the entry, and neither scores nor audits.
    """

    name: str
    kind: Kind
    nullable: bool
    allowed: tuple[str, ...]
    minimum: float | None
    longest: int | None
    meaning: str
    sensitivity: Sensitivity
    retention: Retention
    feature_use: FeatureUse


@dataclass(frozen=True, slots=True)
class Reference:
    """`columns` name a key of `feed`; a row waits until that key is there. An empty one points nowhere."""

    columns: tuple[str, ...]
    feed: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is plausible of a row: one that breaks it loads, and is counted by `check`.

    `between`: one column, `minimum` and `maximum` inclusive. `ordered`: two columns, the first not after the
    second. `past`: one column, not after now. `pnc`: one column, a PNC id with the right check letter.
    """

    name: str
    meaning: str
    rule: ExpectationRule
    columns: tuple[str, ...]
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: `key` names what a row is a version of, `clock` the column that says when it became known.

    `clock` is None for reference feeds, of which the last loaded row stands. `event_time` names the column
    that says when the thing happened, where the feed has one. `columns` stand in the order of the contract.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool
    clock: str | None
    event_time: str | None
    references: tuple[Reference, ...]
    warnings: tuple[Expectation, ...]
    meaning: str
    grain: str

    @property
    def column_names(self) -> tuple[str, ...]:
        """Every column, in the order of the contract."""
        return tuple(column.name for column in self.columns)

    @property
    def content_columns(self) -> tuple[str, ...]:
        """What a version says: every column that is neither key nor clock."""
        return tuple(name for name in self.column_names if name not in self.key and name != self.clock)

    @property
    def is_audit_only(self) -> bool:
        """Whether the feed serves the equality audit alone: no list may read it."""
        return all(column.feature_use == "audit_only" for column in self.columns if column.name != self.clock)

    def column(self, name: str) -> Column:
        """Return the column of that name; raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

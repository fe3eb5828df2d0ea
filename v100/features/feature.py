"""A feature: declared once, with its name, meaning, wording, what it reads and how it is built.

In: nothing. Out: the type that every family's declarations have. Refuses a feature that reads a column which the
contracts keep from scores (rules.md, What may never be an input to a score).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from v100.contracts.read import load_contracts
from v100.errors import RefusedError
from v100.features.history import History
from v100.features.rows import Floats

# 1 or -1: one more serious allegation never moves it the other way; 0: it does not move it; None: either may happen.
Direction = Literal[1, -1, 0] | None

ALLEGATION: Final = (
    "suspects.status",
    "suspects.recorded_at",
    "incidents.status",
    "incidents.reported_at",
    "incidents.detection_mode",
)
COUNTING: Final = (*ALLEGATION, "incidents.offence_code", "offences.in_scope")
WEIGHED: Final = (*COUNTING, "offences.harm_days")


@dataclass(frozen=True, slots=True)
class Feature:
    """`name` is family__measure__window; `reads` names columns as feed.column; `wording` has one hole, {value}."""

    name: str
    meaning: str
    wording: str
    reads: tuple[str, ...]
    direction: Direction
    build: Callable[[History], Floats]

    def __post_init__(self) -> None:
        """Hold the feature to the fence."""
        for column in self.reads:
            refuse_fenced(column, self.name)

    def say(self, value: float | None) -> str:
        """Return the wording with a value, which is not known where it is None."""
        if value is None:
            return self.wording.replace("{value}", "no") if "{value}" in self.wording else self.meaning
        shown: str | float = f"{value:,.4g}" if "{value}" in self.wording else value
        return self.wording.format(value=shown)

    @property
    def family(self) -> str:
        """The part of the name before the first double underscore."""
        return self.name.split("__", maxsplit=1)[0]


def refuse_fenced(column: str, reader: str) -> None:
    """Raise RefusedError (13) where the contracts do not allow `feed.column` to reach a score."""
    feed, name = column.split(".")
    use = load_contracts()[feed].column(name).feature_use
    if use != "allowed":
        raise RefusedError(
            f"{reader} reads {column}, which the contract marks {use}.",
            hint="No score may read it; take it out of the feature.",
        )


def name_window(days: int | None) -> str:
    """Return the last part of a feature's name."""
    return "all" if days is None else f"{days}d"


def say_window(days: int | None) -> str:
    """Return a window in words."""
    return "ever" if days is None else f"in {days} days"

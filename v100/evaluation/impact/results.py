"""The shape of a study of effect: what the command prints as JSON and the words are made from.

In: nothing. Out: types. Refuses nothing. A figure that could not be had is null, and `because` says why.
"""

from typing import TypedDict

Interval = tuple[float, float]


class Change(TypedDict):
    """Rates a person-year at liberty before and after, and their ratio. Not an effect."""

    people: int
    before: float | None
    after: float | None
    ratio: float | None
    ci95: Interval | None
    because: str | None
    label: str


class Balance(TypedDict):
    """Whether something settled before the list jumps at the cut; it should not."""

    covariate: str
    jump: float
    ci95: Interval
    p: float


class Discontinuity(TypedDict):
    """The jump at the cut, a person-year; `per_listed_year` is it over the share of the horizon spent on a list."""

    effect: float | None
    unit: str
    ci95: Interval | None
    just_below: float | None
    bandwidth: float | None
    n_left: int | None
    n_right: int | None
    people: int
    lists: int
    tied: int
    passed_over: int
    density_p: float | None
    balance: list[Balance]
    listed_share_jump: float | None
    per_listed_year: float | None
    per_listed_year_ci95: Interval | None
    because: str | None


class Since(TypedDict):
    """The rate ratio of people listed for so many months."""

    months: str
    rate_ratio: float | None
    ci95: Interval | None
    events: int
    because: str | None


class Staggered(TypedDict):
    """Listed against not yet listed, month by month, as a ratio of rates."""

    rate_ratio: float | None
    ci95: Interval | None
    people: int
    listed_people: int
    person_years: float
    events: int
    by_months_since: list[Since]
    placebo_rate_ratio: float | None
    placebo_ci95: Interval | None
    because: str | None


class Waiting(TypedDict):
    """The share of a group with the outcome by so many days; `low` and `high` its interval."""

    group: str
    people: int
    days: int
    share: float
    ci95: Interval


class Survival(TypedDict):
    """Time to the first outcome: curves of listed and not yet listed, and the hazard ratio within strata."""

    curves: list[Waiting]
    hazard_ratio: float | None
    ci95: Interval | None
    because: str | None


class Placebo(TypedDict):
    """The plain comparison for lists that nobody saw: the next below the cut, and lists before the first."""

    below_the_cut: Change
    before_the_first: Change


class Impact(TypedDict):
    """A study of effect, whole."""

    as_of: str
    outcome: str
    horizon_days: int
    lists: int
    people: int
    custody_known: bool
    before_after: Change
    discontinuity: Discontinuity
    staggered: Staggered
    placebo: Placebo
    survival: Survival | None
    words: list[str]
    assumptions: list[str]

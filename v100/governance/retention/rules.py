"""Groups and dates of review: how long anybody may be kept, by the gravest thing he stands accused of.

In: what is known of somebody, the terms of the settings, the last decision to keep him, and a day. Out: his group, when
he is to be reviewed, and the date after which he may not be kept. Refuses nothing. An age that is not known gives no
last date, and that is said; an offence that has no theme decides no group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from v100.settings import Settings

State = Literal["past", "due", "not due"]
PUBLIC_PROTECTION: Final = 1
GRAVE: Final = 2
OTHER: Final = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """The periods in years, and the themes of the first two groups."""

    themes: dict[int, frozenset[str]]
    years: dict[int, int]
    no_allegation_years: int
    until_age: int


@dataclass(frozen=True, slots=True)
class Holding:
    """What is known of somebody that decides how long he is kept.

    `themes` are those of the allegations that stand, None for an offence without one. `last_contact` is the newest day
    on which anything was reported, done or in force; `ongoing` says what still is. `born` is the last day on which he
    may have been born, None where that is not known.
    """

    person_id: str
    record_ids: tuple[str, ...]
    themes: tuple[str | None, ...]
    last_contact: date
    ongoing: str | None
    born: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The last decision to keep somebody."""

    on: date
    next_review_on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """When somebody is to be reviewed and why; `days` since then, negative before it."""

    person_id: str
    group: int | None
    because: str
    state: State
    review_on: date
    days: int
    keep_until: date | None
    keep_until_because: str
    last_contact: date
    ongoing: str | None
    reviewed_on: date | None


def read_terms(settings: Settings) -> Terms:
    """Return the terms that the settings give."""
    return Terms(
        {
            PUBLIC_PROTECTION: frozenset(settings.retention_gravest_themes),
            GRAVE: frozenset(settings.retention_grave_themes),
        },
        {
            PUBLIC_PROTECTION: settings.retention_gravest_years,
            GRAVE: settings.retention_grave_years,
            OTHER: settings.retention_other_years,
        },
        settings.retention_no_allegation_years,
        settings.retention_until_age,
    )


def find_group(themes: Sequence[str | None], terms: Terms) -> tuple[int | None, str]:
    """Return the group of somebody named in allegations of these themes, and why."""
    if not themes:
        return None, "named in no allegation that stands"
    known = sorted({theme for theme in themes if theme is not None})
    for group in sorted(terms.themes):
        found = [theme for theme in known if theme in terms.themes[group]]
        if found:
            return group, f"alleged: {', '.join(found)}"
    if known:
        return OTHER, f"alleged, and nothing graver: {', '.join(known)}"
    return None, "alleged, of offences without a theme: the group is not known"


def judge(holding: Holding, terms: Terms, kept: Kept | None, day: date) -> Verdict:
    """Return when somebody is to be reviewed, and whether that is due on `day`."""
    group, because = find_group(holding.themes, terms)
    years = terms.years[group or OTHER] if holding.themes else terms.no_allegation_years
    review_on = kept.next_review_on if kept is not None else add_years(holding.last_contact, years)
    keep_until, keep_until_because = _find_end(holding, terms)
    state: State = "due" if day >= review_on else "not due"
    if keep_until is not None and day >= keep_until:
        state, review_on = "past", min(review_on, keep_until)
    return Verdict(
        person_id=holding.person_id,
        group=group,
        because=because,
        state=state,
        review_on=review_on,
        days=(day - review_on).days,
        keep_until=keep_until,
        keep_until_because=keep_until_because,
        last_contact=holding.last_contact,
        ongoing=holding.ongoing,
        reviewed_on=None if kept is None else kept.on,
    )


def _find_end(holding: Holding, terms: Terms) -> tuple[date | None, str]:
    if holding.born is None:
        return None, "the age is not known, so there is no last date"
    return add_years(holding.born, terms.until_age), f"the age of {terms.until_age}"


def add_years(day: date, years: int) -> date:
    """Return the same day some years on; 29 February becomes 1 March, so that nobody is due too early."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)

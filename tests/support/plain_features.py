"""A second reading of every feature, straight from its meaning and the rules, in dicts and loops.

It shares nothing with the engine: feeds are read as they lie, and what an allegation is, what counts, who is in the
cohort and what each feature means are written out again. Slow and plain on purpose; where the two differ, one of them
misread the rules. A fading sum is exact here; the engine keeps a weight to a millionth, hence `TOLERANCE`, and drops a
report after ten half-lives, which is repeated.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

Row = dict[str, Any]
Rows = list[Row]
Values = dict[str, float | None]

TOLERANCE = 1e-6
PRECURSORS = ("strangulation", "coercive_control", "stalking", "order_breach", "threats")
WITHDREW = {"victim_withdrew", "victim_does_not_support", "no_cooperation", "no_affidavit"}
UNFOUNDED = {"unfounded", "exonerated", "false_report", "no_crime"}
ENDS = ("charged", "no_further_action", "withdrawn", "cleared", "acquitted", "convicted")
KEYS = {
    "persons": ("person_record_id",),
    "incidents": ("incident_id",),
    "suspects": ("incident_id", "person_record_id"),
    "victims": ("incident_id", "victim_id"),
    "justice_events": ("event_id",),
    "custody_spells": ("spell_id",),
}


@dataclass(frozen=True)
class Spec:
    """What a specification sets."""

    window_days: int = 365
    min_allegations: int = 1
    serious_days: int = 365
    cap_days: int = 730


@dataclass
class Allegation:
    """A named suspect in an incident that is neither cancelled nor found by the police themselves."""

    incident: Row
    relationship: str | None
    age: int
    theme: str
    harm: Fraction | None
    victims: Rows = field(default_factory=list)
    ends: list[tuple[str, int]] = field(default_factory=list)

    @property
    def counts(self) -> bool:
        return self.harm is not None

    @property
    def worth(self) -> Fraction:
        return self.harm or Fraction()


Spells = dict[str, list[tuple[date, date]]]


def pick_known(rows: Rows, key: tuple[str, ...], moment: datetime) -> Rows:
    """Return the newest version of each key; versions of one moment that contradict each other do not exist."""
    versions: dict[tuple[Any, ...], dict[datetime, Rows]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["recorded_at"] < moment:
            same = versions[tuple(row[name] for name in key)][row["recorded_at"]]
            if row not in same:
                same.append(row)
    newest = []
    for times in versions.values():
        sound = [at for at, same in times.items() if len(same) == 1]
        if sound:
            newest.append(times[max(sound)][0])
    return newest


def read_allegations(
    feeds: dict[str, Rows], as_of: date, *, known_on: date | None = None
) -> dict[str, list[Allegation]]:
    """Return the allegations of each person known on `known_on` (or `as_of`), aged from `as_of`; those ahead too."""
    moment = datetime.combine(known_on or as_of, time.min)
    known = {feed: pick_known(feeds.get(feed, []), key, moment) for feed, key in KEYS.items()}
    persons = {row["person_record_id"] for row in known["persons"]}
    named = name_suspects(known, persons, {row["offence_code"]: row for row in feeds["offences"]}, as_of)
    for victim in known["victims"]:
        if victim["person_record_id"] is None or victim["person_record_id"] in persons:
            for allegation in named.get(victim["incident_id"], {}).values():
                allegation.victims.append(victim)
    for event in known["justice_events"]:
        allegation = named.get(event["incident_id"], {}).get(event["person_record_id"])
        end = name_end(event["kind"], event["reason"])
        if allegation and end and event["event_at"] < moment:
            allegation.ends.append((end, (as_of - event["event_at"].date()).days))
    found: dict[str, list[Allegation]] = defaultdict(list)
    for people in named.values():
        for person, allegation in people.items():
            found[person].append(allegation)
    return found


def name_suspects(
    known: dict[str, Rows], persons: set[str], offences: dict[str, Row], as_of: date
) -> dict[str, dict[str, Allegation]]:
    """Return the allegations by incident and person."""
    incidents = {
        row["incident_id"]: row
        for row in known["incidents"]
        if row["status"] != "cancelled" and row["detection_mode"] != "proactive"
    }
    named: dict[str, dict[str, Allegation]] = defaultdict(dict)
    for suspect in known["suspects"]:
        incident, person = incidents.get(suspect["incident_id"]), suspect["person_record_id"]
        if incident is None or person not in persons or suspect["status"] != "named":
            continue
        offence = offences.get(incident["offence_code"])
        named[suspect["incident_id"]][person] = Allegation(
            incident,
            suspect["relationship"],
            age=(as_of - incident["reported_at"].date()).days,
            theme=offence["theme"] if offence else "",
            harm=Fraction(str(offence["harm_days"])) if offence and offence["in_scope"] else None,
        )
    return named


def name_end(kind: str, reason: str | None) -> str | None:
    """Return how an allegation ended, or None where the event ends none."""
    if kind in {"no_further_action", "discontinued"}:
        if reason in WITHDREW:
            return "withdrawn"
        return "cleared" if reason in UNFOUNDED else "no_further_action"
    return {"charge": "charged", "acquittal": "acquitted", "conviction": "convicted"}.get(kind)


def read_spells(feeds: dict[str, Rows], as_of: date) -> Spells | None:
    """Return the time in custody of each person, begun before the day; None where no such feed ever came."""
    if "custody_spells" not in feeds:
        return None
    moment = datetime.combine(as_of, time.min)
    persons = {row["person_record_id"] for row in pick_known(feeds["persons"], KEYS["persons"], moment)}
    spells: Spells = defaultdict(list)
    for row in pick_known(feeds["custody_spells"], KEYS["custody_spells"], moment):
        if row["person_record_id"] in persons and row["valid_from"] < moment:
            ends = row["valid_to"].date() if row["valid_to"] else date.max
            spells[row["person_record_id"]].append((row["valid_from"].date(), ends))
    return spells


def read_plainly(feeds: dict[str, Rows], as_of: date, spec: Spec) -> dict[str, Values]:
    """Return every feature of everybody in the cohort of a day."""
    spells = read_spells(feeds, as_of)
    cohort = {}
    for person, allegations in read_allegations(feeds, as_of).items():
        past = [allegation for allegation in allegations if allegation.age > 0]
        if sum(one.counts and one.age <= spec.window_days for one in past) >= spec.min_allegations:
            own = None if spells is None else spells.get(person, [])
            cohort[person] = describe(past, spec) | describe_custody(own, as_of)
    return cohort


def look_plainly_ahead(
    feeds: dict[str, Rows], as_of: date, known_on: date, horizon_days: int
) -> dict[str, list[Fraction]]:
    """Return the weights of each person's counting allegations reported within the horizon."""
    ahead = {
        person: [one.worth for one in allegations if one.counts and -horizon_days < one.age <= 0]
        for person, allegations in read_allegations(feeds, as_of, known_on=known_on).items()
    }
    return {person: weights for person, weights in ahead.items() if weights}


def describe(past: list[Allegation], spec: Spec) -> Values:
    counting = [one for one in past if one.counts]
    return (
        describe_harm(counting, spec)
        | describe_frequency(past, counting, spec)
        | describe_escalation(counting)
        | describe_kinds(past, counting)
        | describe_victims(past, counting)
        | describe_careers(past)
    )


def cut(allegations: list[Allegation], days: int | None) -> list[Allegation]:
    return [one for one in allegations if days is None or one.age <= days]


def name(days: int | None) -> str:
    return "all" if days is None else f"{days}d"


def fade(allegations: list[Allegation], half_life: int, worth: Callable[[Allegation], float]) -> float:
    return sum(worth(one) * 2 ** (-one.age / half_life) for one in allegations if one.age <= 10 * half_life)


def describe_harm(counting: list[Allegation], spec: Spec) -> Values:
    values: Values = {}
    for days in (30, 90, 180, 365, 730, None):
        values[f"harm__sum__{name(days)}"] = float(sum(one.worth for one in cut(counting, days)))
    for half_life in (90, 180, 365, 730):
        values[f"harm__decay__{half_life}d"] = fade(counting, half_life, lambda one: float(one.worth))
    for half_life in (180, 365, 730):
        capped = fade(counting, half_life, lambda one: float(min(one.worth, spec.cap_days)))
        values[f"harm__capped__decay{half_life}d"] = capped
    for days in (365, None):
        values[f"harm__max__{name(days)}"] = float(max((one.worth for one in cut(counting, days)), default=0))
    year = [one.worth for one in cut(counting, 365)]
    values["harm__top_share__365d"] = float(max(year)) / float(sum(year)) if sum(year) else None
    return values


def describe_frequency(past: list[Allegation], counting: list[Allegation], spec: Spec) -> Values:
    serious = [one for one in counting if one.worth >= spec.serious_days]
    abuse = [one for one in past if one.incident["domestic_abuse"]]
    precursors = [one for one in counting if one.theme in PRECURSORS]
    values: Values = {
        "recency__any__days": min((one.age for one in past), default=None),
        "recency__counting__days": min((one.age for one in counting), default=None),
        "recency__serious__days": min((one.age for one in serious), default=None),
        "recency__first__days": max((one.age for one in past), default=None),
        "precursors__themes__365d": len({one.theme for one in cut(precursors, 365)}),
        "precursors__count__decay365d": fade(precursors, 365, lambda _: 1),
    }
    for kind, chosen, windows in (
        ("frequency__any", past, (90, 365, None)),
        ("frequency__counting", counting, (30, 90, 180, 365, 730, None)),
        ("frequency__serious", serious, (180, 365, 730, None)),
        ("frequency__domestic_abuse", abuse, (365, None)),
        ("precursors__count", precursors, (90, 365, None)),
    ):
        for days in windows:
            values[f"{kind}__{name(days)}"] = len(cut(chosen, days))
    for kind, chosen in (("any", past), ("counting", counting), ("serious", serious)):
        for half_life in (180, 365, 1460):
            values[f"frequency__{kind}__decay{half_life}d"] = fade(chosen, half_life, lambda _: 1)
    for theme in PRECURSORS:
        values[f"precursors__{theme}__365d"] = sum(one.theme == theme for one in cut(counting, 365))
    return values


def describe_escalation(counting: list[Allegation]) -> Values:
    gravest: dict[int, Fraction] = {}
    for one in counting:
        gravest[one.age] = max(gravest.get(one.age, Fraction()), one.worth)
    ages = sorted(gravest, reverse=True)
    worse = [this for before, this in pairwise(ages) if gravest[this] > gravest[before]]
    threes = zip(ages, ages[1:], ages[2:], strict=False)
    sooner = [this for first, before, this in threes if before - this < first - before]
    recent = sum(one.worth for one in cut(counting, 182))
    values: Values = {"escalation__change__182d": float(2 * recent - sum(one.worth for one in cut(counting, 364)))}
    for days in (365, 730):
        values[f"escalation__worse__{days}d"] = sum(age <= days for age in worse)
        values[f"escalation__sooner__{days}d"] = sum(age <= days for age in sooner)
    return values


def describe_kinds(past: list[Allegation], counting: list[Allegation]) -> Values:
    values: Values = {}
    for days in (365, None):
        values[f"versatility__themes__{name(days)}"] = len({one.theme for one in cut(counting, days)})
        codes = {one.incident["offence_code"] for one in cut(counting, days)}
        values[f"versatility__offences__{name(days)}"] = len(codes)
        areas = {one.incident["area"] for one in cut(past, days)} - {None}
        values[f"areas__distinct__{name(days)}"] = len(areas)
    return values


def list_victims(allegations: Iterable[Allegation]) -> dict[str, list[tuple[int, Row]]]:
    victims: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for one in allegations:
        for victim in one.victims:
            victims[victim["victim_id"]].append((one.age, victim))
    return victims


def describe_victims(past: list[Allegation], counting: list[Allegation]) -> Values:
    ever, year = list_victims(counting), list_victims(cut(counting, 365))
    firsts = [max(age for age, _ in times) for times in ever.values()]
    new, earlier = sum(age <= 90 for age in firsts), sum(age > 90 for age in firsts)
    young = [
        victim for victim, times in year.items() if any(row["age"] is not None and row["age"] < 18 for _, row in times)
    ]
    graded = [victim for victim, times in year.items() if any(row["risk_grade"] == "high" for _, row in times)]
    partners = [one for one in cut(past, 365) if one.relationship in ("partner", "ex_partner")]
    return {
        "victims__distinct__90d": len(list_victims(cut(counting, 90))),
        "victims__distinct__365d": len(year),
        "victims__distinct__all": len(ever),
        "victims__repeat__365d": sum(len(times) > 1 for times in year.values()),
        "victims__repeat__all": sum(len(times) > 1 for times in ever.values()),
        "victims__new__90d": new if earlier else 0,
        "victims__under_18__365d": len(young),
        "victims__high_risk__365d": len(graded),
        "victims__partner__365d": len(partners),
        "victims__stranger__365d": sum(one.relationship == "stranger" for one in cut(past, 365)),
    }


def describe_careers(past: list[Allegation]) -> Values:
    values: Values = {}
    for end in ENDS:
        last = [min(age for what, age in one.ends if what == end) for one in past if end in dict(one.ends)]
        values[f"careers__{end}__730d"] = sum(age <= 730 for age in last)
        values[f"careers__{end}__all"] = len(last)
        values[f"careers__{end}__days"] = min(last, default=None)
    recent = cut(past, 730)
    values["careers__open__730d"] = sum(one.incident["status"] == "open" for one in recent)
    closed = [one for one in recent if one.incident["status"] == "closed"]
    values["careers__unsupported__730d"] = sum(one.incident["outcome_type"] in ("14", "16") for one in closed)
    return values


def describe_custody(spells: list[tuple[date, date]] | None, as_of: date) -> Values:
    if spells is None:
        return {"custody__days__365d": None, "custody__days__730d": None, "custody__at_liberty__days": None}
    values: Values = {}
    for days in (365, 730):
        window = [as_of - timedelta(days=back) for back in range(1, days + 1)]
        values[f"custody__days__{days}d"] = sum(any(begin <= day < end for begin, end in spells) for day in window)
    since = [max((as_of - end).days, 0) for _, end in spells]
    values["custody__at_liberty__days"] = min(since, default=None)
    return values

"""What came after a list: who was reported for something serious within the horizon, and who of the listed was charged.

In: what is known on a later day, the ranking of the list's day and its label. Out: the people with `serious` and
`charged` filled in, and an `Outcomes` that says what is known. Refuses nothing: where the horizon is not over, or the
records do not reach over it, nothing is said. Incidents and justice events each reach as far as their own feed does:
one that has stopped makes nobody uncharged.

The label is what victims and third parties reported, never an arrest or a charge. Records are those that were a
person's on the day of the list.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from v100.evaluation.equality.results import Outcomes
from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.weights import MICRO_DAYS
from v100.model.spec import Label
from v100.ranking.rank import Ranking
from v100.store.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Reach:
    """The day from which is looked back, up to when incidents reach, and when justice events were last recorded.

    None: none is on record. A feed may be `behind_days` behind without being at its end.
    """

    on: date
    until: date | None
    last_justice_event: date | None
    behind_days: int


def find_reach(knowledge: Knowledge, feed_behind_days: int) -> Reach:
    """Return the reach of what is known."""
    incident = _find_newest(knowledge, "ranking/find_newest_incident")
    until = None if incident is None else min(knowledge.as_of, incident + timedelta(days=feed_behind_days))
    event = _find_newest(knowledge, "reports/find_newest_justice_event")
    return Reach(knowledge.as_of, until, event, feed_behind_days)


def _find_newest(knowledge: Knowledge, statement: str) -> date | None:
    newest: datetime | None = knowledge.fetch(statement)["recorded_at"].item()
    return None if newest is None else newest.date()


def add_outcomes(
    people: pl.DataFrame, knowledge: Knowledge, ranking: Ranking, label: Label, reach: Reach
) -> tuple[pl.DataFrame, Outcomes]:
    """Fill in what is known of what came after."""
    day = ranking.request.as_of
    ends = day + timedelta(days=label.horizon_days)
    followed = min(reach.on, ends)
    because = None
    if reach.on < ends:
        because = f"not yet known: the {label.horizon_days} days after the list end on {ends.isoformat()}"
    elif reach.until is None or reach.until < ends:
        because = f"not known: the records reach to {_say_day(reach.until)}, and the horizon to {ends.isoformat()}"
    charges_because = _find_charges_gap(day, followed, reach)
    if because is None:
        people = people.with_columns(serious=pl.col("person_id").is_in(find_serious(knowledge, ranking, label)))
    if charges_because is None:
        charged = find_charged(knowledge, ranking, people.filter("listed")["person_id"], followed)
        people = people.with_columns(charged=pl.when("listed").then(pl.col("person_id").is_in(charged)))
    return people, {
        "known": because is None,
        "because": because,
        "horizon_days": label.horizon_days,
        "serious_days": label.serious_days,
        "charges_known": charges_because is None,
        "charges_because": charges_because,
        "charges_until": followed.isoformat() if charges_because is None else None,
    }


def _find_charges_gap(day: date, until: date, reach: Reach) -> str | None:
    """Return why it is not known who was charged from `day` up to `until`; None where it is."""
    if until <= day:
        return "not yet known: nothing from after the day of the list is on record"
    newest = reach.last_justice_event
    if newest is None:
        return "not known: no justice event is on record"
    # A feed that may be behind could otherwise be silent for the whole time, and nobody would seem to be charged.
    if newest < day or newest + timedelta(days=reach.behind_days) < until:
        return (
            f"not known: the newest justice event was recorded on {newest.isoformat()}, and charges are looked for up "
            f"to {until.isoformat()}"
        )
    return None


def _say_day(day: date | None) -> str:
    return "no day" if day is None else day.isoformat()


def find_serious(knowledge: Knowledge, ranking: Ranking, label: Label) -> list[str]:
    """Return who was reported for a serious allegation in the horizon after the day of the ranking."""
    opens = to_moment(ranking.request.as_of)
    days = (knowledge.as_of - ranking.request.as_of).days
    rows = knowledge.read_allegations(days).filter(
        pl.col("person_record_id").is_in(ranking.persons["person_record_id"].implode())
    )
    judged = judge_allegations(
        merge_records(rows, ranking.persons), ranking.edition, as_of=knowledge.moment, window_days=days
    )
    closes = opens + timedelta(days=label.horizon_days)
    serious = judged.filter(
        pl.col("counted")
        & pl.col("reported_at").is_between(opens, closes, closed="left")
        & (pl.col("micro_days") >= round(label.serious_days * MICRO_DAYS))
    )
    return serious["person_id"].unique().sort().to_list()


def find_charged(knowledge: Knowledge, ranking: Ranking, listed: pl.Series, until: date) -> list[str]:
    """Return who of the listed was charged from the day of the list up to `until`."""
    persons = ranking.persons.filter(pl.col("person_id").is_in(listed.implode()))
    events = knowledge.fetch("reports/select_justice_events", records=persons["person_record_id"].sort().to_list())
    during = pl.col("event_at").is_between(to_moment(ranking.request.as_of), to_moment(until), closed="left")
    charges = events.filter((pl.col("kind") == "charge") & during)
    return charges.join(persons, on="person_record_id", how="inner")["person_id"].unique().sort().to_list()


def to_moment(day: date) -> datetime:
    """Return the first instant of a day, in UTC."""
    return datetime.combine(day, time.min)

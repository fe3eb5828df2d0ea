"""A force with a known effect, and feeds altered by one."""

from datetime import UTC, datetime

import polars as pl
import pytest

from v100.errors import UsageError
from v100.synth.effect import EffectPlan, alter_feeds, name_person, simulate_force

SMALL = {"people": 200, "quiet_weeks": 20, "lists": 4, "tail_weeks": 4}


def list_half(day, reports, held):
    return [name for number in range(0, 200, 2) if (name := name_person(number)) not in held]


def test_a_seed_gives_the_same_force_and_another_seed_another():
    first, again, other = (simulate_force(EffectPlan(**SMALL), seed, list_half) for seed in (1, 1, 2))
    assert first.reports.equals(again.reports)
    assert first.arrests.equals(again.arrests)
    assert not first.arrests.equals(other.arrests)


@pytest.mark.parametrize("ratio", [0.0, 3.0])
def test_arrests_of_the_listed_are_the_ratio_of_what_was_to_be_expected(ratio):
    plan = EffectPlan(**SMALL | {"people": 2000, "arrest_ratio": ratio})
    force = simulate_force(plan, 3, lambda day, reports, held: [name_person(n) for n in range(0, 2000, 2)])
    expected = (force.rates * force.listed).sum()
    listed = force.arrests.filter(
        (pl.col("person_id").str.slice(1).cast(pl.Int64) % 2 == 0) & (pl.col("day") >= plan.quiet_weeks * 7)
    )
    assert listed.height == pytest.approx(ratio * expected, rel=0.2)


def test_reports_of_the_listed_are_spared_and_nothing_else_changes():
    plain, spared = (
        simulate_force(EffectPlan(**SMALL, harm_ratio=ratio), 4, list_half).reports for ratio in (1.0, 0.0)
    )
    gone = plain.join(spared, on=["person_id", "day", "micro_days"], how="anti")
    assert gone.height > 0
    assert (gone["day"] >= 140).all()
    assert (gone["number"] % 2 == 0).all()
    assert plain.height - gone.height == spared.height


def test_nobody_in_custody_is_reported_or_arrested():
    force = simulate_force(EffectPlan(**SMALL, custody_a_year=1.0), 5, list_half)
    for told in (force.reports, force.arrests):
        inside = told.join(force.spells, on="person_id").filter(
            (pl.col("day") >= pl.col("first_day")) & (pl.col("day") < pl.col("end_day"))
        )
        assert inside.is_empty()


@pytest.mark.parametrize("wrong", [{"arrest_ratio": -1.0}, {"harm_ratio": 1.5}])
def test_an_effect_below_none_is_refused(wrong):
    with pytest.raises(UsageError):
        simulate_force(EffectPlan(**SMALL, **wrong), 1, list_half)


def make_day(month):
    return datetime(2026, month, 1, tzinfo=UTC).replace(tzinfo=None)


def make_feeds():
    moments = [make_day(1), make_day(3)]
    ids = [f"{number:04d}" for number in range(2000)]
    incidents = pl.DataFrame({"incident_id": ids, "reported_at": [moments[number % 2] for number in range(2000)]})
    suspects = pl.DataFrame({"incident_id": ids, "person_record_id": ["P" if n % 4 < 2 else "Q" for n in range(2000)]})
    events = pl.DataFrame(
        {
            "event_id": ids,
            "person_record_id": suspects["person_record_id"],
            "kind": ["arrest" if n % 8 < 4 else "charge" for n in range(2000)],
            "event_at": incidents["reported_at"],
            "recorded_at": incidents["reported_at"],
        }
    )
    return {"incidents": incidents, "suspects": suspects, "justice_events": events}


LISTED = pl.DataFrame({"person_record_id": ["P"], "first_at": [make_day(2)], "end_at": [make_day(4)]})


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0, 2.5])
def test_feeds_change_where_somebody_was_listed_and_nowhere_else(ratio):
    feeds = make_feeds()
    altered = alter_feeds(feeds, LISTED, 1, arrest_ratio=ratio, harm_ratio=min(ratio, 1.0))
    touched = (pl.col("person_record_id") == "P") & (pl.col("event_at") > make_day(2)) & (pl.col("kind") == "arrest")
    before, after = feeds["justice_events"], altered["justice_events"]
    assert after.filter(~touched).equals(before.filter(~touched))
    assert after.filter(touched).height == pytest.approx(ratio * before.filter(touched).height, abs=40)
    assert after["event_id"].is_unique().all()
    late = feeds["incidents"].filter(pl.col("reported_at") > make_day(2))["incident_id"].to_list()
    named = pl.col("incident_id").is_in(late) & (pl.col("person_record_id") == "P")
    assert altered["suspects"].filter(~named).equals(feeds["suspects"].filter(~named))
    assert altered["suspects"].filter(named).height == pytest.approx(500 * min(ratio, 1.0), abs=60)
    assert altered["incidents"].equals(feeds["incidents"])

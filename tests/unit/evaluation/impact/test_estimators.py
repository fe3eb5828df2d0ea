"""The comparisons on seeded small forces whose effect is known; the study over 200 seeds is a benchmark."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from benchmarks.impact_coverage import HORIZON_DAYS, LENGTH, draw_evidence, study_effect
from tests.support.effort import repeat
from v100.errors import RefusedError
from v100.evaluation.impact.assess import assess_impact
from v100.evaluation.impact.before_after import pick_placebo
from v100.evaluation.impact.clock import make_clock
from v100.evaluation.impact.discontinuity import measure_jump, measure_listed_share
from v100.evaluation.impact.evidence import Evidence
from v100.evaluation.impact.staggered import compare_staggered, measure_spans
from v100.evaluation.impact.thin import thin_lists
from v100.evaluation.impact.waiting import follow_starts
from v100.synth.effect import EffectPlan


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return draw_evidence(EffectPlan(arrest_ratio=3.0), 5)[1]


@pytest.fixture(scope="module")
def study(evidence):
    return assess_impact(evidence, as_of=date(2026, 1, 1), outcome="arrest", horizon_days=HORIZON_DAYS)


def test_a_large_effect_is_found_and_said(study):
    assert study["discontinuity"]["ci95"][0] > 0
    assert study["staggered"]["ci95"][0] > 1
    assert study["survival"]["ci95"][0] > 1
    low, high = study["staggered"]["placebo_ci95"]
    assert low < 1 < high
    assert study["lists"] == 13


def test_every_comparison_says_what_it_rests_on(study):
    assert "not an effect" in study["before_after"]["label"]
    assert study["discontinuity"]["bandwidth"] > 0
    assert {item["covariate"] for item in study["discontinuity"]["balance"]} == {
        "allegations",
        "days_since_first",
        "prior_arrests",
    }
    assert 0 <= study["discontinuity"]["density_p"] <= 1
    assert study["staggered"]["events"] > 100
    assert len(study["staggered"]["by_months_since"]) == 5
    assert len(study["assumptions"]) >= 6


def test_the_order_of_rows_changes_nothing(evidence, study):
    def shuffle(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.sample(fraction=1, shuffle=True, seed=3)

    mixed = Evidence(
        rows=shuffle(evidence.rows),
        early=evidence.early,
        events=shuffle(evidence.events),
        reports=shuffle(evidence.reports),
        spells=shuffle(evidence.spells),
        known_until=evidence.known_until,
    )
    assert assess_impact(mixed, as_of=date(2026, 1, 1), outcome="arrest", horizon_days=HORIZON_DAYS) == study


@pytest.mark.slow
def test_a_few_seeds_hold_a_known_effect_and_none():
    seeds = repeat(3, soak=60)
    for ratio in (2.0, 1.0):
        found = study_effect(ratio, range(seeds))
        assert found.jump_held >= seeds * 2 / 3
        assert found.ratio_held >= seeds * 2 / 3
        assert found.plain == pytest.approx(found.plain_by_theory, rel=0.25)


def test_lists_whose_horizon_is_open_are_not_used(evidence):
    last = evidence.rows["day"].max()
    closed = evidence.close(evidence.known_until - last)
    assert closed.rows["day"].max() == last
    assert evidence.close(evidence.known_until - last + 1).rows["day"].max() < last
    with pytest.raises(RefusedError):
        assess_impact(evidence, as_of=date(2026, 1, 1), outcome="arrest", horizon_days=3000)


def test_too_little_is_said_and_never_a_number(evidence):
    few = evidence.rows["person_id"].unique().sort().head(60)
    rows = evidence.close(HORIZON_DAYS).rows.filter(pl.col("person_id").is_in(few.to_list()))
    clock = make_clock(evidence.list_outcomes("charge"), evidence.spells)
    jump = measure_jump(rows, clock, "charge", HORIZON_DAYS)
    assert jump["effect"] is None
    assert jump["because"].startswith("too few")
    ratio = compare_staggered(rows, clock, "charge")
    assert ratio["rate_ratio"] is None
    assert ratio["because"].startswith("too few")


def test_nobody_who_was_listed_is_a_comparison(evidence):
    rows = evidence.rows
    clock = make_clock(evidence.list_outcomes("arrest"), evidence.spells)
    spans = measure_spans(rows, rows.filter("listed"), clock, "arrest")
    first = dict(rows.filter("listed").group_by("person_id").agg(pl.col("day").min()).iter_rows())
    others = spans.filter(~pl.col("treated"))
    assert all(day < first.get(person, 10**9) for person, day in others.select("person_id", "day").iter_rows())
    assert spans["years"].max() <= 28 / 365.25
    assert not spans["passed_over"].any()


def test_the_placebo_is_the_next_below_the_cut_and_as_long(evidence):
    for (_, number), part in zip(
        enumerate(evidence.rows["list_number"].unique().sort()),
        pick_placebo(evidence.rows).partition_by("list_number"),
        strict=True,
    ):
        rows = evidence.rows.filter(pl.col("list_number") == number)
        able = rows.filter(~pl.col("passed_over")).sort("order")["person_id"].to_list()
        assert part.sort("order")["person_id"].to_list() == able[LENGTH : LENGTH + part.height]
        assert part.height == min(LENGTH, len(able) - LENGTH)


def test_the_share_of_the_horizon_on_a_list_is_counted_by_list(evidence):
    rows = evidence.rows.sort("day", "person_id")
    share = measure_listed_share(rows, rows, 56)
    listed = {(person, day) for person, day in rows.filter("listed").select("person_id", "day").iter_rows()}
    plain = [
        np.mean([(person, day) in listed, (person, day + 28) in listed])
        for person, day in rows.select("person_id", "day").iter_rows()
    ]
    assert share == pytest.approx(plain)


def test_whoever_was_left_off_is_followed_until_he_is_listed(evidence):
    rows = evidence.rows
    clock = make_clock(evidence.list_outcomes("arrest"), evidence.spells)
    starts = follow_starts(rows, evidence.spells, clock, 56)
    assert (starts["time"] <= 56).all()
    later = starts.filter(~pl.col("listed") & pl.col("first_day").is_not_null() & ~pl.col("ended"))
    assert later.height > 0
    assert (later["day"] + later["time"] <= later["first_day"]).all()


def test_lists_are_thinned_by_days():
    rows = pl.DataFrame({"list_number": [1, 2, 3, 4, 5], "day": [0, 7, 28, 55, 60]})
    assert thin_lists(rows, 28)["list_number"].to_list() == [1, 3, 5]

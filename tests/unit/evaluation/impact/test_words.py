"""What may be said of figures, and what may not."""

import itertools

import pytest

from v100.evaluation.impact.results import Balance, Discontinuity, Staggered
from v100.evaluation.impact.words import write_agreement, write_words

CAUSE = "if their assumptions hold, being listed"


def make_jump(ci95, **changes) -> Discontinuity:
    return (
        Discontinuity(
            effect=None if ci95 is None else sum(ci95) / 2,
            unit="arrests a person-year",
            ci95=ci95,
            just_below=1.0,
            bandwidth=0.5,
            n_left=100,
            n_right=100,
            people=150,
            lists=5,
            tied=0,
            passed_over=0,
            density_p=0.5,
            balance=[],
            listed_share_jump=None,
            per_listed_year=None,
            per_listed_year_ci95=None,
            because="too few" if ci95 is None else None,
        )
        | changes
    )


def make_ratio(ci95, placebo=(0.8, 1.3)) -> Staggered:
    return Staggered(
        rate_ratio=None if ci95 is None else sum(ci95) / 2,
        ci95=ci95,
        people=200,
        listed_people=100,
        person_years=50.0,
        events=40,
        by_months_since=[],
        placebo_rate_ratio=None if placebo is None else sum(placebo) / 2,
        placebo_ci95=placebo,
        because="too few" if ci95 is None else None,
    )


def make_study(jump, ratio):
    change = {"people": 9, "before": 2.0, "after": 4.0, "ratio": 2.0, "ci95": (1.5, 2.6), "because": None, "label": ""}
    return {
        "outcome": "arrest",
        "before_after": change,
        "placebo": {"below_the_cut": change, "before_the_first": change | {"ratio": None, "because": "too few"}},
        "discontinuity": jump,
        "staggered": ratio,
        "survival": None,
    }


JUMPS = {"up": (0.1, 0.9), "none": (-0.1, 0.9), "down": (-0.9, -0.1), "unknown": None}
RATIOS = {"up": (1.1, 1.9), "none": (0.9, 1.9), "down": (0.3, 0.9), "unknown": None}


@pytest.mark.parametrize(("jump", "ratio"), itertools.product(JUMPS, RATIOS))
def test_a_cause_is_named_only_where_both_leave_out_none_on_one_side(jump, ratio):
    text = " ".join(write_words(make_study(make_jump(JUMPS[jump]), make_ratio(RATIOS[ratio]))))
    assert (CAUSE in text) == (jump == ratio and jump in ("up", "down"))
    assert "caused" not in text
    assert "None of these three is an effect of listing." in text
    assert ("raised" in text) == (jump == ratio == "up")
    assert ("lowered" in text) == (jump == ratio == "down")
    assert text.count("not proof of no effect") == [jump, ratio].count("none")


@pytest.mark.parametrize(
    ("jump", "ratio"),
    [
        (make_jump((0.1, 0.9), density_p=0.01), make_ratio((1.1, 1.9))),
        (
            make_jump((0.1, 0.9), balance=[Balance(covariate="a", jump=1.0, ci95=(0.5, 1.5), p=0.001)]),
            make_ratio((1.1, 1.9)),
        ),
        (make_jump((0.1, 0.9)), make_ratio((1.1, 1.9), placebo=(1.2, 1.9))),
    ],
)
def test_a_failed_check_takes_the_cause_back(jump, ratio):
    assert CAUSE not in write_agreement(jump, ratio)
    assert CAUSE in write_agreement(make_jump((0.1, 0.9)), make_ratio((1.1, 1.9)))


def test_a_placebo_that_finds_something_is_said():
    words = write_words(make_study(make_jump((0.1, 0.9)), make_ratio((1.1, 1.9), placebo=(1.2, 1.9))))
    assert any("not to be relied on" in text for text in words)

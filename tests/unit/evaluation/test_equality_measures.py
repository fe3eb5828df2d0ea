"""The measures of the equality audit: by hand, against Fairlearn's own results, and what is too few to show."""

import numpy as np
import polars as pl
import pytest
from fairlearn import metrics
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats.contingency import relative_risk

from v100.evaluation.equality.limits import list_findings
from v100.evaluation.equality.measures import measure_kind, measure_kinds
from v100.evaluation.equality.ratios import compare_shares, compare_with_expected, find_share
from v100.evaluation.equality.results import NOT_HELD
from v100.evaluation.intervals import find_wilson_interval

LIMITS = {"least_ratio": 0.8, "most_ratio": 1.25, "kinds": ["sex"], "least_people": 10}


def make_people(rows, **kinds):
    """Return people of (group, listed, serious, charged) with the group as sex."""
    group, listed, serious, charged = zip(*rows, strict=True)
    size = len(rows)
    return pl.DataFrame(
        {
            "person_id": [f"P{number:05d}" for number in range(size)],
            "sex": group,
            "listed": listed,
            "serious": serious,
            "charged": [value if on_list else None for on_list, value in zip(listed, charged, strict=True)],
            "probability": [None] * size,
            "height": [number * 10 // size for number in range(size)],
            "named": [2] * size,
            "unweighed": [number % 2 for number in range(size)],
            **kinds,
        },
        schema_overrides={"probability": pl.Float64, "serious": pl.Boolean, "charged": pl.Boolean, "height": pl.Int64},
    )


def repeat(group, people, listed, serious=0, right=0, charged=0):
    """Return people of a group: how many are listed, serious, both, and charged of the listed."""
    rows = []
    for number in range(people):
        on_list = number < listed
        is_serious = number < right if on_list else number < listed + serious - right
        rows.append((group, on_list, is_serious, number < charged))
    return rows


def by_group(kind):
    return {group["group"]: group for group in kind["groups"]}


def test_rates_by_hand():
    people = make_people([*repeat("M", 200, 40, 60, 20, 10), *repeat("F", 50, 5, 10, 1, 1)])
    kind = measure_kind(add_nothing(people), ["sex"], 10)
    f, m = by_group(kind)["F"], by_group(kind)["M"]
    assert kind["reference"] == "M"
    assert (m["is_reference"], f["is_reference"]) == (True, False)
    assert (f["share_of_cohort"], f["share_of_list"]) == (0.2, pytest.approx(5 / 45))
    assert (f["selection_rate"], m["selection_rate"]) == (0.1, 0.2)
    assert f["selection_ratio"] == pytest.approx(0.5)
    assert (m["precision"], m["false_positives"], m["false_positive_rate"]) == (0.5, 20, pytest.approx(20 / 140))
    assert (f["precision"], f["precision_ratio"]) == (pytest.approx(0.2), pytest.approx(0.4))
    assert (f["charged"], f["charged_share"], m["charged_share"]) == (1, pytest.approx(0.2), 0.25)
    assert f["unweighed_share"] == 0.25
    for figure, interval in f["ci95"].items():
        if interval is not None:
            assert interval[0] <= f[figure] <= interval[1], figure


def add_nothing(people):
    """Return people as `measure_kinds` hands them on, with nothing expected."""
    return people.with_columns(expected=pl.lit(None, dtype=pl.Float64))


def test_the_rates_are_those_of_fairlearn_and_the_ratios_those_of_aequitas():
    draw = np.random.default_rng(4)
    size = 3000
    group = draw.choice(["a", "b", "c", "d"], size, p=[0.5, 0.3, 0.15, 0.05])
    listed, serious = draw.random(size) < 0.2, draw.random(size) < 0.3
    kind = measure_kind(
        add_nothing(
            make_people(list(zip(group.tolist(), listed.tolist(), serious.tolist(), serious.tolist(), strict=True)))
        ),
        ["sex"],
        10,
    )

    def find_precision(true, predicted):
        return true[predicted].mean()

    frame = metrics.MetricFrame(
        metrics={
            "rate": metrics.selection_rate,
            "false_positive_rate": metrics.false_positive_rate,
            "people": metrics.count,
            "precision": find_precision,
        },
        y_true=serious,
        y_pred=listed,
        sensitive_features=group,
    ).by_group
    ours = by_group(kind)
    assert set(frame.index) == set(ours)
    for name, theirs in frame.iterrows():
        assert ours[name]["people"] == theirs["people"]
        assert ours[name]["selection_rate"] == pytest.approx(theirs["rate"], abs=1e-12)
        assert ours[name]["false_positive_rate"] == pytest.approx(theirs["false_positive_rate"], abs=1e-12)
        assert ours[name]["precision"] == pytest.approx(theirs["precision"], abs=1e-12)
        # Aequitas: the group's figure over that of the largest group.
        assert ours[name]["selection_ratio"] == pytest.approx(theirs["rate"] / frame.loc["a", "rate"], abs=1e-12)
    rates = [each["selection_rate"] for each in ours.values()]
    theirs = metrics.demographic_parity_ratio(serious, listed, sensitive_features=group)
    assert min(rates) / max(rates) == pytest.approx(theirs, abs=1e-12)


def test_a_group_below_the_least_size_is_not_shown():
    people = make_people([*repeat("M", 100, 20), *repeat("F", 9, 3), *repeat("X", 1, 0)])
    kind = measure_kind(add_nothing(people), ["sex"], 10)
    assert list(by_group(kind)) == ["M"]
    assert (kind["hidden_groups"], kind["hidden_people"], kind["hidden_listed"]) == (2, 10, 3)
    alone = measure_kind(add_nothing(people.filter(pl.col("sex") != "X")), ["sex"], 10)
    assert (alone["hidden_groups"], alone["hidden_people"], alone["hidden_listed"]) == (1, None, None)


def test_nothing_is_measured_where_nothing_is_held():
    people = make_people(repeat(NOT_HELD, 100, 20))
    kinds = {kind["kind"]: kind for kind in measure_kinds(people, least_people=10)}
    assert (kinds["sex"]["measured"], kinds["sex"]["missing_of_cohort"]) == (False, 1)
    assert kinds["ethnicity"]["measured"] is False
    assert kinds["ethnicity"]["because"] == "no feed holds it"
    assert list_findings(list(kinds.values()), LIMITS | {"kinds": ["ethnicity", "sex", "age_band"]}) == []


def test_kinds_are_crossed_and_who_lacks_one_is_not_held():
    rows = repeat("M", 40, 20)
    people = make_people(rows, ethnicity=["A"] * 20 + ["B"] * 15 + [NOT_HELD] * 5)
    kinds = {kind["kind"]: kind for kind in measure_kinds(people, least_people=5)}
    crossed = by_group(kinds["ethnicity and sex"])
    assert {name: group["people"] for name, group in crossed.items()} == {"A, M": 20, "B, M": 15, NOT_HELD: 5}
    assert kinds["ethnicity and sex"]["crossed"] == ["ethnicity", "sex"]


def test_what_is_not_known_yet_is_not_said():
    people = make_people([*repeat("M", 100, 20), *repeat("F", 50, 10)]).with_columns(
        serious=pl.lit(None, dtype=pl.Boolean), charged=pl.lit(None, dtype=pl.Boolean)
    )
    group = by_group(measure_kinds(people, least_people=10)[-1])["F"]
    for figure in ("serious", "precision", "false_positives", "false_positive_rate", "observed", "charged_share"):
        assert group[figure] is None, figure
    assert group["selection_ratio"] == 1


def test_the_largest_group_is_found_where_nobody_of_it_is_listed():
    people = make_people([*repeat("M", 1000, 0), *repeat("F", 100, 60)])
    kinds = measure_kinds(people, least_people=10)
    assert kinds[-1]["reference"] == "F"
    assert [finding["group"] for finding in list_findings(kinds, LIMITS)] == ["M"]


def test_few_listed_have_no_precision():
    people = make_people([*repeat("M", 100, 20, 10, 5), *repeat("F", 50, 4, 4, 4)])
    group = by_group(measure_kinds(people, least_people=10)[-1])["F"]
    assert (group["precision"], group["charged_share"], group["false_positives"]) == (None, None, 0)


def test_expected_comes_from_whoever_stood_as_high():
    # In each tenth half are serious; all of them are F, so twice as much follows of F as is expected, of M nothing.
    rows = [("F" if number % 2 else "M", number < 20, bool(number % 2), False) for number in range(200)]
    groups = by_group(measure_kinds(make_people(rows), least_people=10)[-1])
    assert groups["F"]["expected"] == groups["M"]["expected"] == 0.5
    assert (groups["F"]["observed_over_expected"], groups["M"]["observed_over_expected"]) == (2, 0)


def test_expected_is_the_probability_where_there_is_one():
    people = make_people([*repeat("M", 100, 20, 30), *repeat("F", 50, 10, 5)]).with_columns(probability=pl.lit(0.2))
    groups = by_group(measure_kinds(people, least_people=10)[-1])
    assert groups["M"]["observed_over_expected"] == pytest.approx(1.5)
    assert groups["F"]["observed_over_expected"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("listed", "found"),
    [(2, True), (9, False), (10, False), (30, True)],
    ids=["far below", "below by chance", "alike", "far above"],
)
def test_a_limit_is_broken_only_beyond_chance(listed, found):
    people = make_people([*repeat("M", 1000, 200), *repeat("F", 50, listed)])
    findings = list_findings(measure_kinds(people, least_people=10), LIMITS)
    assert [(each["group"], each["reference"], each["blocks"]) for each in findings] == [("F", "M", True)] * found


@pytest.mark.parametrize(
    ("kind", "group", "kinds", "blocks"),
    [
        ("sex", "F", ["sex"], [True]),
        ("sex", "F", ["ethnicity"], [False]),
        ("sex", NOT_HELD, ["sex"], []),
        ("age_band", "under 18", ["age_band"], []),
        ("age_band", "18 to 24", ["age_band"], [True]),
    ],
)
def test_which_findings_stop_a_list(kind, group, kinds, blocks):
    people = make_people([*repeat("other", 1000, 300), *repeat(group, 200, 0)]).rename({"sex": kind})
    findings = list_findings(measure_kinds(people, least_people=10), LIMITS | {"kinds": kinds})
    assert [finding["blocks"] for finding in findings] == blocks


def test_whom_a_rule_bars_is_held_to_no_limit_when_crossed_either():
    rows = [*repeat("M", 1000, 300), *repeat("F", 200, 60), *repeat("M", 200, 0), *repeat("F", 200, 0)]
    people = make_people(rows, age_band=["25 to 34"] * 1200 + ["under 18"] * 400)
    kinds = measure_kinds(people, least_people=10)
    (crossed,) = [kind for kind in kinds if kind["crossed"]]
    assert {name: group["barred"] for name, group in by_group(crossed).items()} == {
        "25 to 34, F": False, "25 to 34, M": False, "under 18, F": True, "under 18, M": True,
    }  # fmt: skip
    assert [each for each in list_findings(kinds, LIMITS) if "under 18" in each["group"]] == []


def test_what_is_crossed_does_not_stop_a_list():
    rows = [*repeat("M", 1000, 300), *repeat("F", 200, 60)]
    people = make_people(rows, ethnicity=["A"] * 1000 + ["A"] * 60 + ["B"] * 140)
    findings = list_findings(measure_kinds(people, least_people=10), LIMITS)
    assert findings
    assert not any(finding["blocks"] for finding in findings)


@given(st.integers(0, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_intervals_are_scipys_and_hold_their_value(part, whole, other_part, other_whole):
    part, other_part = min(part, whole), min(other_part, other_whole)
    share = find_share(part, whole)
    low, high = binomtest(part, whole).proportion_ci(0.95, "wilson")
    assert share.interval == pytest.approx([low, high], abs=1e-9)
    ratio = compare_shares(part, whole, other_part, other_whole)
    assert ratio.value == pytest.approx(part / whole / (other_part / other_whole))
    if part:
        expected = relative_risk(part, whole, other_part, other_whole).confidence_interval()
        assert ratio.interval == [expected.low, expected.high]
    assert ratio.interval[0] <= ratio.value + 1e-12
    assert ratio.value <= ratio.interval[1] + 1e-12


def test_what_is_not_defined_is_not_said():
    assert find_share(0, 0).value is None
    assert compare_shares(1, 2, 0, 5).value is None
    assert compare_with_expected(1, 2, 0.0).value is None
    assert compare_shares(0, 50, 10, 100).interval == [0, pytest.approx(find_wilson_interval(0, 50)[1] / 0.1)]


def test_the_order_of_the_people_changes_nothing():
    people = make_people([*repeat("M", 90, 20, 30, 5), *repeat("F", 60, 10, 9, 3)]).with_columns(
        probability=pl.Series(np.random.default_rng(1).random(150))
    )
    assert measure_kinds(people, least_people=10) == measure_kinds(
        people.sample(150, shuffle=True, seed=3), least_people=10
    )

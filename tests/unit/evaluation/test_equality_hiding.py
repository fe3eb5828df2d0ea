"""What an equality audit must not show: no small group can be had from what is shown by adding and subtracting."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest

from tests.unit.evaluation.test_equality_measures import LIMITS, add_nothing, by_group, make_people, repeat
from v100.evaluation.equality.hiding import find_withheld
from v100.evaluation.equality.limits import list_findings
from v100.evaluation.equality.measures import KINDS, choose_withheld, measure_kind, measure_kinds
from v100.evaluation.equality.results import NOT_HELD
from v100.evaluation.equality.wording import say_missing
from v100.tasking.equality_note import say_finding

LEAST = 10


def show(people):
    withheld = choose_withheld(people, least_people=LEAST)
    return {kind["kind"]: kind for kind in measure_kinds(people, least_people=LEAST, withheld=withheld)}


def test_the_next_smallest_group_is_hidden_too():
    people = make_people([*repeat("M", 200, 40), *repeat("F", 50, 9), *repeat("U", 20, 3), *repeat("X", 3, 1)])
    kind = show(people)["sex"]
    assert set(by_group(kind)) == {"M", "F"}
    assert (kind["hidden_groups"], kind["hidden_people"], kind["hidden_listed"]) == (2, 23, 4)


def test_small_groups_that_are_enough_together_cost_no_other():
    people = make_people([*repeat("M", 200, 40), *repeat("F", 50, 9), *repeat("U", 8, 2), *repeat("X", 5, 1)])
    assert set(by_group(show(people)["sex"])) == {"M", "F"}


def test_who_has_no_group_is_left_out_before_a_group_is():
    people = make_people([*repeat("M", 200, 40), *repeat("F", 50, 9), *repeat(NOT_HELD, 30, 4), *repeat("X", 3, 1)])
    kind = show(people)["sex"]
    assert set(by_group(kind)) == {"M", "F"}
    assert (kind["missing_of_cohort"], kind["missing_of_list"]) == (None, None)
    assert say_missing(kind) == "Not held: not said, since a small group could be told from it."
    assert kind["hidden_people"] == 33


def test_a_crossed_group_cannot_be_had_from_the_single_ones():
    rows = [*repeat("M", 500, 100), *repeat("F", 3, 1), *repeat("M", 300, 60), *repeat("F", 200, 40)]
    people = make_people(rows, ethnicity=["A"] * 503 + ["B"] * 500)
    found = show(people)
    assert set(by_group(found["ethnicity"])) == {"A", "B"}
    # A has 503 people; with 500 of them shown as `A, M` the three of `A, F` were told.
    assert "A, M" not in by_group(found["ethnicity and sex"])


def test_a_withheld_group_is_held_to_the_limits_and_its_figures_are_rounded():
    people = make_people([*repeat("M", 1000, 200), *repeat("F", 60, 1), *repeat("X", 3, 1)])
    withheld = choose_withheld(people, least_people=LEAST)
    assert withheld == {("sex", "F")}
    (finding,) = list_findings(measure_kinds(people, least_people=LEAST), LIMITS, withheld)
    assert (finding["group"], finding["blocks"], finding["rounded"]) == ("F", True, True)
    assert finding["value"] == 0.1
    assert all(round(end, 1) == end for end in finding["ci95"])
    assert "rounded" in say_finding(finding)
    shown = show(people)["sex"]
    assert (shown["measured"], list(by_group(shown))) == (True, ["M"])


def test_nothing_is_shown_where_all_but_a_few_are_of_one_group():
    people = make_people([*repeat("M", 200, 40), *repeat("X", 3, 1)])
    kind = show(people)["sex"]
    assert (kind["measured"], kind["groups"]) == (False, [])
    assert kind["because"] == "no group can be shown without giving away one of fewer than 10 people"


def test_nobody_and_nothing_held_are_withheld_from_nothing():
    assert find_withheld(pl.DataFrame({"sex": []}, schema={"sex": pl.String}), [["sex"]], LEAST) == frozenset()
    assert find_withheld(make_people(repeat("M", 4, 1)), [], LEAST) == frozenset()


@pytest.mark.parametrize("seed", range(12))
def test_no_small_group_follows_from_what_is_shown(seed):
    draw = np.random.default_rng(seed)
    size = int(draw.integers(60, 900))
    drawn = {
        kind: draw.choice([*names, NOT_HELD], size, p=draw.dirichlet(np.full(len(names) + 1, 0.6))).tolist()
        for kind, names in {"age_band": ["a", "b", "c", "d"], "ethnicity": ["e", "f", "g"], "sex": ["s", "t"]}.items()
    }
    people = make_people(repeat("M", size, size // 5)).with_columns(**{k: pl.Series(v) for k, v in drawn.items()})
    finest = people.select(KINDS).unique().sort(KINDS)

    def add_up(kinds, group):
        names = [
            NOT_HELD if NOT_HELD in (own := [row[kind] for kind in kinds]) else ", ".join(own)
            for row in finest.iter_rows(named=True)
        ]
        return [float(name == group) for name in names]

    sums, small = [[1.0] * finest.height], []
    found = show(people)
    for count in range(1, 4):
        for kinds in combinations(KINDS, count):
            shown = found[" and ".join(kinds)]
            sums += [add_up(kinds, name) for name in by_group(shown)]
            if shown["missing_of_cohort"] is not None:
                sums.append(add_up(kinds, NOT_HELD))
            everyone = measure_kind(add_nothing(people), list(kinds), 1)
            assert sum(each["people"] for each in everyone["groups"]) == size
            small += [
                add_up(kinds, name)
                for name, each in by_group(everyone).items()
                if each["people"] < LEAST and name != NOT_HELD
            ]
    base = np.array(sums).T
    for each in small:
        solution, *_ = np.linalg.lstsq(base, np.array(each), rcond=None)
        assert np.abs(base @ solution - each).max() > 1e-6

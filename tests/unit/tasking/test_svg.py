"""Scales and ticks of a chart."""

import pytest

from v100.tasking.export.svg import Scale, draw_text, find_ticks


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (0, 52, [0, 10, 20, 30, 40, 50, 60]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1.0][:2]),
        (0.93, 1.08, [0.925, 0.95, 0.975, 1.0, 1.025, 1.05, 1.075, 1.1]),
    ],
)
def test_ticks_are_round_and_enclose_the_values(low, high, ticks):
    found = find_ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert found == ticks


def test_a_value_outside_is_put_on_the_edge():
    scale = Scale(0, 10, 100, 200)
    assert [scale.place(value) for value in (-5, 0, 5, 10, 50)] == [100, 100, 150, 200, 200]


def test_words_are_escaped():
    assert draw_text((1, 2), '<a b="c">&').count("<") == 2

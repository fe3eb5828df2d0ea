"""The rows for a terminal."""

from tests.support.scored import make_horizons, make_scored
from v100.evaluation.report.table import list_table_rows
from v100.evaluation.summary import summarise_rankers


def test_the_model_and_the_stack_first_then_the_best():
    scored = make_scored([3, 2, 1, 0], [0, 300, 100, 0], harm=[1, 2, 3, 0], count=[1, 1, 1, 1], logistic=[0, 3, 2, 1])
    summary = summarise_rankers(
        scored, make_horizons(scored), ("count", "harm", "logistic", "model"), k=2, draws=100, seed=1
    )
    headings, rows = list_table_rows(summary)
    assert {len(row) for row in rows} == {len(headings)}
    assert [row[0] for row in rows] == ["Model", "Harm stack", "Logistic regression", "Count of allegations"]
    assert [row[1] for row in rows] == ["75.0 %", "100.0 %", "100.0 %", "50.0 %"]
    # The model is not compared with itself; one date has no next.
    assert rows[0][headings.index("model's harm over it")] == "\u2013"
    assert rows[1][headings.index("model's harm over it")] == "0.75"
    assert {row[headings.index("stays")] for row in rows} == {"\u2013"}


def test_what_is_not_defined_is_a_dash():
    scored = make_scored([2, 1], [0, 0])
    _, (row,) = list_table_rows(summarise_rankers(scored, make_horizons(scored), ("model",), k=1, draws=5, seed=1))
    assert "0.0 %" not in row
    assert row[1:3] == ("\u2013", "no interval")

"""Two editions side by side, and how far one can be relied on."""

import polars as pl
import pytest

from v100.errors import HarmTableError
from v100.harm.attested import tell_edition
from v100.harm.compare import compare_weights
from v100.harm.editions import read_shipped
from v100.harm.weights import WEIGHT_SCHEMA, build_edition


def make_edition(*rows, name="one", source="imported"):
    """`rows` are (code, days, in scope, status)."""
    told = [(code, code, "other", days, scope, name, None, status) for code, days, scope, status in rows]
    return build_edition(name, source, pl.DataFrame(told, schema=WEIGHT_SCHEMA, orient="row"))


def test_a_difference_says_what_changed():
    one = make_edition(("A", 1, True, None), ("B", 1, True, None), ("C", 1, True, None), ("D", 1, True, None))
    two = make_edition(("A", 1, True, None), ("B", 2, True, None), ("C", 1, False, None), ("E", 1, True, None))
    assert [(item.offence_code, item.change) for item in compare_weights(one, two)] == [
        ("B", "weight"),
        ("C", "scope"),
        ("D", "only in the first"),
        ("E", "only in the second"),
    ]


def test_no_weight_is_not_a_weight_of_nothing():
    (found,) = compare_weights(make_edition(("A", 0, True, None)), make_edition())
    assert (found.change, found.harm_days_before, found.harm_days_after) == ("only in the first", 0.0, None)


def test_an_edition_does_not_differ_from_itself():
    shipped = build_edition("x", "shipped", read_shipped()["ew-2026-11"])
    assert compare_weights(shipped, shipped) == []


def test_statuses_are_counted_whole_whatever_is_chosen():
    edition = make_edition(("A", 1, True, "attested"), ("B", 1, True, "to verify"), ("C", 1, True, None))
    told = tell_edition(edition, read_shipped()["ew-2026-11"], unverified=True)
    assert (told.rows, told.attested, told.to_verify, told.not_said) == (3, 1, 1, 1)
    assert [row["offence_code"] for row in told.weights] == ["B", "C"]


def test_a_feed_row_has_the_status_of_the_shipped_row_it_equals_and_no_other():
    rows = [("019/08", 2555.0, True, None), ("001/01", 1.0, True, None), ("X", 1.0, True, None)]
    shipped = read_shipped()["ew-2026-11"]
    rows[0] = ("019/08", shipped.filter(offence_code="019/08")["harm_days"].item(), True, None)
    feed = make_edition(*rows, name="ew-2026-11", source="feed")
    statuses = {row["offence_code"]: row["status"] for row in tell_edition(feed, shipped).weights}
    assert statuses == {"019/08": "attested", "001/01": "not said", "X": "not said"}
    other = make_edition(rows[0], name="another", source="feed")
    assert tell_edition(other, shipped).not_said == 1


@pytest.mark.parametrize("days", [-1.0, float("nan"), float("inf"), None, 1e18])
def test_a_weight_that_is_none_is_refused_from_wherever_it_came(days):
    with pytest.raises(HarmTableError, match="no usable weight"):
        make_edition(("A", days, True, None))

"""Who was charged is known only as far as justice events are on record, whatever other feeds hold."""

from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from v100.evaluation.equality.outcomes import Reach, add_outcomes
from v100.model.spec import Label

DAY = date(2026, 8, 1)
LABEL = Label(horizon_days=365, serious_days=365.0)


class Records:
    """What is known: one charge of P1 in August."""

    def fetch(self, statement, **values):
        assert statement == "reports/select_justice_events"
        events = {"person_record_id": ["R1"], "kind": ["charge"], "event_at": [date(2026, 8, 9)]}
        return pl.DataFrame(events).with_columns(pl.col("event_at").cast(pl.Datetime("us")))


def look(on, newest):
    people = pl.DataFrame({"person_id": ["P1", "P2"], "listed": [True, True]}).with_columns(
        charged=pl.lit(None, dtype=pl.Boolean)
    )
    persons = pl.DataFrame({"person_id": ["P1", "P2"], "person_record_id": ["R1", "R2"]})
    ranking = SimpleNamespace(request=SimpleNamespace(as_of=DAY), persons=persons)
    return add_outcomes(people, Records(), ranking, LABEL, Reach(on, on, newest, 14))


@pytest.mark.parametrize(
    ("on", "newest", "why"),
    [
        (date(2026, 11, 28), date(2026, 7, 31), "recorded on 2026-07-31"),
        (date(2026, 8, 5), date(2026, 7, 31), "recorded on 2026-07-31"),
        (date(2026, 11, 28), date(2026, 11, 1), "recorded on 2026-11-01"),
        (date(2026, 11, 28), None, "no justice event is on record"),
        (DAY, date(2026, 7, 31), "not yet known"),
    ],
    ids=["stopped", "stopped, within what a feed may be behind", "behind", "no feed", "same day"],
)
def test_nobody_is_uncharged_because_the_feed_is_silent(on, newest, why):
    people, outcomes = look(on, newest)
    assert people["charged"].to_list() == [None, None]
    assert (outcomes["charges_known"], outcomes["charges_until"]) == (False, None)
    assert why in outcomes["charges_because"]


def test_charges_are_counted_where_the_feed_goes_on():
    people, outcomes = look(date(2026, 11, 28), date(2026, 11, 20))
    assert people["charged"].to_list() == [True, False]
    assert (outcomes["charges_known"], outcomes["charges_because"]) == (True, None)
    assert outcomes["charges_until"] == "2026-11-28"

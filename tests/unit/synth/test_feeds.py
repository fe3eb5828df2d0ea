import polars as pl
import pytest

from v100.contracts.check import check_rows
from v100.contracts.read import load_contracts
from v100.synth.writer import schema_of

FEEDS = load_contracts()
CLOCKED = [name for name, feed in FEEDS.items() if feed.clock]
POINTING = [(name, reference) for name, feed in FEEDS.items() for reference in feed.references]


@pytest.mark.parametrize("name", FEEDS)
def test_every_row_passes_its_contract(feeds, name):
    rows = feeds[name].with_row_index("line").cast({"line": pl.Int64})
    checked = check_rows(rows, FEEDS[name])
    assert checked.rejects.is_empty()
    assert checked.accepted.height == rows.height > 0


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_has_the_columns_of_its_contract_in_their_order(feeds, name):
    assert feeds[name].schema == schema_of(FEEDS[name])


@pytest.mark.parametrize(("name", "reference"), POINTING, ids=lambda value: getattr(value, "feed", value))
def test_no_row_points_at_something_that_is_not_there(feeds, name, reference):
    columns = list(reference.columns)
    target = feeds[reference.feed].select(FEEDS[reference.feed].key)
    pointing = feeds[name].drop_nulls(columns)
    assert pointing.join(target, left_on=columns, right_on=target.columns, how="anti").is_empty()


@pytest.mark.parametrize("name", ["suspects", "victims", "justice_events"])
def test_nothing_is_recorded_of_an_incident_before_the_incident_is(feeds, name):
    known = feeds["incidents"].group_by("incident_id").agg(known=pl.col("recorded_at").min())
    rows = feeds[name].join(known, on="incident_id")
    assert rows.filter(pl.col("recorded_at") < pl.col("known")).is_empty()


@pytest.mark.parametrize("name", ["suspects", "victims", "justice_events", "custody_spells", "orders"])
def test_nothing_is_recorded_of_a_person_before_his_record_is(feeds, name):
    known = feeds["persons"].group_by("person_record_id").agg(known=pl.col("recorded_at").min())
    rows = feeds[name].join(known, on="person_record_id")
    assert rows.filter(pl.col("recorded_at") < pl.col("known")).is_empty()


@pytest.mark.parametrize("name", CLOCKED)
def test_versions_of_a_key_have_different_moments_and_lie_before_the_end(feeds, force, name):
    rows = feeds[name]
    assert not rows.select(pl.struct(*FEEDS[name].key, "recorded_at").is_duplicated().any()).item()
    assert rows.filter(pl.col("recorded_at") >= force.until).is_empty()


@pytest.mark.parametrize("name", ["incidents", "suspects", "justice_events", "custody_spells", "orders"])
def test_rows_are_recorded_after_the_event_with_hardly_an_exception(feeds, name):
    event = FEEDS[name].event_time
    early = feeds[name].select((pl.col("recorded_at") < pl.col(event)).mean()).item()
    assert early < 0.002


def test_the_summary_counts_what_was_written(feeds, force):
    assert force.rows == {name: rows.height for name, rows in feeds.items()}

"""Until records are linked, each record is one person."""

import polars as pl

from v100.identity.persons import list_records, resolve_records


def test_each_distinct_record_is_a_person_in_order_of_id():
    resolved = resolve_records(pl.Series("person_record_id", ["R2", "R10", "R2"]))
    assert resolved.to_dict(as_series=False) == {"person_record_id": ["R10", "R2"], "person_id": ["R10", "R2"]}


def test_the_records_of_a_person_and_the_persons_of_records_agree():
    resolved = resolve_records(pl.Series("person_record_id", ["R1", "R2"]))
    for record, person in resolved.rows():
        assert record in list_records(person)


def test_nobody_is_found_in_nothing():
    assert resolve_records(pl.Series("person_record_id", [], dtype=pl.String)).is_empty()

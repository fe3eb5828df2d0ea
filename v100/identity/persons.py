"""Records to persons: who is the same human being.

In: person record ids. Out: a frame mapping `person_record_id` to `person_id`. Until records are linked, each
record is one person whose id is the record's own; every later step already works on `person_id`.
Refuses nothing.
"""

import polars as pl


def resolve_records(records: pl.Series) -> pl.DataFrame:
    """Return `person_record_id`, `person_id` for each distinct record, in order of record id."""
    distinct = records.unique().sort()
    return pl.DataFrame({"person_record_id": distinct, "person_id": distinct})


def list_records(person: str) -> list[str]:
    """Return the record ids of a person, smallest first; `person` is a person's or a record's id."""
    return [person]

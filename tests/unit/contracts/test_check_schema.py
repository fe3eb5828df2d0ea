"""A file that can never fit its contract fails by column, expected and found; others do not."""

import polars as pl
import pytest

from tests.support.feed import make_column, make_feed, make_frame
from v100.contracts.check import check_rows, check_schema, find_extra_columns
from v100.contracts.model import Kind
from v100.errors import FeedFileError


def test_a_missing_required_column_is_named_with_what_was_found() -> None:
    feed = make_feed(make_column("id"), make_column("reported_at", "timestamp"))
    with pytest.raises(FeedFileError) as refused:
        check_schema(pl.Schema({"id": pl.String(), "reported": pl.String()}), feed)
    assert refused.value.message == (
        "things lacks its column reported_at: expected a timestamp, found the columns id, reported."
    )
    assert refused.value.exit_code == 10


def test_a_missing_nullable_column_is_no_fault() -> None:
    feed = make_feed(make_column("id"), make_column("area", nullable=True))
    check_schema(pl.Schema({"id": pl.String()}), feed)


@pytest.mark.parametrize(
    ("kind", "received"),
    [
        ("timestamp", pl.Int64()),
        ("timestamp", pl.Float64()),
        ("timestamp", pl.Time()),
        ("date", pl.Int32()),
        ("string", pl.List(pl.String())),
        ("string", pl.Struct({"a": pl.String()})),
        ("string", pl.Float64()),
        ("string", pl.Binary()),
        ("number", pl.Boolean()),
        ("number", pl.Date()),
        ("integer", pl.Duration()),
        ("boolean", pl.Float64()),
    ],
)
def test_a_type_that_can_never_fit_is_refused(kind: Kind, received: pl.DataType) -> None:
    feed = make_feed(make_column("it", kind, nullable=True))
    with pytest.raises(FeedFileError, match=f"column it .* expected a {kind}, found"):
        check_schema(pl.Schema({"it": received}), feed)
    with pytest.raises(FeedFileError):
        check_rows(make_frame(it=pl.Series([None], dtype=received)), feed)


@pytest.mark.parametrize(
    ("kind", "received"),
    [
        ("timestamp", pl.Datetime("ns", "Europe/London")),
        ("timestamp", pl.Date()),
        ("date", pl.Datetime("ms")),
        ("string", pl.Enum(["a"])),
        ("string", pl.Int64()),
        ("number", pl.Int8()),
        ("number", pl.Decimal(10, 2)),
        ("integer", pl.Float32()),
        ("integer", pl.UInt64()),
        ("boolean", pl.Int8()),
        ("boolean", pl.Null()),
    ],
)
def test_a_type_that_can_fit_is_read(kind: Kind, received: pl.DataType) -> None:
    feed = make_feed(make_column("it", kind, nullable=True))
    checked = check_rows(make_frame(it=pl.Series([None], dtype=received)), feed)
    assert checked.accepted["it"].to_list() == [None]


def test_text_fits_every_kind() -> None:
    kinds: tuple[Kind, ...] = ("string", "timestamp", "date", "boolean", "number", "integer")
    feed = make_feed(*(make_column(kind, kind) for kind in kinds))
    check_schema(pl.Schema(dict.fromkeys(kinds, pl.String())), feed)


def test_extra_columns_are_found_in_the_order_of_the_file() -> None:
    schema = pl.Schema(dict.fromkeys(("zeta", "id", "line", "alpha"), pl.String()))
    assert find_extra_columns(schema, make_feed(make_column("id"))) == ["zeta", "alpha"]

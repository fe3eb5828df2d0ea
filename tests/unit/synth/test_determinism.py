from hashlib import sha256

import polars as pl
import pytest

from v100.errors import UsageError
from v100.synth import force as force_module
from v100.synth.force import ForceSummary


def digest(summary: ForceSummary) -> dict[str, str]:
    files = sorted(path for path in summary.directory.rglob("*") if path.is_file())
    return {str(path.relative_to(summary.directory)): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("file_format", ["parquet", "csv", "csv.gz"])
def test_the_same_seed_gives_the_same_bytes(write, file_format):
    assert digest(write("a", file_format=file_format)) == digest(write("b", file_format=file_format))


def test_another_seed_gives_other_bytes_in_every_feed_but_the_offences(write):
    one, two = digest(write("a", seed=1)), digest(write("b", seed=2))
    assert {name for name in one if one[name] == two[name]} == {"offences.parquet"}


def test_formats_carry_the_same_rows(write):
    parquet, text = write("a"), write("b", file_format="csv.gz")
    for feed in parquet.rows:
        rows = pl.read_parquet(parquet.directory / f"{feed}.parquet")
        typed = pl.read_csv(text.directory / f"{feed}.csv.gz", schema=rows.schema, try_parse_dates=False)
        assert typed.equals(rows), feed


def test_a_force_of_several_chunks_has_its_exact_number_of_records_and_no_id_twice(write, monkeypatch):
    monkeypatch.setattr(force_module, "RECORDS_PER_CHUNK", 25)
    calls = []
    summary = write("a", people=60, progress=lambda *call: calls.append(call))
    persons = pl.read_parquet(summary.directory / "persons.parquet")
    assert persons["person_record_id"].n_unique() == 60
    assert calls == [("people", 25, 60), ("people", 50, 60), ("people", 60, 60)]
    first = pl.read_parquet(summary.directory / "incidents.parquet").unique(["incident_id", "reported_at"])
    assert first.height == summary.incidents == first["incident_id"].n_unique()


@pytest.mark.parametrize("people", [1, 2, 3])
def test_the_smallest_forces_can_be_made(write, people):
    assert write("a", people=people).records == people


@pytest.mark.parametrize("wrong", [{"people": 0}, {"years": 0}, {"seed": -1}])
def test_an_impossible_force_is_refused(write, wrong):
    with pytest.raises(UsageError):
        write("a", **wrong)

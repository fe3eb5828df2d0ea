from datetime import date

import polars as pl
import pytest

from v100.identity.linking import Before, Linked, Thresholds, link_all
from v100.synth.force import write_force

UNTIL = date(2026, 11, 1)
NOTHING = Before(*(pl.DataFrame(schema={"record_a": pl.String, "record_b": pl.String}) for _ in range(2)))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("identities")
    write_force(folder, people=1_400, years=0.2, seed=21, until=UNTIL)
    return folder


@pytest.fixture(scope="session")
def persons(folder) -> pl.DataFrame:
    rows = pl.read_parquet(folder / "persons.parquet").sort("person_record_id", "recorded_at")
    return rows.unique("person_record_id", keep="last", maintain_order=True)


@pytest.fixture(scope="session")
def truth(folder) -> pl.DataFrame:
    return pl.read_parquet(folder / "truth" / "identities.parquet")


@pytest.fixture(scope="session")
def linked(persons) -> Linked:
    return link_all(persons, NOTHING, Thresholds())

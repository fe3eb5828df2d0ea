from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from v100.contracts.read import load_contracts
from v100.synth.force import ForceSummary, Progress, write_force
from v100.synth.writer import FileFormat

UNTIL = date(2026, 11, 1)
Feeds = dict[str, pl.DataFrame]
Writer = Callable[..., ForceSummary]


@pytest.fixture(scope="session")
def force(tmp_path_factory: pytest.TempPathFactory) -> ForceSummary:
    folder = tmp_path_factory.mktemp("force")
    return write_force(folder, people=4_000, years=3, seed=11, until=UNTIL)


@pytest.fixture(scope="session")
def feeds(force: ForceSummary) -> Feeds:
    return {name: pl.read_parquet(force.directory / f"{name}.parquet") for name in load_contracts()}


@pytest.fixture(scope="session")
def identities(force: ForceSummary) -> pl.DataFrame:
    return pl.read_parquet(force.directory / "truth" / "identities.parquet")


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def write_into(
        name: str,
        *,
        people: int = 60,
        years: float = 1.5,
        seed: int = 3,
        file_format: FileFormat = "parquet",
        progress: Progress | None = None,
    ) -> ForceSummary:
        return write_force(
            tmp_path / name,
            people=people,
            years=years,
            seed=seed,
            until=UNTIL,
            file_format=file_format,
            progress=progress,
        )

    return write_into

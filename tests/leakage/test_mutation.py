"""Whatever is recorded on or after the day, nothing dated that day changes by a byte."""

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from tests.support.command_line import call
from tests.support.force import make_force, make_incident, make_suspect, make_victim, write_force
from v100.contracts.read import load_contracts
from v100.synth.force import write_force as write_synthetic_force

AS_OF = "2026-03-01"
MOMENT = datetime.fromisoformat(AS_OF)
LONG_AGO = datetime.fromisoformat("2020-01-01")
CLOCKED = [name for name, feed in load_contracts().items() if feed.clock]
TOP = 15

Frames = dict[str, pl.DataFrame]
Mutation = Callable[[str, pl.DataFrame], pl.DataFrame]

WORST = {
    "incidents": {"offence_code": "019/08", "status": "open", "detection_mode": "victim", "area": "Elsewhere"},
    "suspects": {"status": "eliminated"},
    "persons": {"deceased_on": date(2020, 1, 1), "date_of_birth": date(2020, 1, 1)},
    "victims": {"victim_id": "V-CHANGED"},
    "justice_events": {"kind": "conviction"},
    "custody_spells": {"valid_from": LONG_AGO, "valid_to": None},
    "orders": {"kind": "SPO"},
}


def delete(feed: str, later: pl.DataFrame) -> pl.DataFrame:
    return later.clear()


def change(feed: str, later: pl.DataFrame) -> pl.DataFrame:
    values = WORST.get(feed, {})
    return later.with_columns(pl.lit(value, dtype=later.schema[name]).alias(name) for name, value in values.items())


def cancel(feed: str, later: pl.DataFrame) -> pl.DataFrame:
    return later.with_columns(status=pl.lit("cancelled")) if feed == "incidents" else later.clear()


def shuffle(feed: str, later: pl.DataFrame) -> pl.DataFrame:
    """Deal the values of every column but the clock to other rows."""
    if later.is_empty():
        return later
    return later.select(
        column if column.name == "recorded_at" else column.shuffle(seed=number) for number, column in enumerate(later)
    )


def double(feed: str, later: pl.DataFrame) -> pl.DataFrame:
    """Twice as much future: everything again, recorded on the day itself and in contradiction."""
    again = later.with_columns(recorded_at=pl.lit(MOMENT, dtype=pl.Datetime("us")))
    return pl.concat([change(feed, later), again, shuffle(feed, again)])


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    folder = tmp_path_factory.mktemp("synthetic")
    write_synthetic_force(folder, people=300, years=1.5, seed=5, until=date(2026, 9, 1))
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in load_contracts()}


def write_world(folder: Path, frames: Frames, mutate: Mutation) -> Path:
    """Write the frames, what is known before the day as it is and first, so that its lines stay what they are."""
    folder.mkdir()
    for name, frame in frames.items():
        world = frame
        if name in CLOCKED:
            later = pl.col("recorded_at") >= MOMENT
            world = pl.concat([frame.filter(~later), mutate(name, frame.filter(later))])
        world.write_parquet(folder / f"{name}.parquet")
    return folder


def describe(root: Path, persons: list[str]) -> list[str]:
    """Return what a user sees of that day: the ranking, ledgers and profiles, and the body of a list."""
    texts = [
        call(root, *command, "--as-of", AS_OF, "--json").require_success().out
        for command in (
            ("rank", "--top", "1000"),
            ("rank", "--top", "1000", "--window-days", "100", "--min-allegations", "1"),
            *(("ledger", person) for person in persons),
            *(("person", person) for person in persons),
        )
    ]
    call(root, "list", "issue", "--as-of", AS_OF, "--top", str(TOP)).require_success()
    document = call(root, "list", "show", "V100-0001", "--json").require_success().json
    del document["header"]
    # The lineage says which files were loaded; all else must follow from what was known.
    del document["knowledge"]["lineage"]
    return [*texts, json.dumps(document, sort_keys=True)]


def observe(empty_workspace: Path, folder: Path, feeds: Path, persons: list[str]) -> list[str]:
    root = Path(shutil.copytree(empty_workspace, folder))
    call(root, "refresh", feeds, "--allow-unmapped").require_success()
    return describe(root, persons)


@pytest.fixture(scope="module")
def persons(frames: Frames) -> list[str]:
    known = frames["suspects"].filter(pl.col("recorded_at") < MOMENT)
    return known["person_record_id"].value_counts().sort("count", "person_record_id")["person_record_id"][-3:].to_list()


@pytest.fixture(scope="module")
def truth(
    frames: Frames, persons: list[str], empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    folder = tmp_path_factory.mktemp("truth")
    feeds = write_world(folder / "feeds", frames, lambda _, later: later)
    return observe(empty_workspace, folder / "w", feeds, persons)


def test_the_world_has_a_past_and_a_future(frames: Frames, truth: list[str]) -> None:
    for name in ("incidents", "suspects", "victims", "justice_events"):
        later = frames[name].filter(pl.col("recorded_at") >= MOMENT)
        assert 20 < later.height < frames[name].height - 20
    assert len(json.loads(truth[0])["rows"]) > TOP


@pytest.mark.parametrize("mutate", [delete, change, cancel, shuffle, double])
def test_the_future_changes_nothing_of_the_day(
    mutate: Mutation,
    frames: Frames,
    persons: list[str],
    truth: list[str],
    empty_workspace: Path,
    tmp_path: Path,
) -> None:
    feeds = write_world(tmp_path / "feeds", frames, mutate)
    for found, expected in zip(observe(empty_workspace, tmp_path / "w", feeds, persons), truth, strict=True):
        assert found == expected


def test_the_mutations_would_be_seen_if_they_were_known(
    frames: Frames, truth: list[str], empty_workspace: Path, tmp_path: Path
) -> None:
    early = {
        name: frame.with_columns(recorded_at=pl.lit(LONG_AGO, dtype=pl.Datetime("us")))
        if name == "incidents"
        else frame
        for name, frame in frames.items()
    }
    feeds = write_world(tmp_path / "feeds", early, delete)
    root = Path(shutil.copytree(empty_workspace, tmp_path / "w"))
    call(root, "refresh", feeds, "--allow-unmapped").require_success()
    assert call(root, "rank", "--top", "1000", "--as-of", AS_OF, "--json").require_success().out != truth[0]


@pytest.mark.slow
def test_an_incident_that_is_recorded_after_its_suspects_is_not_known_by_their_waiting(
    empty_workspace: Path, tmp_path: Path
) -> None:
    late = make_incident("I9", recorded_at="2026-08-01T00:00:00")
    past = make_force()
    past["suspects"].append(make_suspect("I9", "P1"))
    past["victims"].append(make_victim("I9", "V9"))
    future = {**past, "incidents": [*past["incidents"], late]}
    one, two = (
        observe(empty_workspace, tmp_path / f"w{number}", write_force(tmp_path / f"f{number}", feeds), ["P1", "P2"])
        for number, feeds in enumerate((past, future))
    )
    assert one == two

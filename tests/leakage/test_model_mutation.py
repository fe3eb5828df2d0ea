"""Whatever is recorded on or after the day, the model trained for it and what it says of it change by no byte."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.functional.test_models import SPEC
from tests.support.command_line import call
from v100.contracts.read import load_contracts
from v100.features import history
from v100.features.past import Measure, open_past
from v100.features.records import read_records
from v100.model.matrix import build_panel, list_features
from v100.model.registry import record_model_event
from v100.ranking.known import open_knowledge
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.synth.force import write_force

DAY = "2025-01-01"
MOMENT = datetime.fromisoformat(DAY)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
# So small a force drifts by chance from one quarter to the next, and what is asked here is another question.
ANY_DRIFT = "\n[drift]\nlabel_rate_change = 100.0\ncohort_size_change = 100.0\n"
Frames = dict[str, pl.DataFrame]
Mutation = Callable[[str, pl.DataFrame], pl.DataFrame]


def delete(feed: str, later: pl.DataFrame) -> pl.DataFrame:
    return later.clear()


def change(feed: str, later: pl.DataFrame) -> pl.DataFrame:
    worst = {
        "incidents": {"status": "cancelled"},
        "suspects": {"status": "eliminated"},
        "justice_events": {"kind": "conviction"},
        "victims": {"risk_grade": "high"},
    }
    values = worst.get(feed, {})
    return later.with_columns(pl.lit(value).alias(name) for name, value in values.items())


def shuffle(feed: str, later: pl.DataFrame) -> pl.DataFrame:
    return later.select(
        column if column.name == "recorded_at" else column.shuffle(seed=place) for place, column in enumerate(later)
    )


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    folder = tmp_path_factory.mktemp("force")
    write_force(folder, people=900, years=4, seed=9, until=date(2026, 1, 1))
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in load_contracts()}


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("spec") / "small.toml"
    path.write_text(SPEC + ANY_DRIFT, encoding="utf-8")
    return str(path)


def observe(folder: Path, empty: Path, frames: Frames, mutate: Mutation, spec: str) -> tuple[str, str]:
    """Return the model of the day and the ranking it gives for it."""
    feeds = folder / "feeds"
    feeds.mkdir(parents=True)
    for name, frame in frames.items():
        world = frame
        if load_contracts()[name].clock:
            later = pl.col("recorded_at") >= MOMENT
            world = pl.concat([frame.filter(~later), mutate(name, frame.filter(later))])
        world.write_parquet(feeds / f"{name}.parquet")
    root = Path(shutil.copytree(empty, folder / "w"))
    call(root, "refresh", feeds, "--allow-unmapped").require_success()
    trained = call(root, "train", "--spec", spec, "--until", DAY, "--json").require_success()
    model = str(trained.json["model_id"])
    with open_casework(Workspace(root), Settings()) as casework:
        record_model_event(
            casework, "promoted", model_id=model, spec="small", detail="by a test", now=NOW, actor="tester", reason=""
        )
    ranking = call(root, "rank", "--as-of", DAY, "--ranker", "model", "--top", "50", "--json").require_success().out
    return trained.out, ranking


@pytest.fixture(scope="module")
def truth(
    frames: Frames, spec: str, empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str]:
    return observe(tmp_path_factory.mktemp("truth"), empty_workspace, frames, lambda _, later: later, spec)


@pytest.mark.parametrize("mutate", [delete, change, shuffle])
def test_the_future_changes_neither_model_nor_ranking(
    mutate: Mutation, frames: Frames, spec: str, truth: tuple[str, str], empty_workspace: Path, tmp_path: Path
) -> None:
    assert observe(tmp_path / "world", empty_workspace, frames, mutate, spec) == truth


def build_features(root: Path, known_until: date) -> pl.DataFrame:
    """Build the features of DAY from everything recorded before `known_until`."""
    measure = Measure(window_days=365, min_allegations=1, serious_micro_days=30_000_000, cap_micro_days=365_000_000)
    with open_knowledge(Workspace(root), Settings(), known_until) as known:
        past = open_past(read_records(known.knowledge, known.find_edition(None)), measure)
    return build_panel(past, [date.fromisoformat(DAY)], list(list_features()), min_allegations=2).matrix


@pytest.fixture
def loaded(frames: Frames, empty_workspace: Path, tmp_path: Path) -> Path:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    for name, frame in frames.items():
        frame.write_parquet(feeds / f"{name}.parquet")
    root = Path(shutil.copytree(empty_workspace, tmp_path / "w"))
    call(root, "refresh", feeds, "--allow-unmapped").require_success()
    return root


def test_what_is_recorded_later_changes_no_feature_of_a_day(loaded: Path) -> None:
    assert build_features(loaded, date(2025, 12, 31)).equals(build_features(loaded, date.fromisoformat(DAY)))


def test_a_feature_that_sees_later_versions_is_caught(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "find_known", lambda table, day: np.ones(table["from_day"].size, dtype=np.bool_))
    assert not build_features(loaded, date(2025, 12, 31)).equals(build_features(loaded, date.fromisoformat(DAY)))

"""Whatever the protected characteristics say, no feature, model, ranking, reason or list changes by a byte."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.functional.test_models import SPEC
from tests.support.command_line import call
from v100.contracts.read import load_contracts
from v100.features.past import Measure, open_past
from v100.features.records import read_records
from v100.model.matrix import build_panel, list_features
from v100.ranking.known import open_knowledge
from v100.settings import Settings, Workspace
from v100.synth.force import write_force

DAY = "2025-01-01"
Frames = dict[str, pl.DataFrame]
Mutation = Callable[[str, pl.DataFrame], pl.DataFrame]


def swap_sexes(feed: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Give everybody, suspect and victim, another sex."""
    if feed not in ("persons", "victims"):
        return frame
    return frame.with_columns(sex=pl.col("sex").replace({"M": "F", "F": "X", "X": "M"}))


def turn_groups(feed: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Give everybody the ethnicity, religion and disability of somebody else, and some of them none."""
    if feed != "protected_characteristics":
        return frame
    return frame.with_columns(
        pl.col("ethnicity", "disability").shuffle(seed=1),
        pl.when(pl.int_range(pl.len()) % 3 == 0).then(None).otherwise("religion").alias("religion"),
    )


def forget_groups(feed: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Send the feed empty: that a record is described at all is an input to nothing."""
    return frame.clear() if feed == "protected_characteristics" else frame


def raise_risk(feed: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Change what a score may see, so that it is known that these tests would see it."""
    return frame.with_columns(risk_grade=pl.lit("high")) if feed == "victims" else frame


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    folder = tmp_path_factory.mktemp("force")
    write_force(folder, people=500, years=2.5, seed=9, until=date(2025, 1, 1))
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in load_contracts()}


class World:
    """A workspace of the frames as a mutation leaves them, and what is made of it on the day."""

    def __init__(self, folder: Path, empty: Path, frames: Frames, mutate: Mutation) -> None:
        feeds = folder / "feeds"
        feeds.mkdir(parents=True)
        for name, frame in frames.items():
            mutate(name, frame).write_parquet(feeds / f"{name}.parquet")
        self.root = Path(shutil.copytree(empty, folder / "w"))
        call(self.root, "refresh", feeds, "--allow-unmapped").require_success()
        self.spec = folder / "small.toml"
        self.spec.write_text(SPEC, encoding="utf-8")

    def build_matrix(self) -> pl.DataFrame:
        measure = Measure(window_days=365, min_allegations=1, serious_micro_days=30_000_000, cap_micro_days=365_000_000)
        with open_knowledge(Workspace(self.root), Settings(), date.fromisoformat(DAY)) as known:
            past = open_past(read_records(known.knowledge, known.find_edition(None)), measure)
        return build_panel(past, [date.fromisoformat(DAY)], list(list_features()), min_allegations=2).matrix

    def train(self) -> dict[str, bytes]:
        """Return the files of a model: its trees, its card and what is kept about it."""
        trained = call(self.root, "train", "--spec", self.spec, "--until", DAY, "--json").require_success()
        folder = self.root / "models" / trained.json["model_id"]
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    def issue(self) -> Any:
        call(self.root, "list", "issue", "--as-of", DAY, "--top", "30").require_success()
        document = call(self.root, "list", "show", "V100-0001", "--json").require_success().json
        # The header says what the audit found; the lineage says which files were loaded.
        del document["header"]
        del document["knowledge"]["lineage"]
        return document


def hide_sex(document: Any) -> Any:
    """Take out the sex that is shown to tell people apart, and the hash that covers what is shown."""
    del document["knowledge"]["hash"]
    for part in ("entries", "passed_over", "just_missed", "precursor_lane"):
        for entry in document[part]:
            del entry["sex"]
    return document


@pytest.fixture(scope="module")
def make_world(frames: Frames, empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., World]:
    def make(mutate: Mutation = lambda _, frame: frame) -> World:
        return World(tmp_path_factory.mktemp("world"), empty_workspace, frames, mutate)

    return make


@pytest.fixture(scope="module")
def truth(make_world: Callable[..., World]) -> tuple[pl.DataFrame, dict[str, bytes], Any]:
    world = make_world()
    return world.build_matrix(), world.train(), world.issue()


@pytest.mark.parametrize("mutate", [swap_sexes, turn_groups, forget_groups])
def test_nothing_changes_with_them(mutate: Mutation, make_world: Callable[..., World], truth: Any) -> None:
    world = make_world(mutate)
    matrix, model, document = truth
    assert world.build_matrix().equals(matrix)
    assert world.train() == model
    found = world.issue()
    if mutate is swap_sexes:
        assert hide_sex(found) == hide_sex(json.loads(json.dumps(document)))
    else:
        assert found == document


def test_what_a_score_may_see_would_be_seen(make_world: Callable[..., World], truth: Any) -> None:
    assert not make_world(raise_risk).build_matrix().equals(truth[0])


def test_the_mutations_change_what_they_are_to_change(frames: Frames) -> None:
    for mutate, feed in (
        (swap_sexes, "persons"),
        (swap_sexes, "victims"),
        (turn_groups, "protected_characteristics"),
        (forget_groups, "protected_characteristics"),
    ):
        assert frames[feed].height > 100
        assert not mutate(feed, frames[feed]).equals(frames[feed])


def test_a_model_names_no_feature_but_those_of_the_catalogue(truth: Any) -> None:
    texts = {name: content.decode() for name, content in truth[1].items() if name.endswith(".txt")}
    assert texts
    for text in texts.values():
        (names,) = [line for line in text.splitlines() if line.startswith("feature_names=")]
        assert set(names.removeprefix("feature_names=").split()) <= set(list_features())

"""The artefact: what comes back is what was stored, and whatever was changed is refused before LightGBM sees it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.model_case import BLEND, SPEC, Case, train_small
from v100.errors import IntegrityError, NotFoundError, RefusedError, StoreError
from v100.model import artefact, boosting
from v100.model.artefact import identify_model, load_artefact, load_model, save_model
from v100.model.manifest import make_manifest, write_manifest
from v100.model.score import score_model
from v100.model.trained import Model

TREES = "expected_harm-11.txt"


@pytest.fixture(scope="module")
def shipped(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored model; copy it, never change it."""
    return save_model(model, tmp_path_factory.mktemp("models"))


@pytest.fixture
def stored(shipped: Path, tmp_path: Path) -> Path:
    """A stored model of this test's own."""
    return Path(shutil.copytree(shipped, tmp_path / shipped.name))


def test_a_model_comes_back_and_scores_the_same(model: Model, stored: Path, future: Case) -> None:
    loaded = load_model(stored)
    assert loaded == model
    assert score_model(loaded, future.matrix).equals(score_model(model, future.matrix))


def test_tuned_and_uncalibrated_models_come_back(past: Case, tmp_path: Path) -> None:
    tuned = train_small(past, SPEC.replace("[ranker]", '[[component.candidate]]\nname = "short"\nrounds = 3\n[ranker]'))
    brief = train_small(past.between(date(2014, 1, 1), date(2014, 6, 1)))
    assert [load_model(save_model(one, tmp_path)) for one in (tuned, brief)] == [tuned, brief]


def test_a_folder_is_named_by_the_id_and_readable_by_its_owner_alone(model: Model, stored: Path) -> None:
    assert stored.name == identify_model(model).model_id
    assert stored.name.startswith("small-20180101-")
    assert {path.name for path in stored.iterdir()} == {
        "expected_harm-11.txt",
        "expected_harm-12.txt",
        "serious-11.txt",
        "order-11.txt",
        "manifest.json",
        "card.md",
    }
    assert {path.stat().st_mode & 0o777 for path in stored.iterdir()} == {0o600}


def test_saving_again_changes_nothing(model: Model, stored: Path) -> None:
    before = {path.name: path.read_bytes() for path in stored.iterdir()}
    assert save_model(model, stored.parent) == stored
    assert {path.name: path.read_bytes() for path in stored.iterdir()} == before


def test_what_a_crash_left_is_no_model_and_in_nobodys_way(model: Model, tmp_path: Path) -> None:
    part = tmp_path / f".{identify_model(model).model_id}.part"
    part.mkdir()
    (part / TREES).write_text("tree\n")
    folder = save_model(model, tmp_path)
    assert load_model(folder) == model
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_a_crash_while_writing_leaves_no_model(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(artefact, "sync_file", refuse)
    with pytest.raises(StoreError, match="No space left"):
        save_model(model, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == []


def test_another_origin_is_another_model(model: Model) -> None:
    assert model.record is not None
    origin = model.record.origin.model_copy(update={"knowledge_sha256": "c" * 64})
    other = replace(model, record=replace(model.record, origin=origin))
    assert identify_model(other).model_id != identify_model(model).model_id


def test_a_model_trained_to_be_measured_is_not_kept(past: Case, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="not to be kept"):
        save_model(train_small(past, origin=None), tmp_path)


def test_no_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no model small-1"):
        load_model(tmp_path / "small-1")


def edit(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes()))


def swap(folder: Path) -> None:
    one, other = folder / TREES, folder / "serious-11.txt"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def edit_value(key: str, value: object) -> Callable[[Path], object]:
    """Edit a value of the manifest, which stays well formed."""

    def change(content: bytes) -> bytes:
        values = json.loads(content)
        assert values[key] != value
        values[key] = value
        return (json.dumps(values, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()

    return edit("manifest.json", change)


def rehash(folder: Path) -> None:
    """Cut the trees and make the manifest's hash of them fit, but not its id."""
    edit(TREES, lambda content: content[:-2000])(folder)
    values = json.loads((folder / "manifest.json").read_bytes())
    edit_value("files", {**values["files"], TREES: artefact._hash((folder / TREES).read_bytes())})(folder)


TAMPERED: dict[str, Callable[[Path], object]] = {
    "trees edited": edit(TREES, lambda content: content.replace(b"leaf_value=", b"leaf_value=9", 1)),
    "trees cut in the middle": edit(TREES, lambda content: content[: len(content) // 2]),
    "trees cut by a byte": edit(TREES, lambda content: content[:-1]),
    "trees emptied": edit(TREES, lambda content: b""),
    "trees replaced by noise": edit(TREES, lambda content: bytes(range(256)) * 20),
    "trees swapped": swap,
    "trees gone": lambda folder: (folder / TREES).unlink(),
    "trees a folder": lambda folder: ((folder / TREES).unlink(), (folder / TREES).mkdir()),
    "a file more": lambda folder: (folder / "order-12.txt").write_text("tree\n"),
    "card edited": edit("card.md", lambda content: content + b"It may be trusted.\n"),
    "card gone": lambda folder: (folder / "card.md").unlink(),
    "manifest gone": lambda folder: (folder / "manifest.json").unlink(),
    "manifest emptied": edit("manifest.json", lambda content: b""),
    "manifest cut": edit("manifest.json", lambda content: content[:-20]),
    "manifest no text": edit("manifest.json", lambda content: b"\xff\xfe"),
    "manifest deep": edit("manifest.json", lambda content: b"[" * 100_000),
    "manifest respaced": edit("manifest.json", lambda content: content + b"\n"),
    "manifest with a key twice": edit("manifest.json", lambda content: content.replace(b"{", b'{"rows": 1,', 1)),
    "manifest with another day": edit_value("until", "2018-01-02"),
    "manifest with more rows": edit_value("rows", 1),
    "manifest of another format": edit_value("format", 2),
    "manifest without a feature": edit_value("features", []),
    "manifest with a metric": edit_value("metrics", {"auc": 0.99}),
    "manifest without calibration": edit_value("calibration", None),
    "manifest of another spec": edit_value("spec", SPEC + "\n"),
    "manifest with a path": edit_value("files", {"../../secret": "0"}),
    "manifest of another id": edit_value("model_id", "small-20180101-000000000000"),
    "manifest rehashed": rehash,
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_changed_is_refused_and_never_reaches_lightgbm(
    name: str, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        pytest.fail("LightGBM was handed a text")

    monkeypatch.setattr(boosting.lgb, "Booster", fail)
    TAMPERED[name](stored)
    with pytest.raises(IntegrityError) as caught:
        load_model(stored)
    assert caught.value.exit_code == 14


def test_another_models_folder_is_refused(past: Case, stored: Path, tmp_path: Path) -> None:
    other = save_model(train_small(past, BLEND), tmp_path / "more")
    shutil.rmtree(stored)
    shutil.copytree(other, stored)
    with pytest.raises(IntegrityError, match="its folder is called"):
        load_model(stored)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[: len(text) // 2], "cut short"),
        (lambda text: text[: text.index("end of parameters")], "cut short"),
        (lambda text: text.replace("areas__distinct__365d", "areas__distinct__366d"), "not of the model's features"),
        (lambda text: "", "not of the model's features"),
    ],
)
def test_even_a_well_sealed_text_is_held_to_its_own_header(
    model: Model, past: Case, tmp_path: Path, change: Callable[[str], str], words: str
) -> None:
    first, second = model.texts["expected_harm"]
    forged = replace(model, texts={**model.texts, "expected_harm": (change(first), second)})
    folder = save_model(forged, tmp_path)
    with pytest.raises(IntegrityError, match=words):
        load_model(folder)


def test_the_manifest_says_what_training_was(model: Model, stored: Path) -> None:
    manifest = load_artefact(stored)[0]
    values = json.loads((stored / "manifest.json").read_bytes())
    assert values["spec"] == SPEC
    assert values["until"] == "2018-01-01"
    assert (values["training_dates"][0], values["training_dates"][-1]) == ("2014-01-01", "2017-01-01")
    assert (values["rows"], values["serious_rows"]) == (model.rows, model.serious_rows) == (7400, model.serious_rows)
    assert values["libraries"].keys() == {"lightgbm", "numpy", "polars", "scipy"}
    assert values["origin"]["edition"] == "ew-test"
    by_name = {item.name: item for item in manifest.features}
    assert by_name["recency__serious__days"].unknown
    assert by_name["recency__serious__days"].distribution.missing > 0
    assert by_name["frequency__counting__decay365d"].relative
    assert not by_name["areas__distinct__365d"].relative
    assert all(sum(item.distribution.shares) == pytest.approx(1) for item in manifest.features)
    assert sum(manifest.score.shares) == pytest.approx(1)


def test_the_card_says_who_decides_and_what_it_cannot_do(model: Model, stored: Path) -> None:
    card = (stored / "card.md").read_text()
    for words in ("A person, for every entry", "does not say that anybody is guilty", "`recency__serious__days`"):
        assert words in card
    assert model.spec.sha256 in card
    measured = artefact.render_card(model, {}, {"harm_captured_ratio": "1.17 (1.03 to 1.31)"})
    assert "- harm captured ratio: 1.17 (1.03 to 1.31)" in measured


def test_a_manifest_is_written_in_one_way(model: Model) -> None:
    files = dict.fromkeys(("a", "b"), "0")
    assert write_manifest(make_manifest(model, files)) == write_manifest(
        make_manifest(model, dict(sorted(files.items(), reverse=True)))
    )

"""The model owner's commands as typed, on a small synthetic force: plumbing, never worth."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import call
from v100.model.registry import record_model_event
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.synth.force import write_force

UNTIL = date(2026, 1, 1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPEC = """
name = "small"
meaning = "A specification small enough for a test."

[label]
serious_days = 30

[features]
use = ["harm__capped__decay365d", "frequency__counting__decay365d", "recency__counting__days"]
relative = ["harm__*"]

[[component]]
name = "expected_harm"
objective = "poisson"
target = "capped_harm"
scale_days = 365
rounds = 10
parameters = { num_leaves = 4, min_data_in_leaf = 20 }

[[component]]
name = "serious"
objective = "binary"
target = "serious"
rounds = 10
parameters = { num_leaves = 4, min_data_in_leaf = 20 }

[ranker]
blend = { expected_harm = 1.0 }

[yardstick]
logistic = ["harm__sum__365d", "recency__counting__days"]

[promotion]
k = 20
least_dates = 2
most_calibration_error = 1.0
"""
EVALUATE = ("--from", "2024-09-01", "--to", "2024-12-01", "--k", "20", "--json")


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("spec") / "small.toml"
    path.write_text(SPEC, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def force(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_force(folder / "feeds", people=1_500, years=5, seed=3, until=UNTIL)
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", folder / "feeds", "--allow-unmapped").require_success()
    return root


@pytest.fixture
def root(force: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(force, tmp_path / "w"))


def evaluate(root: Path, spec: str) -> Any:
    return call(root, "evaluate", "--spec", spec, *EVALUATE).require_success().json


def train(root: Path, spec: str) -> str:
    return str(
        call(root, "train", "--spec", spec, "--until", "2025-01-01", "--json").require_success().json["model_id"]
    )


def test_an_evaluation_says_what_was_measured_and_keeps_its_page(root: Path, spec: str) -> None:
    found = evaluate(root, spec)
    assert found["spec"] == "small"
    assert (found["k"], found["horizon_days"], len(found["dates"])) == (20, 365, 4)
    rankers = {"harm", "model", "count", "decayed_harm", "logistic", "expected_harm", "moj_violence"}
    assert rankers <= found["rankers"].keys()
    for measures in found["rankers"].values():
        assert {"precision_at_k", "recall_at_k", "harm_captured_at_k", "ndcg_at_k", "auc", "ci95"} <= measures.keys()
    assert {"harm_captured_ratio", "ci95", "precision_ratio"} <= found["paired"]["model_vs_harm"].keys()
    assert {group["kind"] for group in found["groups"]["groups"]} == {"sex", "age_band", "ethnicity"}
    assert "<html" in Path(found["page"]).read_text(encoding="utf-8")


def test_the_same_evaluation_gives_the_same_document(root: Path, spec: str) -> None:
    one, two = evaluate(root, spec), evaluate(root, spec)
    assert {one.pop(name) != two.pop(name) for name in ("evaluation_id", "page")} == {True}
    assert one == two


def test_every_fold_trains_on_horizons_that_were_over(root: Path, spec: str) -> None:
    for fold in evaluate(root, spec)["folds"]:
        last = date.fromisoformat(fold["training_dates"][1])
        assert (date.fromisoformat(fold["until"]) - last).days >= 365


def test_a_date_whose_horizon_is_open_cannot_be_tested(root: Path, spec: str) -> None:
    call(root, "evaluate", "--spec", spec, "--from", "2025-06-01", "--to", "2025-07-01").require_refusal(
        13, "horizon", "2025-07-01"
    )


def test_training_twice_gives_the_same_model(root: Path, spec: str) -> None:
    assert train(root, spec) == train(root, spec)


def test_a_model_that_was_never_evaluated_is_refused_and_the_refusal_kept(root: Path, spec: str) -> None:
    model = train(root, spec)
    call(root, "promote", model).require_refusal(13, "never evaluated")
    kinds = [event["kind"] for event in call(root, "models", "--json").require_success().json["events"]]
    assert kinds == ["trained", "refused"]


def test_what_is_decided_follows_from_the_interval(root: Path, spec: str) -> None:
    low = evaluate(root, spec)["paired"]["model_vs_harm"]["ci95"][0]
    model = train(root, spec)
    answer = call(root, "promote", model, "--json")
    register = call(root, "models", "--json").require_success().json
    if low > 1:
        assert answer.require_success().json["model_id"] == register["promoted"] == model
        call(root, "demote").require_success()
        register = call(root, "models", "--json").require_success().json
    else:
        answer.require_refusal(13, "harm captured")
    assert register["promoted"] is None
    call(root, "demote").require_refusal(13, "No model is promoted")


def test_an_edited_model_shows_no_card(root: Path, spec: str) -> None:
    model = train(root, spec)
    assert "What it cannot do" in call(root, "card", model).require_success().out
    path = root / "models" / model / "expected_harm-11.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("tree", "trea", 1), encoding="utf-8")
    call(root, "card", model).require_refusal(14, "not what was stored")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("train", "--spec", "nothing", "--until", "2025-01-01"), 11, ("nothing",)),
        (("evaluate", "--spec", "chicago", "--from", "2024-12-01", "--to", "2024-01-01"), 2, ("2024-01-01",)),
        (("card", "nothing"), 11, ("nothing",)),
        (("promote", "nothing"), 11, ("nothing",)),
    ],
)
def test_what_makes_no_sense_is_refused(
    root: Path, arguments: tuple[str, ...], code: int, words: tuple[str, ...]
) -> None:
    call(root, *arguments).require_refusal(code, *words)


def test_the_catalogue_names_every_feature_once() -> None:
    rows = call(Path("nowhere"), "features", "--json").require_success().json
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names)) > 90
    assert all(row["reads"] for row in rows)


def promote_anyhow(root: Path, spec: str) -> str:
    """Train a model and put its promotion on record as if it had passed: what ranks is under test, not the gate."""
    model = train(root, spec)
    with open_casework(Workspace(root), Settings()) as casework:
        record_model_event(
            casework, "promoted", model_id=model, spec="small", detail="by a test", now=NOW, actor="tester", reason=""
        )
    return model


def test_a_promoted_model_orders_the_cohort_and_says_why(root: Path, spec: str) -> None:
    model = promote_anyhow(root, spec)
    found = (
        call(root, "rank", "--as-of", "2025-02-01", "--ranker", "model", "--top", "20", "--json").require_success().json
    )
    assert (found["ranker"], found["model_id"]) == ("model", model)
    rows = found["rows"]
    assert [row["rank"] for row in rows] == [row["model_rank"] for row in rows] == list(range(1, 21))
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    for row in rows:
        assert 1 <= row["rank_low"] <= row["rank_high"] <= found["cohort_size"]
        assert 0 < row["probability"] < 1
        assert 1 <= len(row["reasons"]) <= 5
        known = {line["incident_id"] for line in read_ledger(root, row["person_id"])}
        assert {incident for reason in row["reasons"] for incident in reason["incident_ids"]} <= known


def read_ledger(root: Path, person: str) -> list[Any]:
    return list(call(root, "ledger", person, "--as-of", "2025-02-01", "--json").require_success().json["lines"])


def test_a_list_by_a_model_is_rebuilt_byte_for_byte(root: Path, spec: str) -> None:
    model = promote_anyhow(root, spec)
    call(root, "list", "issue", "--as-of", "2025-02-01", "--top", "15").require_success()
    document = call(root, "list", "show", "V100-0001", "--json").require_success().json
    assert (document["parameters"]["ranker"], document["parameters"]["model_id"]) == ("model", model)
    assert len(document["entries"]) == 15
    assert call(root, "list", "verify", "V100-0001", "--json").require_success().json["identical"] is True


@pytest.mark.parametrize(
    ("as_of", "arguments", "words"),
    [
        ("2024-06-01", (), "trained on what was known up to 2025-01-01"),
        ("2025-12-31", ("--window-days", "180"), "a window of 365 days"),
    ],
)
def test_auto_falls_back_to_the_stack_and_says_why(
    root: Path, spec: str, as_of: str, arguments: tuple[str, ...], words: str
) -> None:
    promote_anyhow(root, spec)
    answer = call(root, "rank", "--as-of", as_of, *arguments, "--json").require_success()
    assert answer.json["ranker"] == "harm"
    assert words in answer.err
    call(root, "rank", "--as-of", as_of, *arguments, "--ranker", "model").require_refusal(13, words)


def test_a_changed_artefact_never_ranks(root: Path, spec: str) -> None:
    model = promote_anyhow(root, spec)
    path = root / "models" / model / "expected_harm-11.txt"
    path.write_bytes(path.read_bytes()[:-200])
    answer = call(root, "rank", "--as-of", "2025-02-01", "--json").require_success()
    assert answer.json["ranker"] == "harm"
    assert "cannot be used" in answer.err
    call(root, "list", "issue", "--as-of", "2025-02-01").require_success()
    document = call(root, "list", "show", "V100-0001", "--json").require_success().json
    assert "fallback" in [warning["code"] for warning in document["warnings"]]


def test_drift_reads_every_figure_beside_its_limit(root: Path, spec: str) -> None:
    call(root, "drift", "--as-of", "2025-02-01").require_refusal(13, "no model is promoted")
    promote_anyhow(root, spec)
    found = call(root, "drift", "--as-of", "2025-02-01", "--json").require_success().json
    names = {reading["name"] for reading in found["readings"]}
    assert {"score", "cohort size", "days since the newest record", "rate of serious"} <= names
    assert "recency__counting__days" in names
    late = call(root, "drift", "--as-of", "2027-06-01", "--json").require_success().json
    assert late["ok"] is False
    assert [reading["ok"] for reading in late["readings"] if "newest" in reading["name"]] == [False]

"""The equality audit as a user meets it: what is known when, the page, the proxies, and a model's list without one."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest

from tests.functional.test_models import SPEC
from tests.support.command_line import call, spawn
from v100.governance.roles import Standing
from v100.model.registry import record_model_event
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.synth.force import write_force

UNTIL = date(2025, 6, 1)
EARLY, LATE = "2024-03-01", "2025-05-30"
ANY_DRIFT = "\n[drift]\nlabel_rate_change = 100.0\ncohort_size_change = 100.0\nmost_psi_score = 100.0\n"


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("equality") / "feeds"
    write_force(folder, people=600, years=2.5, seed=4, until=UNTIL)
    return folder


@pytest.fixture(scope="module")
def force(feeds: Path, empty_workspace: Path) -> Path:
    """A workspace with one list whose horizon is over on the last day, and one whose horizon has just begun."""
    root = Path(shutil.copytree(empty_workspace, feeds.parent / "w"))
    call(root, "refresh", feeds, "--allow-unmapped").require_success()
    for day in (EARLY, LATE):
        call(root, "list", "issue", "--as-of", day, "--top", "60").require_success()
    return root


@pytest.fixture
def root(force: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(force, tmp_path / "w"))


def audit(root: Path, list_id: str, *more: str, on: str = "2025-06-01") -> Any:
    return call(root, "equality", list_id, "--on", on, "--json", *more).require_success().json


def find(document: Any, kind: str) -> Any:
    (found,) = [each for each in document["kinds"] if each["kind"] == kind]
    return found


@pytest.fixture(scope="module")
def skewed(force: Path, feeds: Path, empty_workspace: Path) -> Path:
    """The same force as if nearly everybody on the late list were of one ethnicity and nearly all others of another.

    Its justice events have stopped a month before that list.
    """
    listed = [entry["person_id"] for entry in call(force, "list", "show", "V100-0002", "--json").json["entries"]]
    folder = feeds.parent / "skewed"
    shutil.copytree(feeds, folder)
    frame = pl.read_parquet(folder / "protected_characteristics.parquet")
    number = pl.int_range(pl.len())
    on_list = pl.col("person_record_id").is_in(listed)
    frame.with_columns(
        ethnicity=pl.when(pl.when(on_list).then(number % 8 != 0).otherwise(number % 8 == 0))
        .then(pl.lit("few"))
        .otherwise(pl.lit("many"))
    ).write_parquet(folder / "protected_characteristics.parquet")
    events = pl.read_parquet(folder / "justice_events.parquet")
    events.filter(pl.col("recorded_at") < datetime.fromisoformat("2025-05-01")).write_parquet(
        folder / "justice_events.parquet"
    )
    root = Path(shutil.copytree(empty_workspace, feeds.parent / "skewed_w"))
    call(root, "refresh", folder, "--allow-unmapped").require_success()
    return root


def test_a_broken_limit_stops_a_list_and_a_supervisor_may_set_it_aside(skewed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(skewed, tmp_path / "w"))
    issue = ("list", "issue", "--as-of", LATE, "--top", "60")
    call(root, *issue).require_refusal(13, "breaks 1 of the limits of equality", "ethnicity few", "--override-equality")
    call(root, "weekly", "--as-of", LATE, "--top", "60").require_refusal(13, "breaks 1 of the limits")
    assert call(root, "list", "all", "--json").require_success().json == []
    call(root, *issue, "--override-equality", " ").require_refusal(2, "not set aside without a reason")
    answer = call(root, *issue, "--override-equality", "Looked into it.").require_success()
    assert "because: Looked into it." in answer.out
    header = call(root, "list", "show", "V100-0001", "--json").require_success().json["header"]
    assert header["equality"]["override"] == "Looked into it."
    assert ("ethnicity", "few", True) in [
        (each["kind"], each["group"], each["blocks"]) for each in header["equality"]["findings"]
    ]
    for file_format in ("html", "xlsx", "pdf"):
        call(root, "list", "export", "V100-0001", "--format", file_format, "--out", tmp_path / f"l.{file_format}")
    assert "Looked into it." in (tmp_path / "l.html").read_text(encoding="utf-8")
    assert "Looked into it." in str(fastexcel.read_excel(tmp_path / "l.xlsx").load_sheet("About").to_polars().rows())
    assert call(root, "list", "verify", "V100-0001", "--json").require_success().json["identical"]
    found = audit(root, "V100-0001")
    assert (found["blocked"], found["override"]) == (True, "Looked into it.")
    outcomes = found["outcomes"]
    assert (outcomes["charges_known"], outcomes["charges_until"]) == (False, None)
    assert outcomes["charges_because"].endswith("recorded on 2025-04-30, and charges are looked for up to 2025-06-01")
    assert {group["charged"] for kind in found["kinds"] for group in kind["groups"]} == {None}
    answer = call(root, "equality", "V100-0001", "--on", "2025-06-01").require_success()
    assert "Charges are not known: the newest justice event" in answer.out


def test_limits_are_the_forces_own(skewed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(skewed, tmp_path / "w"))
    (root / "v100.toml").write_text('equality_kinds = ["sex"]\n', encoding="utf-8")
    issued = call(root, "list", "issue", "--as-of", LATE, "--top", "60", "--json").require_success().json
    found = [each for each in issued["equality"]["findings"] if each["kind"] == "ethnicity"]
    assert found
    assert not any(each["blocks"] for each in found)
    assert issued["equality"]["override"] is None


def test_a_reason_is_kept_only_where_a_limit_was_broken(root: Path) -> None:
    call(root, "list", "issue", "--as-of", LATE, "--override-equality", "To be safe.").require_success()
    header = call(root, "list", "show", "V100-0003", "--json").require_success().json["header"]
    assert header["equality"]["override"] is None


def test_only_a_supervisor_may_set_a_limit_aside(skewed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(shutil.copytree(skewed, tmp_path / "w"))
    analyst = Standing("tester", "tester", ("analyst",), mapped=True)
    monkeypatch.setattr("v100.cli.equality.identify", lambda session, settings: analyst)
    for command in (("list", "issue"), ("weekly",)):
        refused = call(root, *command, "--as-of", LATE, "--override-equality", "I say so.")
        refused.require_refusal(13, "supervisor", f"{' '.join(command)} --override-equality")


def test_the_weekly_job_takes_the_reason_of_a_supervisor_too(skewed: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(skewed, tmp_path / "w"))
    weekly = ("weekly", "--as-of", LATE, "--top", "60", "--json", "--override-equality")
    call(root, *weekly, " ").require_refusal(2, "not set aside without a reason")
    call(root, *weekly, "Looked into it.").require_success()
    header = call(root, "list", "show", "V100-0001", "--json").require_success().json["header"]
    assert header["equality"]["override"] == "Looked into it."


def test_the_weekly_job_writes_the_page_beside_the_list(root: Path) -> None:
    week = call(root, "weekly", "--as-of", LATE, "--top", "60", "--json").require_success().json
    (page,) = [path for path in week["files"] if path.endswith("equality.html")]
    assert "Equality of list V100-0003" in Path(page).read_text(encoding="utf-8")


def test_a_list_of_nobody_is_measured_and_nothing_is_said(workspace: Path) -> None:
    call(workspace, "list", "issue", "--as-of", "2020-01-01").require_success()
    found = audit(workspace, "V100-0001")
    assert (found["cohort"], found["listed"], found["findings"]) == (0, 0, [])
    assert not any(kind["measured"] for kind in found["kinds"])


def test_a_list_is_measured_by_every_kind_and_crossed(force: Path) -> None:
    found = audit(force, "V100-0001")
    assert (found["list_id"], found["as_of"], found["on"], found["ranker"]) == (
        "V100-0001",
        EARLY,
        "2025-06-01",
        "harm",
    )
    assert {kind["kind"] for kind in found["kinds"]} >= {"sex", "age_band", "ethnicity", "ethnicity and sex"}
    listed = call(force, "list", "show", "V100-0001", "--json").require_success().json
    for kind in found["kinds"]:
        people = sum(group["people"] for group in kind["groups"]) + (kind["hidden_people"] or 0)
        assert people <= found["cohort"] == listed["summary"]["cohort_size"]
        assert all(group["people"] >= 10 for group in kind["groups"])
    sexes = {group["group"]: group["listed"] for group in find(found, "sex")["groups"]}
    assert sexes["F"] == sum(entry["sex"] == "F" for entry in listed["entries"])
    assert found["outcomes"]["known"]
    assert find(found, "sex")["groups"][1]["precision"] is not None


def test_what_is_not_known_yet_is_said_and_not_counted(force: Path) -> None:
    found = audit(force, "V100-0002")
    assert not found["outcomes"]["known"]
    assert "not yet known" in found["outcomes"]["because"]
    assert {group["precision"] for kind in found["kinds"] for group in kind["groups"]} == {None}
    assert "not yet known" in call(force, "equality", "V100-0002", "--on", "2025-06-01").require_success().out


def test_charges_count_as_far_as_they_are_known(force: Path) -> None:
    def count(on: str) -> Any:
        found = audit(force, "V100-0001", on=on)
        return found["outcomes"]["charges_until"], sum(group["charged"] or 0 for group in find(found, "sex")["groups"])

    assert count(EARLY) == (None, 0)
    (_, early), (until, later), (last, all_of_them) = count("2024-04-01"), count("2024-12-01"), count("2025-06-01")
    assert until == "2024-12-01"
    assert 0 <= early <= later <= all_of_them
    assert all_of_them > 0
    # The horizon ends there.
    assert last == "2025-03-01"


def test_records_that_do_not_reach_over_the_horizon_are_not_taken_for_nothing(force: Path) -> None:
    found = audit(force, "V100-0002", on="2026-12-01")
    assert not found["outcomes"]["known"]
    assert "the records reach to" in found["outcomes"]["because"]


def test_what_is_recorded_later_changes_nothing_about_who_was_listed(force: Path, feeds: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(force, tmp_path / "w"))
    before = audit(root, "V100-0001")
    later = tmp_path / "later"
    shutil.copytree(feeds, later)
    for feed in ("protected_characteristics", "persons"):
        frame = pl.read_parquet(later / f"{feed}.parquet")
        column = "sex" if feed == "persons" else "ethnicity"
        anew = frame.with_columns(
            recorded_at=pl.lit(datetime.fromisoformat("2025-05-31"), dtype=pl.Datetime("us")), **{column: pl.lit("X")}
        ).unique("person_record_id", maintain_order=True)
        pl.concat([frame, anew]).write_parquet(later / f"{feed}.parquet")
    call(root, "refresh", later, "--allow-unmapped").require_success()
    assert audit(root, "V100-0001")["kinds"] == before["kinds"]


def test_without_the_feed_nothing_is_measured_and_that_is_said(feeds: Path, fresh: Path, tmp_path: Path) -> None:
    shutil.copytree(feeds, tmp_path / "feeds")
    (tmp_path / "feeds" / "protected_characteristics.parquet").unlink()
    call(fresh, "refresh", tmp_path / "feeds", "--allow-unmapped").require_success()
    call(fresh, "list", "issue", "--as-of", LATE).require_success()
    kind = find(audit(fresh, "V100-0001"), "ethnicity")
    assert (kind["measured"], kind["because"], kind["groups"]) == (False, "no feed holds it", [])
    answer = call(fresh, "equality", "V100-0001", "--on", LATE, "--out", tmp_path / "page.html").require_success()
    assert "By ethnicity nothing can be measured" in answer.out
    assert "By ethnicity nothing can be measured" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_page_needs_nothing_else_and_shows_no_person(root: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    for path in (one, two):
        call(root, "equality", "V100-0001", "--on", "2025-06-01", "--out", path).require_success()
    page = one.read_text(encoding="utf-8")
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_mode & 0o777 == 0o600
    assert "OFFICIAL-SENSITIVE" in page
    assert not re.search(r"<script|src=|href=\"(?!#)|url\(", page)
    assert not re.search(r"\bP0\d{7}\b", page)


def test_the_stack_has_no_features_and_is_made_again_without_a_theme(force: Path) -> None:
    found = audit(force, "V100-0001")
    assert "harm_days__rape" in found["proxy_test"]["features"]
    assert {told["kind"] for told in found["proxy_test"]["groups"]} == {"sex", "age_band", "ethnicity"}
    made = [each for each in found["counterfactuals"] if each["because"] is None]
    assert made
    for each in made:
        assert each["proxy"].startswith("harm_days__")
        assert each["kept"] + each["left"] == found["listed"]
        assert sum(shift["listed_without"] for shift in each["groups"]) <= each["kept"] + each["joined"]


@pytest.mark.slow
def test_a_model_is_trained_again_without_the_proxy_where_that_is_asked(root: Path, tmp_path: Path) -> None:
    spec = tmp_path / "small.toml"
    spec.write_text(SPEC + ANY_DRIFT, encoding="utf-8")
    model = call(root, "train", "--spec", spec, "--until", LATE, "--json").require_success().json["model_id"]
    with open_casework(Workspace(root), Settings()) as casework:
        now = datetime(2025, 6, 1, tzinfo=UTC)
        record_model_event(
            casework, "promoted", model_id=model, spec="small", detail="by a test", now=now, actor="tester", reason=""
        )
    call(root, "list", "issue", "--as-of", LATE, "--top", "60", "--ranker", "model").require_success()
    plain, again = audit(root, "V100-0003"), audit(root, "V100-0003", "--counterfactual")
    assert plain["model_id"] == model
    features = {"harm__capped__decay365d", "frequency__counting__decay365d", "recency__counting__days"}
    assert set(plain["proxy_test"]["features"]) == features
    assert {each["kept"] for each in plain["counterfactuals"]} == {None}
    made = [each for each in again["counterfactuals"] if each["because"] is None]
    assert made
    assert all(each["proxy"] in features and each["kept"] + each["left"] == 60 for each in made)
    assert {name: value for name, value in plain.items() if name != "counterfactuals"} == {
        name: value for name, value in again.items() if name != "counterfactuals"
    }


def test_a_day_before_the_list_is_refused(force: Path) -> None:
    call(force, "equality", "V100-0001", "--on", "2020-01-01").require_refusal(2, "before the day of V100-0001")
    call(force, "equality", "V100-0009").require_refusal(11, "V100-0009")


@pytest.mark.slow
def test_one_thread_says_the_same(force: Path) -> None:
    answers = {
        spawn(
            force, "equality", "V100-0001", "--on", "2025-06-01", "--json",
            environment={"POLARS_MAX_THREADS": threads, "OMP_NUM_THREADS": threads},
        ).require_success().out
        for threads in ("1", "4")
    }  # fmt: skip
    assert len(answers) == 1
    assert json.loads(answers.pop())["kinds"]

"""Subject access, challenges and transparency records, as a user types them."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Answer, call
from tests.support.force import AS_OF, make_force, make_justice_event, make_person, make_victim, write_force

LIST = "V100-0001"
TODAY = datetime.now(UTC).date()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
SOON = (TODAY + timedelta(days=10)).isoformat()
CONTEST = ("--what", "It was not me", "--received", YESTERDAY)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, empty_workspace: Path) -> Path:
    """A workspace in which P1 was listed, accepted and tasked, and is a victim elsewhere. Copy it, never change it."""
    folder = tmp_path_factory.mktemp("decided")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    force = make_force()
    force["persons"].append(make_person("P9", given_names="Dora", family_name="Harmed"))
    force["victims"] += [make_victim("I5", "V9", person_record_id="P1"), make_victim("I3", "V3", person_record_id="P9")]
    force["justice_events"].append(
        make_justice_event("E2", "P1", incident_id="I3", kind="no_further_action", reason="Dora Harmed withdrew")
    )
    call(root, "refresh", write_force(folder / "feeds", force)).require_success()
    (root / "v100.toml").write_text("window_days = 36500\n", encoding="utf-8")
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    accept = ("--decision", "accept", "--rationale", "Dora Harmed told us of V2")
    call(root, "review", LIST, "P1", *accept).require_success()
    call(root, "task", LIST, "P1", "--owner", "North", "--tactic", "warrant", "--due", SOON).require_success()
    return root


@pytest.fixture
def own(decided: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(decided, tmp_path / "w"))


def ask(root: Path, *more: str) -> Any:
    return call(root, "subject-access", "P1", *more, "--json").require_success().json


def find(document: Any, name: str) -> Any:
    return next(section for section in document["sections"] if section["name"] == name)


def test_the_answer_holds_what_every_store_holds_of_him(decided: Path) -> None:
    found = ask(decided)
    assert {row["incident_id"] for row in find(found, "suspects")["rows"]} == {"I1", "I2", "I3"}
    assert [row["incident_id"] for row in find(found, "victims")["rows"]] == ["I5"]
    assert {row["event_id"] for row in find(found, "justice_events")["rows"]} == {"E1", "E2"}
    assert [row["person_record_id"] for row in find(found, "persons")["rows"]] == ["P1"]
    listed = find(found, "lists")["rows"]
    assert [(row["list_id"], row["place"], row["standing"]) for row in listed] == [(LIST, 1, "on the list")]
    assert listed[0]["alleged_charged_convicted"].startswith("alleged 3, charged 0, convicted 0")
    assert [row["kind"] for row in find(found, "decisions")["rows"]] == ["review", "task"]
    assert [row["recipient"] for row in find(found, "recipients")["rows"]] == ["North"]
    assert (find(found, "suspects")["role"], find(found, "victims")["role"]) == ("suspect", "victim")


@pytest.mark.parametrize(
    ("person", "suffix"),
    [("P1", "html"), ("P1", "txt"), ("P1", "json"), ("P2", "json"), ("P3", "json"), ("P9", "json")],
)
def test_nobody_else_is_in_the_answer(decided: Path, tmp_path: Path, person: str, suffix: str) -> None:
    out = tmp_path / f"answer.{suffix}"
    call(decided, "subject-access", person, "--out", out).require_success()
    shown = out.read_text(encoding="utf-8")
    others = {"P1", "P2", "P3", "P9", "V1", "V2"} | ({"V3", "V9", "Dora"} if person not in {"P9", "P1"} else set())
    assert not set(re.findall(r"\w+", shown)) & (others - {person} | {"partner"})
    assert suffix == "json" or "tester" not in shown
    assert out.stat().st_mode & 0o777 == 0o600


def test_free_text_is_for_the_reviewer_and_still_names_no_id(decided: Path) -> None:
    held = find(ask(decided), "decisions")["rows"][0]["rationale"]
    assert held == "[text withheld for review]"
    answer = call(decided, "subject-access", "P1", "--with-free-text", "--json").require_success()
    assert "Free text is shown" in answer.err
    assert find(answer.json, "decisions")["rows"][0]["rationale"] == "Dora Harmed told us of [another person]"
    assert find(answer.json, "justice_events")["rows"][1]["reason"] == "Dora Harmed withdrew"


def test_what_is_withheld_is_a_persons_decision_with_a_ground_and_a_reason(own: Path) -> None:
    refused = call(own, "subject-access", "P1", "--withhold", "lists=crime")
    refused.require_refusal(2, "must record why")
    call(own, "--reason", "x", "subject-access", "P1", "--withhold", "lists=dislike").require_refusal(2, "no ground")
    call(own, "--reason", "x", "subject-access", "P1", "--withhold", "shoes=crime").require_refusal(2, "no part")
    call(own, "--reason", "x", "subject-access", "P1", "--withhold", "lists").require_refusal(2, "names no ground")
    answer = call(own, "--reason", "open inquiry", "subject-access", "P1", "--withhold", "lists=crime", "--json")
    part = find(answer.require_success().json, "lists")
    assert part["rows"] == []
    assert (part["withheld"]["ground"], part["withheld"]["reason"]) == ("crime", "open inquiry")
    assert answer.json["withheld"] == ["lists"]


def test_as_known_earlier_nothing_later_is_in_the_answer(decided: Path) -> None:
    found = ask(decided, "--as-known", "2026-02-15")
    assert {row["incident_id"] for row in find(found, "suspects")["rows"]} == {"I1", "I3"}
    for name in ("lists", "decisions"):
        assert find(found, name)["rows"] == []
    assert ask(decided, "--as-known", "2026-02-15")["sha256"] == found["sha256"]


def test_of_somebody_unknown_nothing_is_said(decided: Path) -> None:
    call(decided, "subject-access", "P404").require_refusal(11, "P404")
    call(decided, "subject-access", "P1", "--out", "answer.docx").require_refusal(2, "answer.docx")


def open_one(root: Path, *more: str) -> Answer:
    return call(root, "challenge", "open", "P1", *CONTEST, *more, "--json")


def test_a_challenge_is_received_listed_answered_and_kept(own: Path) -> None:
    found = open_one(own, "--about", "incident:I3").require_success().json
    assert (found["challenge"], found["state"], found["about"]) == (1, "open", "incident:I3")
    assert found["due_on"] == (TODAY - timedelta(days=1) + timedelta(days=30)).isoformat()
    effect = found["effect"]
    assert effect["now"]["harm_days"] == 120
    assert effect["without"]["harm_days"] == 20
    assert (effect["now"]["rank"], effect["without"]["rank"]) == (1, 2)
    assert open_one(own).require_success().json["challenge"] == 2
    due = call(own, "challenge", "list", "--due", "--json").require_success().json
    assert [row["challenge"] for row in due] == [1, 2]
    answer = ("--outcome", "upheld", "--rationale", "another man", "--changed", "eliminated at the source")
    answered = call(own, "challenge", "answer", "1", *answer, "--json").require_success().json
    assert (answered["state"], answered["outcome"], answered["days_left"]) == ("answered", "upheld", None)
    assert answered["effect_then"]["now"] == answered["effect"]["now"]
    call(own, "challenge", "answer", "1", *answer).require_refusal(13, "was answered")
    left = call(own, "challenge", "list", "--due", "--json").require_success().json
    assert [row["challenge"] for row in left] == [2]
    held = find(ask(own), "challenges")["rows"]
    assert [(row["challenge"], row["state"]) for row in held] == [(1, "answered"), (2, "open")]


def test_without_the_contested_incident_somebody_may_fall_below_the_gate(own: Path) -> None:
    found = call(own, "challenge", "open", "P2", *CONTEST, "--about", "incident:I4", "--json").require_success().json
    assert found["effect"]["now"]["rank"] == 2
    assert found["effect"]["without"] == found["effect"]["without"] | {"rank": None, "place": None, "harm_days": 10}


def test_a_challenge_changes_no_record(own: Path) -> None:
    before = call(own, "ledger", "P1", "--as-of", AS_OF, "--json").require_success().json
    open_one(own, "--about", "incident:I3").require_success()
    answer = ("--outcome", "upheld", "--rationale", "another man", "--changed", "eliminated")
    said = call(own, "challenge", "answer", "1", *answer).require_success()
    assert "No record was changed" in said.err
    assert call(own, "ledger", "P1", "--as-of", AS_OF, "--json").require_success().json == before
    call(own, "list", "verify", LIST).require_success()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("open", "P404", *CONTEST), 11, "P404"),
        (("open", "P1", "--what", " ", "--received", YESTERDAY), 2, "what is contested"),
        (("open", "P1", "--what", "x", "--received", SOON), 2, "not past yet"),
        (("open", "P1", *CONTEST, "--about", "incident:I5"), 11, "not named"),
        (("open", "P1", *CONTEST, "--about", "identity:P2"), 11, "none of his records"),
        (("open", "P1", *CONTEST, "--about", "list:V100-0404"), 11, "V100-0404"),
        (("open", "P1", *CONTEST, "--about", "weather"), 2, "cannot be contested"),
        (("answer", "7", "--outcome", "refused", "--rationale", "x"), 11, "no challenge 7"),
        (("show", "7"), 11, "no challenge 7"),
    ],
)
def test_what_cannot_be_a_challenge_is_refused(
    decided: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    call(decided, "challenge", *arguments).require_refusal(code, words)


def test_an_answer_says_why_and_what_was_changed(own: Path) -> None:
    open_one(own).require_success()
    bare = ("challenge", "answer", "1", "--outcome")
    call(own, *bare, "upheld", "--rationale", "x").require_refusal(2, "changes something")
    call(own, *bare, "refused", "--rationale", " ").require_refusal(2, "rationale")
    call(own, *bare, "refused", "--rationale", "it was him").require_success()
    shown = call(own, "challenge", "show", "1", "--json").require_success().json
    assert (shown["outcome"], shown["changed"]) == ("refused", "nothing")
    assert shown["effect"]["now"]["rank"] == 1


@pytest.mark.parametrize("kind", ["atrs", "dpia", "eia", "algo-care", "model-card"])
def test_a_record_is_filled_from_the_workspace(decided: Path, kind: str) -> None:
    answer = call(decided, "records", kind, "--json").require_success()
    record = answer.json
    assert record["gaps"] == len(record["gap_fields"]) > 0
    assert f"Fields with a gap: {record['gaps']}" in answer.err
    assert [field["name"] for part in record["parts"] for field in part["fields"] if not field["text"]] == []


def test_a_record_is_written_as_a_page_or_as_markdown(decided: Path, tmp_path: Path) -> None:
    shown = call(decided, "records", "eia").require_success().out
    for name in ("record.html", "record.md"):
        call(decided, "records", "eia", "--out", tmp_path / name).require_success()
    assert (tmp_path / "record.md").read_text(encoding="utf-8").strip() == shown.strip()
    found = re.search(r"SHA-256 `([0-9a-f]{64})`", shown)
    assert found is not None
    assert found.group(1) in (tmp_path / "record.html").read_text(encoding="utf-8")
    call(decided, "records", "eia", "--out", tmp_path / "record.doc").require_refusal(2, "record.doc")


def test_what_people_say_stands_in_the_settings(own: Path) -> None:
    before = call(own, "records", "atrs", "--json").require_success().json["gaps"]
    said = '[records]\nteam = "Public protection"\nsenior_responsible_owner = "Head of it"\ntaem = "misspelt"\n'
    (own / "v100.toml").write_text(said, encoding="utf-8")
    answer = call(own, "records", "atrs", "--json").require_success()
    assert answer.json["gaps"] == before - 2
    assert "`taem`" in answer.err


def test_what_is_published_is_rounded_and_says_nobody(own: Path, tmp_path: Path) -> None:
    found = call(own, "records", "publish", "--out", tmp_path / "public", "--json").require_success().json
    assert [file["what"] for file in found["files"]] == ["figures", "atrs", "dpia", "eia", "algo-care", "model-card"]
    figures = (tmp_path / "public" / "figures.csv").read_text(encoding="utf-8").splitlines()[1:]
    # The tiny force has two people: not one count may be said.
    assert [line for line in figures if not line.endswith(",")] == []
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "public").iterdir())
    assert "FOR PUBLICATION" in text
    assert "OFFICIAL-SENSITIVE. Made" not in text
    assert TODAY.isoformat() not in text


@pytest.mark.parametrize("words", ["seen in I1", "since 3 May 2026", "the North team"])
def test_whatever_could_identify_somebody_is_refused_and_nothing_written(own: Path, tmp_path: Path, words: str) -> None:
    (own / "v100.toml").write_text(f'[records]\nteam = "{words}"\n', encoding="utf-8")
    refused = call(own, "records", "publish", "--out", tmp_path / "public", "--what", "atrs")
    refused.require_refusal(13, "could identify somebody", "atrs.md")
    assert words not in refused.err
    assert not (tmp_path / "public").exists()
    call(own, "records", "publish", "--out", tmp_path / "public", "--what", "figures").require_success()


def test_the_kinds_of_information_can_be_read(decided: Path) -> None:
    found = call(decided, "records", "fields", "--json").require_success().json
    assert {row["information"] for row in found["fields"]} == set(found["classes"])


def test_the_place_in_a_challenge_is_the_place_that_a_list_gives(own: Path) -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    call(own, "list", "issue", "--as-of", tomorrow).require_success()
    entries = call(own, "list", "show", "V100-0002", "--json").require_success().json["entries"]
    places = {entry["person_id"]: (entry["place"], entry["rank"], entry["harm_days"]) for entry in entries}
    for number, person in enumerate(sorted(places), start=1):
        call(own, "challenge", "open", person, *CONTEST).require_success()
        now = call(own, "challenge", "show", str(number), "--json").require_success().json["effect"]["now"]
        assert (now["place"], now["rank"], now["harm_days"]) == places[person]


def test_all_records_that_are_held_to_be_his_are_in_the_answer(own: Path) -> None:
    judged = ("--same", "--rationale", "one man")
    call(own, "identity", "judge", "P1", "P2", *judged).require_success()
    found = call(own, "subject-access", "P2", "--json").require_success().json
    assert (found["person_id"], found["person_record_ids"]) == ("P1", ["P1", "P2"])
    assert {row["incident_id"] for row in find(found, "suspects")["rows"]} == {"I1", "I2", "I3", "I4"}
    judgement = find(found, "identity")["rows"][0]
    assert (judgement["record_a"], judgement["record_b"], judgement["verdict"]) == ("P1", "P2", "same")
    assert judgement["rationale"] == "[text withheld for review]"
    earlier = ask(own, "--as-known", "2026-06-01")
    assert earlier["person_record_ids"] == ["P1"]


def test_a_judgement_that_somebody_else_is_another_man_does_not_name_him(own: Path) -> None:
    judged = ("--different", "--rationale", "two men")
    call(own, "identity", "judge", "P1", "P3", *judged).require_success()
    judgement = find(ask(own), "identity")["rows"][0]
    assert (judgement["record_a"], judgement["record_b"]) == ("P1", "[another person]")

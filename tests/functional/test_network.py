"""Who a person is named with: as a table, as JSON, as a drawing and for network tools."""

import shutil
import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from tests.support.command_line import Answer, call
from tests.support.force import (
    AS_OF,
    Feeds,
    make_incident,
    make_offence,
    make_person,
    make_suspect,
    make_victim,
    write_force,
)


def make_circle() -> Feeds:
    """P1 with P2 twice; P2 with P3, P3 with P4, P4 with P5; nothing else links anybody."""
    named = {
        "I1": "12",
        "I2": "12",
        "I3": "23",
        "I4": "34",
        "I5": "45",
        "cancelled": "16",
        "proactive": "16",
        "he is out": "16",
        "the other is out": "16",
        "alone": "1",
        "early": "23",
    }
    out = {("he is out", "1"), ("the other is out", "6")}
    changes = {
        "I2": {"offence_code": "B", "reported_at": "2026-03-01T10:00:00", "recorded_at": "2026-03-01T12:00:00"},
        "cancelled": {"status": "cancelled"},
        "proactive": {"detection_mode": "proactive"},
        "early": {"reported_at": "2020-02-01T10:00:00"},
    }
    return {
        "offences": [make_offence("A", "10"), make_offence("B", "100")],
        "persons": [make_person(f"P{number}") for number in range(1, 7)],
        "incidents": [make_incident(incident, **changes.get(incident, {})) for incident in named],
        "suspects": [
            make_suspect(incident, f"P{number}", status="eliminated" if (incident, number) in out else "named")
            for incident, people in named.items()
            for number in people
        ],
        "victims": [make_victim("I5", "V1", person_record_id="P3"), make_victim("I5", "V2")],
    }


@pytest.fixture(scope="module")
def circle_workspace(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("circle")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", write_force(folder / "feeds", make_circle())).require_success()
    return root


@pytest.fixture
def circle(circle_workspace: Path, tmp_path: Path) -> Path:
    """A workspace in which a few people are named together."""
    return Path(shutil.copytree(circle_workspace, tmp_path / "w"))


def ask(workspace: Path, person: str = "P1", *options: str | Path, as_of: str = AS_OF) -> Answer:
    return call(workspace, "network", person, "--as-of", as_of, *options)


def test_one_hop_is_whom_he_is_named_with_and_what_counts_against_them(circle: Path) -> None:
    found = ask(circle, "P1", "--json").require_success().json
    assert {name: found[name] for name in ("person_id", "as_of", "hops", "edition", "window_days")} == {
        "person_id": "P1",
        "as_of": AS_OF,
        "hops": 1,
        "edition": "tiny-1",
        "window_days": 365,
    }
    assert found["nodes"] == [
        {"person_id": "P1", "hop": 0, "harm_days": 130.0, "allegations": 4, "also_victim": False},
        {"person_id": "P2", "hop": 1, "harm_days": 120.0, "allegations": 3, "also_victim": False},
    ]
    (edge,) = found["edges"]
    assert 0 < edge.pop("weight") < 2
    assert edge == {
        "source": "P1",
        "target": "P2",
        "incidents": 2,
        "incident_ids": ["I1", "I2"],
        "last_shared_on": "2026-03-01",
    }


@pytest.mark.parametrize(("hops", "people"), [(1, "12"), (2, "123"), (3, "1234")])
def test_eliminated_cancelled_and_proactive_link_nobody_at_any_distance(hops: int, people: str, circle: Path) -> None:
    nodes = ask(circle, "P1", "--hops", str(hops), "--json").require_success().json["nodes"]
    assert [node["person_id"] for node in nodes] == [f"P{number}" for number in people]
    assert [node["hop"] for node in nodes] == list(range(hops + 1))
    assert [node["person_id"] for node in nodes if node["also_victim"]] == ([] if hops == 1 else ["P3"])


def test_the_harm_of_everybody_is_that_of_his_ledger(circle: Path) -> None:
    for node in ask(circle, "P1", "--hops", "3", "--json").require_success().json["nodes"]:
        ledger = call(circle, "ledger", node["person_id"], "--as-of", AS_OF, "--json").require_success().json
        assert node["harm_days"] == ledger["total_harm_days"]
        assert node["allegations"] == sum(line["counted"] for line in ledger["lines"])


def test_the_window_changes_harm_and_no_link(circle: Path) -> None:
    long, short = (ask(circle, "P3", "--window-days", days, "--json").require_success().json for days in ("5000", "5"))
    assert [node["harm_days"] for node in long["nodes"]] == [30.0, 130.0, 20.0]
    assert [node["harm_days"] for node in short["nodes"]] == [0.0, 0.0, 0.0]
    assert long["edges"] == short["edges"]


def test_what_was_recorded_later_is_not_known(circle: Path) -> None:
    early = ask(circle, "P1", "--json", as_of="2026-02-15").require_success().json
    assert [edge["incident_ids"] for edge in early["edges"]] == [["I1"]]
    assert [node["harm_days"] for node in early["nodes"]] == [30.0, 20.0]
    alone = ask(circle, "P1", "--json", as_of="2026-02-02").require_success().json
    assert [node["person_id"] for node in alone["nodes"]] == ["P1"]
    assert alone["edges"] == []


def test_the_table_has_the_people_and_says_how_to_read_them(circle: Path) -> None:
    out = ask(circle, "P1", "--hops", "2").require_success().out
    assert "suspected, not convicted" in out
    assert "2 people and 2 links" in out
    rows = [line.split() for line in out.splitlines() if line.strip()[:1].isdigit()]
    assert [row[:2] for row in rows[:3]] == [["0", "P1"], ["1", "P2"], ["2", "P3"]]
    assert "Given" not in out
    assert "Family" not in out


def test_a_drawing_is_whole_private_and_the_same_each_time(circle: Path, tmp_path: Path) -> None:
    (circle / "v100.toml").write_text('marking = "SECRET"\n', encoding="utf-8")
    first, second = tmp_path / "first.svg", tmp_path / "second.SVG"
    second.write_text("in the way", encoding="utf-8")
    for path in (first, second):
        assert ask(circle, "P1", "--hops", "3", "--out", path).require_success().out == f"{path}\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert first.read_bytes() == second.read_bytes()
    text = "".join(ET.fromstring(first.read_bytes()).itertext())
    for words in ("SECRET", AS_OF, "People here are suspected, not convicted.", "P4"):
        assert words in text
    assert "Family" not in text
    assert {path.name for path in tmp_path.iterdir()} >= {"first.svg", "second.SVG"}
    assert not list(tmp_path.glob(".*"))


def test_graphml_has_what_the_document_has(circle: Path, tmp_path: Path) -> None:
    path = tmp_path / "circle.graphml"
    document = ask(circle, "P2", "--hops", "2", "--out", path, "--json").require_success().json
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    graph = nx.read_graphml(path)
    assert graph.graph | {"marking": "OFFICIAL-SENSITIVE", "as_of": AS_OF, "hops": 2} == graph.graph
    assert dict(graph.nodes(data=True)) == {
        node["person_id"]: {name: value for name, value in node.items() if name != "person_id"}
        for node in document["nodes"]
    }
    assert {
        (min(ends), max(ends)): (
            link["incidents"],
            link["incident_ids"].split(),
            link["last_shared_on"],
            link["weight"],
        )
        for *ends, link in graph.edges(data=True)
    } == {
        (edge["source"], edge["target"]): (
            edge["incidents"],
            edge["incident_ids"],
            edge["last_shared_on"],
            edge["weight"],
        )
        for edge in document["edges"]
    }


def test_a_drawing_of_many_says_whom_it_leaves_out_and_nothing_else_does(fresh: Path, tmp_path: Path) -> None:
    people = [f"P{number:03}" for number in range(200)]
    feeds = {
        "offences": [make_offence("A")],
        "persons": [make_person(person) for person in people],
        "incidents": [make_incident(f"I{person}") for person in people[1:]],
        "suspects": [make_suspect(f"I{person}", each) for person in people[1:] for each in ("P000", person)],
    }
    call(fresh, "refresh", write_force(tmp_path / "feeds", feeds)).require_success()
    drawn = ask(fresh, "P000", "--out", tmp_path / "many.svg", "--json").require_success()
    assert "leaves out 50 of 200 people" in drawn.err
    assert len(drawn.json["nodes"]) == 200
    text = "".join(ET.parse(tmp_path / "many.svg").getroot().itertext())
    assert "50 people farther away not drawn." in text
    assert ("P149: " in text, "P150: " in text) == (True, False)
    whole = ask(fresh, "P000", "--out", tmp_path / "many.graphml").require_success()
    assert whole.err == ""
    assert nx.read_graphml(tmp_path / "many.graphml").number_of_nodes() == 200


@pytest.mark.parametrize(
    ("person", "options", "code", "words"),
    [
        ("P9", (), 11, ("P9", AS_OF)),
        ("P1", ("--hops", "0"), 2, ("1 to 3",)),
        ("P1", ("--hops", "4"), 2, ("1 to 3",)),
        ("P1", ("--out", "circle.png"), 2, ("circle.png", ".graphml", ".svg")),
        ("P1", ("--out", "svg"), 2, (".graphml", ".svg")),
        ("P1", ("--edition", "none"), 11, ("none",)),
        ("P1", ("--out", "/dev/null/circle.svg"), 12, ("circle.svg",)),
    ],
)
def test_what_makes_no_sense_is_refused(
    person: str, options: tuple[str, ...], code: int, words: tuple[str, ...], circle: Path
) -> None:
    ask(circle, person, *options).require_refusal(code, *words)


def test_it_needs_a_workspace_with_people_in_it(fresh: Path, tmp_path: Path) -> None:
    ask(tmp_path / "none").require_refusal(11, "v100 init")
    ask(fresh).require_refusal(11, "P1")

"""Whoever means harm: links in the workspace, words that are paths or SQL or formulas, names that must not be said."""

import csv
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command_line import call, spawn
from tests.support.encryption import list_files
from tests.support.force import AS_OF, make_force, make_incident, make_person, make_suspect, write_force
from tools.hostile import HOSTILE

CANARY = "Zanzibarstein"
PLACES = [
    "store",
    "casework",
    "lists",
    "lists/V100-0001",
    "rejects",
    "models",
    "v100.toml",
    "store/records.duckdb",
    "store/records.lock",
    "casework/casework.duckdb",
    "casework/casework.lock",
]


def read_files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in list_files(folder)}


@pytest.fixture(scope="module")
def weekly(loaded_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(loaded_workspace, tmp_path_factory.mktemp("weekly") / "w"))
    call(root, "weekly", "--as-of", AS_OF).require_success()
    return root


@pytest.fixture
def listed(weekly: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(weekly, tmp_path / "w"))


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_written_through_a_link(place: str, listed: Path, tmp_path: Path) -> None:
    (listed / "rejects").mkdir(exist_ok=True)
    (listed / "models").mkdir(exist_ok=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    moved = outside / "moved"
    shutil.move(listed / place, moved)
    (listed / place).symlink_to(moved)
    before = read_files(outside)
    for command in (
        ("list", "issue", "--as-of", AS_OF),
        ("weekly", "--as-of", AS_OF),
        ("refresh", write_force(tmp_path / "feeds", make_force())),
        ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen"),
        ("init",),
        ("backup", tmp_path / "b.tar"),
    ):
        assert call(listed, *command).code in {11, 13}, command
    assert read_files(outside) == before
    assert not (tmp_path / "b.tar").exists()


def test_a_link_that_leads_nowhere_makes_nothing_there(tmp_path: Path) -> None:
    root = tmp_path / "w"
    root.mkdir()
    (root / "v100.toml").symlink_to(tmp_path / "elsewhere.toml")
    call(root, "init").require_refusal(13, "is a link")
    assert list_files(tmp_path) == ["w/v100.toml"] or not (tmp_path / "elsewhere.toml").exists()


def test_the_workspace_itself_may_be_reached_by_a_link(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(workspace)
    call(tmp_path / "link", "rank", "--as-of", AS_OF).require_success()


@pytest.mark.parametrize("word", HOSTILE[:6], ids=range(6))
def test_a_hostile_word_is_an_id_that_nobody_has(word: str, listed: Path, tmp_path: Path) -> None:
    before = read_files(tmp_path)
    for command in (
        ("ledger", word, "--as-of", AS_OF),
        ("list", "show", word),
        ("card", word),
        ("rank", "--as-of", word),
        ("contracts", "show", word),
    ):
        answer = call(listed, *command)
        assert answer.code in {2, 11}, (command, answer.err)
        assert "Traceback" not in answer.err
    after = {name: text for name, text in read_files(tmp_path).items() if "casework" not in name}
    assert after == {name: text for name, text in before.items() if "casework" not in name}


def make_formulas() -> dict[str, list[dict[str, str]]]:
    force = make_force()
    bad = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1")
    persons = [make_person(text, family_name=text) for text in bad]
    incidents = [make_incident(f"{text}i{n}", area=text) for text in bad for n in range(2)]
    suspects = [make_suspect(f"{text}i{n}", text) for text in bad for n in range(2)]
    return {
        **force,
        "persons": [*force["persons"], *persons],
        "incidents": [*force["incidents"], *incidents],
        "suspects": [*force["suspects"], *suspects],
    }


def find_formulas(folder: Path) -> list[str]:
    """Return cells of CSV files and formulas of workbooks that a spreadsheet would calculate."""
    found = []
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        found += [f"{path.name}: {cell}" for cell in cells if cell.lstrip()[:1] in set("=+@-") and not is_number(cell)]
    for path in sorted(folder.rglob("*.xlsx")):
        with zipfile.ZipFile(path) as archive:
            sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
        found += [path.name for sheet in sheets if "<f>" in sheet or "<f " in sheet]
    return found


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip()


def test_no_export_holds_a_formula(empty_workspace: Path, tmp_path: Path) -> None:
    root, out = Path(shutil.copytree(empty_workspace, tmp_path / "w")), tmp_path / "out"
    out.mkdir()
    call(root, "refresh", write_force(tmp_path / "feeds", make_formulas())).require_success()
    call(root, "weekly", "--as-of", AS_OF).require_success()
    listed = call(root, "list", "show", "V100-0001", "--json").require_success().json
    hostile = [entry["person_id"] for entry in listed["entries"] if entry["person_id"].lstrip()[:1] in set("=+@-")]
    assert hostile
    for kind in ("csv", "xlsx"):
        call(root, "list", "export", "V100-0001", "--format", kind, "--out", out / f"l.{kind}").require_success()
    wanted = next(person for person in hostile if person.lstrip().startswith("="))
    call(root, "review", "V100-0001", wanted, "--decision", "accept", "--rationale", "=1+1").require_success()
    task = ("task", "V100-0001", wanted, "--owner", "@North", "--tactic", "warrant", "--due", "2099-01-01")
    call(root, *task).require_success()
    add = ("watchlist", "add", wanted, "--legal-ground", "=1+1", "--authorised-by", "@A", "--expires", "2099-01-01")
    call(root, *add, "--rationale", "+1").require_success()
    call(root, "watchlist", "export", "--out", out / "w.csv").require_success()
    call(root, "report", "--out", out / "r.html").require_success()
    assert list_files(out)
    assert find_formulas(tmp_path / "w") + find_formulas(out) == []


def test_the_finder_of_formulas_finds_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n=1,'=1\n-3,-x\n", encoding="utf-8")
    assert find_formulas(tmp_path) == ["a.csv: =1", "a.csv: -x"]


def break_feed(folder: Path) -> None:
    with (folder / "persons.csv").open("a", encoding="utf-8") as stream:
        stream.write(f'"{CANARY} never closed,{CANARY}\n')


def break_types(folder: Path) -> None:
    text = (folder / "persons.csv").read_text(encoding="utf-8")
    (folder / "persons.csv").write_text(text.replace("1990-01-01", CANARY), encoding="utf-8")


def break_header(folder: Path) -> None:
    text = (folder / "persons.csv").read_text(encoding="utf-8")
    (folder / "persons.csv").write_text(text.replace("person_record_id", "record", 1), encoding="utf-8")


def make_fake_parquet(folder: Path) -> None:
    (folder / "persons.csv").rename(folder / "persons.parquet")


@pytest.mark.parametrize("harm", [break_feed, break_types, break_header, make_fake_parquet])
def test_no_name_of_a_feed_is_said_by_whatever_goes_wrong(
    harm: Callable[[Path], None], workspace: Path, tmp_path: Path
) -> None:
    force = make_force()
    persons = [make_person(f"Q{n}", given_names=CANARY, family_name=CANARY) for n in range(3)]
    folder = write_force(tmp_path / "feeds", {**force, "persons": [*force["persons"], *persons]})
    harm(folder)
    answer = spawn(workspace, "refresh", folder)
    assert CANARY not in answer.out + answer.err


@pytest.mark.parametrize("where", ["file", "env"])
def test_no_key_is_said_or_shown_in_arguments(where: str, workspace: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(CANARY * 3, encoding="utf-8")
    key.chmod(0o600)
    source = ("--to-file", str(key)) if where == "file" else ("--to-env", "V100_TEST_CANARY")
    environment = {"V100_TEST_CANARY": CANARY * 3, "V100_TRACEBACK": "1"}
    said = [spawn(workspace, "store", "rekey", *source, environment=environment).require_success()]
    store = workspace / "casework" / "casework.duckdb"
    content = bytearray(store.read_bytes())
    content[20_000:20_100] = bytes(100)
    store.write_bytes(content)
    said += [
        spawn(workspace, *command, environment=environment)
        for command in (("list", "all"), ("store", "status"), ("rank", "--as-of", AS_OF), ("store", "rekey", *source))
    ]
    for answer in said:
        assert CANARY not in answer.out + answer.err
    assert all(CANARY not in path.read_text(errors="replace") for path in workspace.rglob("*") if path.is_file())

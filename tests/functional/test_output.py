"""What goes to which stream, and the same bytes on every machine."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.support.command_line import Answer, call, spawn
from tests.support.force import AS_OF, make_force, make_person, write_force
from v100.synth.force import write_force as write_synthetic_force

HEAVY = ("polars", "duckdb", "lightgbm", "networkx", "pyarrow", "numpy", "rich.console")
SYNTHETIC_DAY = "2026-09-01"
COMMANDS = [
    ("init",),
    ("check",),
    ("rank", "--as-of", AS_OF),
    ("rank", "--as-of", AS_OF, "--explain-sensitivity"),
    ("rank", "--as-of", "1999-01-01"),
    ("ledger", "P1", "--as-of", AS_OF),
    ("person", "P1", "--as-of", AS_OF),
    ("list", "issue", "--as-of", AS_OF),
    ("list", "all"),
    ("list", "show", "V100-0001"),
    ("list", "verify", "V100-0001"),
    ("list", "diff", "V100-0001", "V100-0002"),
    ("list", "export", "V100-0001", "--format", "xlsx"),
    ("review", "V100-0001", "P1", "--decision", "defer", "--until", "2099-07-01", "--rationale", "seen"),
    ("worklist", "V100-0001"),
    ("case", "show", "P1"),
    ("case", "log"),
    ("action", "list"),
    ("watchlist", "export"),
    ("progress",),
    ("weekly", "--as-of", AS_OF),
    ("contracts", "list"),
    ("contracts", "show", "incidents"),
]


@pytest.fixture(scope="module")
def listed_twice(listed_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = Path(shutil.copytree(listed_workspace, tmp_path_factory.mktemp("twice") / "w"))
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    return root


@pytest.fixture
def listed(listed_twice: Path, tmp_path: Path) -> Path:
    """A workspace with two issued lists."""
    return Path(shutil.copytree(listed_twice, tmp_path / "w"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_is_one_document_and_nothing_else(command: tuple[str, ...], listed: Path) -> None:
    answer = call(listed, *command, "--json").require_success()
    assert isinstance(answer.json, dict | list)
    assert answer.out.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_json_there_is_something_to_read(command: tuple[str, ...], listed: Path) -> None:
    answer = call(listed, *command).require_success()
    assert answer.out.strip()


@pytest.mark.parametrize("name", ["refresh", "backup", "restore", "synth"])
def test_json_of_a_command_that_writes(name: str, listed: Path, tmp_path: Path) -> None:
    feeds = write_force(tmp_path / "feeds", {**make_force(), "persons": [make_person("", sex="?")]})
    call(listed, "backup", tmp_path / "before.tar").require_success()
    arguments = {
        "refresh": (feeds,),
        "backup": (tmp_path / "backup.tar",),
        "restore": (tmp_path / "before.tar", "--replace"),
        "synth": (tmp_path / "synth", "--people", "20", "--years", "0.5", "--until", "2026-01-01"),
    }
    answer = call(listed, name, *arguments[name], "--json").require_success()
    assert isinstance(answer.json, dict)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("rank",), 2),
        (("rank", "--as-of", "soon"), 2),
        (("rank", "--as-of", AS_OF, "--top", "0"), 2),
        (("rank", "--as-of", AS_OF, "--window-days", "99999999"), 2),
        (("rank", "--as-of", AS_OF, "--ranker", "model"), 13),
        (("rank", "--as-of", AS_OF, "--edition", "none"), 11),
        (("ledger", "P99", "--as-of", AS_OF), 11),
        (("list", "show", "V100-9999"), 11),
        (("list", "export", "V100-0001", "--format", "doc"), 2),
        (("contracts", "show", "horoscopes"), 11),
        (("contracts", "check", "nowhere.csv", "--feed", "persons"), 11),
        (("review", "V100-0001", "P1", "--decision", "accept", "--rationale", " "), 2),
        (("review", "V100-0001", "P1", "--decision", "defer", "--rationale", "later"), 2),
        (("review", "V100-0001", "P99", "--decision", "accept", "--rationale", "seen"), 11),
        (("nonsense",), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_refusal_leaves_standard_output_empty(command: tuple[str, ...], code: int, listed: Path) -> None:
    answer = call(listed, *command, "--json") if command != ("nonsense",) else call(listed, *command)
    assert (answer.code, answer.out) == (code, "")
    assert "Traceback" not in answer.err
    assert "defect" not in answer.err


def test_a_defect_of_ours_says_so_without_the_data_in_its_way(workspace: Path) -> None:
    broken = (
        "import v100.ranking.rank as module\n"
        "def fail(*_): raise ZeroDivisionError('Mr Lavender')\nmodule.rank_by_harm = fail\n"
    )
    answer = spawn(workspace, "rank", "--as-of", AS_OF, "--json", prelude=broken)
    assert (answer.code, answer.out) == (1, "")
    assert "defect" in answer.message
    assert "Lavender" not in answer.err


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    report = (
        "import os, sys\n"
        f"heavy, leave = {HEAVY!r}, os._exit\n"
        "def tell(code):\n"
        "    print('LOADED', [name for name in heavy if name in sys.modules], flush=True)\n"
        "    leave(code)\n"
        "os._exit = tell\n"
    )
    for arguments in (("--help",), ("rank", "--help"), ("list", "--help"), ("--version",)):
        answer = spawn(tmp_path, *arguments, prelude=report)
        assert answer.code == 0
        assert answer.out.splitlines()[-1] == "LOADED []"


@pytest.mark.slow
def test_the_same_workspace_gives_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    write_synthetic_force(feeds, people=400, years=1, seed=9, until=date.fromisoformat(SYNTHETIC_DAY))
    one_core = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    runs = [
        describe(tmp_path / str(number), feeds, environment, prelude)
        for number, (environment, prelude) in enumerate(
            [({}, ""), ({"POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu"}, one_core)]
        )
    ]
    assert runs[0] == runs[1]


def describe(root: Path, feeds: Path, environment: dict[str, str], prelude: str) -> list[str]:
    def run(*arguments: str | Path) -> Answer:
        return spawn(root, *arguments, environment=environment, prelude=prelude).require_success()

    run("init")
    run("refresh", feeds, "--allow-unmapped")
    ranking = run("rank", "--as-of", SYNTHETIC_DAY, "--top", "1000", "--json").out
    run("list", "issue", "--as-of", SYNTHETIC_DAY)
    document = run("list", "show", "V100-0001", "--json").json
    del document["header"]["issued_at"], document["header"]["expires_on"]
    assert document["entries"]
    return [ranking, json.dumps(document)]


def test_a_list_issued_on_one_machine_verifies_on_another(workspace: Path, tmp_path: Path) -> None:
    spawn(workspace, "list", "issue", "--as-of", AS_OF, environment={"POLARS_MAX_THREADS": "1"}).require_success()
    other = Path(shutil.copytree(workspace, tmp_path / "copied"))
    assert spawn(other, "list", "verify", "V100-0001", "--json").require_success().json["identical"]


def test_a_command_ends_with_its_own_exit_code_whatever_a_library_is_still_doing(workspace: Path) -> None:
    late = "import atexit, os\natexit.register(os.abort)\n"
    assert spawn(workspace, "rank", "--as-of", AS_OF, "--json", prelude=late).require_success().json["rows"]
    spawn(workspace, "ledger", "P99", "--as-of", AS_OF, prelude=late).require_refusal(11, "P99")

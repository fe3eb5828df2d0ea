"""Workspaces that are missing, damaged, too new, set up wrongly or backed up."""

import json
import shutil
import tarfile
from io import BytesIO
from pathlib import Path

import duckdb
import pytest

from tests.support.command_line import call, spawn
from tests.support.force import AS_OF, make_force, write_force

REPOSITORY = Path(__file__).parents[2]
NEED_A_WORKSPACE = [
    ("refresh", "feeds"),
    ("check",),
    ("rank", "--as-of", AS_OF),
    ("weekly", "--as-of", AS_OF),
    ("ledger", "P1", "--as-of", AS_OF),
    ("person", "P1", "--as-of", AS_OF),
    ("list", "issue", "--as-of", AS_OF),
    ("list", "all"),
    ("list", "show", "V100-0001"),
    ("list", "verify", "V100-0001"),
    ("list", "diff", "V100-0001", "V100-0002"),
    ("list", "export", "V100-0001", "--format", "csv"),
    ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen"),
    ("backup", "backup.tar"),
]


def tamper(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("command", NEED_A_WORKSPACE, ids=lambda command: " ".join(command[:2]))
def test_a_command_without_a_workspace_says_how_to_make_one(command: tuple[str, ...], tmp_path: Path) -> None:
    call(tmp_path / "none", *command).require_refusal(11, "v100 init")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", NEED_A_WORKSPACE, ids=lambda command: " ".join(command[:2]))
def test_a_command_on_an_empty_workspace_ends_without_a_defect(
    command: tuple[str, ...], fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(fresh, *command).code in {0, 11}


def test_init_is_safe_to_repeat(workspace: Path) -> None:
    before = call(workspace, "rank", "--as-of", AS_OF, "--json").require_success().out
    first, second = (call(workspace, "init", "--json").require_success().json for _ in range(2))
    assert first == second
    assert call(workspace, "rank", "--as-of", AS_OF, "--json").out == before


@pytest.mark.parametrize("store", ["store/records.duckdb", "casework/casework.duckdb"])
def test_a_store_from_a_newer_version_is_left_alone(store: str, workspace: Path) -> None:
    tamper(workspace / store, "insert into applied_migrations values (9999, 'later', 'x')")
    content = (workspace / store).read_bytes()
    for command in (("rank", "--as-of", AS_OF), ("init",), ("list", "issue", "--as-of", AS_OF)):
        call(workspace, *command).require_refusal(12, "9999")
    assert (workspace / store).read_bytes() == content


@pytest.mark.parametrize("store", ["store/records.duckdb", "casework/casework.duckdb"])
@pytest.mark.parametrize("content", [b"", b"this is no store" * 500])
def test_a_store_that_is_no_store_is_refused_and_left_alone(store: str, content: bytes, workspace: Path) -> None:
    (workspace / store).write_bytes(content)
    for command in (("rank", "--as-of", AS_OF), ("init",), ("list", "issue", "--as-of", AS_OF)):
        call(workspace, *command).require_refusal(12, Path(store).name)
        assert (workspace / store).read_bytes() == content


def test_a_store_with_damaged_pages_is_refused(workspace: Path) -> None:
    path = workspace / "store" / "records.duckdb"
    content = bytearray(path.read_bytes())
    content[len(content) // 4 : -100] = bytes(len(content) - 100 - len(content) // 4)
    path.write_bytes(content)
    call(workspace, "rank", "--as-of", AS_OF).require_refusal(12, "records.duckdb")


def test_a_migration_edited_after_it_ran_is_refused(workspace: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("v100", "sql", "data_contracts"):
        shutil.copytree(REPOSITORY / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    spawn(workspace, "rank", "--as-of", AS_OF, "--json", source=checkout).require_success()
    migration = checkout / "sql" / "migrations" / "records" / "0002_load_register.sql"
    migration.write_text(migration.read_text(encoding="utf-8") + "-- a harmless remark\n", encoding="utf-8")
    spawn(workspace, "rank", "--as-of", AS_OF, source=checkout).require_refusal(14, "0002_load_register")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("window_day = 100\n", ("window_day", "window_days")),
        ("window_days = 0\n", ("window_days",)),
        ("window_days = [\n", ("TOML",)),
        ('top = "many"\n', ("top",)),
    ],
)
def test_a_setting_that_is_unknown_or_out_of_range_is_wrong_usage(
    text: str, words: tuple[str, ...], workspace: Path
) -> None:
    (workspace / "v100.toml").write_text(text, encoding="utf-8")
    call(workspace, "rank", "--as-of", AS_OF).require_refusal(2, *words)


@pytest.mark.parametrize("as_of", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_wrong_usage(as_of: str, workspace: Path) -> None:
    for command in (("rank",), ("list", "issue"), ("ledger", "P1")):
        call(workspace, *command, "--as-of", as_of).require_refusal(2, as_of)


def test_whoever_is_nobody_must_say_who_he_is(workspace: Path) -> None:
    unknown = "import getpass\ndef fail(): raise KeyError('uid')\ngetpass.getuser = fail\n"
    nobody = "import sys; position = sys.argv.index('--as'); del sys.argv[position : position + 2]\n"
    answer = spawn(workspace, "rank", "--as-of", AS_OF, prelude=unknown + nobody)
    answer.require_refusal(2, "--as")


def test_a_backup_restored_elsewhere_is_the_same_workspace(workspace: Path, tmp_path: Path) -> None:
    (workspace / "v100.toml").write_text("top = 7\n", encoding="utf-8")
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    call(workspace, "review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen").require_success()
    backup = tmp_path / "out" / "backup.tar"
    contents = call(workspace, "backup", backup, "--json").require_success().json["contents"]
    assert contents == ["casework.duckdb", "records.duckdb", "v100.toml"]
    other = tmp_path / "other"
    call(other, "restore", backup).require_success()
    for command in (
        ("rank", "--as-of", AS_OF, "--json"),
        ("list", "show", "V100-0001", "--json"),
        ("person", "P1", "--as-of", AS_OF, "--json"),
        ("list", "verify", "V100-0001", "--json"),
    ):
        assert call(other, *command).require_success().out == call(workspace, *command).require_success().out
    assert (other / "v100.toml").read_text(encoding="utf-8") == "top = 7\n"
    assert [path.name for path in backup.parent.iterdir()] == ["backup.tar"]
    assert not list(other.glob(".restore-*"))


def test_restore_replaces_a_workspace_only_when_told_to(workspace: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    call(workspace, "backup", backup).require_success()
    before = call(workspace, "rank", "--as-of", AS_OF, "--json").out
    call(workspace, "refresh", write_force(tmp_path / "feeds", {"offences": []} | make_force())).require_success()
    call(workspace, "restore", backup).require_refusal(13, "--replace")
    call(workspace, "restore", backup, "--replace").require_success()
    assert call(workspace, "rank", "--as-of", AS_OF, "--json").out == before


def test_restore_drops_what_a_stopped_command_left_beside_the_stores(workspace: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    call(workspace, "backup", backup).require_success()
    leftover = workspace / "casework" / "casework.duckdb.wal"
    leftover.write_bytes(b"the log of another store")
    call(workspace, "restore", backup, "--replace").require_success()
    assert not leftover.exists()
    call(workspace, "rank", "--as-of", AS_OF).require_success()


def damage_byte(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def rewrite(content: bytes, manifest: object, extra: str | None = None, renamed: str | None = None) -> bytes:
    """Return the tar file with another manifest, an extra member, or its first store under another name."""
    out = BytesIO()
    with tarfile.open(fileobj=BytesIO(content)) as before, tarfile.open(fileobj=out, mode="w") as after:
        for member in before.getmembers():
            stream = before.extractfile(member)
            data = stream.read() if stream else b""
            if member.name == "manifest.json" and manifest is not None:
                data = json.dumps(manifest).encode()
                member.size = len(data)
            if member.name == "casework.duckdb" and renamed:
                member.name = renamed
            after.addfile(member, BytesIO(data))
        if extra:
            after.addfile(tarfile.TarInfo(extra), BytesIO(b""))
    return out.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        damage_byte,
        lambda content: content[: len(content) // 2],
        lambda content: content[:100],
        lambda content: b"",
        lambda content: b"no tar at all" * 1000,
        lambda content: rewrite(content, {"sha256": {}}),
        lambda content: rewrite(content, {"sha256": {"../../evil": "x"}}),
        lambda content: rewrite(content, {"sha256": "x"}),
        lambda content: rewrite(content, ["x"]),
        lambda content: rewrite(content, None, extra="surprise"),
        lambda content: rewrite(content, None, renamed="../casework.duckdb"),
    ],
    ids=["byte", "half", "start", "empty", "text", "nothing", "evil", "word", "array", "extra", "renamed"],
)
def test_a_damaged_backup_restores_nothing(damage: object, workspace: Path, tmp_path: Path) -> None:
    assert callable(damage)
    backup = tmp_path / "backup.tar"
    call(workspace, "backup", backup).require_success()
    backup.write_bytes(damage(backup.read_bytes()))
    before = (workspace / "store" / "records.duckdb").read_bytes()
    call(workspace, "restore", backup, "--replace").require_refusal(14, "backup")
    assert (workspace / "store" / "records.duckdb").read_bytes() == before
    # The store of decisions is still the same one: it has the attempt on record, after the backup.
    lines = call(workspace, "audit", "log", "--json").require_success().json["lines"]
    assert [(line["command"], line["stage"]) for line in lines][-2:] == [("restore", "begun"), ("restore", "failed")]
    other = tmp_path / "other"
    call(other, "restore", backup).require_refusal(14, "backup")
    assert not (other / "store" / "records.duckdb").exists()
    assert not list(workspace.glob(".restore-*"))


def test_a_backup_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    call(tmp_path / "w", "restore", tmp_path / "none.tar").require_refusal(11, "none.tar")


def test_backup_refuses_to_write_where_it_cannot(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    call(workspace, "backup", tmp_path / "file" / "backup.tar").require_refusal(12, "file")
    call(workspace, "backup", tmp_path).require_refusal(12)

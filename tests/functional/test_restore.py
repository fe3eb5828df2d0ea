"""A backup put in place: whole or not at all, with its key at hand, and without its word on who may do what."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.command_line import call
from tests.support.encryption import list_files, list_stores, write_secret
from tests.support.force import AS_OF
from v100.store.backup_file import pack_members, unpack_members

RANK = ("rank", "--as-of", AS_OF, "--json")
PLACED = ("rekey.json", "records.duckdb", "casework.duckdb", "v100.toml", "report.txt")


@pytest.fixture(scope="module")
def plain_backup(loaded_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the tiny force with one file of a model; copy it, never change it."""
    folder = tmp_path_factory.mktemp("backup")
    root = Path(shutil.copytree(loaded_workspace, folder / "w"))
    (root / "models" / "M0001").mkdir(parents=True)
    (root / "models" / "M0001" / "report.txt").write_text("of the backup", encoding="utf-8")
    call(root, "backup", folder / "b.v100").require_success()
    return folder / "b.v100"


def alter(backup: Path, folder: Path, name: str, text: str) -> Path:
    """Return a backup with another member, made as anybody could make it."""
    folder.mkdir()
    members = unpack_members(backup, folder)
    members[name] = folder / "altered"
    members[name].write_text(text, encoding="utf-8")
    pack_members(folder / "b.v100", members, now=datetime(2026, 1, 1, tzinfo=UTC))
    return folder / "b.v100"


def read_everything(root: Path) -> dict[str, bytes]:
    """What a restore replaces, but for the log's own lines about it."""
    return {name: (root / name).read_bytes() for name in list_files(root) if "casework" not in name}


def read_stages(root: Path) -> list[str]:
    lines = call(root, "audit", "log", "--json").require_success().json["lines"]
    return [line["stage"] for line in lines if line["command"] == "restore"]


@dataclass(frozen=True)
class Rekeyed:
    """A workspace whose key was changed after its backup; the old key lies elsewhere since."""

    root: Path
    backup: Path
    old: Path
    new: Path


@pytest.fixture(scope="module")
def rekeyed(loaded_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Rekeyed:
    """Copy it, never change it."""
    folder = tmp_path_factory.mktemp("rekeyed")
    root = Path(shutil.copytree(loaded_workspace, folder / "w"))
    old, new = write_secret(folder / "a.key", "the first secret of all"), write_secret(folder / "b.key")
    call(root, "store", "rekey", "--to-file", old).require_success()
    call(root, "backup", folder / "b.v100").require_success()
    call(root, "store", "rekey", "--to-file", new).require_success()
    return Rekeyed(root, folder / "b.v100", old.rename(folder / "kept.key"), new)


def test_a_backup_whose_key_is_not_at_hand_replaces_nothing(
    rekeyed: Rekeyed, loaded_workspace: Path, tmp_path: Path
) -> None:
    root, other = Path(shutil.copytree(rekeyed.root, tmp_path / "w")), tmp_path / "other"
    before = read_everything(root)
    refused = call(root, "restore", rekeyed.backup, "--replace")
    refused.require_refusal(12, "Nothing was restored", "--key-file")
    assert read_everything(root) == before
    assert read_stages(root) == ["begun", "failed"]
    call(other, "restore", rekeyed.backup).require_refusal(12, "a.key")
    assert not list_stores(other)[0].exists()
    for place, how in ((root, ("--replace",)), (other, ())):
        call(place, "restore", rekeyed.backup, "--key-file", rekeyed.old, *how).require_success()
        assert str(rekeyed.old) in (place / "v100.toml").read_text(encoding="utf-8")
        assert call(place, *RANK).require_success().out == call(loaded_workspace, *RANK).require_success().out


def test_a_workspace_whose_own_key_is_lost_can_still_be_restored(rekeyed: Rekeyed, tmp_path: Path) -> None:
    root = Path(shutil.copytree(rekeyed.root, tmp_path / "w"))
    settings = root / "v100.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("b.key", "lost.key"), encoding="utf-8")
    call(root, "restore", rekeyed.backup, "--replace", "--key-file", rekeyed.old).require_success()
    assert read_stages(root) == ["restored", "done"]


def test_a_restore_drops_no_safeguard_of_the_workspace(
    workspace: Path, plain_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("v100.cli.gate.read_groups", lambda _account: ["it"])
    monkeypatch.setattr("v100.cli.gate.read_account", lambda: ("tester", "Some Tester"))
    own = 'audit_reason_required = true\ntop = 7\n[roles]\ndata_engineer = ["it"]\n'
    (workspace / "v100.toml").write_text(own, encoding="utf-8")
    restored = call(workspace, "--reason", "a disk failed", "restore", plain_backup, "--replace", "--json")
    found = restored.require_success().json
    assert (workspace / "v100.toml").read_text(encoding="utf-8") == own
    assert call(workspace, "whoami", "--json").json["roles"] == ["data_engineer"]
    assert (found["settings"], sorted(found["settings_differ"])) == ("kept", ["audit_reason_required", "roles", "top"])
    assert found["contents"] == ["casework.duckdb", "models/M0001/report.txt", "records.duckdb"]
    assert "audit_reason_required" in restored.err
    (workspace / "v100.toml").unlink()
    lines = call(workspace, "audit", "log", "--json").require_success().json["lines"]
    line = next(each for each in lines if each["stage"] == "restored")
    assert line["arguments"]["settings"] == "kept"
    assert set(line["arguments"]["settings_differ"].split(", ")) == {"audit_reason_required", "roles", "top"}
    assert (line["reason"], line["role"]) == ("a disk failed", "data_engineer")


def test_a_program_that_the_backup_alone_names_is_not_run(workspace: Path, plain_backup: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    crafted = alter(
        plain_backup, tmp_path / "crafted", "v100.toml", f"key_command = {json.dumps(['touch', str(trace)])}\n"
    )
    call(tmp_path / "other", "restore", crafted).require_refusal(13, "--key-command")
    assert not list_stores(tmp_path / "other")[0].exists()
    call(workspace, "restore", crafted, "--replace").require_success()
    call(workspace, *RANK).require_success()
    assert not trace.exists()


@pytest.mark.parametrize("text", ["top = [", "no_such_setting = 1\n"])
def test_settings_that_cannot_be_read_hinder_only_where_they_would_hold(
    text: str, workspace: Path, plain_backup: Path, tmp_path: Path
) -> None:
    crafted = alter(plain_backup, tmp_path / "crafted", "v100.toml", text)
    call(tmp_path / "other", "restore", crafted).require_refusal(2, "in the backup")
    found = call(workspace, "restore", crafted, "--replace", "--json").require_success().json
    assert (found["settings"], found["settings_differ"]) == ("kept", None)


class StoppedError(BaseException):
    """Stands for a kill: nothing catches it to tidy up."""


def stop_at(step: int, *, after: bool) -> Callable[[Path, Path], Path]:
    """Return a rename that stops at the n-th file that is put in place, before or after it is."""
    rename, steps = Path.replace, iter(range(100))

    def stop(finished: Path, published: Path) -> Path:
        if ".restore-" in str(published) or published.name not in PLACED or next(steps) != step:
            return rename(finished, published)
        if after:
            rename(finished, published)
        raise StoppedError

    return stop


@pytest.mark.parametrize(("step", "after"), [(0, False), (0, True), (1, True), (2, True), (3, False), (3, True)])
def test_stopped_at_any_file_it_is_finished_by_the_next_command_or_never_began(
    step: int, after: bool, workspace: Path, plain_backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_everything(workspace)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stop_at(step, after=after))
        with pytest.raises(StoppedError):
            call(workspace, "restore", plain_backup, "--replace")
    happened = (step, after) != (0, False)
    if not happened:
        assert {name: content for name, content in read_everything(workspace).items() if "rekey" not in name} == before
    # The log that is there says what is true of it, whenever it was stopped.
    assert read_stages(workspace)[:1] == (["restored"] if happened else ["begun"])
    call(workspace, *RANK).require_success()
    call(workspace, "audit", "verify").require_success()
    assert (workspace / "models" / "M0001" / "report.txt").exists() is happened
    call(workspace, "restore", plain_backup, "--replace").require_success()
    assert [name for name in list_files(workspace) if "rekey" in name or "restore" in name] == []


def test_a_model_that_does_not_fit_what_is_there_stops_it_in_time(workspace: Path, plain_backup: Path) -> None:
    (workspace / "models" / "M0001" / "report.txt").mkdir(parents=True)
    before = read_everything(workspace)
    call(workspace, "restore", plain_backup, "--replace").require_refusal(14, "report.txt")
    assert read_everything(workspace) == before
    assert not list(workspace.glob(".restore-*"))

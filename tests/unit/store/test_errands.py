"""What goes with a swap is done whole, can be done again, and never reaches outside the workspace."""

import json
from pathlib import Path

import pytest

from v100.errors import StoreError
from v100.settings import Workspace
from v100.store.errands import carry_out_errands, discard_errands, find_folder, name_finished, plan_errands


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "w")
    (workspace.root / "notes").mkdir(parents=True)
    (workspace.root / "notes" / "old.txt").write_text("old", encoding="utf-8")
    finished = find_folder(workspace) / "lists" / "new.txt"
    finished.parent.mkdir(parents=True)
    finished.write_text("new", encoding="utf-8")
    return workspace


def plan(workspace: Workspace, *backups: Path) -> None:
    notes = workspace.root / "notes"
    plan_errands(workspace, [notes / "old.txt", notes], backups)


def test_until_it_is_carried_out_nothing_has_changed(workspace: Workspace) -> None:
    plan(workspace)
    discard_errands(workspace)
    assert [path.name for path in workspace.root.rglob("*")] == ["notes", "old.txt"]


def test_all_of_it_is_done_and_again(workspace: Workspace, tmp_path: Path) -> None:
    backup = tmp_path / "b.tar"
    backup.write_text("old", encoding="utf-8")
    name_finished(backup).write_text("new", encoding="utf-8")
    plan(workspace, backup)
    name_finished(backup).replace(backup)
    carry_out_errands(workspace)
    carry_out_errands(workspace)
    assert sorted(path.name for path in workspace.root.rglob("*")) == ["lists", "new.txt"]
    assert backup.read_text(encoding="utf-8") == "new"


def test_a_backup_whose_folder_is_away_is_waited_for(workspace: Workspace, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    name_finished(disk / "b.tar").write_text("new", encoding="utf-8")
    plan(workspace, disk / "b.tar")
    disk.rename(tmp_path / "away")
    with pytest.raises(StoreError, match="its folder is away"):
        carry_out_errands(workspace)
    (tmp_path / "away").rename(disk)
    carry_out_errands(workspace)
    assert (disk / "b.tar").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("plan", ["", "[]", '{"remove": [1]}', {"remove": ["../other"], "backups": []}])
def test_a_plan_that_it_did_not_write_is_refused(workspace: Workspace, tmp_path: Path, plan: object) -> None:
    (tmp_path / "other").write_text("kept", encoding="utf-8")
    text = plan if isinstance(plan, str) else json.dumps(plan)
    (find_folder(workspace) / "plan.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="not what V100 wrote"):
        carry_out_errands(workspace)
    assert (tmp_path / "other").exists()

"""Links in a workspace, and names that could be told in advance."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from v100.errors import RefusedError
from v100.governance.write import write_private
from v100.settings import Settings, Workspace
from v100.store.backup import write_backup
from v100.store.links import refuse_links


def test_a_folder_without_links_is_taken(tmp_path: Path) -> None:
    (tmp_path / "store" / "deep" / "deeper").mkdir(parents=True)
    refuse_links(tmp_path)
    refuse_links(tmp_path / "none")


@pytest.mark.parametrize("place", ["v100.toml", "lists", "store/x", "store/deep/deeper/x"])
@pytest.mark.parametrize("goal", [".", "nowhere"])
def test_a_link_at_any_depth_is_refused_and_named(place: str, goal: str, tmp_path: Path) -> None:
    (tmp_path / "store" / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / place).symlink_to(tmp_path / goal)
    with pytest.raises(RefusedError, match=place):
        refuse_links(tmp_path)


def test_a_folder_that_is_no_workspace_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "link").symlink_to(tmp_path)
    refuse_links(tmp_path)


def lay_traps(folder: Path, name: str, victim: Path) -> None:
    for trap in (f".{name}.part", f".{name}.partial", f"{name}.part", f"{name}.partial"):
        (folder / trap).symlink_to(victim)


def test_no_file_goes_through_a_link_that_lay_in_wait(loaded_workspace: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched", encoding="utf-8")
    for name in ("page.html", "b.tar"):
        lay_traps(tmp_path, name, victim)
    write_private(tmp_path / "page.html", b"new")
    write_backup(Workspace(loaded_workspace), Settings(), tmp_path / "b.tar", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert victim.read_text(encoding="utf-8") == "untouched"
    assert (tmp_path / "page.html").read_bytes() == b"new"
    assert (tmp_path / "b.tar").stat().st_size > 1_000

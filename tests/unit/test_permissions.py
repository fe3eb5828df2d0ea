"""Whatever a command makes is its owner's alone, whatever the account allows others."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command_line import call
from tests.support.encryption import write_secret
from tests.support.force import AS_OF, make_force, make_person, write_force

REVIEW = ("review", "V100-0001", "P1", "--decision", "accept", "--rationale", "seen")
TASK = ("task", "V100-0001", "P1", "--owner", "North", "--tactic", "warrant", "--due", "2099-01-01")


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def list_open(folder: Path) -> list[str]:
    """Return what others may read, write or enter."""
    return sorted(
        f"{stat.S_IMODE(path.stat().st_mode):o} {path.relative_to(folder)}"
        for path in (folder, *folder.rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    )


def test_whatever_the_commands_make_is_closed_to_others(tmp_path: Path) -> None:
    made = tmp_path / "made"
    root, out = made / "w", made / "out"
    force = make_force()
    feeds = write_force(tmp_path / "feeds", {**force, "persons": [*force["persons"], make_person("", sex="?")]})
    commands: list[tuple[str | Path, ...]] = [
        ("init",),
        ("refresh", feeds),
        ("weekly", "--as-of", AS_OF),
        REVIEW,
        *(("list", "export", "V100-0001", "--format", kind, "--out", out / f"l.{kind}") for kind in ("csv", "html")),
        *(("list", "export", "V100-0001", "--format", kind) for kind in ("xlsx", "parquet", "pdf", "graphml")),
        ("network", "P1", "--as-of", AS_OF, "--out", out / "n.graphml"),
        ("watchlist", "export", "--out", out / "w.csv"),
        ("report", "--out", out / "r.html"),
        ("audit", "export", out / "a.jsonl", "--recipient", "the regulator"),
        ("backup", out / "b.tar"),
        ("synth", made / "feeds", "--people", "20", "--years", "0.2", "--until", "2026-01-01"),
    ]
    made.mkdir(mode=0o700)
    out.mkdir(mode=0o700)
    (root / "v100.toml").parent.mkdir(mode=0o700)
    (root / "v100.toml").write_text("[units.North]\ncapacity = 3\n", encoding="utf-8")
    (root / "v100.toml").chmod(0o600)
    for command in commands:
        call(root, *command).require_success()
        assert list_open(made) == [], command
    assert (root / "rejects" / "R000001" / "persons.csv").exists()
    other = made / "restored"
    call(other, "restore", out / "b.tar").require_success()
    call(root, "store", "rekey", "--to-file", write_secret(tmp_path / "key")).require_success()
    assert list_open(made) == []


def test_nothing_is_open_to_others_even_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a library opens follows the mask of the process: the mask is the guard, not a later chmod."""
    seen = []

    def look(*_: object, **__: object) -> None:
        seen.append(os.umask(0o077))

    monkeypatch.setattr("v100.store.setup.make_private_folder", look)
    call(tmp_path, "init")
    assert seen == [0o077]
    assert os.umask(0) == 0


def test_a_workspace_that_was_made_open_is_not_opened_further(tmp_path: Path) -> None:
    root = tmp_path / "w"
    root.mkdir(mode=0o755)
    call(root, "init").require_success()
    assert list_open(root) == ["755 ."]

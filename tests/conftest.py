"""Markers and the workspaces that tests start from."""

import shutil
from pathlib import Path

import pytest

from tests.support.command_line import call
from tests.support.force import AS_OF, make_force, write_force


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "slow: repeats or enlarges what another test holds; `make soak` runs these, `make test` does not"
    )


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as `init` makes it; copy it, never change it."""
    root = tmp_path_factory.mktemp("empty") / "w"
    call(root, "init").require_success()
    return root


@pytest.fixture(scope="session")
def loaded_workspace(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds the tiny force; copy it, never change it."""
    folder = tmp_path_factory.mktemp("loaded")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    call(root, "refresh", write_force(folder / "feeds", make_force())).require_success()
    return root


@pytest.fixture(scope="session")
def listed_workspace(loaded_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds the tiny force and the list V100-0001; copy it, never change it."""
    root = Path(shutil.copytree(loaded_workspace, tmp_path_factory.mktemp("listed") / "w"))
    call(root, "list", "issue", "--as-of", AS_OF).require_success()
    return root


@pytest.fixture
def fresh(empty_workspace: Path, tmp_path: Path) -> Path:
    """A fresh, empty workspace of this test's own."""
    return Path(shutil.copytree(empty_workspace, tmp_path / "w"))


@pytest.fixture
def workspace(loaded_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of this test's own that holds the tiny force."""
    return Path(shutil.copytree(loaded_workspace, tmp_path / "w"))


@pytest.fixture
def listed(listed_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of this test's own with the list V100-0001 of the tiny force."""
    return Path(shutil.copytree(listed_workspace, tmp_path / "w"))

"""Stores that rules hold of, each built once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.spec.rule import Rule
from tests.support.command_line import call
from tests.support.force import Feeds, write_force


@pytest.fixture(scope="session")
def build_store(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Feeds], Path]:
    def build(feeds: Feeds) -> Path:
        folder = tmp_path_factory.mktemp("rule")
        root = Path(shutil.copytree(empty_workspace, folder / "w"))
        call(root, "refresh", write_force(folder / "feeds", feeds), "--allow-unmapped").require_success()
        return root

    return build


@pytest.fixture(scope="session")
def open_store(build_store: Callable[[Feeds], Path]) -> Callable[[Rule], Path]:
    """Return the workspace of a rule that needs one."""
    built: dict[str, Path] = {}

    def find(rule: Rule) -> Path:
        assert rule.make_feeds
        if rule.title not in built:
            built[rule.title] = build_store(rule.make_feeds())
        return built[rule.title]

    return find

"""What the house style asks of every file and no linter checks."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("v100", "sql")
    for path in (ROOT / folder).rglob("*.*")
    if path.suffix in (".py", ".sql")
)
PYTHON = [name for name in FILES if name.endswith(".py")]
MOST_LINES = 300
LONG_FUNCTION = 45
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "core"}
SQL_TEXT = re.compile(
    r"^\s*(select|insert into|update|delete from|create (or replace )?(temp )?(table|view|macro)|with \w+ as)\b", re.I
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_over_300_lines(name: str) -> None:
    # The first migration is written from the contracts and grows with them.
    if name == "sql/migrations/records/0001_feed_tables.sql":
        return
    assert len(read(name).splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", PYTHON)
def test_every_module_opens_with_a_paragraph(name: str) -> None:
    assert ast.get_docstring(ast.parse(read(name)))


@pytest.mark.parametrize("name", PYTHON)
def test_no_sql_stands_in_python(name: str) -> None:
    texts = [
        node.value
        for node in ast.walk(ast.parse(read(name)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if SQL_TEXT.match(text)] == []


def test_the_sql_finder_finds_sql() -> None:
    assert SQL_TEXT.match("SELECT 1")
    assert not SQL_TEXT.match("selected persons")


@pytest.mark.parametrize("name", PYTHON)
def test_no_module_is_a_drawer_for_odds_and_ends(name: str) -> None:
    assert not FORBIDDEN_NAMES & set(Path(name).with_suffix("").parts)


@pytest.mark.parametrize("name", PYTHON)
def test_no_check_is_switched_off(name: str) -> None:
    assert not re.search(r"#\s*(noqa|type:\s*ignore)|except Exception:\s*pass", read(name))


@pytest.mark.parametrize("name", [name for name in PYTHON if not name.startswith("v100/cli/")])
def test_functions_are_short(name: str) -> None:
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1})"
        for node in ast.walk(ast.parse(read(name)))
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= LONG_FUNCTION
    ]
    # One literal that fills every field of an entry reads better whole.
    assert [item for item in long if not item.startswith(("_write_entry ", "refresh_store ", "_compose "))] == []

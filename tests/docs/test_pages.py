"""The pages hold together: links resolve, nothing is left to do, every setting, table and term is there."""

import json
import re
from pathlib import Path
from typing import is_typeddict

import pytest

from tests.support.pages import DOCS, ROOT, list_pages, list_relative_links, name_page
from v100 import errors
from v100.harm import ledger_line
from v100.ranking import entry
from v100.settings import STATEMENT, TACTICS, Settings
from v100.tasking import document

PAGES = list_pages()
TERM = re.compile(r"^\*\*(.+?)\*\* — (.+)$", re.MULTILINE)


def read_page(path: str) -> str:
    return (DOCS / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=name_page)
def test_every_relative_link_and_image_resolves(page: Path) -> None:
    links = list_relative_links(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).resolve().exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_page)
def test_nothing_is_left_to_do(page: Path) -> None:
    assert not re.search(r"\b(TODO|FIXME|TBD|XXX)\b", page.read_text(encoding="utf-8"))


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        links = list_relative_links(page.read_text(encoding="utf-8"))
        waiting += [target for link in links if (target := (page.parent / link).resolve()).suffix == ".md"]
    decisions = set((DOCS / "decisions").glob("*.md"))
    assert set(PAGES) - decisions - reached == set()


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_settings_page_lists_every_setting_with_its_default(name: str) -> None:
    row = next(line for line in read_page("reference/settings.md").splitlines() if line.startswith(f"| `{name}` |"))
    default = Settings.model_fields[name].default
    if default in (STATEMENT, TACTICS):
        shown = "see below"
    else:
        shown = f"`{json.dumps(default)}`" if default is not None and default != {} else "none"
    assert row.split("|")[2].strip() == shown


def test_the_settings_page_names_every_tactic() -> None:
    page = read_page("reference/settings.md")
    assert [tactic for tactic in TACTICS if f"`{tactic}`" not in page] == []


def test_the_settings_page_lists_no_setting_that_is_not_there() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \|", read_page("reference/settings.md"), re.MULTILINE)
    assert set(rows) == set(Settings.model_fields)


def test_the_settings_page_quotes_the_default_statement() -> None:
    assert STATEMENT in " ".join(read_page("reference/settings.md").replace("\n>", "").split())


def test_the_exit_codes_are_those_of_the_errors() -> None:
    kinds = (each for each in vars(errors).values() if isinstance(each, type))
    codes = {each.exit_code for each in kinds if issubclass(each, errors.V100Error)}
    shown = re.findall(r"^\| (\d+) \|", read_page("reference/exit-codes.md"), re.MULTILINE)
    assert {int(code) for code in shown} == codes | {0}


def test_the_list_page_names_every_field_of_a_list() -> None:
    page = read_page("reference/list-document.md")
    types = {each for module in (document, entry, ledger_line) for each in vars(module).values() if is_typeddict(each)}
    fields = {field for each in types for field in each.__annotations__}
    assert sorted(field for field in fields if f"`{field}`" not in page) == []


def test_the_store_page_names_every_table() -> None:
    page = read_page("reference/store.md")
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "sql" / "migrations").rglob("[0-9]*.sql")]
    tables = {table for script in scripts for table in re.findall(r"^create table (\w+)", script, re.MULTILINE)}
    assert tables
    assert sorted(table for table in tables if f"`{table}`" not in page) == []


def test_the_glossary_is_sorted_and_gives_each_term_once() -> None:
    terms = [term for term, _ in TERM.findall(read_page("glossary.md"))]
    assert terms == sorted(set(terms), key=str.lower)


def test_each_term_says_which_words_to_avoid() -> None:
    entries = TERM.findall(read_page("glossary.md"))
    assert entries
    assert [term for term, text in entries if not re.search(r"\*Avoid:\* \S.*\.$", text)] == []


def test_decisions_are_numbered_without_gaps_and_say_why() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04d}" for number in range(1, len(pages) + 1)]
    parts = ("**Context.**", "**Decision.**", "**Consequences.**")
    assert [page.name for page in pages if any(part not in page.read_text(encoding="utf-8") for part in parts)] == []

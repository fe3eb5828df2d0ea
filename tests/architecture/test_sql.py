"""SQL: one headed statement a file, and one door to the past."""

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from v100.contracts.read import load_contracts

SQL = Path(__file__).parents[2] / "sql"
STATEMENTS = sorted(path.relative_to(SQL).as_posix() for path in SQL.rglob("*.sql"))
# What a ranking, a list or a profile is read from. Loading, checks and the door itself see the tables.
BEHIND_THE_DOOR = [name for name in STATEMENTS if name.startswith(("ranking/", "features/", "graph/", "reports/"))]
# What a score is made from.
BEHIND_THE_FENCE = [name for name in STATEMENTS if name.startswith(("features/", "graph/"))]
SEVERAL = ("migrations/", "known/known_rows.sql")
FEEDS = set(load_contracts())


def read(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")


def fill(text: str) -> str:
    return re.sub(r"\{([a-z_]+)\}", r"\1", text)


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_says_what_it_is(name: str) -> None:
    assert read(name).startswith("-- ")


@pytest.mark.parametrize("name", [name for name in STATEMENTS if not name.startswith(SEVERAL)])
def test_a_file_holds_one_statement(name: str) -> None:
    assert len([part for part in sqlglot.parse(fill(read(name)), dialect="duckdb") if part]) == 1


@pytest.mark.parametrize("name", BEHIND_THE_DOOR)
def test_knowledge_is_read_through_the_door_alone(name: str) -> None:
    assert find_feed_tables(read(name)) == set()


def find_feed_tables(text: str) -> set[str]:
    """Return the feed tables a statement reads by name, leaving out names it defines itself."""
    tree = sqlglot.parse_one(fill(text), dialect="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table)} & FEEDS - own


def test_the_fence_sees_a_feed_table() -> None:
    assert find_feed_tables("select * from incidents") == {"incidents"}
    assert find_feed_tables("select * from known_incidents($as_of, $run) as incidents") == set()


def find_fenced(text: str) -> set[str]:
    """Return the feed.columns a statement names that no score may read, and the feeds of which it takes everything."""
    tree = sqlglot.parse_one(fill(text), dialect="duckdb")
    code = tree.sql("duckdb", comments=False).lower()
    read_feeds = {feed for feed in FEEDS if re.search(rf"\b(known_)?{feed}(_[a-z]+)?\b", code)}
    named = {identifier.name for identifier in tree.find_all(exp.Identifier)}
    fenced = {
        f"{feed}.{column.name}"
        for feed in read_feeds
        for column in load_contracts()[feed].columns
        if column.feature_use != "allowed" and column.name in named
    }
    takes_all = {
        f"{feed}.*"
        for feed in read_feeds
        if any(not isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star))
    }
    return fenced | takes_all


@pytest.mark.parametrize("name", BEHIND_THE_FENCE)
def test_what_a_score_is_made_from_names_no_fenced_column(name: str) -> None:
    assert find_fenced(read(name)) == set()


@pytest.mark.parametrize(
    ("text", "fenced"),
    [
        ("select date_of_birth from known_persons_spans($as_of, $run)", {"persons.date_of_birth"}),
        ("select p.sex as s from known_persons($as_of, $run) as p", {"persons.sex"}),
        ("select victim_id from known_victims_spans($as_of, $run) where sex = 'F'", {"victims.sex"}),
        ("with a as (select pnc_id as x from known_persons($as_of, $run)) select x from a", {"persons.pnc_id"}),
        ("select ethnicity from protected_characteristics", {"protected_characteristics.ethnicity"}),
        ("select * from known_persons_spans($as_of, $run)", {"persons.*"}),
        ("select person_record_id, recorded_at from known_persons_spans($as_of, $run)", set()),
        ("select age, risk_grade from known_victims_spans($as_of, $run)", set()),
    ],
)
def test_the_fence_sees_a_fenced_column(text: str, fenced: set[str]) -> None:
    assert find_fenced(text) == fenced


def test_the_fence_sees_every_statement_of_the_features() -> None:
    assert {"features/select_persons_known.sql", "features/select_incident_spans.sql"} <= set(BEHIND_THE_FENCE)
    assert all(find_feeds(read(name)) for name in BEHIND_THE_FENCE)


def find_feeds(text: str) -> set[str]:
    """Return the feeds a statement reads through the door."""
    return {feed for feed in FEEDS if f"known_{feed}" in fill(text)}


@pytest.mark.parametrize("name", [name for name in STATEMENTS if not name.startswith(("migrations/", "audit/"))])
def test_no_statement_but_the_audits_names_protected_characteristics(name: str) -> None:
    assert "protected_characteristics" not in read(name)


def test_nothing_but_the_audit_runs_the_audits_statements() -> None:
    source = Path(__file__).parents[2] / "v100"
    users = [
        path.relative_to(source).as_posix() for path in source.rglob("*.py") if '"audit/' in path.read_text("utf-8")
    ]
    assert sorted(users) == ["evaluation/groups.py", "evaluation/yardsticks.py"]


def test_nothing_that_scores_or_lists_imports_the_audit() -> None:
    source = Path(__file__).parents[2] / "v100"
    users = [
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if "evaluation.groups" in path.read_text("utf-8")
    ]
    assert [name for name in users if not name.startswith(("evaluation/", "cli/"))] == []


@pytest.mark.parametrize("name", STATEMENTS)
def test_values_are_bound_never_written_in(name: str) -> None:
    assert not re.search(r"%s|\{\{|\|\|\s*\$", read(name))


@pytest.mark.parametrize("name", STATEMENTS)
def test_no_part_of_a_statement_hides_a_feed_table_from_the_door(name: str) -> None:
    """A macro that is called in a statement reads its `with` in place of a table of that name."""
    parts = [part for part in sqlglot.parse(fill(read(name)), dialect="duckdb") if part]
    assert [cte.alias for part in parts for cte in part.find_all(exp.CTE) if cte.alias in FEEDS] == []

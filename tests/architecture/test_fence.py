"""The fence around protected characteristics: no query, module, feature, reason, specification or document names one.

What a linter of names can see is held here; that no value changes by them is held in tests/leakage/test_protected.py.
"""

import ast
import re
import tomllib
from pathlib import Path
from typing import get_type_hints

import pytest
import sqlglot
from sqlglot import exp

from v100.contracts.read import load_contracts
from v100.model.matrix import list_features
from v100.ranking.entry import Entry, Reason
from v100.tasking.compose import DEFINITIONS
from v100.tasking.document import Parameters, Summary

ROOT = Path(__file__).parents[2]
FEED = "protected_characteristics"
COLUMNS = {"ethnicity", "disability", "religion"}
# Kept by the persons and victims feeds; shown to tell people apart, and to keep children off lists, but never scored.
HELD_ELSEWHERE = {"sex", "date_of_birth", "birth_year"}
# The words somebody might call it by, or what is derived from it.
WORDS = re.compile(
    r"(?<![a-z])(sex|gender|male|female|ethnic\w*|race|racial|religi\w*|faith|belief|disab\w*|nationalit\w*|"
    r"pregnan\w*|orientation|white|black|asian|age_?band\w*|protected\w*)(?![a-z])"
)

STATEMENTS = sorted(path.relative_to(ROOT / "sql").as_posix() for path in (ROOT / "sql").rglob("*.sql"))
MODULES = sorted(path.relative_to(ROOT / "v100").as_posix() for path in (ROOT / "v100").rglob("*.py"))

# Whoever may name the feed or a column of it, and why.
MAY_NAME_THE_FEED = {
    "evaluation/groups.py": "reads it for the audit",
    "evaluation/subgroups.py": "speaks of the kinds of groups",
    "evaluation/equality/": "the audit of a list",
    "contracts/read.py": "says that the whole feed is for the audit",
    "model/spec.py": "the limits of a promotion, by kind of group",
    "settings.py": "the limits of a list, by kind of group",
    "governance/": "tells a person what is held of him",
    "synth/": "makes people up",
    "cli/equality.py": "the command of the audit",
}
# Whoever may name sex or birth: to link records, to show them, to keep children off, to audit.
MAY_NAME_SEX = {
    *MAY_NAME_THE_FEED,
    "identity/",
    "cli/identity_tables.py",
    "cli/persons.py",
    "evaluation/moj/",
    "evaluation/yardsticks.py",
    "ranking/entries.py",
    "ranking/eligibility.py",
    "tasking/information.py",
    "tasking/purged.py",
    "tasking/export/columns.py",
    "tasking/export/briefing_view.py",
}
SHOWS_SEX = {
    "identity/count_not_linked.sql",
    "identity/select_persons.sql",
    "identity/select_persons_of.sql",
    "identity/select_changed.sql",
    "ranking/select_persons.sql",
}


def find_in_sql(text: str) -> set[str]:
    """Return the protected columns and the feed that a statement names, in code and not in remarks."""
    tree = sqlglot.parse_one(re.sub(r"\{([a-z_]+)\}", r"\1", text), dialect="duckdb")
    names = {identifier.name.lower() for identifier in tree.find_all(exp.Identifier)}
    feed = {FEED} if FEED in tree.sql("duckdb", comments=False).lower() else set()
    return feed | names & (COLUMNS | HELD_ELSEWHERE)


def find_in_python(text: str) -> set[str]:
    """Return the protected names that stand in a module as text, as an attribute or as an argument."""
    tree = ast.parse(text)
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    said |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    said |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    said |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return {each for each in said if each in COLUMNS | HELD_ELSEWHERE | {FEED}}


def find_words(text: str) -> set[str]:
    """Return the words for a protected characteristic in a name or a sentence; `other_sexual` is an offence."""
    return {match[0] for match in WORDS.finditer(text.lower().replace("female aged", "").replace("_", " "))}


@pytest.mark.parametrize("name", [name for name in STATEMENTS if not name.startswith(("migrations/", "audit/"))])
def test_no_query_but_the_audits_names_a_protected_column(name: str) -> None:
    found = find_in_sql((ROOT / "sql" / name).read_text(encoding="utf-8"))
    assert found <= (HELD_ELSEWHERE if name in SHOWS_SEX else set())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("select ethnicity from a", {"ethnicity"}),
        ("select a.religion as r from a", {"religion"}),
        (f"select person_record_id from known_{FEED}($as_of, $run)", {FEED}),
        ("with x as (select sex as s from known_persons($as_of, $run)) select s from x", {"sex"}),
        ("select max(birth_year) from a", {"birth_year"}),
        ("-- no ethnicity here\nselect area from a", set()),
    ],
)
def test_the_fence_sees_a_query(text: str, found: set[str]) -> None:
    assert find_in_sql(text) == found


@pytest.mark.parametrize("name", MODULES)
def test_no_module_but_those_named_here_names_a_protected_column(name: str) -> None:
    found = find_in_python((ROOT / "v100" / name).read_text(encoding="utf-8"))
    if not name.startswith(tuple(MAY_NAME_THE_FEED)):
        assert found & (COLUMNS | {FEED}) == set()
    if not name.startswith(tuple(MAY_NAME_SEX)):
        assert found == set()


@pytest.mark.parametrize(
    "text", ['x["sex"]', "pl.col('ethnicity')", "row.religion", "f(birth_year=1)", "def f(sex): ..."]
)
def test_the_fence_sees_a_module(text: str) -> None:
    assert find_in_python(text)


@pytest.mark.parametrize("name", sorted({*MAY_NAME_THE_FEED, *MAY_NAME_SEX, *SHOWS_SEX}))
def test_nobody_is_let_through_who_is_not_there(name: str) -> None:
    assert (ROOT / "v100" / name).exists() or (ROOT / "sql" / name).exists()


def test_what_scores_is_let_through_nowhere() -> None:
    scoring = ("features/", "graph/", "harm/", "model/", "ranking/")
    assert {name for name in MAY_NAME_THE_FEED if name.startswith(scoring)} == {"model/spec.py"}
    assert {name for name in MAY_NAME_SEX - MAY_NAME_THE_FEED.keys() if name.startswith(scoring)} == {
        "ranking/entries.py",
        "ranking/eligibility.py",
    }


@pytest.mark.parametrize("feature", list_features().values(), ids=lambda feature: feature.name)
def test_no_feature_or_reason_of_one_is_worded_by_a_protected_characteristic(feature) -> None:
    assert find_words(feature.name) | find_words(feature.meaning) | find_words(feature.wording) == set()
    for column in feature.reads:
        feed, name = column.split(".")
        assert load_contracts()[feed].column(name).feature_use == "allowed"


@pytest.mark.parametrize(
    "text",
    ["careers__by_sex__365d", "share_of_female_victims", "Ethnicity of the person.", "victims of another religion"],
)
def test_the_fence_sees_a_word(text: str) -> None:
    assert find_words(text)


@pytest.mark.parametrize("path", sorted((ROOT / "models").glob("*.toml")), ids=lambda path: path.name)
def test_no_specification_uses_one(path: Path) -> None:
    spec = tomllib.loads(path.read_text(encoding="utf-8"))
    # Limits by kind of group hold a promotion back; they are no input.
    spec.get("promotion", {}).pop("groups", None)
    del spec["meaning"]
    assert find_words(str(spec)) == set()


def test_the_fence_sees_a_specification() -> None:
    assert find_words(str(tomllib.loads('[features]\nuse = ["harm__*", "persons__sex__all"]\n')))


@pytest.mark.parametrize("shape", [Entry, Reason, Parameters, Summary])
def test_no_field_of_a_list_is_protected_but_what_tells_people_apart(shape: type) -> None:
    assert {name for name in get_type_hints(shape) if find_words(name)} <= {"sex"}


def test_no_definition_of_a_list_speaks_of_one() -> None:
    assert {term for term, meaning in DEFINITIONS.items() if find_words(term) | find_words(meaning)} == set()


def test_only_the_audit_and_commands_import_the_reading_of_groups() -> None:
    users = [
        name
        for name in MODULES
        if re.search(r"^\s*from v100\.evaluation\.(groups|equality)", (ROOT / "v100" / name).read_text("utf-8"), re.M)
    ]
    assert [name for name in users if not name.startswith(("evaluation/", "cli/", "governance/", "weekly.py"))] == []


def test_the_door_for_protected_columns_has_one_reader() -> None:
    readers = [name for name in MODULES if "audit/select_ethnicity" in (ROOT / "v100" / name).read_text("utf-8")]
    assert readers == ["evaluation/groups.py"]

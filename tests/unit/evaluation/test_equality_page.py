"""The page and the words of an equality audit: nothing from the data is markup, and nothing unknown is a number."""

import json
import re

import polars as pl
import pytest

from v100.evaluation.equality.limits import list_findings
from v100.evaluation.equality.measures import measure_kinds
from v100.evaluation.equality.page import write_equality_page
from v100.evaluation.equality.table import HEADINGS, list_rows
from v100.evaluation.equality.wording import list_remarks, name_feature, write_headline

HOSTILE = "<script>alert(1)</script>&'\""
LIMITS = {"least_ratio": 0.8, "most_ratio": 1.25, "kinds": ["ethnicity"], "least_people": 10}


def make_audit(*, known=False, group="B", listed=2, override=None, kinds=("ethnicity",)):
    """Return an audit of 1,000 people of A, 200 of whom are listed, and 100 of another group."""
    size = 1100
    names = ["A"] * 1000 + [group] * 100
    people = pl.DataFrame(
        {
            "person_id": [f"P{number:05d}" for number in range(size)],
            "listed": [number < 200 or 1000 <= number < 1000 + listed for number in range(size)],
            "serious": [number % 4 == 0 if known else None for number in range(size)],
            "charged": [False if known and (number < 200) else None for number in range(size)],
            "probability": [None] * size,
            "height": [number * 10 // size for number in range(size)],
            "named": [1] * size,
            "unweighed": [0] * size,
        },
        schema_overrides={"probability": pl.Float64, "serious": pl.Boolean, "charged": pl.Boolean},
    ).with_columns(pl.Series(kind, names) for kind in kinds)
    measured = measure_kinds(people, least_people=10)
    findings = list_findings(measured, LIMITS)
    told = {
        "kind": "ethnicity", "group": group, "people": 100, "auc": 0.7, "ci95": [0.6, 0.8], "can_be_told": True,
        "because": None, "proxies": [{"feature": HOSTILE, "auc_loss": 0.1}],
    }  # fmt: skip
    counterfactual = {
        "kind": "ethnicity", "proxy": "harm_days__rape", "because": None, "kept": 90, "joined": 10, "left": 10,
        "groups": [
            {"group": group, "listed": listed, "listed_without": 3, "selection_ratio": None,
             "selection_ratio_without": 0.5}
        ],
    }  # fmt: skip
    return {
        "list_id": "V100-0001", "as_of": "2026-03-02", "on": "2026-03-02", "marking": "OFFICIAL-SENSITIVE",
        "ranker": "harm", "model_id": None, "cohort": size, "listed": 200 + listed,
        "expected_from": "10 heights of the ranking",
        "outcomes": {
            "known": known, "because": None if known else "not yet known: it is early", "horizon_days": 365,
            "serious_days": 365.0, "charges_known": known, "charges_until": "2026-03-02" if known else None,
            "charges_because": None if known else "not known: no justice event is on record",
        },
        "limits": LIMITS, "kinds": measured, "findings": findings, "purges": [],
        "blocked": any(each["blocks"] for each in findings), "override": override,
        "proxy_test": {
            "features": ["harm_days__rape"], "people": size, "sampled": False, "folds": 5, "seed": 1, "groups": [told]
        },
        "counterfactuals": [counterfactual],
    }  # fmt: skip


def read_text(audit):
    return write_equality_page(audit).decode()


@pytest.mark.parametrize("known", [False, True])
def test_nothing_from_the_data_is_markup(known):
    page = read_text(make_audit(known=known, group=HOSTILE, override=HOSTILE))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"src=|href=\"(?!#)|url\(", page)
    assert page.count("<table") == page.count("</table>")


def test_what_is_not_known_is_said_in_words():
    page = read_text(make_audit())
    assert "not yet known: it is early" in page
    assert page.count("not yet known</td>") >= 2
    assert page.count("not known</span>") == 2
    assert "Charges are not known: no justice event is on record." in page
    assert "not yet known" not in read_text(make_audit(known=True))


def test_a_broken_limit_is_the_headline_and_an_override_is_shown():
    broken, kept = make_audit(override="because of this"), make_audit(listed=20)
    assert broken["blocked"]
    assert (
        write_headline(broken) == "1 group is listed, beyond chance, outside 0.8 to 1.25 times the rate of the largest."
    )
    assert "Issued all the same, because: because of this" in list_remarks(broken)
    assert write_headline(kept).startswith("No group by ethnicity is listed, beyond chance, outside")
    assert not any("Issued all the same" in remark for remark in list_remarks(kept))


def test_a_kind_that_is_not_held_is_said_to_be_so():
    remarks = list_remarks(make_audit())
    assert [remark for remark in remarks if remark.startswith("By sex nothing can be measured: no feed holds it")]
    nothing = make_audit() | {"kinds": [], "findings": []}
    assert write_headline(nothing) == "Nothing can be said about any group: none is held."
    assert "No group is held" in read_text(nothing)


def test_a_row_for_the_terminal_says_what_is_unknown():
    audit = make_audit(group="few")
    (kind,) = [kind for kind in audit["kinds"] if kind["kind"] == "ethnicity"]
    rows = list_rows(kind, audit)
    assert {len(row) for row in rows} == {len(HEADINGS)}
    assert dict(zip(HEADINGS, rows[1], strict=True)) | {"95 %": ""} == {
        "group": "few", "people": "100", "listed": "2", "of cohort": "9.1 %", "of list": "1.0 %", "ratio": "0.10",
        "95 %": "", "precision": "not yet known", "false positives": "\u2013", "observed/expected": "\u2013",
        "charged": "not known",
    }  # fmt: skip


def test_the_audit_is_json_and_the_page_the_same_every_time():
    audit = make_audit(known=True)
    assert json.loads(json.dumps(audit, allow_nan=False)) == audit
    assert write_equality_page(audit) == write_equality_page(make_audit(known=True))


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("harm_days__rape", "harm days rape"),
        ("allegations__counting", "allegations counting"),
        ("frequency__counting__decay365d", "frequency counting decay365d"),
    ],
)
def test_a_feature_in_words(feature, words):
    assert name_feature(feature) == words

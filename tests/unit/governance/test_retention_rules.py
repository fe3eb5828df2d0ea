"""Groups, dates and traces, as tables."""

from datetime import date
from typing import Any

import pytest

from v100.governance.retention.documents import clean_document
from v100.governance.retention.rules import Holding, Kept, add_years, find_group, judge, read_terms
from v100.governance.retention.texts import is_in_row
from v100.governance.retention.traces import Traces
from v100.settings import Settings

TERMS = read_terms(Settings())
HIM = Traces(
    frozenset({"P1", "02/12F", "12345"}), frozenset({("jon", "vale"), ("vale", "jon")}), frozenset({"P1-2", "X-P1"})
)


@pytest.mark.parametrize(
    ("themes", "group", "words"),
    [
        (("rape", "harassment"), 1, "alleged: rape"),
        (("harassment", "other"), 2, "alleged: harassment"),
        (("other",), 3, "nothing graver: other"),
        ((None, "stalking"), 2, "alleged: stalking"),
        ((None,), None, "the group is not known"),
        ((), None, "no allegation that stands"),
    ],
)
def test_the_gravest_known_theme_decides_the_group(
    themes: tuple[str | None, ...], group: int | None, words: str
) -> None:
    found, because = find_group(themes, TERMS)
    assert found == group
    assert words in because


@pytest.mark.parametrize(
    ("themes", "born", "kept", "day", "state", "review_on", "days"),
    [
        (("rape",), None, None, "2030-05-01", "not due", "2030-05-02", -1),
        (("rape",), None, None, "2030-05-02", "due", "2030-05-02", 0),
        (("rape",), "1931-01-01", None, "2031-01-01", "past", "2030-05-02", 244),
        (("other",), None, None, "2026-05-03", "due", "2026-05-02", 1),
        ((None,), None, None, "2026-05-02", "due", "2026-05-02", 0),
        ((), None, None, "2021-05-02", "due", "2021-05-02", 0),
        (("other",), None, "2029-01-01", "2026-05-03", "not due", "2029-01-01", -974),
        (("other",), "1920-01-01", "2029-01-01", "2026-05-03", "past", "2020-01-01", 2314),
    ],
)
def test_when_somebody_is_due(
    themes: tuple[str | None, ...], born: str | None, kept: str | None, day: str, state: str, review_on: str, days: int
) -> None:
    holding = Holding("P1", ("P1",), themes, date(2020, 5, 2), None, date.fromisoformat(born) if born else None)
    last = Kept(date(2024, 1, 1), date.fromisoformat(kept)) if kept else None
    verdict = judge(holding, TERMS, last, date.fromisoformat(day))
    assert (verdict.state, verdict.review_on.isoformat(), verdict.days) == (state, review_on, days)
    assert ("not known" in verdict.keep_until_because) == (born is None)


def test_a_leap_day_is_never_too_early() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert add_years(date(9990, 1, 1), 100) == date(9999, 1, 1)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("P1", "[removed]"),
        ("seen P1.", "seen [removed]."),
        ("P12, AP1, P1-2, X-P1", "P12, AP1, P1-2, X-P1"),
        ("P1- and (P1)", "[removed]- and ([removed])"),
        ("PNC 02/12F, not 02/12FX", "PNC [removed], not 02/12FX"),
        # A short number may be anything.
        ("12345 days", "12345 days"),
        ("JON VALE and Vale, Jon", "[removed] and [removed]"),
        ("Vale alone, Jon alone", "Vale alone, Jon alone"),
    ],
)
def test_what_leads_to_him_is_taken_out_and_nothing_else(text: str, left: str) -> None:
    assert HIM.take_out(text) == left
    assert HIM.is_in(text) == (text != left)


@pytest.mark.parametrize(
    ("row", "leads"),
    [
        ('{"given_names":"Jon","family_name":"Vale"}', True),
        ('{"given_names":"Jon","family_name":"Hill"}', False),
        ('{"person_record_id":"P1"}', True),
        ("rms,Jon,Vale,M", True),
        ("not json {", False),
    ],
)
def test_a_refused_row_is_read_value_after_value(row: str, leads: bool) -> None:
    assert is_in_row(HIM, row) == leads


def make_document(*people: str) -> dict[str, Any]:
    entries = [
        {"person_id": name, "person_record_ids": [name], "place": place, "rank": place, "warnings": [f"with P1 {name}"]}
        for place, name in enumerate(people, start=1)
    ]
    return {
        "entries": entries,
        "passed_over": [],
        "just_missed": [],
        "precursor_lane": [],
        "movers": {"against": None, "joined": [{"person_id": "P1"}, {"person_id": "P2"}], "left": [], "moved": []},
        "warnings": [{"examples": ["P1", "P2"], "count": 2}],
    }


def test_a_document_keeps_places_and_names_him_nowhere() -> None:
    document, taken = clean_document(make_document("P2", "P1", "P3"), HIM, purge=4, on="2026-01-02")
    assert taken == 1
    assert [(entry["person_id"], entry["place"]) for entry in document["entries"]] == [("P2", 1), ("P3", 3)]
    assert document["movers"]["joined"] == [{"person_id": "P2"}]
    assert document["warnings"] == [{"examples": ["P2"], "count": 2}]
    (left,) = document["removed"]
    assert (left["place"], left["rank"], left["purge"], left["on"]) == (2, 2, 4, "2026-01-02")
    assert not HIM.is_in(str(document))
    again, more = clean_document(document, HIM, purge=5, on="2026-01-03")
    assert (again, more) == (document, 0)


def test_a_document_without_him_stays_as_it_is() -> None:
    document = make_document("P2")
    document["movers"]["joined"] = []
    document["warnings"] = []
    document["entries"][0]["warnings"] = []
    assert clean_document(document, HIM, purge=1, on="2026-01-02") == (document, 0)

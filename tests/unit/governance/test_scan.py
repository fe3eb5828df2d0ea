"""The last look at a text before it is published finds whatever could lead to a person, and lets the rest pass."""

import pytest

from v100.errors import RefusedError
from v100.governance.records.publish import refuse_found
from v100.governance.records.scan import scan_text
from v100.settings import Settings, Workspace
from v100.store.records import read_records


@pytest.fixture(scope="module")
def records(loaded_workspace):
    with read_records(Workspace(loaded_workspace), Settings()) as connection:
        yield connection


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("See incident I1.", "incident_id of incidents"),
        ("see (i1)", "incident_id of incidents"),
        ("of P2, who", "person_record_id of persons"),
        ("victim V1/", "victim_id of victims"),
        ("event E1", "event_id of justice_events"),
        ("said Given Family of it", "names"),
        ("in North on Monday", "areas"),
        ("on 2026-02-01", "days"),
        ("on 1 February 2026", "days"),
        ("on the 3rd of May", "days"),
        ("February 12, at noon", "days"),
        ("on 01/02/2026", "days"),
        ("in 2026-W05", "days"),
        ("of SW1A 1AA", "postcodes"),
        ("PNC 03/0011985X", "PNC numbers"),
        ("pnc 03/0011985x", "PNC numbers"),
        ("GIVEN FAMILY", "names"),
        ("Family, Given", "names"),
        ("given  family", "names"),
        ("in NORTH", "areas"),
        ("2nd of march 2026", "days"),
        ("2 MARCH", "days"),
        ("on 3 may 2026", "days"),
        ("_2026-02-01_", "days"),
        ("of zz22 6nq", "postcodes"),
        ("see i1_a", "incident_id of incidents"),
        ("see x-I1", "incident_id of incidents"),
    ],
)
def test_what_could_lead_to_a_person_is_found(records, text, kind):
    assert scan_text(records, text).get(kind) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "365 days, 100 people, about 1,235 rows in 2026-11, November 2026, 30 %.",
        "Decisions 12, Marked 4, Section 2.4.1.1 and 2.4.4.5, version 0.1.0, May it be so",
        "fewer than 10 may be hidden; of these 3 march on, and it may 5 times; in May 2026",
        "northern, Northumbria, the family was given time",
        "table,what,count\nallegations_by_theme,rape,30\n",
    ],
)
def test_what_leads_to_nobody_passes(records, text):
    assert scan_text(records, text) == {}


def test_the_signs_of_markdown_hide_no_identifier(records):
    assert scan_text(records, r"see \[I1\] and \*V1\*") == {
        "incident_id of incidents": 1,
        "incident_id of suspects": 1,
        "incident_id of victims": 1,
        "incident_id of justice_events": 1,
        "victim_id of victims": 1,
    }


def test_a_force_may_say_its_own_name_and_no_more(records):
    assert scan_text(records, "Police of North", said_of_the_force=["Police of North", ""]) == {}
    assert scan_text(records, "Police of North, in North", said_of_the_force=["Police of North"]) == {"areas": 1}


def test_the_refusal_counts_and_does_not_repeat():
    refuse_found({"atrs.md": {}, "figures.csv": {}})
    with pytest.raises(RefusedError, match=r"atrs\.md \(days: 2, areas: 1\)") as caught:
        refuse_found({"atrs.md": {"days": 2, "areas": 1}, "figures.csv": {}})
    assert "figures" not in caught.value.message

"""The precursor lane: warning signs that a sum buries, shown apart."""

from pathlib import Path

from tests.support.command_line import call
from tests.support.force import AS_OF, make_force, make_incident, make_offence, make_person, make_suspect, write_force


def issue(fresh: Path, tmp_path: Path, *arguments: str):
    force = make_force()
    force["offences"].append(make_offence("STALK", "5", theme="stalking"))
    force["offences"].append(make_offence("RAPE", "2555", theme="rape"))
    signs = {"Q1": ("STALK",) * 3, "Q2": ("STALK",), "Q3": ("RAPE", "RAPE", "STALK", "STALK"), "Q4": ("STALK",) * 2}
    for person, codes in signs.items():
        force["persons"].append(make_person(person))
        for number, code in enumerate(codes):
            incident = f"{person}-{number}"
            force["incidents"].append(make_incident(incident, offence_code=code))
            force["suspects"].append(make_suspect(incident, person))
    call(fresh, "refresh", write_force(tmp_path / "feeds", force)).require_success()
    call(fresh, "list", "issue", "--as-of", AS_OF, "--top", "1", *arguments).require_success()
    return call(fresh, "list", "show", "V100-0001", "--json").require_success().json


def test_the_lane_holds_those_with_two_signs_or_more_who_are_not_listed(fresh, tmp_path):
    document = issue(fresh, tmp_path)
    assert [entry["person_id"] for entry in document["entries"]] == ["Q3"]
    lane = document["precursor_lane"]
    assert [entry["person_id"] for entry in lane] == ["Q1", "Q4"]
    assert lane[0]["reasons"][0] == {
        "code": "precursor_lane",
        "text": "3 warning signs in 365 days: stalking",
        "incident_ids": ["Q1-0", "Q1-1", "Q1-2"],
    }
    assert call(fresh, "list", "verify", "V100-0001").require_success()


def test_the_lane_is_as_long_as_the_settings_say(fresh, tmp_path):
    (fresh / "v100.toml").write_text("precursor_lane = 1\n", encoding="utf-8")
    assert [entry["person_id"] for entry in issue(fresh, tmp_path)["precursor_lane"]] == ["Q1"]


def test_a_lane_of_nobody_is_empty(fresh, tmp_path):
    (fresh / "v100.toml").write_text("precursor_lane = 0\n", encoding="utf-8")
    assert issue(fresh, tmp_path)["precursor_lane"] == []

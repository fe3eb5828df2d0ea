"""A bad row is quarantined with its line and its reason; the others load, and the counts add up."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.support.command_line import Answer, call
from tests.support.force import (
    AS_OF,
    Feeds,
    make_force,
    make_incident,
    make_justice_event,
    make_person,
    make_suspect,
    write_force,
    write_text,
)
from v100.contracts.read import load_contracts
from v100.ingest import read_csv


def load(workspace: Path, folder: Path, feeds: Feeds, *options: str) -> Any:
    answer = call(workspace, "refresh", write_force(folder, feeds), "--json", *options)
    return check_counts(answer)


def check_counts(answer: Answer) -> Any:
    report = answer.require_success().json
    for counts in report["feeds"].values():
        assert counts["read"] == counts["inserted"] + counts["unchanged"] + counts["held"] + counts["rejected"]
    return report


def read_rejects(report: Any, feed: str) -> list[dict[str, Any]]:
    return pl.read_csv(Path(report["rejects_path"]) / f"{feed}.csv", infer_schema=False).to_dicts()


def rank(workspace: Path) -> dict[str, float]:
    rows = call(workspace, "rank", "--as-of", AS_OF, "--min-allegations", "1", "--json").require_success().json["rows"]
    return {row["person_id"]: row["harm_days"] for row in rows}


@pytest.mark.parametrize(
    ("feed", "column", "value", "rule"),
    [
        ("incidents", "reported_at", "yesterday", "type"),
        ("incidents", "domestic_abuse", "perhaps", "type"),
        ("incidents", "reported_at", "", "missing"),
        ("incidents", "detection_mode", "psychic", "allowed"),
        ("incidents", "status", "OPEN", "allowed"),
        ("victims", "age", "thirty", "type"),
        ("suspects", "named_at", "2026-13-01", "type"),
        ("offences", "harm_days", "-1", "minimum"),
        ("justice_events", "kind", "telling_off", "allowed"),
        ("suspects", "person_record_id", "P" * 201, "length"),
        ("victims", "victim_id", "V1\x1fV2", "characters"),
    ],
)
def test_a_bad_cell_costs_its_row_and_no_other(
    feed: str, column: str, value: str, rule: str, fresh: Path, tmp_path: Path
) -> None:
    feeds = make_force()
    feeds[feed].append({**feeds[feed][0], column: value})
    report = load(fresh, tmp_path / "feeds", feeds)
    assert report["feeds"][feed]["rejected"] == 1
    assert report["feeds"][feed]["inserted"] == len(feeds[feed]) - 1
    (reject,) = read_rejects(report, feed)
    assert (reject["rule"], reject["column"], reject["line"]) == (rule, column, str(len(feeds[feed]) + 1))
    assert reject["file"] == f"{feed}.csv"


def test_one_row_may_break_several_rules_and_is_counted_once(fresh: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["incidents"].append(make_incident("I9", status="?", detection_mode="?", reported_at="?"))
    report = load(fresh, tmp_path / "feeds", feeds)
    assert report["feeds"]["incidents"]["rejected"] == 1
    assert {reject["column"] for reject in read_rejects(report, "incidents")} == {
        "status",
        "detection_mode",
        "reported_at",
    }


def test_ragged_undecodable_and_many_lined_rows_are_told_apart_by_their_right_lines(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Blocks so small that every row may fall between two of them.
    monkeypatch.setattr(read_csv, "BLOCK_BYTES", 256)
    folder = write_force(tmp_path / "feeds", make_force())
    header = ",".join((*load_contracts()["persons"].column_names, "remark"))
    good = "{0},rms,A,B,1990-01-01,,M,,,,2025-01-01,{1}"
    lines = [
        header,  # 1
        good.format("P1", '"two\nlines"'),  # 2, 3
        good.format("P2", "fine"),  # 4
        "P3,too,short",  # 5
        good.format("P4", '"three\n\nlines"'),  # 6 to 8
        '"P5\n",ragged,"over\ntwo"',  # 9 to 11
        good.format("P6", "fine").replace("A", "\xe9"),  # 12
        good.format("P7", "fine") + ",and,more,\xe9",  # 13
        "",  # 14
        good.format("P8", "fine"),  # 15
        good.format("", "no key"),  # 16
        "P9,too,short",  # 17
    ]
    (folder / "persons.csv").write_bytes("\n".join(lines).encode("latin-1"))
    report = check_counts(call(fresh, "refresh", folder, "--json"))
    found = {(int(item["line"]), item["rule"]) for item in read_rejects(report, "persons")}
    assert found == {(5, "fields"), (9, "fields"), (12, "encoding"), (13, "fields"), (16, "missing"), (17, "fields")}
    assert report["feeds"]["persons"]["inserted"] == 4
    assert report["feeds"]["persons"]["read"] == 10


def test_lines_are_right_in_the_evidence_too(fresh: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["incidents"][0]["area"] = "North\nand\nbeyond"
    load(fresh, tmp_path / "feeds", feeds)
    ledger = call(fresh, "ledger", "P1", "--as-of", AS_OF, "--json").require_success().json
    lines = {line["incident_id"]: line["feed_rows"][0]["line"] for line in ledger["lines"]}
    assert lines == {"I1": 2, "I2": 5, "I3": 6}


def test_a_file_in_which_no_row_fits_loads_nothing_of_it_and_all_the_rest(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    header = ",".join(load_contracts()["victims"].column_names)
    (folder / "victims.csv").write_text(f"{header}\na,b\nc,d\n", encoding="utf-8")
    report = check_counts(call(fresh, "refresh", folder, "--json"))
    assert report["feeds"]["victims"] | {"read": 2, "rejected": 2, "inserted": 0} == report["feeds"]["victims"]
    assert report["feeds"]["suspects"]["inserted"] == 6


@pytest.mark.parametrize("ending", ["\n", "", "\r\n"])
def test_a_header_alone_is_a_feed_without_rows(ending: str, fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    header = ",".join(load_contracts()["victims"].column_names)
    (folder / "victims.csv").write_text(header + ending, encoding="utf-8", newline="")
    assert check_counts(call(fresh, "refresh", folder, "--json"))["feeds"]["victims"]["read"] == 0


def test_blank_lines_are_no_rows(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    path = folder / "persons.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\nP2", "\n\nP2") + "\n\n", encoding="utf-8")
    report = check_counts(call(fresh, "refresh", folder, "--json"))
    assert report["feeds"]["persons"] | {"read": 3, "rejected": 0} == report["feeds"]["persons"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_obstacle(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    path = folder / "persons.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_counts(call(fresh, "refresh", folder, "--json"))["feeds"]["persons"]["inserted"] == 3


def test_text_outside_ascii_arrives_whole(fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_csv, "BLOCK_BYTES", 300)
    feeds = make_force()
    areas = [f"{'x' * number}Ðún-łaoghaire \N{REPLACEMENT CHARACTER}\N{GRINNING FACE}" for number in range(5)]
    for incident, area in zip(feeds["incidents"], areas, strict=True):
        incident["area"] = area
    assert load(fresh, tmp_path / "feeds", feeds)["feeds"]["incidents"]["inserted"] == 5
    lines = call(fresh, "ledger", "P1", "--as-of", AS_OF, "--json").require_success().json["lines"]
    assert {line["area"] for line in lines} == {areas[0], areas[1], areas[2]}


def test_an_extra_column_is_said_and_not_read(fresh: Path, tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", make_force())
    rows = [{**row, "horoscope": "leo"} for row in make_force()["persons"]]
    (folder / "persons.csv").write_text(write_text(rows, rows[0]), encoding="utf-8")
    report = check_counts(call(fresh, "refresh", folder, "--json"))
    assert any("horoscope" in notice for notice in report["notices"])


def test_dates_in_the_future_and_records_before_reports_load_and_are_found(fresh: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["incidents"] += [
        make_incident("I8", reported_at="2999-01-01", recorded_at="2999-01-02"),
        make_incident("I9", reported_at="2026-02-01", recorded_at="2026-01-01"),
    ]
    assert load(fresh, tmp_path / "feeds", feeds)["feeds"]["incidents"]["inserted"] == 7
    found = {item["name"]: item for item in call(fresh, "check", "--json").require_success().json["checks"]}
    assert found["incidents_reported_at_past"]["example"] == "I8"
    assert found["incidents_recorded_at_past"]["count"] == 1
    assert found["incidents_reported_at_before_recorded_at"]["example"] == "I9"


def test_rejects_are_written_once_for_each_run_and_kept_once_in_the_store(fresh: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["persons"].append(make_person("", sex="?"))
    for _ in range(2):
        load(fresh, tmp_path / "feeds", feeds)
    found = {item["name"]: item for item in call(fresh, "check", "--json").require_success().json["checks"]}
    assert found["quarantine"]["count"] == 1
    assert sorted(path.name for path in (fresh / "rejects").iterdir()) == ["R000001", "R000002"]


def test_codes_without_a_weight_are_loaded_and_said_below_the_limit(fresh: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["incidents"] += [make_incident(f"M{number}") for number in range(94)]
    feeds["incidents"].append(make_incident("U1", offence_code="Z"))
    report = load(fresh, tmp_path / "feeds", feeds)
    assert report["unmapped_offence_codes"] == [{"offence_code": "Z", "incidents": 1}]
    found = {item["name"]: item for item in call(fresh, "check", "--json").require_success().json["checks"]}
    assert found["unmapped_codes"]["example"] == "U1"


def test_more_of_them_than_the_limit_load_only_when_asked_for(fresh: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["incidents"].append(make_incident("U1", offence_code="Z"))
    feeds["suspects"].append(make_suspect("U1", "P3"))
    folder = write_force(tmp_path / "feeds", feeds)
    call(fresh, "refresh", folder, "--json").require_refusal(10, "Z (1)", "--allow-unmapped")
    call(fresh, "rank", "--as-of", AS_OF, "--json").require_refusal(11, "Nothing has been loaded")
    load(fresh, tmp_path / "feeds", feeds, "--allow-unmapped")
    assert rank(fresh) == {"P1": 120, "P2": 20, "P3": 100}


def test_an_orphan_is_held_until_what_it_points_at_arrives(fresh: Path, tmp_path: Path) -> None:
    feeds = make_force()
    feeds["suspects"].append(make_suspect("I9", "P9"))
    feeds["justice_events"].append(make_justice_event("E9", "P9"))
    report = load(fresh, tmp_path / "one", feeds)
    assert (report["feeds"]["suspects"]["held"], report["feeds"]["justice_events"]["held"]) == (1, 1)
    assert load(fresh, tmp_path / "one", feeds)["feeds"]["suspects"]["held"] == 1
    half = load(fresh, tmp_path / "two", {"offences": feeds["offences"], "persons": [make_person("P9")]})
    assert (half["feeds"]["suspects"]["released"], half["feeds"]["justice_events"]["released"]) == (0, 1)
    assert "P9" not in rank(fresh)
    whole = load(fresh, tmp_path / "three", {"offences": feeds["offences"], "incidents": [make_incident("I9")]})
    assert whole["feeds"]["suspects"]["released"] == 1
    assert rank(fresh)["P9"] == 10


def test_a_held_row_of_a_feed_that_is_not_sent_again_is_released_and_said(fresh: Path, tmp_path: Path) -> None:
    spell = {
        "spell_id": "S1",
        "person_record_id": "P9",
        "kind": "remand",
        "valid_from": "2026-01-01",
        "valid_to": "",
        "recorded_at": "2026-01-02",
    }
    load(fresh, tmp_path / "one", {**make_force(), "custody_spells": [spell]})
    report = load(fresh, tmp_path / "two", {"offences": make_force()["offences"], "persons": [make_person("P9")]})
    assert report["feeds"]["custody_spells"] == {
        "read": 0,
        "inserted": 0,
        "unchanged": 0,
        "held": 0,
        "rejected": 0,
        "released": 1,
    }


def test_a_check_of_a_file_says_what_is_wrong_and_shows_no_row(tmp_path: Path) -> None:
    folder = write_force(tmp_path / "feeds", {"persons": [make_person("P1", family_name="Quill", date_of_birth="x")]})
    answer = call(tmp_path / "none", "contracts", "check", folder / "persons.csv", "--feed", "persons", "--json")
    assert answer.code == 10
    (reject,) = answer.json["rejects"]
    assert (reject["line"], reject["rule"], reject["column"]) == (2, "type", "date_of_birth")
    assert "Quill" not in answer.out + answer.err

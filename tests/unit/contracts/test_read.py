"""Contracts are read whole or refused with the file and the fault."""

import shutil
from pathlib import Path

import pytest
from open_data_contract_standard.model import OpenDataContractStandard

from v100.contracts.model import Reference
from v100.contracts.read import LOAD_ORDER, load_contracts, read_contracts
from v100.errors import InputDataError
from v100.resources import resource_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in resource_path("data_contracts").glob("*.odcs.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def spoil(folder: Path, feed: str, old: str, new: str) -> None:
    path = folder / f"{feed}.odcs.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", LOAD_ORDER)
def test_every_document_is_valid_open_data_contract_standard(name: str) -> None:
    path = resource_path("data_contracts") / f"{name}.odcs.yaml"
    document = OpenDataContractStandard.from_file(str(path))
    assert (document.kind, document.apiVersion, document.name) == ("DataContract", "v3.2.0", name)


def test_contracts_come_in_load_order() -> None:
    assert tuple(load_contracts()) == LOAD_ORDER


def test_a_caller_cannot_change_what_the_next_one_gets() -> None:
    load_contracts().clear()
    assert tuple(load_contracts()) == LOAD_ORDER


def test_references_are_those_a_row_waits_for() -> None:
    incident, person = Reference(("incident_id",), "incidents"), Reference(("person_record_id",), "persons")
    found = {name: set(feed.references) for name, feed in load_contracts().items()}
    assert found == {
        "offences": set(),
        "persons": set(),
        "incidents": set(),
        "suspects": {incident, person},
        "victims": {incident, person},
        "justice_events": {incident, person},
        "custody_spells": {person},
        "orders": {person},
        "protected_characteristics": {person},
    }


def test_content_is_neither_key_nor_clock() -> None:
    assert load_contracts()["suspects"].content_columns == ("named_at", "relationship", "status")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("logicalType: string", "logicalType: text", "logicalType is 'text'"),
        ("physicalType: VARCHAR", "physicalType: TEXT", "physicalType of a string is VARCHAR"),
        ("classification: personal", "classification: secret", "classification is 'secret'"),
        ("maxLength: 200", "maxLength: many", "maxLength stands with"),
        ("pattern: '^", "pattern: '", "maxLength stands with"),
        ("value: case", "value: forever", "retentionClass is 'forever'"),
        ("value: allowed", "value: maybe", "feature_use is 'maybe'"),
        ("value: required", "value: sometimes", "presence is 'sometimes'"),
        ("primaryKeyPosition: 2", "primaryKeyPosition: 3", "without a gap"),
        ("primaryKeyPosition", "primaryKeyPlace", "does not know"),
        ("clock, value: recorded_at", "clock, value: status", "status is not a timestamp"),
        ("column: named_at", "column: renamed_at", "does not have"),
        ("rule: past", "rule: future", "rule is 'future'"),
        ("severity: warning", "severity: error", "is a warning"),
        ("to: incidents.odcs.yaml#", "to: incidents#", "relationship"),
        (
            "to: incidents.odcs.yaml#/schema/incidents",
            "to: orders.odcs.yaml#/schema/orders",
            "not loaded before",
        ),
        ("required: true", "required: perhaps", "required"),
        ("description: The incident.", "description: ''", "description is missing"),
        ("name: suspects\n    logicalType", "name: suspect\n    logicalType", "describes suspect"),
        ("schema:", "schema: [", "suspects.odcs.yaml"),
    ],
)
def test_a_malformed_contract_is_refused_by_file_and_fault(folder: Path, old: str, new: str, complaint: str) -> None:
    spoil(folder, "suspects", old, new)
    with pytest.raises(InputDataError, match=r"suspects\.odcs\.yaml") as refused:
        read_contracts(folder)
    assert complaint in refused.value.message


def test_a_missing_contract_is_refused(folder: Path) -> None:
    (folder / "victims.odcs.yaml").unlink()
    with pytest.raises(InputDataError, match=r"victims\.odcs\.yaml cannot be used: it is missing"):
        read_contracts(folder)


def test_a_contract_of_an_unknown_feed_is_refused(folder: Path) -> None:
    (folder / "vehicles.odcs.yaml").write_text("kind: DataContract", encoding="utf-8")
    with pytest.raises(InputDataError, match=r"vehicles\.odcs\.yaml cannot be used: it is not a feed"):
        read_contracts(folder)

"""The list as a network file."""

import xml.etree.ElementTree as ET

from tests.support.list_document import build_list_document
from v100.tasking.export.graphml_file import render_graphml

SPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}


def test_every_listed_person_is_a_node_and_the_marking_goes_along() -> None:
    document = build_list_document(entries=10)
    text = render_graphml(document).decode()
    nodes = ET.fromstring(text).findall(".//g:node", SPACE)
    assert [node.get("id") for node in nodes] == sorted(entry["person_id"] for entry in document["entries"])
    for part in (document["header"]["marking"], document["header"]["list_id"], document["header"]["expires_on"]):
        assert part in text


def test_an_eliminated_suspect_makes_no_link() -> None:
    document = build_list_document(entries=2)
    for entry in document["entries"]:
        entry["ledger"] = [{**entry["ledger"][0], "incident_id": "shared", "rule": "eliminated"}]
    assert "<edge" not in render_graphml(document).decode()
    for entry in document["entries"]:
        entry["ledger"][0]["rule"] = "counts"
    assert "<edge" in render_graphml(document).decode()

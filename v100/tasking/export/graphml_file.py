"""A list as GraphML: the people on it, and who of them is named with whom.

In: a list document. Out: GraphML bytes for any network tool, with the marking in the graph's own attributes.
Refuses nothing. An eliminated suspect or a cancelled incident makes no link.
"""

from v100.graph.links import build_links, write_graphml
from v100.ranking.entry import Entry
from v100.ranking.profile import NO_LINK
from v100.tasking.document import ListDocument
from v100.tasking.export.timestamps import read_date
from v100.tasking.information import list_standings


def render_graphml(document: ListDocument) -> bytes:
    """Return the listed people as nodes and shared incidents as edges."""
    header = document["header"]
    graph = build_links({entry["person_id"]: _list_incidents(entry) for entry in document["entries"]})
    graph.graph |= {
        "marking": header["marking"],
        "list_id": header["list_id"],
        "as_of": document["parameters"]["as_of"],
        "expires_on": header["expires_on"],
        "statement": header["statement"],
        "information": "; ".join(f"{name}: {each.information}" for _, name, each in list_standings("graph")),
    }
    for entry in document["entries"]:
        graph.nodes[entry["person_id"]].update(
            place=entry["place"],
            harm_days=entry["harm_days"],
            allegations=entry["allegations"],
            last_allegation_on=read_date(entry["last_allegation_at"]).isoformat(),
            area=entry["area"] or "",
            custody=entry["custody"],
        )
    return write_graphml(graph)


def _list_incidents(entry: Entry) -> list[str]:
    return [line["incident_id"] for line in entry["ledger"] if line["rule"] not in NO_LINK]

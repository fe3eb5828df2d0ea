"""Taking people out of the text of an issued list.

In: a list's document and traces. Out: the document without them, and how many places went; the places stay empty, and a
tombstone says that somebody stood there, which rank he had and which purge took him out. Refuses nothing. Whoever is
named by a trace anywhere else, as a co-suspect, a mover or an example, goes from there; the totals stay as issued.
"""

from typing import Any, Final

from v100.governance.retention.traces import Traces

SECTIONS: Final = ("entries", "passed_over", "just_missed", "precursor_lane")
MOVERS: Final = ("joined", "left", "moved")
BECAUSE: Final = "removed under retention"
# Objects that are somebody, by the fields that name him.
_NAMING: Final = ("person_id", "record_a", "record_b")


def clean_document(document: dict[str, Any], traces: Traces, *, purge: int, on: str) -> tuple[dict[str, Any], int]:
    """Return the document without the people who go, and how many entries that took out."""
    cleaned = dict(document)
    tombstones = list(document.get("removed", []))
    for section in SECTIONS:
        kept = []
        for entry in document[section]:
            if _is_about(entry, traces):
                tombstones.append(_write_tombstone(section, entry, purge, on))
            else:
                kept.append(entry)
        cleaned[section] = kept
    taken = len(tombstones) - len(document.get("removed", []))
    movers = document["movers"]
    cleaned["movers"] = {
        **movers,
        **{name: [mover for mover in movers[name] if mover["person_id"] not in traces.ids] for name in MOVERS},
    }
    if tombstones:
        cleaned["removed"] = tombstones
    result: dict[str, Any] = clean_value(cleaned, traces)
    return result, taken


def _is_about(entry: dict[str, Any], traces: Traces) -> bool:
    """Whether an entry rests on any record of somebody who goes."""
    return entry["person_id"] in traces.ids or not traces.ids.isdisjoint(entry["person_record_ids"])


def _write_tombstone(section: str, entry: dict[str, Any], purge: int, on: str) -> dict[str, Any]:
    return {
        "section": section,
        "place": entry["place"],
        "rank": entry["rank"],
        "because": BECAUSE,
        "on": on,
        "purge": purge,
    }


def clean_value(value: Any, traces: Traces) -> Any:
    """Return a value without what leads to the people who go: texts without it, items that are one of them left out."""
    if isinstance(value, dict):
        return {name: clean_value(item, traces) for name, item in value.items()}
    if isinstance(value, list):
        return [clean_value(item, traces) for item in value if not _is_trace(item, traces)]
    if isinstance(value, str) and traces.is_in(value):
        return traces.take_out(value)
    return value


def _is_trace(item: Any, traces: Traces) -> bool:
    if isinstance(item, str):
        return item in traces.ids
    return isinstance(item, dict) and any(item.get(name) in traces.ids for name in _NAMING if name in item)

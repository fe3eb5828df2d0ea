"""What the briefing pack shows, as JSON in which every value is already in words.

In: a list document. Out: plain dictionaries for the template. Refuses to leave wording to the template:
it lays out, and decides nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from v100.tasking.document import DataWarning, Entry, LedgerLine, ListDocument, Mover, Summary
from v100.tasking.export import wording
from v100.tasking.export.about_sheet import EQUALITY, KINDS, AboutRow, list_about_rows
from v100.tasking.export.detail_columns import list_mover_rows
from v100.tasking.export.themes import FAMILY_NAMES, find_family

View = dict[str, Any]


def build_pack_view(document: ListDocument, *, profiles: int) -> View:
    """Return what the template shows, every value in words. Raises IntegrityError on a damaged date."""
    movers = list_mover_rows(document)
    return {
        "header": _view_header(document),
        "method": wording.describe_method(document["parameters"]),
        "tiles": _view_tiles(document["summary"]),
        "by_theme": _view_counts(document["summary"]["by_theme"], find_family),
        "by_area": _view_counts(document["summary"]["by_area"], lambda _: "plain"),
        "families": FAMILY_NAMES,
        "warnings": [{"text": item["text"], "extent": _describe_extent(item)} for item in document["warnings"]],
        "definitions": sorted(document["definitions"].items()),
        "about": [row for row in list_about_rows(document) if row.section in {EQUALITY, "Parameters", "Knowledge"}],
        "information": _view_information(list_about_rows(document)),
        "against": document["movers"]["against"],
        "movers": [_view_mover(direction, mover) for direction, mover in movers],
        "entries": [_view_entry(entry) for entry in document["entries"]],
        "profiles": [_view_profile(entry) for entry in document["entries"][:profiles]],
        "passed_over": [_view_entry(entry) for entry in document["passed_over"]],
    }


def _view_header(document: ListDocument) -> View:
    header = document["header"]
    return {
        **header,
        "as_of": wording.format_date(document["parameters"]["as_of"]),
        "expires_on": wording.format_date(header["expires_on"]),
        "issued_at": wording.format_timestamp(header["issued_at"]),
    }


def _view_information(rows: Sequence[AboutRow]) -> View:
    """Return what the kinds of information mean, and the columns of the list and the ledger by kind."""
    columns: dict[str, list[str]] = {}
    for row in rows:
        if row.section in {"Columns: list", "Columns: ledger"}:
            names = columns.setdefault(row.value.split(",", maxsplit=1)[0], [])
            names.extend([row.item] if row.item not in names else [])
    kinds = [(row.item, row.value) for row in rows if row.section == KINDS]
    return {
        "kinds": [{"name": name, "meaning": text, "columns": ", ".join(columns.get(name, []))} for name, text in kinds]
    }


def _view_tiles(summary: Summary) -> list[tuple[str, str]]:
    return [
        ("On the list", wording.format_number(summary["listed"])),
        ("Harm alleged, years", wording.format_years(summary["harm_days"])),
        ("Allegations", wording.format_number(summary["allegations"])),
        ("Distinct victims", wording.format_number(summary["distinct_victims"])),
        ("Harm at the cut, days", wording.format_number(summary["cut_harm_days"])),
        ("Passed over", wording.format_number(summary["passed_over"])),
    ]


def _view_counts(counts: Mapping[str, int], choose_family: Callable[[str], str]) -> list[View]:
    return [
        {"name": wording.format_label(name), "count": count, "family": choose_family(name)}
        for name, count in wording.sort_counts(counts)
    ]


def _describe_extent(warning: DataWarning) -> str:
    examples = ", ".join(warning["examples"])
    return f"({wording.format_number(warning['count'])}; for example {examples})" if examples else ""


def _view_mover(direction: str, mover: Mover) -> View:
    return {
        "direction": direction,
        "person_id": mover["person_id"],
        "place": wording.format_number(mover["place"]),
        "place_before": wording.format_number(mover["place_before"]),
        "causes": wording.format_reasons(mover["causes"]),
    }


def _view_entry(entry: Entry) -> View:
    age = f"{entry['age']}" if entry["age"] is not None else "age unknown"
    custody = "custody unknown" if entry["custody"] == "unknown" else entry["custody"]
    return {
        "place": wording.format_number(entry["place"]),
        "rank": wording.format_number(entry["rank"]),
        "change": wording.describe_change(entry),
        "person_id": entry["person_id"],
        "pnc_id": entry["pnc_id"] or "not held",
        "who": f"{entry['sex'] or 'sex unknown'}, {age}",
        "area": entry["area"] or "area unknown",
        "days": wording.format_number(entry["harm_days"]),
        "years": wording.format_years(entry["harm_days"]),
        "allegations": entry["allegations"],
        "themes": wording.format_counts(entry["by_theme"]),
        "distinct_victims": entry["distinct_victims"],
        "repeat_victims": entry["repeat_victims"],
        "last": wording.format_date(entry["last_allegation_at"]),
        "since": entry["days_since_last"],
        "statuses": wording.format_counts(entry["statuses"]),
        "standing": wording.describe_standing(entry["statuses"]),
        "category": wording.describe_category(entry),
        "custody": custody,
        "ineligible_because": entry["ineligible_because"],
        "drops_off_on": wording.format_date(entry["drops_off_on"]),
        "gravest": entry["reasons"][0]["text"] if entry["reasons"] else wording.UNKNOWN,
    }


def _view_profile(entry: Entry) -> View:
    return {
        **_view_entry(entry),
        "records": ", ".join(entry["person_record_ids"]),
        "reasons": [{"text": reason["text"], "ids": ", ".join(reason["incident_ids"])} for reason in entry["reasons"]],
        "facts": _list_facts(entry),
        "warnings": entry["warnings"],
        "ledger": [_view_line(line) for line in entry["ledger"]],
    }


def _list_facts(entry: Entry) -> list[str]:
    facts = [f"Order: {wording.format_order(order)}" for order in entry["orders"]]
    if entry["drops_off_on"] is not None:
        because = entry["drops_off_because"] or "no reason recorded"
        facts.append(f"Drops off on {wording.format_date(entry['drops_off_on'])}: {because}")
    if entry["also_victim"]:
        facts.append("Also a victim")
    return facts


def _view_line(line: LedgerLine) -> View:
    return {
        "incident_id": line["incident_id"],
        "offence": line["title"] or line["offence_code"],
        "reported": wording.format_date(line["reported_at"]),
        "days": wording.format_number(line["harm_days"]),
        "counted": line["counted"],
        "because": line["because"],
        "status": wording.format_label(line["status"]),
        "relationship": wording.format_label(line["relationship"]),
        "victims": ", ".join(line["victims"]),
        "source": "\n".join(map(wording.format_feed_row, line["feed_rows"])),
    }

"""What the equality audit found on the last list, in words for the records.

In: holdings and settings. Out: texts, None where no list with an audit was issued. Refuses, in what is published, the
list's id, every figure of a group, and the words in which somebody set a limit aside.
"""

from v100.governance.records.gather import Holdings
from v100.governance.records.record import Facts
from v100.governance.records.speak import Speaker
from v100.settings import Settings
from v100.tasking.equality_note import EqualityNote, say_finding


def write_equality_facts(holdings: Holdings, settings: Settings, speaker: Speaker) -> Facts:
    """Return `equality_measured` and `equality_findings`."""
    header = holdings.last_list["header"] if holdings.last_list else None
    note = header.get("equality") if header else None
    if header is None or note is None:
        return {"equality_measured": None, "equality_findings": None}
    name = "the last list" if speaker.publish else f"list {header['list_id']}"
    return {
        "equality_measured": f"{_say_kinds(note['measured'])} ({name}); held by no feed, or of too few people: "
        f"{_say_kinds(note['not_measured'])}",
        "equality_findings": f"{name[0].upper()}{name[1:]}: {_say_found(note, settings, speaker)}",
    }


def _say_kinds(kinds: list[str]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in kinds) or "none"


def _say_found(note: EqualityNote, settings: Settings, speaker: Speaker) -> str:
    findings = note["findings"]
    if not findings:
        limits = f"{settings.equality_least_ratio:g} to {settings.equality_most_ratio:g}"
        return f"no group of these kinds, crossed or not, lies beyond chance outside {limits} times the largest"
    if speaker.publish:
        kinds = sorted({finding["kind"] for finding in findings})
        said = f"figures of groups by {_say_kinds(kinds)} that lie beyond chance outside the limits: {len(findings)}"
        return f"{said}; it was issued by a supervisor's decision" if note["override"] else said
    said = "; ".join(f"{say_finding(each)}{', which breaks a limit' if each['blocks'] else ''}" for each in findings)
    return f"{said}; issued all the same, because: {note['override']}" if note["override"] else said

"""What a list's header says of equality: what the audit found at issue, and why it was issued all the same.

In: a note. Out: types, and the note in words. Refuses nothing; a list from before the audit has no note.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from v100.harm.weights import Edition
    from v100.store.knowledge import Knowledge
    from v100.tasking.document import Body


class Finding(TypedDict):
    """A figure whose whole interval lies outside the limits; `blocks` where a list may not be issued with it.

    `rounded`: the group is withheld for the sake of a smaller one, and its figures are said to one decimal. Lists from
    before that was done lack it.
    """

    kind: str
    group: str
    reference: str
    figure: str
    value: float
    ci95: list[float]
    least: float
    most: float
    blocks: bool
    rounded: NotRequired[bool]


class EqualityNote(TypedDict):
    """What was found at issue; `not_measured` names kinds that no feed holds, `override` why a limit was set aside."""

    measured: list[str]
    not_measured: list[str]
    findings: list[Finding]
    override: str | None


# Given by whoever issues, since the audit stands above the lists; raises RefusedError (13) where a limit is broken.
Check = Callable[["Body", "Knowledge", "Edition"], EqualityNote]


def say_finding(finding: Finding) -> str:
    """Return a finding in words."""
    low, high = finding["ci95"]
    what = "is listed" if finding["figure"] == "selection_ratio" else "is listed rightly"
    places, why = (1, "; rounded for the sake of a smaller group") if finding.get("rounded") else (2, "")
    return (
        f"{finding['kind'].replace('_', ' ')} {finding['group']} {what} {finding['value']:.{places}f} times as often "
        f"as {finding['reference']} (95 % {low:.{places}f} to {high:.{places}f}; allowed {finding['least']:g} to "
        f"{finding['most']:g}{why})"
    )


def say_note(note: EqualityNote | None) -> list[str]:
    """Return what a reader of the list must know: what could not be measured, what was found, and why it was issued."""
    if note is None:
        return []
    said = [f"by {kind.replace('_', ' ')} nothing could be measured" for kind in note["not_measured"]]
    said += [f"{say_finding(each)}{', which breaks a limit' if each['blocks'] else ''}" for each in note["findings"]]
    if note["override"]:
        said.append(f"issued though a limit is broken, because: {note['override']}")
    return said

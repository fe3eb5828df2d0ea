"""How an equality audit reads: the same sentences on the page and on the terminal.

In: an audit. Out: short plain text, never markup. Refuses to write an unknown as a number.
"""

from typing import Final

from v100.evaluation.equality.results import Counterfactual, Equality, Kind, Told
from v100.evaluation.report.wording import format_decimal, format_interval, format_share
from v100.tasking.equality_note import say_finding

DEFINITIONS: Final = (
    ("Cohort", "Everyone with a counting allegation in the window on the day of the list.", "Glossary"),
    ("Selection rate", "Listed of the group.", "Fairlearn, selection_rate; Aequitas, PPrev"),
    (
        "Selection ratio",
        "Selection rate over that of the largest group of whom anybody is listed. 1 is no difference.",
        "Aequitas, disparity against the majority group",
    ),
    ("Precision", "Of the listed those reported for something serious within the horizon.", "Fairlearn; Aequitas"),
    (
        "False positives",
        "Listed without such a report. The rate is theirs among all of the group without one.",
        "Fairlearn, false_positive_rate; Aequitas, FPR",
    ),
    (
        "Expected",
        "What the probability says; without one, the share of serious among all who stood as high in the ranking.",
        "Calibration within groups",
    ),
    (
        "Observed over expected",
        "Above 1 more followed than for others who stood as high: the group stands too low.",
        "Calibration within groups",
    ),
    ("Charged", "Of the listed those charged after the day of the list, so far.", "Justice events feed"),
    (
        "Without a weight",
        "Allegations in the window whose offence code has no weight: what the ranking could not see.",
        "Aequitas has no such measure",
    ),
    (
        "Told (AUC)",
        "How often a member gets a higher chance of belonging to the group than somebody else. 0.5 is by lot.",
        "DeLong's interval, widened after Nadeau and Bengio",
    ),
    ("Interval", "95 %: Wilson's for shares, Katz's for ratios.", "SciPy, binomtest and relative_risk"),
)

_HIDDEN: Final = "too few to show, or a smaller group could be told from it"


def name_kind(kind: str) -> str:
    """Return a kind in words."""
    return kind.replace("_", " ")


def name_feature(feature: str) -> str:
    """Return what a ranking sees in words."""
    family, _, rest = feature.partition("__")
    return f"{family} {rest}".replace("__", " ").replace("_", " ").strip()


def write_headline(audit: Equality) -> str:
    """Return the one sentence that an audit comes to."""
    measured = [kind for kind in audit["kinds"] if kind["measured"] and not kind["crossed"]]
    if not measured:
        return "Nothing can be said about any group: none is held."
    blocking = sum(finding["blocks"] for finding in audit["findings"])
    limits = audit["limits"]
    allowed = f"{limits['least_ratio']:g} to {limits['most_ratio']:g}"
    if blocking:
        groups = "1 group is" if blocking == 1 else f"{blocking} groups are"
        return f"{groups} listed, beyond chance, outside {allowed} times the rate of the largest."
    names = " or ".join(name_kind(kind["kind"]) for kind in measured)
    return f"No group by {names} is listed, beyond chance, outside {allowed} times the rate of the largest."


def list_remarks(audit: Equality) -> list[str]:
    """Return what must be said beside the figures: what is not measured, not known, found and overridden."""
    said = [
        f"By {name_kind(kind['kind'])} nothing can be measured: {kind['because']}. That is not to say no difference."
        for kind in audit["kinds"]
        if not kind["measured"] and not kind["crossed"]
    ]
    if audit["outcomes"]["because"]:
        said.append(f"Precision, false positives and calibration are {audit['outcomes']['because']}.")
    if audit["outcomes"]["charges_because"]:
        said.append(f"Charges are {audit['outcomes']['charges_because']}.")
    said += [
        f"{say_finding(finding)}{'' if finding['blocks'] else '; it does not stop a list'}."
        for finding in audit["findings"]
    ]
    said += [
        f"The purge of {purge['on']} took {purge['entries']} people off the list and {purge['rows_behind']} rows from "
        "behind it: every figure here is without them."
        for purge in audit["purges"]
    ]
    if audit["override"]:
        said.append(f"Issued all the same, because: {audit['override']}")
    return said


def say_hidden(kind: Kind) -> str | None:
    """Return what is said of the groups that are too few to show, or would give such a group away."""
    if not kind["hidden_groups"]:
        return None
    groups = "1 group" if kind["hidden_groups"] == 1 else f"{kind['hidden_groups']} groups"
    if kind["hidden_people"] is None:
        return f"{groups}: {_HIDDEN}"
    return f"{groups}, together {kind['hidden_people']} people and {kind['hidden_listed']} listed: {_HIDDEN}"


def say_missing(kind: Kind) -> str:
    """Return how many have no group."""
    if kind["missing_of_cohort"] is None and kind["groups"]:
        return "Not held: not said, since a small group could be told from it."
    of_cohort, of_list = format_share(kind["missing_of_cohort"]), format_share(kind["missing_of_list"])
    return f"Not held: {of_cohort} of the cohort, {of_list} of the list."


def say_told(told: Told) -> str:
    """Return how well a group can be told."""
    if told["auc"] is None:
        return f"not tested: {told['because']}"
    beyond = "beyond chance" if told["can_be_told"] else "not beyond chance"
    return f"{format_decimal(told['auc'], 3)} ({format_interval(told['ci95'], 3)}), {beyond}"


def say_counterfactual(found: Counterfactual) -> str:
    """Return what the list would be without a proxy."""
    if found["because"] is not None:
        proxy = f" ({name_feature(found['proxy'])})" if found["proxy"] else ""
        return f"By {name_kind(found['kind'])}{proxy}: {found['because']}."
    return (
        f"By {name_kind(found['kind'])}, without {name_feature(found['proxy'] or '')}: {found['kept']} of the list "
        f"stay, {found['left']} leave, {found['joined']} join."
    )

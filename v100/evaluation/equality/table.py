"""One kind of an audit as rows for a terminal.

In: a kind and its audit. Out: headings and rows of text. Refuses to write an unknown as a number: it is a dash.
"""

from typing import Final

from v100.evaluation.equality.results import Equality, Kind
from v100.evaluation.equality.wording import say_hidden
from v100.evaluation.report.wording import (
    UNKNOWN,
    format_decimal,
    format_interval,
    format_share,
    format_share_interval,
)

HEADINGS: Final = (
    "group",
    "people",
    "listed",
    "of cohort",
    "of list",
    "ratio",
    "95 %",
    "precision",
    "95 %",
    "false positives",
    "observed/expected",
    "charged",
)


def list_rows(kind: Kind, audit: Equality) -> list[tuple[str, ...]]:
    """Return a row a group, and one for all that are too few to show."""
    rows: list[tuple[str, ...]] = []
    for group in kind["groups"]:
        said = group["ci95"]
        rows.append(
            (
                group["group"] + (" (may not be listed)" if group["barred"] else ""),
                f"{group['people']:,}",
                f"{group['listed']:,}",
                format_share(group["share_of_cohort"]),
                format_share(group["share_of_list"]),
                format_decimal(group["selection_ratio"]),
                "reference" if group["is_reference"] else format_interval(said["selection_ratio"]),
                format_share(group["precision"]) if audit["outcomes"]["known"] else "not yet known",
                format_share_interval(said["precision"]) if group["precision"] is not None else UNKNOWN,
                UNKNOWN if group["false_positives"] is None else f"{group['false_positives']:,}",
                format_decimal(group["observed_over_expected"]),
                format_share(group["charged_share"]) if audit["outcomes"]["charges_known"] else "not known",
            )
        )
    hidden = say_hidden(kind)
    if hidden:
        rows.append((hidden, *[""] * (len(HEADINGS) - 1)))
    return rows

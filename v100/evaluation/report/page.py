"""The page of an evaluation: one file that needs nothing else, and reads and prints without scripts.

In: a summary, the figures of groups, and what the page is called. Out: HTML bytes, the same for the same input.
Refuses markup from the data: all of it is escaped, and a policy in the page lets no script, image or address load.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from v100.evaluation.group_results import GroupMeasures, Groups
from v100.evaluation.report import wording
from v100.evaluation.report.charts import Row, Series, draw_by_date, draw_intervals, draw_reliability
from v100.evaluation.report.definitions import list_definitions
from v100.evaluation.report.table import list_rankers
from v100.evaluation.results import Summary
from v100.tasking.export.pages import Filters, build_environment
from v100.tasking.export.wording import format_date, format_number

_TEMPLATES: Final = Path(__file__).parent / "templates"
# Shared by every page of an evaluation.
STYLE: Final = _TEMPLATES / "evaluation.css"
_FILTERS: Final[Filters] = {
    "ranker": wording.name_ranker,
    "share": wording.format_share,
    "share_interval": wording.format_share_interval,
    "decimal": wording.format_decimal,
    "interval": wording.format_interval,
    "number": format_number,
    "day": format_date,
}
_MODEL, _STACK = wording.MODEL, wording.STACK
TOO_SMALL: Final = "too small to say"


def write_evaluation_page(
    summary: Summary,
    groups: Groups | None,
    *,
    title: str,
    marking: str,
    spec_name: str,
    horizon_days: int,
    serious_days: float,
    made: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return the page. `made` are further lines of how it was made: what, and its value."""
    page = build_environment(_TEMPLATES, _FILTERS).get_template("evaluation.html.j2")
    text = page.render(
        summary=summary,
        title=title,
        marking=marking,
        spec_name=spec_name,
        horizon_days=horizon_days,
        serious_days=serious_days,
        style=STYLE.read_text(encoding="utf-8"),
        rankers=list_rankers(summary),
        charts=_draw_charts(summary),
        kinds=_list_kinds(groups),
        groups=groups,
        headline=wording.write_headline(summary),
        verdict=wording.write_verdict(summary),
        definitions=list_definitions(
            k=summary["k"], horizon_days=horizon_days, serious_days=serious_days, draws=summary["draws"]
        ),
        made=_list_made(summary, spec_name, made),
    )
    return text.encode()


def _draw_charts(summary: Summary) -> dict[str, str]:
    k = summary["k"]
    others = [name for name in list_rankers(summary) if f"{_MODEL}_vs_{name}" in summary["paired"]]
    paired = [(name, summary["paired"][f"{_MODEL}_vs_{name}"]) for name in others]
    shown = [name for name in (_MODEL, _STACK) if name in summary["rankers"]]
    series = [
        Series(
            wording.name_ranker(name),
            name,
            [each["harm_captured_at_k"] for each in summary["rankers"][name]["by_date"]],
        )
        for name in shown
    ]
    return {
        "by_date": draw_by_date(
            "captured",
            f"Harm captured by the first {k}, by date",
            "Lines for the model, the stack and a perfect order, in per cent. The values are in the table by date.",
            summary["dates"],
            [*series, Series("Perfect order", "perfect", [fact["perfect"] for fact in summary["by_date"]])],
        ),
        "paired": draw_intervals(
            "ratios",
            "Harm captured by the model over each other ranker's",
            "A dot a ranker with its interval; right of the line at 1 the model captured more.",
            [Row(wording.name_ranker(name), each["harm_captured_ratio"], each["ci95"]) for name, each in paired],
        ),
        "reliability": draw_reliability(
            "reliability",
            "Predicted and observed share of serious",
            "A dot a bin with its interval; on the line the two agree. The values are in the table beside it.",
            summary["reliability"],
        ),
    }


def _list_kinds(groups: Groups | None) -> list[tuple[str, list[GroupMeasures], str]]:
    """Return each kind with its groups and the chart of their selection ratios."""
    if groups is None:
        return []
    kinds = []
    for place, (kind, members) in enumerate(groupby(groups["groups"], key=lambda group: group["kind"])):
        found = list(members)
        reference = groups["reference"].get(kind)
        chart = draw_intervals(
            f"group{place}",
            f"Selection by {kind.replace('_', ' ')}, against {reference or 'nobody: no group is held'}",
            "A dot a group with its interval; right of the line at 1 the group is listed more often.",
            [_make_row(group, reference) for group in found],
        )
        kinds.append((kind, found, chart))
    return kinds


def _make_row(group: GroupMeasures, reference: str | None) -> Row:
    is_reference = group["group"] == reference
    return Row(
        group["group"].replace("_", " ") + (" (reference)" if is_reference else ""),
        group["selection_ratio"],
        None if is_reference else group["ci95"]["selection_ratio"],
        TOO_SMALL if group["too_small"] else "not defined",
    )


def _list_made(summary: Summary, spec_name: str, made: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        ("Specification", spec_name),
        ("Places", format_number(summary["k"])),
        ("People", format_number(summary["people"])),
        ("Draws of people", format_number(summary["draws"])),
        ("Seed of the draws", str(summary["seed"])),
        ("Dates without anybody serious", str(summary["dates_without_label"]["serious"])),
        ("Dates without harm", str(summary["dates_without_label"]["harm"])),
        *made,
    ]

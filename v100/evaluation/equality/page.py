"""The page of an equality audit: one file that needs nothing else, and reads and prints without scripts.

In: an audit. Out: HTML bytes, the same for the same audit. Refuses markup from the data: all of it is escaped, and a
policy in the page lets no script, image or address load.
"""

from pathlib import Path
from typing import Final

from v100.evaluation.equality import wording
from v100.evaluation.equality.results import Equality, Group, Kind
from v100.evaluation.report import wording as figures
from v100.evaluation.report.charts import Row, draw_intervals
from v100.evaluation.report.page import STYLE
from v100.tasking.export.pages import Filters, build_environment
from v100.tasking.export.wording import format_date, format_number

_TEMPLATES: Final = Path(__file__).parent / "templates"
_FILTERS: Final[Filters] = {
    "share": figures.format_share,
    "share_interval": figures.format_share_interval,
    "decimal": figures.format_decimal,
    "interval": figures.format_interval,
    "number": format_number,
    "day": format_date,
    "kind": wording.name_kind,
    "feature": wording.name_feature,
    "hidden": wording.say_hidden,
    "missing": wording.say_missing,
    "told": wording.say_told,
    "counterfactual": wording.say_counterfactual,
}


def write_equality_page(audit: Equality) -> bytes:
    """Return the page."""
    page = build_environment(_TEMPLATES, _FILTERS).get_template("equality.html.j2")
    kinds = [kind for kind in audit["kinds"] if kind["measured"]]
    text = page.render(
        audit=audit,
        title=f"Equality of list {audit['list_id']}",
        style=STYLE.read_text(encoding="utf-8"),
        headline=wording.write_headline(audit),
        remarks=wording.list_remarks(audit),
        single=[(kind, _draw(place, kind)) for place, kind in enumerate(kinds) if not kind["crossed"]],
        crossed=[kind for kind in kinds if kind["crossed"]],
        definitions=wording.DEFINITIONS,
        limits=", ".join(wording.name_kind(kind) for kind in audit["limits"]["kinds"]) or "no kind",
    )
    return text.encode()


def _draw(place: int, kind: Kind) -> str:
    return draw_intervals(
        f"kind{place}",
        f"Selection by {wording.name_kind(kind['kind'])}, against {kind['reference']}",
        "A dot a group with its interval; right of the line at 1 the group is listed more often.",
        [_make_row(group) for group in kind["groups"]],
    )


def _make_row(group: Group) -> Row:
    return Row(
        group["group"] + (" (reference)" if group["is_reference"] else ""),
        group["selection_ratio"],
        None if group["is_reference"] else group["ci95"]["selection_ratio"],
    )

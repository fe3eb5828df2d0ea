"""The list as one web page that needs nothing else: no request leaves it, and it reads without scripts.

In: a list document. Out: HTML bytes. Refuses markup from the data: all of it is escaped, and a policy in the
page lets no other script, image or address load.
"""

import base64
import hashlib
from pathlib import Path

from v100.tasking.document import ListDocument
from v100.tasking.export import wording
from v100.tasking.export.about_sheet import list_about_rows
from v100.tasking.export.detail_columns import list_mover_rows
from v100.tasking.export.pages import Filters, build_environment
from v100.tasking.export.themes import FAMILY_NAMES, find_family

_TEMPLATES = Path(__file__).parent / "templates"
_FILTERS: Filters = {
    "number": wording.format_number,
    "years": wording.format_years,
    "share": wording.format_share,
    "day": wording.format_date,
    "moment": wording.format_timestamp,
    "label": wording.format_label,
    "ranked": wording.sort_counts,
    "change": wording.describe_change,
    "method": wording.describe_method,
    "order": wording.format_order,
    "feed_row": wording.format_feed_row,
    "family": find_family,
    "standing": wording.describe_standing,
    "category": wording.describe_category,
}


def render_html(document: ListDocument) -> bytes:
    """Return the page. Raises IntegrityError on a damaged date."""
    script = (_TEMPLATES / "page.js").read_text(encoding="utf-8")
    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    people = [*document["entries"], *document["passed_over"], *document["just_missed"], *document["precursor_lane"]]
    page = build_environment(_TEMPLATES, _FILTERS).get_template("list.html.j2")
    text = page.render(
        document=document,
        script=script,
        style=style,
        script_hash=hash_script(script),
        largest_harm=max((entry["harm_days"] for entry in people), default=0.0),
        about=list_about_rows(document),
        mover_rows=list_mover_rows(document),
        families=FAMILY_NAMES,
    )
    return text.encode()


def hash_script(script: str) -> str:
    """Return the content security policy source that allows exactly this inline script."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"

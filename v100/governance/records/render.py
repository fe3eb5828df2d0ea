"""A transparency record as Markdown or as a page.

In: a record. Out: text; the same record gives the same bytes. Refuses markup from the data: a value is shown as text.
"""

import re
from pathlib import Path
from typing import Final

from v100.governance.records.people_say import GAP
from v100.governance.records.record import Record
from v100.tasking.export.pages import build_environment

_TEMPLATES: Final = Path(__file__).parents[1] / "templates"
_MARKDOWN: Final = re.compile(r"([\\`*_<>\[\]#|])")


def write_markdown(record: Record, *, dated: str | None = None) -> str:
    """Return the record as Markdown; `dated` takes the place of the day on which it was made."""
    gaps = len(record.gaps)
    lines = [
        f"# {record.title}",
        "",
        f"{record.marking}. Made {dated or record.made_on.isoformat()} from the workspace; {_say_gaps(gaps)}",
        "",
        record.basis,
        "",
        f"Inputs: SHA-256 `{record.inputs_sha256}`",
    ]
    for part in record.parts:
        lines += ["", f"## {part.title}"]
        for field in part.fields:
            title = f"{field.ref} {field.name}".strip()
            lines += ["", f"### {title}", "", _escape(field.text)]
    return "\n".join(lines) + "\n"


def write_page(record: Record) -> bytes:
    """Return the record as one page that loads nothing and runs nothing."""
    page = build_environment(_TEMPLATES, {"paragraphs": lambda text: text.split("\n\n")}).get_template("record.html.j2")
    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    return page.render(record=record, style=style, gap=GAP, gaps=_say_gaps(len(record.gaps))).encode()


def _say_gaps(gaps: int) -> str:
    return f"fields with a gap: {gaps}." if gaps else "no gaps."


def _escape(text: str) -> str:
    # What is a code span in a template stays one; everything else that Markdown reads is shown as it is.
    pieces = text.split("`")
    even = len(pieces) % 2 == 1
    return "`".join(
        piece if even and place % 2 else _MARKDOWN.sub(r"\\\1", piece) for place, piece in enumerate(pieces)
    )

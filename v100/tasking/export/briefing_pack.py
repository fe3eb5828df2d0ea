"""The list as a PDF briefing pack: a summary, the list, the movers, and profiles of the first people.

In: a list document. Out: PDF bytes (PDF/UA-1); the same document gives the same bytes, dated by its issue.
Refuses markup from the data: the template gets it as JSON, and shows text as text.
"""

import json
from pathlib import Path

import typst

from v100.tasking.document import ListDocument
from v100.tasking.export.briefing_view import build_pack_view
from v100.tasking.export.timestamps import read_timestamp

PROFILES = 20
_TEMPLATE = Path(__file__).parent / "templates" / "briefing.typ"


def render_pdf(document: ListDocument, *, profiles: int = PROFILES) -> bytes:
    """Return the pack with a profile of each of the first `profiles` people. Raises IntegrityError."""
    view = build_pack_view(document, profiles=profiles)
    # The embedded fonts alone: those of the machine would change the bytes.
    compiler = typst.Compiler(_TEMPLATE.read_bytes(), ignore_system_fonts=True)
    content = compiler.compile(
        format="pdf",
        sys_inputs={"pack": json.dumps(view, ensure_ascii=False)},
        timestamp=read_timestamp(document["header"]["issued_at"]),
        pdf_standards="ua-1",
    )
    if not isinstance(content, bytes):
        raise TypeError("typst returns one PDF as bytes")
    return content

"""The answer to a subject access request as a page and as text: the same words in both.

In: the document. Out: HTML bytes that load nothing and run nothing, or plain text. Refuses markup from the data. The
reason why a part is withheld stays in the record: the reader is told the ground, which the law asks for.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from v100.tasking.export.pages import build_environment

_TEMPLATES: Final = Path(__file__).parent / "templates"
_UNKNOWN: Final = "\u2013"
_STATEMENT: Final = (
    "Being named in a report is not a finding of guilt. What is alleged, what is assessed and what was found are kept "
    "apart below: each part says which it is."
)


def write_subject_page(document: Mapping[str, Any]) -> bytes:
    """Return the page."""
    environment = build_environment(_TEMPLATES, {"words": _write_words, "cell": _write_cell})
    text = environment.get_template("subject.html.j2").render(
        document=document,
        statement=_STATEMENT,
        style=(_TEMPLATES / "page.css").read_text(encoding="utf-8"),
    )
    return text.encode()


def write_subject_text(document: Mapping[str, Any]) -> str:
    """Return the text."""
    lines = [
        document["marking"],
        "",
        f"What is held on person {document['person_id']}",
        f"As recorded before {document['known_before']}; made {document['made_at']}.",
        "",
        _STATEMENT,
        "",
        *(f"{_write_words(name)}: {value}" for name, value in document["about"].items()),
        "",
        *document["rights"],
    ]
    for section in document["sections"]:
        lines += ["", section["title"], "-" * len(section["title"]), *_list_section(section)]
    return "\n".join([*lines, "", f"SHA-256 of what is shown: {document['sha256']}"]) + "\n"


def _list_section(section: Mapping[str, Any]) -> list[str]:
    kind = f"This part holds what is: {section['information']}."
    if section["withheld"]:
        return [kind, f"Withheld, to {section['withheld']['law']}."]
    lines = [kind, section["note"]]
    if not section["rows"]:
        return [*lines, "Nothing is held."]
    for number, row in enumerate(section["rows"], start=1):
        lines += ["", f"{number}."]
        lines += [f"   {_write_words(name)}: {_write_cell(row[name])}" for name in section["columns"]]
    return lines


def _write_words(name: str) -> str:
    return name.replace("_", " ")


def _write_cell(value: Any) -> str:
    if value is None or value == "":
        return _UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return str(value)

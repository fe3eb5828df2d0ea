"""The answer to a subject access request as a page, as text and as JSON: the same words in each.

In: the document, and the ending that says which. Out: HTML bytes that load nothing and run nothing, plain text, or the
document. Refuses markup from the data, and an ending of no kind. The reason why a part is withheld stays in the record:
the reader of the page is told the ground, which the law asks for.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from v100.errors import UsageError
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


def _write_json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


_WRITERS: Final[Mapping[str, Callable[[Mapping[str, Any]], bytes]]] = {
    ".html": write_subject_page,
    ".txt": lambda document: write_subject_text(document).encode(),
    ".json": _write_json,
}


def require_ending(path: Path) -> str:
    """Return the ending that says what to write; raises UsageError (2) for another."""
    if path.suffix not in _WRITERS:
        raise UsageError(f"{path.name} is of no kind that can be written.", hint="Call it .html, .txt or .json.")
    return path.suffix


def write_subject(document: Mapping[str, Any], path: Path) -> bytes:
    """Return the bytes of the file that `path` names; raises UsageError (2) for an ending of no kind."""
    return _WRITERS[require_ending(path)](document)


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

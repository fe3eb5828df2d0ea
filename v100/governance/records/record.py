"""A transparency record: the fields of a template, filled with facts of the workspace and what people said.

In: a template (TOML), facts and settings. Out: a `Record`, dated, with a hash over all that went into it. Refuses to
leave a hole unsaid: what is not known stands there as a gap, and the gaps are counted.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from v100.governance.records.people_say import GAP, say
from v100.settings import Settings

_TEMPLATES: Final = Path(__file__).parent / "templates"
_HOLE: Final = re.compile(r"\{([a-z_]+)\}")
KINDS: Final = ("atrs", "dpia", "eia", "algo-care", "model-card")

# Fact → what to do where there is none.
MISSING: Final[dict[str, str]] = {
    "evaluation": "no evaluation is on record; make one with `v100 evaluate`",
    "evaluation_groups": "no evaluation by group is on record; make one with `v100 evaluate`",
    "equality_measured": "no list with an equality audit is on record; issue one with `v100 list issue`",
    "equality_findings": "no list with an equality audit is on record; issue one with `v100 list issue`",
    "lists": "no list was issued yet",
    "last_list": "no list was issued yet",
    "feeds": "nothing was loaded yet",
    "identity": "no linking run is on record; each record counts as a person until then",
    "reviews": "no decision is on record yet",
    "encryption": "the stores of this workspace are not encrypted",
}

Facts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its number in the standard, its name, the text, and whether anything in it is a gap."""

    ref: str
    name: str
    key: str
    text: str
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record, with its fields in the order of the template."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A record as filled; `inputs_sha256` is over the template, the facts and what people said."""

    kind: str
    title: str
    basis: str
    made_on: date
    marking: str
    inputs_sha256: str
    parts: tuple[Part, ...]

    @property
    def gaps(self) -> list[str]:
        """The numbers, or names, of the fields that hold a gap."""
        return [field.ref or field.name for part in self.parts for field in part.fields if field.is_gap]

    def describe(self) -> dict[str, Any]:
        """Return the record as values that JSON holds."""
        return {
            **asdict(self),
            "made_on": self.made_on.isoformat(),
            "gaps": len(self.gaps),
            "gap_fields": self.gaps,
        }


def fill_record(kind: str, facts: Facts, settings: Settings, made_on: date) -> Record:
    """Return a record of a kind; raises KeyError on a template that asks for what nobody gathers."""
    content = (_TEMPLATES / f"{kind}.toml").read_text(encoding="utf-8")
    template = tomllib.loads(content)
    parts = tuple(
        Part(part["title"], tuple(_fill_field(field, facts, settings) for field in part["field"]))
        for part in template["part"]
    )
    inputs = json.dumps([content, dict(facts), settings.records], sort_keys=True, ensure_ascii=False)
    return Record(
        kind=kind,
        title=template["title"],
        basis=template["basis"],
        made_on=made_on,
        marking=settings.marking,
        inputs_sha256=hashlib.sha256(inputs.encode()).hexdigest(),
        parts=parts,
    )


def _fill_field(field: Mapping[str, Any], facts: Facts, settings: Settings) -> Field:
    pieces = []
    if "text" in field:
        pieces.append(_HOLE.sub(lambda hole: _write_fact(hole.group(1), facts), field["text"]).strip())
    pieces += [say(settings, key) for key in field.get("say", ())]
    text = "\n\n".join(pieces)
    return Field(field.get("ref", ""), field["name"], field.get("key", ""), text, GAP in text)


def _write_fact(name: str, facts: Facts) -> str:
    value = facts[name]
    return value if value is not None else f"{GAP}{MISSING.get(name, f'{name} is not on record')}"

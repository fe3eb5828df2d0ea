"""The log as people and the regulator read it.

In: lines with what is kept of their words, and who the numbers are. Out: plain values, one a line, ready for JSON.
Refuses nothing: what was erased is null, with the erasure on record named by its line.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from v100.audit.line import Person
from v100.audit.log import Kept


def describe_lines(
    kept: Sequence[Kept], subjects: Mapping[int, Person], *, whole: bool = False
) -> list[dict[str, Any]]:
    """Return the lines as documents; `whole` adds what is needed to check the chain."""
    return [_describe(each, subjects, whole=whole) for each in kept]


def _describe(each: Kept, subjects: Mapping[int, Person], *, whole: bool) -> dict[str, Any]:
    line = each.line
    document = asdict(line) | {
        "happened_at": line.happened_at.isoformat(timespec="microseconds"),
        "people": [subjects[number].person_id for number in line.subjects if number in subjects],
        "people_named": [subjects[number].person_id for number in line.named if number in subjects],
        "people_forgotten": sum(number not in subjects for number in line.subjects),
        "arguments": None if each.arguments is None else json.loads(each.arguments),
        "reason": each.reason,
        "recipient": each.recipient,
        "words_erased": each.arguments is None,
    }
    if whole:
        return document | {"arguments_text": each.arguments, "salt": each.salt}
    for name in ("introduced", "text_sha256", "named", "subjects"):
        del document[name]
    return document

"""Formats of the list document: what a list that was issued in an earlier one could not say.

In: a body composed today, and the format that a list was issued in. Out: the body as it would stand in that format.
Refuses nothing; a format of which nothing is known here is left to differ.
"""

from collections.abc import Mapping
from typing import Any, Final

FORMAT: Final = "v100-list/4"
_BEFORE_RUNS: Final = "v100-list/3"
_SINCE_RUNS: Final = frozenset({"not_linked", "linking_behind"})


def write_in_format(body: Mapping[str, Any], issued: str) -> dict[str, Any]:
    """Return the body without what the format `issued` lacks: one of before 4 knew of no linking runs."""
    if issued != _BEFORE_RUNS:
        return dict(body)
    knowledge = body["knowledge"]
    identities = {name: value for name, value in knowledge["identities"].items() if name != "last_run"}
    return {
        **body,
        "format": issued,
        "knowledge": {**knowledge, "identities": identities},
        "warnings": [warning for warning in body["warnings"] if warning["code"] not in _SINCE_RUNS],
    }

"""Where two documents differ.

In: two values made of dicts, lists, text and numbers. Out: the places that differ, as paths, the first twenty.
Refuses nothing; equal canonical text means no difference.
"""

from itertools import islice
from typing import Any, Final

from v100.tasking.register import write_canonical

SHOWN: Final = 20
# A field that is not there differs from one that is null.
_NOTHING: Final = object()


def list_differences(issued: Any, rebuilt: Any) -> list[str]:
    """Return nothing where both have the same bytes, else what differs."""
    if write_canonical(issued) == write_canonical(rebuilt):
        return []
    return list(islice(_walk("", issued, rebuilt), SHOWN))


def _walk(path: str, issued: Any, rebuilt: Any) -> Any:
    if isinstance(issued, dict) and isinstance(rebuilt, dict):
        for key in sorted(issued.keys() | rebuilt.keys()):
            yield from _walk(f"{path}/{key}", issued.get(key, _NOTHING), rebuilt.get(key, _NOTHING))
    elif isinstance(issued, list) and isinstance(rebuilt, list) and len(issued) == len(rebuilt):
        for position, (one, other) in enumerate(zip(issued, rebuilt, strict=True)):
            yield from _walk(f"{path}/{position}", one, other)
    elif issued is _NOTHING or rebuilt is _NOTHING or write_canonical(issued) != write_canonical(rebuilt):
        yield f"{path}: issued {_shorten(issued)}, rebuilt {_shorten(rebuilt)}"


def _shorten(value: Any) -> str:
    if value is _NOTHING:
        return "nothing"
    text = write_canonical(value)
    return text if len(text) <= SHOWN * 4 else f"{text[: SHOWN * 4]}…"

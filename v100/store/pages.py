"""Where every page of a store belongs, noted beside it, so that a page in another's place is found before it is read.

In: the path of a store that nobody has open. Out: a note, or nothing. Refuses a store whose pages are not those of its
note while its headers are (StoreError). DuckDB holds each page to a sum that the page itself carries: a page that
is whole and in the wrong place passes, and can end the whole process. The note is a hash over the head of every page,
where that sum stands, or in an encrypted store the seal. Whoever writes takes the note away first and leaves a new one
after; a note of other headers is one of an earlier moment and says nothing.
"""

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from v100.errors import StoreError
from v100.store.disk import publish_file

_HEADERS: Final = 12_288
_PAGE: Final = 262_144
_HEAD: Final = 64
_STORE: Final = ".duckdb"


def publish_store(finished: Path, published: Path) -> None:
    """Put a file in place as `publish_file` does, and with it the note of what is a store."""
    forget_pages(published)
    publish_file(finished, published)
    if published.suffix == _STORE:
        note_pages(published)


def note_pages(path: Path) -> None:
    """Leave a note of the store as it is; without room for one there is none."""
    note = _find_note(path)
    partial = note.with_name(f".{note.name}.partial")
    with suppress(OSError):
        try:
            partial.touch(mode=0o600)
            partial.write_text(json.dumps(_describe(path)), encoding="utf-8")
            partial.replace(note)
        finally:
            partial.unlink(missing_ok=True)


def forget_pages(path: Path) -> None:
    """Take the note away, because the store is about to change."""
    _find_note(path).unlink(missing_ok=True)


def require_pages(path: Path) -> None:
    """Refuse a store whose pages are not where they were: StoreError (12)."""
    try:
        noted = json.loads(_find_note(path).read_text(encoding="utf-8"))
        found = _describe(path)
    except (OSError, ValueError, RecursionError):
        return
    if not isinstance(noted, dict) or noted.get("headers") != found["headers"]:
        return
    if noted.get("pages") != found["pages"]:
        raise StoreError(
            f"The pages of the store {path} are not where they were written.",
            hint="Check the disk, and `v100 restore` a backup.",
        )


def _find_note(path: Path) -> Path:
    return path.with_name(f"{path.name}.pages")


def _describe(path: Path) -> dict[str, str]:
    pages = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        headers = hashlib.sha256(stream.read(_HEADERS)).hexdigest()
        size = stream.seek(0, 2)
        for start in range(_HEADERS, size, _PAGE):
            stream.seek(start)
            pages.update(stream.read(_HEAD))
    pages.update(str(size).encode())
    return {"headers": headers, "pages": pages.hexdigest()}

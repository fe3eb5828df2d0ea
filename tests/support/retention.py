"""A tiny force with one man who is to be removed, and a search of everything a workspace holds.

In: folders. Out: workspaces, and where a word can be read in them: byte by byte in every file, in what workbooks and
Parquet files hold, and in every value of every table. Refuses nothing.
"""

import io
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import polars as pl

from tests.support.force import (
    Feeds,
    make_custody_spell,
    make_force,
    make_incident,
    make_justice_event,
    make_person,
    make_suspect,
    make_victim,
)

NAME = ("Orlando", "Quillfeather")
PNC = "02/0000123F"
# Whatever leads to the man: his records, his name, his number, and the keys that only his rows bear.
WORDS = ("P10441", "P90441", "Quillfeather", "Orlando", PNC, "I30441", "I90441", "E10441", "E90441", "S90441", "O90441")


def _lengthen(force: Feeds) -> Feeds:
    """Give his records longer keys: two letters stand in the bytes of any store by chance."""
    longer = {word[:2]: word for word in WORDS if word.endswith("0441")}
    return {
        feed: [{name: longer.get(value, value) for name, value in row.items()} for row in rows]
        for feed, rows in force.items()
    }


def make_marked_force() -> Feeds:
    """Return feeds in which P10441 and P90441 are one man.

    He is named with P2 in I1, alone in I90441, harmed as V9 in I5, and arrested as E10441 and E90441.
    """
    force = _lengthen(make_force())
    own = {"given_names": NAME[0], "family_name": NAME[1], "pnc_id": PNC}
    force["persons"] = [
        make_person("P10441", **own),
        make_person("P10441", **own, recorded_at="2025-06-01T00:00:00", postcode="ZZ1 1ZZ"),
        make_person("P90441", **own),
        make_person("P2", given_names="Silas", family_name="Ambrose"),
        make_person("P3", given_names="Rufus", family_name="Ambrose"),
        # Refused: no number of the record, and still his name.
        make_person("", **own),
    ]
    force["incidents"] += [make_incident("I90441", recorded_at="2026-02-03T12:00:00")]
    force["suspects"] += [
        make_suspect("I90441", "P90441", recorded_at="2026-02-04T12:00:00"),
        make_suspect("I77", "P90441"),
    ]
    force["victims"] = [
        make_victim("I1", "V1"),
        make_victim("I2", "V1"),
        make_victim("I5", "V9", person_record_id="P10441"),
    ]
    force["justice_events"] = [
        make_justice_event("E10441", "P10441", incident_id="I1"),
        make_justice_event("E90441", "P90441", reason=f"seen with {NAME[0]} {NAME[1]}"),
        make_justice_event("E2", "P2", reason=f"said that {NAME[1].upper()}, {NAME[0]} did it"),
    ]
    force["custody_spells"] = [make_custody_spell("S3", "P3", valid_to="")]
    return force


def find_words(root: Path, words: Iterable[str]) -> list[str]:
    """Return where any of the words can be read below a folder, as words of their own."""
    wanted = [word.casefold() for word in words]
    found = []
    for path in sorted(item for item in root.rglob("*") if item.is_file()):
        for place, text in _read(path.relative_to(root).as_posix(), path.read_bytes(), path):
            folded = text.casefold()
            found += [f"{place}: {word}" for word in wanted if word in folded and _stands_alone(folded, word)]
    return sorted(set(found))


def _stands_alone(text: str, word: str) -> bool:
    start = -1
    while (start := text.find(word, start + 1)) >= 0:
        before, after = text[start - 1 : start], text[start + len(word) : start + len(word) + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            return True
    return False


def _read(place: str, content: bytes, path: Path | None) -> Iterator[tuple[str, str]]:
    yield place, place
    yield place, content.decode("utf-8", errors="replace")
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _read(f"{place}/{name}", archive.read(name), None)
    elif content.startswith(b"PAR1"):
        yield place, pl.read_parquet(io.BytesIO(content)).write_json()
    elif path is not None and path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as store:
            for (table,) in store.execute("select table_name from duckdb_tables()").fetchall():
                rows = store.execute(f'select to_json(t)::varchar from "{table}" as t').fetchall()
                yield f"{place}/{table}", "\n".join(row for (row,) in rows)


def unpack_backup(path: Path, folder: Path) -> Path:
    """Unpack a backup so that its stores can be searched."""
    folder.mkdir()
    with tarfile.open(path) as archive:
        archive.extractall(folder, filter="data")
    return folder

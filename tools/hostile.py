"""Input from somebody who means harm: words for every option of every command, feeds, settings, tables and contracts.

In: choices and a workspace that is there to be attacked. Out: what was tried, and in words what went wrong, if
anything: a traceback, an exit code that is none of ours, a load by halves, a file where none was asked for.
Refuses nothing.
"""

import contextlib
import gzip
import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

import polars as pl
import typer
from polars.exceptions import PolarsError

from tools.damage import Draw, damage
from tools.scene import ADMITTED, AS_OF, Said, call
from v100.cli.app import app
from v100.contracts.read import LOAD_ORDER, read_contracts
from v100.errors import V100Error
from v100.resources import resource_path
from v100.settings import Settings

Attempt = Callable[[Draw, Path, Path], tuple[str, str]]
HOSTILE: Final = (
    "../../x",
    "/etc/passwd",
    "'; drop table casework_events; --",
    '" or 1=1 --',
    "a\nb\r\nc",
    '=HYPERLINK("http://example.org","x")',
    "x" * 70_000,
    "\u202eevil\u202c\u200b",
    "",
    " ",
    "\x1b[31m\x07",
    "{path} %s $as_of {0.__class__}",
    "<script>alert(1)</script>",
    "NaN",
    "-1",
    "9" * 400,
    "1e999",
    "0x10",
    "\u0661\u0662",
    "2026-02-30",
    "9999-12-31T23:59:59",
    "P1; P2",
    "*",
    "%00",
    "\N{SNOWMAN}" * 300,
    "@/etc/passwd",
    "--help",
    "[[",
    "\\",
    "CON",
    ".",
)
# What a command asks for by this name, so that some calls get as far as they can.
_GOOD: Final[Mapping[str, tuple[str, ...]]] = {
    "list_id": ("V100-0001",),
    "before": ("V100-0001",),
    "after": ("V100-0001",),
    "person_id": ("P00000001",),
    "person": ("P00000001",),
    "name": ("P00000001", "incidents"),
    "as_of": (AS_OF,),
    "until": (AS_OF, "2099-01-01"),
    "first": ("2024-01-01",),
    "last": (AS_OF,),
    "due": ("2099-01-01",),
    "expires": ("2099-01-01",),
    "edition": ("ew-2026-11",),
    "spec": ("chicago",),
    "tactic": ("warrant",),
    "owner": ("North",),
    "action_id": ("A000001",),
}
# They would take minutes or run another program.
_LEFT_OUT: Final = frozenset({"demo", "store rekey", "init"})
_PATHS: Final = ("a.csv", "b/c.html", "d.tar", "feeds", "e.graphml", ".", "none/none.csv")
_NUMBERS: Final = ("0", "1", "2", "20", "-1", "100000", "999999999999999999999", "x", "1.5", "nan")
# A file that grows a thousandfold when it is unpacked.
_MEMBERS: Final = (
    *("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"),
    "../../evil",
)
_BOMB: Final = 100_000_000
_VALUES: Final = (
    *("1", "-1", "nan", "inf", "true", '"x"', "[]", "{}", "1979-05-27", "9" * 5_000, '"\\uD800"', "{a={a=", "[[1]]"),
    "[" * 2_000,
    "[" * 500 + "]" * 500,
    "{a=" * 300 + "1" + "}" * 300,
)
_TABLES: Final = ("", "[units]", "[[roles]]", "[a." + "b." * 3_000 + "c]", "\0", "key_command = ['true']", "[records]")


def build_victim(scene: Path) -> None:
    """Make a small workspace with a list in `scene`, and beside it the feeds that it was loaded from."""
    root, feeds = scene / "w", scene / "feeds"
    for words in (
        ("synth", feeds, "--people", "60", "--years", "2", "--seed", "3", "--until", "2026-01-01", "--format", "csv"),
        ("init",),
        ("refresh", feeds, "--allow-unmapped"),
        ("list", "issue", "--as-of", AS_OF, "--min-allegations", "1"),
    ):
        said = call(root, *words)
        if said.code:
            message = f"the scene cannot be built: {said.err}"
            raise RuntimeError(message)


def try_once(draw: Draw, scene: Path, place: Path, given: Attempt | None = None) -> tuple[str, str, str]:
    """Try something in a copy of the scene in `place`: what kind, what exactly and what went wrong."""
    attempt = given or draw.choose(TRIES)
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(scene, place)
    (place / "outside").mkdir()
    what, fault = attempt(draw, place / "w", place / "outside")
    return attempt.__name__, what, fault


def list_commands() -> dict[str, Any]:
    """Return every command by the words that call it."""

    def walk(group: Any, words: tuple[str, ...]) -> dict[str, Any]:
        found = {" ".join(words): group} if words else {}
        for name, item in getattr(group, "commands", {}).items():
            found |= walk(item, (*words, name))
        return found

    return {words: item for words, item in walk(typer.main.get_command(app), ()).items() if words not in _LEFT_OUT}


def make_call(draw: Draw, outside: Path) -> list[str]:
    """Return a command with words for its options, some of them good."""
    words = draw.choose(sorted(list_commands()))
    command, made = list_commands()[words], words.split()
    for option in command.params:
        if option.name == "help" or not (option.required or draw.chance(3)):
            continue
        flag = option.opts[0] if option.param_type_name == "option" else None
        if getattr(option, "is_flag", False):
            made.append(draw.choose([*option.opts, *option.secondary_opts]))
            continue
        value = _make_value(draw, option, outside, words)
        made += [value] if flag is None else [flag, value]
    return [word.replace("\0", "") for word in made]


def _make_value(draw: Draw, option: Any, outside: Path, words: str) -> str:
    kind = option.type_descriptor.annotation
    if kind is Path:
        return str(outside / draw.choose(_PATHS)) if not draw.chance(4) else draw.choose(HOSTILE)
    if draw.chance(2):
        if isinstance(kind, type) and issubclass(kind, Enum):
            return str(draw.choose(list(kind)).value)
        if option.name in _GOOD:
            return draw.choose(_GOOD[option.name])
    if kind in {int, float}:
        # A force of any size may be asked for; there is not the time to make it.
        return draw.choose(_NUMBERS[:5]) if words == "synth" else draw.choose(_NUMBERS)
    return draw.choose(HOSTILE)


def try_call(draw: Draw, root: Path, outside: Path) -> tuple[str, str]:
    """Call a command with hostile words."""
    words = make_call(draw, outside)
    before = _list_files(outside.parent)
    with contextlib.chdir(outside):
        said = call(root, *words)
    new = sorted(
        name for name in _list_files(outside.parent).keys() - before.keys() if not _is_named(name, words, root)
    )
    return str(words)[:300], _find_fault(said) or (f"made {new}" if new else "")


def _is_named(name: str, words: list[str], root: Path) -> bool:
    """Whether a file lies in the workspace or is one that a word names, or lies beside or below it under its name."""
    path = Path(name)
    if path.is_relative_to(root):
        return True
    named = [Path(os.path.normpath(root.parent / "outside" / word)) for word in words if word]
    return any(path.is_relative_to(item) or path.with_suffix("") == item.with_suffix("") for item in named)


def try_feeds(draw: Draw, root: Path, outside: Path) -> tuple[str, str]:
    """Load a folder of feeds of which one or two are not what they should be."""
    folder = Path(shutil.copytree(root.parent / "feeds", outside / "feeds"))
    what = " and ".join(_spoil_feed(draw, draw.choose(sorted(folder.glob("*.*")))) for _ in range(1 + draw.below(2)))
    store, rejects = root / "store" / "records.duckdb", root / "rejects"
    before = hashlib.sha256(store.read_bytes()).hexdigest(), sorted(rejects.rglob("*"))
    said = call(root, "refresh", folder, *(("--allow-unmapped",) if draw.chance(2) else ()))
    fault = _find_fault(said)
    if said.code and (hashlib.sha256(store.read_bytes()).hexdigest(), sorted(rejects.rglob("*"))) != before:
        fault = fault or f"exit {said.code}, and something was loaded"
    if not said.code:
        fault = fault or _find_fault(call(root, "rank", "--as-of", AS_OF), {0, 11, 12, 14})
    return what, fault


def _spoil_feed(draw: Draw, path: Path) -> str:
    way = draw.choose((_spoil_bytes, _spoil_cells, _spoil_cells, _spoil_header, _spoil_types, _pack))
    return f"{path.name}: {way(draw, path)}"


def _spoil_bytes(draw: Draw, path: Path) -> str:
    changed, what = damage(path.read_bytes(), draw)
    path.write_bytes(changed)
    return what


def _read_rows(path: Path) -> list[list[str]]:
    return [line.split(",") for line in path.read_text(encoding="utf-8", errors="replace").split("\n")]


def _spoil_cells(draw: Draw, path: Path) -> str:
    rows = _read_rows(path)
    words = []
    for _ in range(1 + draw.below(6)):
        row = draw.choose(rows)
        words.append(draw.choose(HOSTILE))
        row[draw.below(len(row))] = words[-1] if draw.chance(2) else '"' + words[-1].replace('"', '""') + '"'
    encoding = draw.choose(("utf-8", "utf-8", "utf-16", "cp1252", "utf-8-sig"))
    path.write_text("\n".join(",".join(row) for row in rows), encoding=encoding, errors="replace")
    return f"{encoding}, cells {[word[:20] for word in words]}"


def _spoil_header(draw: Draw, path: Path) -> str:
    rows = _read_rows(path)
    place, word = draw.below(len(rows[0])), draw.choose((*HOSTILE, rows[0][0], rows[0][-1]))
    rows[0][place] = word
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    return f"column {place} called {word[:20]!r}"


def _spoil_types(draw: Draw, path: Path) -> str:
    """Write the feed as Parquet with a column of another type."""
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except PolarsError:
        return _spoil_bytes(draw, path)
    name = draw.choose(frame.columns)
    kinds = (
        pl.lit(None),
        pl.lit(1),
        pl.lit(1.5),
        pl.lit(b"x"),
        pl.lit([[1]]),
        pl.lit(value=True),
        pl.struct(pl.lit(1)),
    )
    column = pl.col(name).cast(pl.Categorical) if draw.chance(8) else draw.choose(kinds)
    frame.with_columns(column.alias(name)).write_parquet(path.with_suffix(".parquet"))
    path.unlink()
    if draw.chance(3):
        return _spoil_bytes(draw, path.with_suffix(".parquet"))
    return f"Parquet, {name} of another type"


def _pack(draw: Draw, path: Path) -> str:
    """Write the feed gzipped: whole, damaged, or much more than it looks."""
    content = path.read_bytes()
    bomb = draw.chance(8)
    if bomb:
        line = content.split(b"\n")[0]
        more = b"," * line.count(b",") + b"\n" if draw.chance(2) else b"x"
        content = line + b"\n" + more * (_BOMB // len(more))
    packed = gzip.compress(content, 1)
    path.with_name(f"{path.name}.gz").write_bytes(packed if draw.chance(2) else damage(packed, draw)[0])
    path.unlink()
    return "gzipped" + (", a bomb" if bomb else "")


def _make_toml(draw: Draw, names: list[str]) -> str:
    lines = [f"{draw.choose(names)} = {draw.choose(_VALUES)}" for _ in range(1 + draw.below(4))]
    lines.append(draw.choose(_TABLES))
    return "\n".join(lines)


def try_settings(draw: Draw, root: Path, _outside: Path) -> tuple[str, str]:
    """Ask something of a workspace with hostile settings."""
    text = _make_toml(draw, sorted(Settings.model_fields))
    (root / "v100.toml").write_text(text, encoding="utf-8")
    return text[:200], _find_fault(call(root, "rank", "--as-of", AS_OF))


def try_spec(draw: Draw, root: Path, outside: Path) -> tuple[str, str]:
    """Train by a hostile specification."""
    text = (resource_path("models") / "chicago.toml").read_text(encoding="utf-8")
    if draw.chance(2):
        text = damage(text.encode(), draw)[0].decode("utf-8", "replace")
    else:
        text = _make_toml(draw, ["name", "meaning", "label", "features", "component", "cohort"]) + "\n" + text
    (outside / "s.toml").write_text(text, encoding="utf-8")
    return text[:200], _find_fault(call(root, "train", "--spec", outside / "s.toml", "--until", "2020-01-01"))


def try_table(draw: Draw, root: Path, outside: Path) -> tuple[str, str]:
    """Import a hostile harm table."""
    name = draw.choose(("t.csv", "t.xlsx", "t.xlsm", "t.ods", "t"))
    if name.startswith("t.xls"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in _MEMBERS:
                archive.writestr(member, b"<a>" * (1 if draw.chance(2) else 1_000_000) + b"</a>")
        content = stream.getvalue()
    else:
        rows = [["offence_code", "title", "theme", "harm_days", "in_scope"], ["A", "A", "rape", "1", "true"]]
        for _ in range(draw.below(5)):
            draw.choose(rows)[draw.below(5)] = draw.choose(HOSTILE)
        content = "\n".join(",".join(row) for row in rows).encode()
    if draw.chance(3):
        content = damage(content, draw)[0]
    (outside / name).write_bytes(content)
    return name, _find_fault(call(root, "harm", "import", outside / name, "--edition", draw.choose(("e9", *HOSTILE))))


def try_contract(draw: Draw, _root: Path, outside: Path) -> tuple[str, str]:
    """Read contracts of which one is hostile."""
    folder = Path(shutil.copytree(resource_path("data_contracts"), outside / "contracts"))
    path = folder / f"{draw.choose(LOAD_ORDER)}.odcs.yaml"
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{two}: &{two} [{','.join([f'*{one}'] * 9)}]\n" for one, two in zip("abcdefghi", "bcdefghij", strict=True)
    )
    tag = "a: !!python/object/apply:os.system ['true']"
    texts = (bomb, tag, "[" * 20_000, "{" * 20_000, "&a [*a]", "- " * 5_000, "")
    content = damage(path.read_bytes(), draw)[0] if draw.chance(2) else draw.choose(texts).encode()
    path.write_bytes(content)
    try:
        read_contracts(folder)
    except V100Error:
        return repr(content[:60]), ""
    except Exception as error:
        return repr(content[:60]), f"{type(error).__name__}: {error}"[:300]
    return repr(content[:60]), ""


TRIES: Final[tuple[Attempt, ...]] = (
    try_call,
    try_call,
    try_call,
    try_feeds,
    try_feeds,
    try_settings,
    try_spec,
    try_table,
    try_contract,
)


def _find_fault(said: Said, admitted: set[int] | frozenset[int] = ADMITTED) -> str:
    if said.code not in admitted or "Traceback" in said.err or "is a defect" in said.err:
        return f"exit {said.code}: {said.err[-300:]}"
    return ""


def _list_files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file()}

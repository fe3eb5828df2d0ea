"""The contracts as tables of the store and as a page to read, so that neither can differ from them.

In: the contracts. Out: `sql/migrations/records/0001_feed_tables.sql` and `docs/reference/contracts.md`.
Refuses, with exit code 1 on `--check`, a file that is not what the contracts say.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from v100.contracts.model import PHYSICAL_TYPES, Column, Feed
from v100.contracts.read import load_contracts
from v100.resources import resource_path

_COMMAND: Final = "python -m v100.contracts.render --write"
_COLUMN_HEADINGS: Final = ("column", "type", "empty?", "values", "meaning", "sensitivity", "retention", "use")
_INTRODUCTION: Final = """\
# The contracts

What a force sends: one file a feed, named after it, as Parquet, CSV or CSV.GZ, all in one folder. The
documents themselves are Open Data Contract Standard YAML in `data_contracts/`.

**Types.** *string*; *timestamp* (ISO 8601; without a zone it is UTC, a date alone is 00:00); *date*;
*boolean* (true, false, t, f, yes, no, 1, 0); *number* (finite); *integer* (32 bits). Empty text is no value.
A column that may be empty may also be left out of the file. A column that no contract names is not read.

**What a bad row gets.** It is quarantined with its line, the rule and the column, and the others load. The
rules: `missing` (no value where one is required), `type` (cannot be read as its type), `allowed` (not one of
the values), `minimum` (below it), `length` and `characters` (an id longer than it may be, or with a control
character in it: it could not be found again in the audit log). A row whose reference is not there yet is
held and tried again.

**Use.** *allowed* may reach a feature of a score. *audit_only* serves the equality audit, eligibility and
reports, and no score. *forbidden* serves the resolving of identities and whoever works the entry, and neither
scores nor audits.

**Retention.** *reference*: as long as a list that used it. *case*: reviewed with the case it belongs to.
*person*: with the person record. *victim*: with the incident, for the victim. *equality*: with the person
record, and no longer than the equality audit needs it.
"""


def render_table(feed: Feed) -> str:
    """Return the definition of the feed's table in the store, from the template `feed_table.sql`."""
    template = (resource_path("sql") / "migrations" / "feed_table.sql").read_text(encoding="utf-8")
    columns = ",\n".join(f"    {_define_column(column)}" for column in feed.columns)
    return template.format(feed=feed.name, meaning=feed.meaning, grain=feed.grain, columns=columns)


def render_tables(contracts: Mapping[str, Feed]) -> str:
    """Return the first migration: every feed's table, in load order."""
    header = (
        f"-- One table a feed. Made from data_contracts/ by `{_COMMAND}`.\n"
        "-- Below the contract's columns: where a row came from, when it landed, loaded and was contested.\n"
        "-- Once released it stays as it is: from then on a contract changes by a new migration.\n"
    )
    return "\n".join([header, *(render_table(feed) for feed in contracts.values())])


def render_reference(contracts: Mapping[str, Feed]) -> str:
    """Return the reference page in Markdown: how to read a contract, then each feed with its columns."""
    note = f"<!-- Made from data_contracts/ by `{_COMMAND}`; not to be edited by hand. -->\n"
    return "\n".join([note, _INTRODUCTION, *(_render_feed(feed) for feed in contracts.values())])


def _define_column(column: Column) -> str:
    return f"{column.name} {PHYSICAL_TYPES[column.kind].lower()}{'' if column.nullable else ' not null'}"


def _render_feed(feed: Feed) -> str:
    facts = [
        f"{'Required' if feed.required else 'Optional'} feed.",
        f"Key: {_list_code(feed.key)}.",
        f"Known from: {_list_code([feed.clock])}." if feed.clock else "Reference feed: no clock of its own.",
    ]
    if feed.event_time:
        facts.append(f"Happened at: {_list_code([feed.event_time])}.")
    parts = [f"## {feed.name}\n", f"{feed.meaning} {feed.grain}\n", " ".join(facts) + "\n"]
    parts += [_render_columns(feed.columns)]
    if feed.references:
        pointers = (f"{_list_code(each.columns)} in {each.feed}" for each in feed.references)
        parts.append(f"**Waits for** {', '.join(pointers)}.\n")
    if feed.warnings:
        parts.append("**Expected of every row; one that falls short loads, and `v100 check` counts it:**\n")
        parts.append("\n".join(f"* {each.meaning} (`{each.name}`)" for each in feed.warnings) + "\n")
    return "\n".join(parts)


def _render_columns(columns: Iterable[Column]) -> str:
    rows = [_COLUMN_HEADINGS, tuple("---" for _ in _COLUMN_HEADINGS), *map(_describe_column, columns)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _describe_column(column: Column) -> tuple[str, ...]:
    values = ", ".join(column.allowed)
    if column.minimum is not None:
        values = f"at least {column.minimum:g}"
    if column.longest is not None:
        values = f"an id of at most {column.longest} characters"
    return (
        f"`{column.name}`",
        column.kind,
        "yes" if column.nullable else "no",
        values,
        column.meaning,
        column.sensitivity,
        column.retention,
        column.feature_use,
    )


def _list_code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def render_files(contracts: Mapping[str, Feed]) -> dict[Path, str]:
    """Return what each generated file of a checkout must hold."""
    sql = resource_path("sql")
    return {
        sql / "migrations" / "records" / "0001_feed_tables.sql": render_tables(contracts),
        sql.parent / "docs" / "reference" / "contracts.md": render_reference(contracts),
    }


def run(arguments: list[str]) -> int:
    """Write the generated files, or say which are stale; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m v100.contracts.render")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--write", action="store_true", help="write the generated files")
    mode.add_argument("--check", action="store_true", help="exit with 1 where one of them is stale")
    write = bool(parser.parse_args(arguments).write)
    files = render_files(load_contracts())
    stale = {path: text for path, text in files.items() if not _holds(path, text)}
    for path, text in stale.items():
        sys.stderr.write(f"{path.name} {'is written anew' if write else f'is stale: {_COMMAND}'}\n")
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if stale and not write else 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

"""From staged rows to versions in the store: what is new, known already, waiting, or contradicted.

In: a connection inside a transaction, with the rows of one file staged. Out: how many of each, and the
contradicted rows as rejects. The store afterwards does not depend on the order in which files arrived:

* a row the store holds word for word is unchanged;
* a row whose incident or person is not there is landed but held: it has no load_run until they are;
* versions with the same key and the same recorded_at but different content contradict each other: all are
  landed, none counts, and the last uncontested version stands until the sender settles it with a later one.
"""

from dataclasses import dataclass

import polars as pl

from v100.contracts.check import REJECT_SCHEMA
from v100.contracts.model import Feed
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the rows staged from one file: inserted, unchanged, held and contested add up to them.

    `landed` counts the rows added to the store, whether they count yet or not.
    """

    landed: int
    inserted: int
    unchanged: int
    held: int
    contested: pl.DataFrame


def stage_rows(connection: Connection, feed: Feed) -> None:
    """Make an empty staging table for `feed`."""
    connection.execute(fill_statement("load/create_staged", feed=feed.name, columns=feed.column_names))


def append_staged(connection: Connection, accepted: pl.DataFrame) -> None:
    """Add checked rows, which carry their `line`, to the staging table."""
    connection.register("accepted", accepted.to_arrow())
    connection.execute(read_statement("load/stage_rows"))
    connection.unregister("accepted")


def merge_staged(connection: Connection, feed: Feed, contracts: dict[str, Feed], *, file_id: int, run: int) -> Merged:
    """Land the staged rows of one file as versions loaded by `run`."""
    identity = _identify(feed)
    holes: dict[str, str | tuple[str, ...]] = {"feed": feed.name, "identity": identity, "columns": feed.column_names}
    for step in ("find_repeated_keys", "compare_contents", "define_new_rows"):
        connection.execute(fill_statement(f"load/{step}", **holes))
    _find_orphans(connection, feed, contracts)
    fresh = _fetch_counts(connection, fill_statement("load/count_fresh", identity=identity), {})
    repeated = _fetch_counts(connection, read_statement("load/count_verdicts"), {"run": run})
    contested = _list_contested(connection, identity)
    landed = _fetch_counts(
        connection, fill_statement("load/insert_new_rows", **holes), {"file_id": file_id, "run": run}
    )
    if contested.height:
        connection.execute(fill_statement("load/contest_stored_rows", **holes), {"run": run})
    return Merged(
        landed=landed["Count"],
        inserted=fresh["inserted"] + repeated["inserted"],
        unchanged=repeated["unchanged"],
        held=fresh["held"] + repeated["held"],
        contested=contested,
    )


def release_held(connection: Connection, feed: Feed, contracts: dict[str, Feed], *, run: int) -> int:
    """Load the rows of `feed` that were waiting for what is there now; returns how many."""
    connection.execute(fill_statement("load/list_held_rows", feed=feed.name))
    if not _count_waiting(connection):
        return 0
    for reference in feed.references:
        parent = contracts[reference.feed]
        connection.execute(
            fill_statement(
                "load/drop_still_waiting",
                column=reference.columns,
                parent=parent.name,
                parent_key=parent.key,
            )
        )
    released = _count_waiting(connection)
    if released:
        connection.execute(fill_statement("load/release_waiting", feed=feed.name), {"run": run})
    return released


def _identify(feed: Feed) -> tuple[str, ...]:
    return (*feed.key, feed.clock) if feed.clock else feed.key


def _find_orphans(connection: Connection, feed: Feed, contracts: dict[str, Feed]) -> None:
    connection.execute(read_statement("load/create_orphans"))
    for reference in feed.references:
        parent = contracts[reference.feed]
        connection.execute(
            fill_statement("load/find_orphans", column=reference.columns, parent=parent.name, parent_key=parent.key)
        )


def _list_contested(connection: Connection, identity: tuple[str, ...]) -> pl.DataFrame:
    rows = connection.execute(fill_statement("load/list_contested", identity=identity)).fetchall()
    rejects = [
        (
            line,
            "contested",
            identity[-1],
            f"{versions} rows with this key and {identity[-1]} say different things; none of them counts",
            row,
        )
        for line, versions, row in rows
    ]
    return pl.DataFrame(rejects, schema=REJECT_SCHEMA, orient="row")


def _count_waiting(connection: Connection) -> int:
    row = connection.execute(read_statement("load/count_waiting")).fetchone()
    return int(row[0]) if row else 0


def _fetch_counts(connection: Connection, statement: str, values: dict[str, int]) -> dict[str, int]:
    cursor = connection.execute(statement, values)
    names = [column[0] for column in cursor.description or []]
    row = cursor.fetchone() or ()
    return {name: int(value) for name, value in zip(names, row, strict=True)}

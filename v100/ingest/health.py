"""The health of the store: what is wrong, how many, an example, and what to do about it.

In: a read-only connection, the settings and the moment. Out: checks in a fixed order; `severity` error means that
figures may be wrong, warning that somebody should look. Refuses nothing; a check that cannot run is an error itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from v100.contracts.model import PHYSICAL_TYPES, Expectation, Feed
from v100.contracts.pnc import valid_pnc
from v100.contracts.read import load_contracts
from v100.settings import Settings
from v100.store.connection import Connection
from v100.store.statements import fill_statement, read_statement

Severity = Literal["error", "warning"]

_PROVENANCE: Final = ("file_id", "line", "landed_run", "load_run", "contested_run")


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of the store; `count` findings, an example's id, and the next step."""

    name: str
    ok: bool
    severity: Severity
    count: int
    detail: str
    example: str | None
    todo: str | None


def check_store(connection: Connection, settings: Settings, *, now: datetime) -> list[Check]:
    """Ask every question; expectations come from the contracts."""
    feeds = list(load_contracts().values())
    moment = now.replace(tzinfo=None)
    checks = [_check_schema(connection, feeds)]
    checks += [_check_orphans(connection, feed) for feed in feeds if feed.references]
    checks += [
        _check_unmapped(connection),
        *_check_contested(connection, feeds),
        _check_quarantine(connection),
    ]
    for feed in feeds:
        checks += [_check_expectation(connection, feed, item, moment) for item in feed.warnings]
    return [*checks, *_check_lag(connection, feeds, settings, moment)]


def _judge(name: str, severity: Severity, count: int, example: str | None, /, good: str, bad: str, todo: str) -> Check:
    ok = count == 0
    return Check(name, ok, severity, count, good if ok else bad, None if ok else example, None if ok else todo)


def _check_schema(connection: Connection, feeds: list[Feed]) -> Check:
    """The tables hold exactly what the contracts say, in type and name."""
    wrong = []
    for feed in feeds:
        rows = connection.execute(read_statement("checks/list_columns"), {"feed": feed.name}).fetchall()
        found = {str(name): str(kind) for name, kind in rows if name not in _PROVENANCE}
        if found != {column.name: PHYSICAL_TYPES[column.kind] for column in feed.columns}:
            wrong.append(feed.name)
    return _judge(
        "schema",
        "error",
        len(wrong),
        wrong[0] if wrong else None,
        "Every table is as its contract says.",
        "Tables differ from their contracts.",
        "Run `v100 init` with the version that belongs to this store.",
    )


def _check_orphans(connection: Connection, feed: Feed) -> Check:
    count, example = _find(connection, fill_statement("checks/find_held", feed=feed.name, key=feed.key))
    return _judge(
        f"orphans_{feed.name}",
        "warning",
        count,
        example,
        f"No row of {feed.name} waits for another.",
        f"Rows of {feed.name} wait for an incident or a person that has not arrived.",
        "Ask the sender for the missing rows; they load by themselves at the next refresh.",
    )


def _check_unmapped(connection: Connection) -> Check:
    count, example = _find(connection, read_statement("checks/find_unmapped"))
    return _judge(
        "unmapped_codes",
        "warning",
        count,
        example,
        "Every incident has a weight.",
        "Incidents carry an offence code without a weight and add nothing to anybody's sum.",
        "Add the codes to the offences feed, or adopt an edition that has them.",
    )


def _check_contested(connection: Connection, feeds: list[Feed]) -> Iterator[Check]:
    for feed in feeds:
        if feed.clock is None:
            continue
        count, example = _find(connection, fill_statement("checks/find_contested", feed=feed.name, key=feed.key))
        yield _judge(
            f"duplicate_keys_{feed.name}",
            "warning",
            count,
            example,
            f"No rows of {feed.name} contradict each other.",
            f"Rows of {feed.name} have the same key and time but say different things; none of them counts.",
            "Ask the sender for the right version with a later recorded_at.",
        )


def _check_quarantine(connection: Connection) -> Check:
    count, example = _find(connection, read_statement("checks/find_quarantined"))
    return _judge(
        "quarantine",
        "warning",
        count,
        example,
        "No row was refused.",
        "Rows were refused; they are in no figure.",
        "Send the files under rejects/ back to the sender.",
    )


def _check_expectation(connection: Connection, feed: Feed, item: Expectation, now: datetime) -> Check:
    count, example = _count_breaches(connection, feed, item, now)
    return _judge(
        f"{feed.name}_{item.name}",
        "warning",
        count,
        example,
        f"{feed.name}: {item.meaning}",
        f"{feed.name}: not so for some rows, which were loaded: {item.meaning}",
        "Ask the sender to correct them with a later version.",
    )


def _count_breaches(connection: Connection, feed: Feed, item: Expectation, now: datetime) -> tuple[int, str | None]:
    holes: dict[str, str | tuple[str, ...]] = {
        "feed": feed.name,
        "key": feed.key,
        "first": item.columns[0],
        "second": item.columns[-1],
    }
    if item.rule == "between":
        limits: dict[str, object] = {"minimum": item.minimum, "maximum": item.maximum}
        return _find(connection, fill_statement("checks/find_outside", **holes), limits)
    if item.rule == "past":
        return _find(connection, fill_statement("checks/find_future", **holes), {"now": now})
    if item.rule == "ordered":
        by_year = feed.column(item.columns[0]).kind == "integer"
        name = "checks/find_year_after" if by_year else "checks/find_disordered"
        return _find(connection, fill_statement(name, **holes))
    rows = connection.sql(fill_statement("checks/list_pnc_ids", **holes)).pl()
    wrong = rows.filter(~valid_pnc("pnc_id")).sort("key")
    return wrong.height, wrong["key"][0] if wrong.height else None


def _check_lag(connection: Connection, feeds: list[Feed], settings: Settings, now: datetime) -> Iterator[Check]:
    """How long rows take to reach the force's systems, and whether a feed has stopped."""
    newest: dict[str, datetime] = {}
    lags: dict[str, str] = {}
    for feed in feeds:
        if feed.clock is None:
            continue
        row = connection.execute(fill_statement("checks/find_newest", feed=feed.name), {"now": now}).fetchone()
        if row and row[0]:
            newest[feed.name] = row[0]
        if feed.event_time:
            row = connection.execute(
                fill_statement("checks/measure_lag", feed=feed.name, key=feed.key, event_time=feed.event_time)
            ).fetchone()
            if row and row[0] is not None:
                lags[feed.name] = f" Half are recorded within {row[0]:g} days of the event, 19 in 20 within {row[1]:g}."
    last = max(newest.values(), default=None)
    for name, moment in newest.items():
        behind = (last - moment).days if last else 0
        late = max(0, behind - settings.feed_behind_days)
        text = f"{name}: newest row recorded {moment.date().isoformat()}, {behind} days behind the newest feed."
        yield _judge(
            f"lag_{name}",
            "warning",
            late,
            None,
            text + lags.get(name, ""),
            text + lags.get(name, ""),
            "Ask the sender whether the feed has stopped.",
        )


def _find(connection: Connection, statement: str, values: dict[str, object] | None = None) -> tuple[int, str | None]:
    row = connection.execute(statement, values or {}).fetchone()
    return (int(row[0]), row[1]) if row else (0, None)


def is_healthy(checks: list[Check]) -> bool:
    """Whether no check of severity error failed."""
    return all(check.ok for check in checks if check.severity == "error")

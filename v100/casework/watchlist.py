"""The hand-off to a watchlist: on what legal ground, who authorised it, until when, and who is on it at this moment.

In: a person who is tasked, and what the law asks for; for the export, what is known now. Out: an event; a frame of
those who are wanted now. Refuses a hand-off without ground, authorising officer or end, by the officer himself, and of
somebody not tasked. Nobody is exported who is in custody, dead, arrested since, or whose tasking or hand-off has ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from v100.casework.cases import Cases, read_cases
from v100.casework.log import Event, Hand, append_event
from v100.casework.state import IN_HAND, Case, Watch
from v100.errors import RefusedError, UsageError
from v100.settings import Settings
from v100.spreadsheet import disarm
from v100.store.connection import Connection
from v100.store.knowledge import Knowledge
from v100.store.seal import write_sealed
from v100.tasking.export.fields_file import name_fields_file, render_field_rows

WATCH_SCHEMA: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "person_id": pl.String,
    "person_record_ids": pl.List(pl.String),
    "legal_ground": pl.String,
    "authorised_by": pl.String,
    "since": pl.Date,
    "expires_on": pl.Date,
}


@dataclass(frozen=True, slots=True)
class HandOff:
    """What a watchlist needs to be lawful: ground, authorising officer, last day."""

    legal_ground: str
    authorised_by: str
    expires_on: date


def record_watch(
    connection: Connection, settings: Settings, name: str, given: HandOff, rationale: str, hand: Hand
) -> Event:
    """Hand somebody who is tasked to the watchlist; raises UsageError (2) or RefusedError (13)."""
    if not given.legal_ground.strip() or not given.authorised_by.strip():
        raise UsageError("A hand-off needs its ground and its officer.", hint="Use --legal-ground and --authorised-by.")
    if given.expires_on <= hand.now.date():
        raise UsageError(f"{given.expires_on} is not in the future.", hint="Name the day on which it ends.")
    if given.authorised_by == hand.actor:
        raise RefusedError("Nobody authorises his own hand-off.", hint="Name the officer who did.")
    case = read_cases(connection, settings, hand.now.date(), hand.done_on).find(name)
    if case.status not in IN_HAND:
        raise RefusedError(f"{name} is not tasked: {case.status}.", hint="Only who is tasked is handed off.")
    return append_event(
        connection,
        hand.sign(
            "watchlist",
            person_id=case.person_id,
            legal_ground=given.legal_ground,
            authorised_by=given.authorised_by,
            until_date=given.expires_on,
            rationale=rationale,
        ),
    )


def record_unwatch(connection: Connection, settings: Settings, name: str, rationale: str, hand: Hand) -> Event:
    """Take somebody off the watchlist; raises RefusedError (13) where he is not on it."""
    case = read_cases(connection, settings, hand.now.date(), hand.done_on).find(name)
    if case.watch is None or case.watch.ended_on is not None:
        raise RefusedError(f"{name} is not on the watchlist.", hint="There is nothing to end.")
    return append_event(connection, hand.sign("unwatch", person_id=case.person_id, rationale=rationale))


def list_wanted(cases: Cases, knowledge: Knowledge, today: date) -> pl.DataFrame:
    """Return whoever is wanted at this moment, in order of person id."""
    rows = [
        {
            "person_id": person,
            "person_record_ids": cases.identities.list_records(person),
            "legal_ground": watch.legal_ground,
            "authorised_by": watch.authorised_by,
            "since": watch.since,
            "expires_on": watch.expires_on,
        }
        for person, case in cases.by_person.items()
        if (watch := _find_watch(case, today)) is not None
    ]
    watched = pl.DataFrame(rows, schema=WATCH_SCHEMA).sort("person_id")
    records = watched["person_record_ids"].explode().drop_nulls().unique().sort().to_list()
    if not records:
        return watched
    held = knowledge.fetch("ranking/select_custody", records=records)["person_record_id"]
    dead = knowledge.fetch("reports/select_deaths", records=records)["person_record_id"]
    arrests = knowledge.fetch("reports/select_justice_events", records=records).filter(
        pl.col("kind").is_in(["arrest", "remand"])
    )
    by_record = watched.explode("person_record_ids")
    arrested = by_record.join(arrests, left_on="person_record_ids", right_on="person_record_id").filter(
        pl.col("event_at").dt.date() >= pl.col("since")
    )["person_id"]
    gone = by_record.filter(pl.col("person_record_ids").is_in(pl.concat([held, dead]).implode()))["person_id"]
    return watched.filter(~pl.col("person_id").is_in(pl.concat([arrested, gone]).implode()))


def write_wanted(wanted: pl.DataFrame, path: Path, recipients: Sequence[str] = ()) -> Path:
    """Write the frame as CSV, its record ids separated by a space, and return where it went.

    Beside it goes another file that says what kind of information each column is.
    """
    rows = wanted.with_columns(pl.col("person_record_ids").list.join(" ")).with_columns(disarm(pl.col(pl.String)))
    written = write_sealed(path, rows.write_csv().encode(), recipients)
    write_sealed(name_fields_file(path), render_field_rows("watchlist", wanted.columns), recipients)
    return written


def _find_watch(case: Case, today: date) -> Watch | None:
    """Return the hand-off of a case if it is in force."""
    watch = case.watch
    stands = watch is not None and watch.ended_on is None and watch.expires_on >= today and case.status in IN_HAND
    return watch if stands else None

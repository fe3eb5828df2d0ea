"""The register of issued lists and adopted harm tables in the casework store.

In: a connection inside a transaction. Out: documents as issued, checked against their SHA-256.
Refuses a document that is not what was issued (IntegrityError), and an unknown list (NotFoundError).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import polars as pl

from v100.errors import IntegrityError, NotFoundError
from v100.model.registry import find_promoted, list_model_events
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.connection import Connection
from v100.store.statements import read_statement
from v100.tasking.document import ListDocument


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list in the register, without its document."""

    number: int
    list_id: str
    as_of: date
    issued_at: datetime
    issued_by: str
    edition: str
    expires_on: date


def write_canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def list_issued(connection: Connection) -> list[ListRow]:
    """Return every issued list, oldest first."""
    return [ListRow(*row) for row in connection.execute(read_statement("casework/list_issued")).fetchall()]


def read_document(connection: Connection, list_id: str) -> ListDocument:
    """Return a list as issued; raises NotFoundError (11) or IntegrityError (14)."""
    row = connection.execute(read_statement("casework/read_document"), {"list_id": list_id}).fetchone()
    if row is None:
        known = [item.list_id for item in list_issued(connection)]
        raise NotFoundError(
            f"There is no list {list_id}.",
            hint=f"The newest is {known[-1]}." if known else "None was issued yet.",
        )
    document, sha256 = str(row[0]), str(row[1])
    if hashlib.sha256(document.encode()).hexdigest() != sha256:
        raise IntegrityError(
            f"List {list_id} is not what was issued: its text does not match its hash.",
            hint="Restore the casework store from a backup and tell the data protection officer.",
        )
    return cast("ListDocument", json.loads(document))


def record_list(connection: Connection, document: ListDocument) -> None:
    """Add an issued list and its places to the register."""
    header, text = document["header"], write_canonical(document)
    connection.execute(
        read_statement("casework/record_list"),
        {
            "number": header["number"],
            "list_id": header["list_id"],
            "as_of": document["parameters"]["as_of"],
            "issued_at": datetime.fromisoformat(header["issued_at"]).replace(tzinfo=None),
            "issued_by": header["issued_by"],
            "edition": document["parameters"]["edition"],
            "expires_on": header["expires_on"],
            "document": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        },
    )
    places = pl.DataFrame(
        {
            "person_id": [entry["person_id"] for entry in document["entries"]],
            "place": [entry["place"] for entry in document["entries"]],
        },
        schema={"person_id": pl.String, "place": pl.Int64},
    )
    connection.register("places", places.to_arrow())
    connection.execute(read_statement("casework/record_entries"), {"number": header["number"]})
    connection.unregister("places")


def find_lists_before(connection: Connection, number: int) -> dict[str, frozenset[int]]:
    """Return the numbers of the lists before `number` that each person was on, by the id he had then."""
    rows = connection.execute(read_statement("casework/find_lists_before"), {"number": number}).fetchall()
    return {str(person): frozenset(numbers) for person, numbers in rows}


def list_used_editions(connection: Connection) -> frozenset[str]:
    """Return the editions that an issued list was made with; they can no longer change."""
    return frozenset(name for item in list_issued(connection) for name in item.edition.split("+"))


def read_promoted(workspace: Workspace, settings: Settings) -> str | None:
    """Return the id of the model that ranks, or None."""
    with read_casework(workspace.require(), settings) as casework:
        promoted = find_promoted(list_model_events(casework))
    return promoted.model_id if promoted else None

"""Lists that a purge went through: what it removed, and what of them can still be compared.

In: a connection to the casework store, or an issued and a rebuilt body. Out: the purges of a list; of both bodies what
does not depend on whoever else is there. Refuses nothing. Whoever is removed moves others up, so places, ranks and
totals cannot be rebuilt; what each person left on the list stands there for can.
"""

from collections.abc import Mapping
from typing import Any, Final

from v100.store.connection import Connection
from v100.store.statements import read_statement

_SECTIONS: Final = ("entries", "passed_over", "just_missed", "precursor_lane")
_OWN: Final = (
    "person_record_ids",
    "pnc_id",
    "sex",
    "age",
    "harm_days",
    "allegations",
    "by_theme",
    "distinct_victims",
    "repeat_victims",
    "last_allegation_at",
    "statuses",
    "eligible",
    "ineligible_because",
    "custody",
    "orders",
)
# Of a line of a ledger: whether a victim is suspected elsewhere may have been said by rows that are gone.
_OF_OTHERS: Final = ("victims_also_suspects",)


def read_purges_of(casework: Connection, list_id: str) -> list[dict[str, Any]]:
    """Return the purges that took anything out of a list, or rows that it was made from; oldest first."""
    cursor = casework.execute(read_statement("retention/list_purged_lists"), {"list_id": list_id})
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def keep_own(issued: Mapping[str, Any], rebuilt: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what each person of the issued list stands there for, as issued and as rebuilt."""
    before, after = _list_people(issued), _list_people(rebuilt)
    return before, {person: after[person] for person in before if person in after}


def _list_people(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        entry["person_id"]: {name: entry[name] for name in _OWN}
        | {"ledger": [_leave_out(line) for line in entry["ledger"]]}
        for section in _SECTIONS
        for entry in body[section]
    }


def _leave_out(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in _OF_OTHERS}

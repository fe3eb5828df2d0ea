"""What was known on a day: every read behind a ranking, a ledger, a profile or a list goes through here.

In: a read-only connection, the day of knowledge, the last load run that may be seen and what was judged about who is
who. Out: polars frames, each from one statement over the `known_…` door, and the persons of the day. Refuses nothing;
what was recorded or judged on or after `as_of`, or loaded after `run`, does not exist for it.
"""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

import polars as pl

from v100.store.connection import Connection
from v100.store.runs import find_run
from v100.store.statements import read_statement

_FIRST_MOMENT = datetime(1, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_PARAMETER = re.compile(r"\$([a-z_]+)")


class Persons(Protocol):
    """Who was who on a day; any id that a person ever had names him."""

    @property
    def last(self) -> int:
        """The number of the last judgement that could be seen, 0 where there was none."""

    @property
    def hash(self) -> str:
        """SHA-256 over who shares a person with whom."""

    def resolve(self, records: pl.Series) -> pl.DataFrame:
        """Return `person_record_id`, `person_id` for each distinct record, in order of record id."""

    def resolve_whole(self, records: pl.Series) -> pl.DataFrame:
        """Return the same for those records and every other record of the same persons."""

    def find_person(self, name: str) -> str:
        """Return the id of the person that an id names."""

    def list_records(self, name: str) -> list[str]:
        """Return the record ids of a person, smallest first."""

    def list_unconfirmed(self, name: str) -> list[tuple[str, str]]:
        """Return the pairs of a person's records that a machine alone holds to be one person."""

    def list_parts(self, name: str) -> list[list[str]]:
        """Return a person's records in the parts that human judgements alone leave."""


@dataclass(frozen=True, slots=True)
class LinkedDay:
    """What a linking run looked at: the day of knowledge and the loads."""

    run_id: int
    as_of: date
    load_run: int
    lineage: str


class WhoIsWho(Protocol):
    """What was judged about who is who, to be asked for any moment."""

    def list_linked(self, day: date) -> Sequence[LinkedDay]:
        """Return the linking runs on days up to `day`, the newest day first."""

    def at(self, moment: datetime) -> Persons:
        """Return the persons that follow from what was judged before `moment`."""

    def until(self, moment: datetime) -> "WhoIsWho":
        """Return the same without anything that was judged on or after `moment`."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The store as it was known on `as_of` (00:00 UTC), from the loads up to `run`."""

    connection: Connection
    as_of: date
    run: int
    who: WhoIsWho

    def fetch(self, statement: str, **values: Any) -> pl.DataFrame:
        """Run a named statement with `as_of`, `run` and `values` bound, and return its rows."""
        text = read_statement(statement)
        code = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
        given = {"as_of": self.moment, "run": self.run, **values}
        wanted = {name: given[name] for name in _PARAMETER.findall(code)}
        return self.connection.execute(code, wanted).pl()

    def count_not_linked(self) -> tuple[int, date | None]:
        """Return how many records no linking run has compared, and the day of the last run; None where there was none.

        A record that has too little to compare is not counted.
        """
        for linked in self.who.list_linked(self.as_of):
            known = find_run(self.connection, run=linked.load_run, lineage=linked.lineage)
            if known is not None:
                before = datetime.combine(linked.as_of, time.min)
                return self._count_since(before, known), linked.as_of
        return self._count_since(_FIRST_MOMENT, 0), None

    def _count_since(self, before: datetime, run_before: int) -> int:
        found = self.fetch("identity/count_not_linked", before=before, run_before=run_before)
        return int(found["records"].item())

    @contextmanager
    def fetch_ahead(self, *statements: str) -> Iterator[dict[str, Future[pl.DataFrame]]]:
        """Run the statements one after another beside the block, which may work on the first while the next is read."""
        with self.connection.cursor() as beside, ThreadPoolExecutor(1) as pool:
            apart = replace(self, connection=beside)
            yield {statement: pool.submit(apart.fetch, statement) for statement in statements}

    @property
    def moment(self) -> datetime:
        """The first instant that is not known: `as_of` 00:00 UTC."""
        return datetime.combine(self.as_of, time.min)

    @property
    def persons(self) -> Persons:
        """Who was who on the day, by what was judged before it."""
        return self.who.at(self.moment)

    def with_persons_of(self, day: date) -> "Knowledge":
        """Return the same knowledge with the persons of an earlier day.

        Whoever looks back from several days at once takes those of the first: what was judged later about who is who
        would tell an earlier day something that it could not know.
        """
        return replace(self, who=self.who.until(datetime.combine(day, time.min)))

    def read_allegations(self, window_days: int | None) -> pl.DataFrame:
        """Everybody's named incidents reported in the window (None: ever). Grain: incident and record."""
        since = _FIRST_MOMENT if window_days is None else self.moment - timedelta(days=window_days)
        return self.fetch("ranking/select_allegations", reported_from=since)

    def read_offences(self) -> pl.DataFrame:
        """The weights of the offences feed. Grain: offence_code."""
        return self.fetch("load/read_offences")

    def has_feed(self, feed: str) -> bool:
        """Whether a feed had ever arrived by `run`."""
        return self.fetch("ranking/find_feed", feed=feed).height > 0

"""What was known on a day: every read behind a ranking, a ledger, a profile or a list goes through here.

In: a read-only connection, the day of knowledge and the last load run that may be seen. Out: polars frames, each
from one statement over the `known_…` door. Refuses nothing; what was recorded on or after `as_of`, or loaded
after `run`, does not exist for it.
"""

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl

from v100.store.connection import Connection
from v100.store.statements import read_statement

_FIRST_MOMENT = datetime(1, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The store as it was known on `as_of` (00:00 UTC), from the loads up to `run`."""

    connection: Connection
    as_of: date
    run: int

    def fetch(self, statement: str, **values: Any) -> pl.DataFrame:
        """Run a named statement with `as_of`, `run` and `values` bound, and return its rows."""
        text = read_statement(statement)
        code = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
        given = {"as_of": self.moment, "run": self.run, **values}
        wanted = {name: given[name] for name in _PARAMETER.findall(code)}
        return self.connection.execute(code, wanted).pl()

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

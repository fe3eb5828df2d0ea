"""The history of who is who: everything that was judged, ready to be asked for any moment.

In: judgements. Out: the identities of a moment, from what was known of them then. Refuses nothing.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

import polars as pl

from v100.identity.judgements import JUDGEMENT_SCHEMA, list_known, read_all_judgements
from v100.identity.persons import NOBODY_LINKED, Identities, judge_identities
from v100.store.connection import Connection
from v100.store.knowledge import LinkedDay
from v100.store.statements import read_statement


@dataclass(frozen=True, slots=True, eq=False)
class IdentityHistory:
    """Judgements and linking runs in the order in which they were recorded."""

    judgements: pl.DataFrame
    runs: tuple[LinkedDay, ...] = ()
    _asked: dict[int, Identities] = field(default_factory=dict, repr=False)

    def at(self, moment: datetime) -> Identities:
        """Return the identities that follow from what was judged before `moment`."""
        seen = list_known(self.judgements, moment)
        if seen.is_empty():
            return NOBODY_LINKED
        # What is known only grows with the moment: as many judgements are the same judgements.
        if seen.height not in self._asked:
            self._asked[seen.height] = judge_identities(seen)
        return self._asked[seen.height]

    def list_linked(self, day: date) -> list[LinkedDay]:
        """Return the linking runs on days up to `day`, the newest day first, and of one day the newest run."""
        seen = [run for run in self.runs if run.as_of <= day]
        return sorted(seen, key=lambda run: (run.as_of, run.run_id), reverse=True)

    def up_to(self, last: int, last_run: int) -> "IdentityHistory":
        """Return the history as a reader saw it who knew the judgements and the runs up to these numbers."""
        judgements = self.judgements.filter(pl.col("judgement_id") <= last)
        return IdentityHistory(judgements, tuple(run for run in self.runs if run.run_id <= last_run))

    def until(self, moment: datetime) -> "IdentityHistory":
        """Return the history without anything that was not known at `moment`."""
        return IdentityHistory(list_known(self.judgements, moment), tuple(self.list_linked(moment.date())))


NOTHING_JUDGED: Final = IdentityHistory(pl.DataFrame(schema=JUDGEMENT_SCHEMA))


def read_history(connection: Connection) -> IdentityHistory:
    """Return everything that was ever judged, and every linking run."""
    runs = connection.execute(read_statement("identity/list_run_days")).fetchall()
    return IdentityHistory(read_all_judgements(connection), tuple(LinkedDay(*run) for run in runs))

"""A day's knowledge opened for a command: the store as published, and the editions at hand.

In: a workspace and a day. Out: a `Known` for the length of a block. Refuses what the stores refuse.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from v100.errors import NotFoundError
from v100.harm.editions import find_edition, list_editions
from v100.harm.weights import Edition
from v100.ranking.decisions import Decisions, read_decisions
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.knowledge import Knowledge
from v100.store.records import read_records
from v100.store.runs import read_last_run


@dataclass(frozen=True, slots=True)
class Known:
    """What was known on a day, with every edition of weights that could be applied to it."""

    knowledge: Knowledge
    lineage: str
    decisions: Decisions

    def find_edition(self, name: str | None) -> Edition:
        """Return an edition by name, or the offences feed's own; raises NotFoundError."""
        return find_edition(name, self.knowledge, self.decisions.adopted)

    def list_editions(self) -> list[Edition]:
        """Return the feed's own edition, the adopted ones and the shipped ones."""
        return list_editions(self.knowledge, self.decisions.adopted)

    def require_person(self, person: str) -> str:
        """Return the id of whom an id names; raises NotFoundError where none of his records was known on the day."""
        persons = self.knowledge.persons
        for record in persons.list_records(person):
            if self.knowledge.fetch("ranking/find_record", record=record).height:
                return persons.find_person(person)
        raise NotFoundError(
            f"No person or record {person} was known on {self.knowledge.as_of.isoformat()}.",
            hint="Check the id and the date.",
        )


@contextmanager
def open_knowledge(workspace: Workspace, settings: Settings, as_of: date) -> Iterator[Known]:
    """Open what was known on `as_of` from all that is loaded."""
    with read_casework(workspace.require(), settings) as casework:
        decisions = read_decisions(casework)
    with read_records(workspace, settings) as records:
        last = read_last_run(records)
        yield Known(Knowledge(records, as_of, last.run, decisions.who), last.lineage, decisions)

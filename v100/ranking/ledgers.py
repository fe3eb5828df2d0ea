"""Ledgers of given persons, whether or not they are on the stack.

In: what was known, an edition and the persons. Out: their ledger lines and the facts behind them.
Refuses nothing; somebody never named has no lines.
"""

from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.ledger import build_ledgers
from v100.harm.ledger_line import LedgerLine
from v100.harm.weights import Edition
from v100.ranking.facts import Facts, gather_facts
from v100.store.knowledge import Knowledge


def read_ledgers(
    knowledge: Knowledge, edition: Edition, persons: list[str], *, window_days: int
) -> tuple[dict[str, list[LedgerLine]], Facts]:
    """Read and judge every known incident of `persons`."""
    records = sorted(record for person in persons for record in knowledge.persons.list_records(person))
    facts = gather_facts(knowledge, records)
    return write_ledgers(facts, edition, knowledge, window_days=window_days), facts


def write_ledgers(
    facts: Facts, edition: Edition, knowledge: Knowledge, *, window_days: int
) -> dict[str, list[LedgerLine]]:
    """Judge the incidents of facts gathered already; returns the lines by person id."""
    persons = knowledge.persons.resolve_whole(facts.allegations["person_record_id"])
    judged = judge_allegations(
        merge_records(facts.allegations, persons), edition, as_of=knowledge.moment, window_days=window_days
    )
    return build_ledgers(judged, facts.victims, facts.justice_events, persons)

"""What is due: people to be reviewed or past their date, lists past their time, contracts with what they hold.

In: a workspace and a day. Out: a document of values. Refuses nothing: nobody is removed because a date has passed; that
takes a decision.
"""

from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

from v100.contracts.read import load_contracts
from v100.governance.retention.holdings import read_holdings
from v100.governance.retention.people import list_marked, read_holds
from v100.governance.retention.review_log import find_last_words, read_reviews
from v100.governance.retention.rules import judge, read_terms
from v100.ranking.known import Known, open_knowledge
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework
from v100.store.connection import Connection
from v100.store.statements import fill_statement
from v100.tasking.register import list_issued

RULES: Final = {
    "reference": "as long as a list that used it",
    "person": "as long as its person is kept",
    "case": "as long as anybody named in it is kept, or harmed in it",
    "victim": "as long as the case; a surrogate key is all that leads to the victim",
    "equality": "as long as its person is kept; read by the audit alone",
}


def find_due(workspace: Workspace, settings: Settings, day: date, *, everybody: bool = False) -> dict[str, Any]:
    """Return who is due on a day, those past their date first, and with `everybody` who is not due yet."""
    with read_casework(workspace.require(), settings) as casework:
        reviews = read_reviews(casework)
        marked = list_marked(casework, settings, day)
        holds = read_holds(casework, settings, day)
        lists = _list_old(casework, settings, day)
    terms = read_terms(settings)
    with open_knowledge(workspace, settings, day + timedelta(days=1)) as known:
        words = find_last_words(reviews, known.knowledge.persons.find_person)
        verdicts = []
        for holding in _read(known, settings, day):
            last = words.get(holding.person_id)
            verdicts.append(judge(holding, terms, last.kept if last is not None else None, day))
        contracts = _measure_contracts(known)
    going = {item.person_id: item.review.review for item in marked}
    order = {"past": 0, "due": 1, "not due": 2}
    shown = sorted(
        (verdict for verdict in verdicts if everybody or verdict.state != "not due"),
        key=lambda verdict: (order[verdict.state], verdict.review_on, verdict.person_id),
    )
    return {
        "on": day.isoformat(),
        "people": len(verdicts),
        "states": dict(sorted(Counter(verdict.state for verdict in verdicts).items())),
        "groups": {
            "unknown" if group is None else str(group): count
            for group, count in sorted(
                Counter(verdict.group for verdict in verdicts).items(), key=lambda item: item[0] or 9
            )
        },
        "due": [
            asdict(verdict) | {"mark": going.get(verdict.person_id), "hold": holds.find(verdict.person_id)}
            for verdict in shown
        ],
        "marked": [
            {"mark": item.review.review, "person_id": item.person_id, "hold": holds.find(item.person_id)}
            for item in marked
        ],
        "lists": lists,
        "contracts": contracts,
    }


def _read(known: Known, settings: Settings, day: date) -> list[Any]:
    # Without a load there are neither weights nor people.
    return read_holdings(known.knowledge, known.find_edition(settings.edition), day) if known.knowledge.run else []


def _list_old(casework: Connection, settings: Settings, day: date) -> list[dict[str, Any]]:
    found = []
    for item in list_issued(casework):
        keep_until = item.issued_at.date() + timedelta(days=settings.retention_list_days)
        if keep_until <= day:
            found.append({"list_id": item.list_id, "keep_until": keep_until, "days": (day - keep_until).days})
    return found


def _measure_contracts(known: Known) -> list[dict[str, Any]]:
    found = []
    for feed in load_contracts().values():
        classes = sorted({column.retention for column in feed.columns})
        rows, oldest = None, None
        if feed.clock is not None:
            statement = fill_statement("retention/measure_feed", feed=feed.name, clock=feed.clock)
            row = known.knowledge.connection.execute(statement).fetchone()
            rows, oldest = row if row else (None, None)
        found.append(
            {
                "feed": feed.name,
                "classes": {name: RULES[name] for name in classes},
                "rows": rows,
                "oldest": oldest.date() if oldest else None,
            }
        )
    return found

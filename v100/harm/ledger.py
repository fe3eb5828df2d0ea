"""The ledger: every incident a person was named in, line by line, counted or not and why.

In: a person's judged allegations, the victims of those incidents and the justice events. Out: ledger lines, oldest
report first. Refuses nothing; an offence without a weight has `harm_days` None, never 0.
"""

from collections import defaultdict
from typing import Any

import polars as pl

from v100.harm.allegations import BECAUSE
from v100.harm.ledger_line import FeedRow, LedgerLine
from v100.harm.status import find_status
from v100.harm.weights import to_days
from v100.store.runs import name_run


def build_ledgers(
    judged: pl.DataFrame, victims: pl.DataFrame, justice_events: pl.DataFrame, persons: pl.DataFrame
) -> dict[str, list[LedgerLine]]:
    """Return the lines of each person in `judged`, by person id; `victims` says who of them is `also_suspect`."""
    victims_of: dict[str, dict[str, bool]] = defaultdict(dict)
    for row in victims.iter_rows(named=True):
        victims_of[row["incident_id"]][row["victim_id"]] = row["also_suspect"]
    events_of: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    events = justice_events.join(persons, on="person_record_id", how="inner", maintain_order="left")
    for row in events.iter_rows(named=True):
        events_of[row["person_id"], row["incident_id"]].append(row)
    ledgers: dict[str, list[LedgerLine]] = defaultdict(list)
    for row in judged.sort("reported_at", "incident_id", "person_id").iter_rows(named=True):
        own = events_of[row["person_id"], row["incident_id"]]
        ledgers[row["person_id"]].append(_write_line(row, victims_of[row["incident_id"]], own))
    return ledgers


def _write_line(row: dict[str, Any], victims: dict[str, bool], events: list[dict[str, Any]]) -> LedgerLine:
    return LedgerLine(
        incident_id=row["incident_id"],
        offence_code=row["offence_code"],
        title=row["title"],
        theme=row["theme"],
        reported_at=row["reported_at"].isoformat(),
        named_at=row["named_at"].isoformat(),
        harm_days=None if row["micro_days"] is None else to_days(row["micro_days"]),
        counted=row["counted"],
        rule=row["rule"],
        because=BECAUSE[row["rule"]],
        status=find_status(
            events, row["incident_status"], row["outcome_type"], sole_suspect=row["suspects_named"] == 1
        ),
        area=row["area"],
        relationship=row["relationship"],
        victims=sorted(victims),
        victims_also_suspects=sorted(victim for victim, also_suspect in victims.items() if also_suspect),
        feed_rows=[_cite("incidents", row, "incident"), _cite("suspects", row, "suspect")],
    )


def _cite(feed: str, row: dict[str, Any], side: str) -> FeedRow:
    return FeedRow(feed=feed, file=row[f"{side}_file"], line=row[f"{side}_line"], run=name_run(row[f"{side}_run"]))

"""The precursor lane: people with the most warning signs who stand nowhere near the list, listed apart.

In: what was known, a ranking and who is on the list or passed over. Out: entries, the most warning signs first. Refuses
nothing. The index gives stalking, coercive control, strangulation, breached orders and threats few days, so that a sum
buries them (domain.md §0.3); a lane beside the list shows them without pretending that they outweigh a rape.
"""

from collections.abc import Collection
from typing import Final

import polars as pl

from v100.ranking.entries import list_entries
from v100.ranking.entry import Entry, Reason
from v100.ranking.rank import Ranking
from v100.ranking.reasons import PRECURSOR_THEMES
from v100.store.knowledge import Knowledge

# One warning sign is a report like any other.
LEAST_SIGNS: Final = 2


def find_lane(knowledge: Knowledge, ranking: Ranking, taken: Collection[str], size: int) -> list[Entry]:
    """Return up to `size` eligible people who are not `taken`.

    Order: more signs, more kinds of sign, the newest sign, the smallest person id.
    """
    if size == 0:
        return []
    signs = _count_signs(ranking).filter(~pl.col("person_id").is_in(list(taken)))
    found: list[Entry] = []
    for rows in signs.iter_slices(max(2 * size, 1)):
        entries, _ = list_entries(knowledge, ranking, rows["person_id"].to_list())
        by_person = {entry["person_id"]: entry for entry in entries}
        for row in rows.iter_rows(named=True):
            entry = by_person[row["person_id"]]
            if entry["eligible"]:
                entry["reasons"] = [_explain(row, ranking.request.window_days), *entry["reasons"]][:5]
                found.append(entry)
        if len(found) >= size:
            break
    return found[:size]


def _count_signs(ranking: Ranking) -> pl.DataFrame:
    return (
        ranking.allegations.filter(pl.col("counted") & pl.col("theme").is_in(PRECURSOR_THEMES))
        .sort("reported_at", "incident_id")
        .group_by("person_id", maintain_order=True)
        .agg(
            signs=pl.len(),
            kinds=pl.col("theme").n_unique(),
            newest=pl.col("reported_at").max(),
            themes=pl.col("theme").unique().sort(),
            incident_ids=pl.col("incident_id"),
        )
        .filter(pl.col("signs") >= LEAST_SIGNS)
        .sort(["signs", "kinds", "newest", "person_id"], descending=[True, True, True, False])
    )


def _explain(row: dict[str, object], window_days: int) -> Reason:
    themes, incidents = row["themes"], row["incident_ids"]
    words = ", ".join(str(theme).replace("_", " ") for theme in themes) if isinstance(themes, list) else ""
    ids = [str(incident) for incident in incidents] if isinstance(incidents, list) else []
    text = f"{row['signs']} warning signs in {window_days} days: {words}"
    return Reason(code="precursor_lane", text=text, incident_ids=ids)

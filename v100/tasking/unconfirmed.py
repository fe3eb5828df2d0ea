"""Merges that nobody has confirmed: which places rest on them.

In: entries as placed, whoever can be tasked in order of rank, the facts about them all and what was known. Out: the
same entries, each that rests on a machine's judgement alone saying so, and what would be there without it. Refuses
nothing. Where a model ranks, what it would make of the parts is not known, and that is said.
"""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, Final

import polars as pl

from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.stack import Key, build_stack, key_place
from v100.harm.weights import to_days, write_days
from v100.ranking.eligibility import judge_eligibility
from v100.ranking.entry import Entry, Merge
from v100.ranking.facts import Facts
from v100.ranking.rank import Ranking
from v100.store.knowledge import Knowledge

_BY_MACHINE: Final = "a machine's judgement that nobody has confirmed"
_FIGURES: Final = ("micro_days", "allegations", "last_reported_at")
Row = dict[str, Any]


def note_unconfirmed(
    shown: Iterable[Entry], eligible: Sequence[str], facts: Facts, knowledge: Knowledge, ranking: Ranking, top: int
) -> None:
    """Say on each entry what it rests on, and whether a part of him would be among the first `top` without it.

    `eligible` are those who can be tasked, in order of rank, to at least one beyond `top` where there are as many.
    """
    resting = [entry for entry in shown if entry["unconfirmed_merges"]]
    if not resting:
        return
    if ranking.order is not None:
        for entry in resting:
            named = f"Records {name_pairs(entry['unconfirmed_merges'])} are one person by {_BY_MACHINE}"
            entry["warnings"].append(f"{named}; what the model would make of them apart is not known.")
        return
    parts = _build_parts([entry["person_id"] for entry in resting], facts, knowledge, ranking)
    rows = {
        row["person_id"]: row
        for row in ranking.stack.filter(pl.col("person_id").is_in([*eligible, *parts])).iter_rows(named=True)
    }
    line = [(key_place(rows[person]), person) for person in eligible]
    for entry in resting:
        person = entry["person_id"]
        placed = _place(
            [row for row in parts[person] if row["eligible"]], [key for key, who in line if who != person], top
        )
        entry["listed_unmerged"] = bool(placed)
        entry["warnings"].append(_write_warning(entry, rows[person], placed, parts[person]))


def is_about_merge(warning: str) -> bool:
    """Whether a warning of an entry is one of those written here."""
    return _BY_MACHINE in warning


def name_pairs(merges: Sequence[Merge]) -> str:
    """Return the pairs of records in words, as in `P1 and P2; P2 and P5`."""
    return "; ".join(f"{merge['record_a']} and {merge['record_b']}" for merge in merges)


def _build_parts(persons: Sequence[str], facts: Facts, knowledge: Knowledge, ranking: Ranking) -> dict[str, list[Row]]:
    """Return the rows of the stack that each person's parts would have, and whether each could be tasked.

    The parts are what human judgements alone leave of him; those below the gate are left out, the first comes first.
    """
    request = ranking.request
    parts = {part[0]: (person, part) for person in persons for part in knowledge.persons.list_parts(person)}
    owners = pl.DataFrame(
        [(record, name) for name, (_, part) in parts.items() for record in part],
        schema={"person_record_id": pl.String, "person_id": pl.String},
        orient="row",
    )
    rows = facts.allegations.join(owners, on="person_record_id", how="semi", maintain_order="left")
    judged = judge_allegations(
        merge_records(rows, owners), ranking.edition, as_of=knowledge.moment, window_days=request.window_days
    )
    stack = build_stack(judged, owners, min_allegations=request.min_allegations).filter("above_gate")
    found: dict[str, list[Row]] = {person: [] for person in persons}
    for row in stack.iter_rows(named=True):
        person, part = parts[row["person_id"]]
        found[person].append({**row, "eligible": _is_eligible(part, facts, knowledge)})
    return found


def _is_eligible(records: Sequence[str], facts: Facts, knowledge: Knowledge) -> bool:
    own = pl.col("person_record_id").is_in(list(records))
    return judge_eligibility(
        facts.records.filter(own).to_dicts(),
        facts.custody.filter(own).to_dicts(),
        custody_known="custody_spells" not in facts.absent,
        as_of=knowledge.as_of,
    ).eligible


def _place(parts: Sequence[Row], others: Sequence[Key], top: int) -> list[Row]:
    """Return those of the parts that would be among the first `top` of all, each with its `place`."""
    line: list[tuple[Key, Row | None]] = [(key, None) for key in others[:top]]
    line += [(key_place(row), row) for row in parts]
    ahead = sorted(line, key=itemgetter(0))[:top]
    return [{**row, "place": place} for place, (_, row) in enumerate(ahead, start=1) if row is not None]


def _write_warning(entry: Entry, whole: Row, placed: Sequence[Row], parts: Sequence[Row]) -> str:
    listed, named = entry["place"] is not None, f"records {name_pairs(entry['unconfirmed_merges'])} are one person"
    if listed and not placed:
        return f"On the list only if {named}: {_BY_MACHINE}."
    if placed and not listed:
        return f"Kept off the list only if {named}: {_BY_MACHINE}."
    if len(placed) > 1:
        return f"One entry in place of {len(placed)} only if {named}: {_BY_MACHINE}."
    alone = next(iter(placed or parts), None)
    same_place = not placed or placed[0]["place"] == entry["place"]
    if alone is not None and same_place and all(alone[name] == whole[name] for name in _FIGURES):
        return f"R{named[1:]} by {_BY_MACHINE}; his place and figures are the same without it."
    if alone is None:
        without = "without it below the minimum of allegations"
    else:
        days, count = write_days(to_days(alone["micro_days"])), alone["allegations"]
        without = f"without it {days} days, {count} allegation{'' if count == 1 else 's'}"
    if listed:
        return (
            f"Has this place and these figures only if {named} ({without}, place {placed[0]['place']}): {_BY_MACHINE}."
        )
    return f"Has these figures only if {named} ({without}, not on the list either way): {_BY_MACHINE}."

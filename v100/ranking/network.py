"""Who a person is named with, as known on a day: read hop by hop, with everybody's harm, and put on disk.

In: a day's knowledge, a person and a number of hops. Out: a `PersonNetwork`, a document of it, a file of it.
Refuses a person who was not known (NotFoundError), more than MOST_HOPS and an unknown ending (UsageError).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from v100.errors import UsageError
from v100.graph.drawing import Caption, render_svg
from v100.graph.ego import Ego, EgoPerson, build_ego, keep_nearest, render_ego_graphml
from v100.harm.allegations import judge_allegations, merge_records
from v100.harm.weights import Edition, to_days
from v100.ranking.known import Known
from v100.store.knowledge import Knowledge
from v100.store.seal import write_sealed

# Beyond three hops nearly everybody is near everybody.
MOST_HOPS: Final = 3
# More than this cannot be read on a sheet of A4.
MOST_DRAWN: Final = 150
ENDINGS: Final = (".graphml", ".svg")


@dataclass(frozen=True, slots=True)
class PersonNetwork:
    """An ego network and what its figures rest on."""

    ego: Ego
    as_of: str
    hops: int
    edition: str
    window_days: int

    def write_document(self) -> dict[str, Any]:
        """Return the whole network as the command prints it."""
        return {
            "person_id": self.ego.person_id,
            "as_of": self.as_of,
            "hops": self.hops,
            "edition": self.edition,
            "window_days": self.window_days,
            "nodes": [asdict(each) for each in self.ego.people],
            "edges": [asdict(link) for link in self.ego.links],
        }


def require_ending(path: Path) -> str:
    """Return the ending that says what to write; raises UsageError for another."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(
            f"{path} does not say what to write.", hint=f"Give it one of the endings {', '.join(ENDINGS)}."
        )
    return ending


def read_network(known: Known, person: str, *, hops: int, edition: str | None, window_days: int) -> PersonNetwork:
    """Read the network as known on the day; raises UsageError (2) and NotFoundError (11)."""
    if not 1 <= hops <= MOST_HOPS:
        raise UsageError(f"{hops} hops cannot be drawn.", hint=f"Ask for 1 to {MOST_HOPS}.")
    person = known.require_person(person)
    chosen = known.find_edition(edition)
    rows = _read_named(known.knowledge, person, hops)
    ego = build_ego(rows, person, hops=hops, as_of=known.knowledge.as_of)
    ego = replace(ego, people=_add_facts(known.knowledge, ego, rows, chosen, window_days))
    return PersonNetwork(ego, known.knowledge.as_of.isoformat(), hops, chosen.name, window_days)


def _read_named(knowledge: Knowledge, person: str, hops: int) -> pl.DataFrame:
    """Read one hop more than asked for: it holds the links among the outermost and all that is alleged of them."""
    seen: set[str] = set()
    outermost = {person}
    frames = []
    for _ in range(hops + 1):
        seen |= outermost
        records = sorted(record for each in outermost for record in knowledge.persons.list_records(each))
        rows = knowledge.fetch("graph/select_named_together", records=records)
        rows = merge_records(rows, knowledge.persons.resolve(rows["person_record_id"]))
        frames.append(rows)
        outermost = set(rows["person_id"].to_list()) - seen
        if not outermost:
            break
    return pl.concat(frames).unique(["incident_id", "person_id"], keep="first", maintain_order=True)


def _add_facts(
    knowledge: Knowledge, ego: Ego, rows: pl.DataFrame, edition: Edition, window_days: int
) -> tuple[EgoPerson, ...]:
    """Add to each person what counts against him in the window, and whether he is a victim too."""
    judged = judge_allegations(rows, edition, as_of=knowledge.moment, window_days=window_days).filter("counted")
    sums = judged.group_by("person_id").agg(pl.col("micro_days").sum(), pl.len())
    counted = {each: (days, allegations) for each, days, allegations in sums.iter_rows()}
    records = sorted(record for each in ego.people for record in knowledge.persons.list_records(each.person_id))
    found = knowledge.fetch("graph/select_also_victims", records=records)
    victims = set(knowledge.persons.resolve(found["person_record_id"])["person_id"].to_list())
    people = []
    for each in ego.people:
        micro_days, allegations = counted.get(each.person_id, (0, 0))
        also_victim = each.person_id in victims
        people.append(
            replace(each, harm_days=to_days(micro_days), allegations=allegations, also_victim=also_victim),
        )
    return tuple(people)


def write_network(network: PersonNetwork, path: Path, *, marking: str, recipients: Sequence[str] = ()) -> int:
    """Write a drawing or GraphML by the ending of `path`; returns how many people a drawing leaves out."""
    left_out = 0
    if require_ending(path) == ".svg":
        nearest, left_out = keep_nearest(network.ego, MOST_DRAWN)
        caption = Caption(marking, network.as_of, network.hops, network.edition, network.window_days, left_out)
        content = render_svg(nearest, caption)
    else:
        about = {
            "marking": marking,
            "person_id": network.ego.person_id,
            "as_of": network.as_of,
            "hops": network.hops,
            "edition": network.edition,
            "window_days": network.window_days,
        }
        content = render_ego_graphml(network.ego, about)
    write_sealed(path, content, recipients)
    return left_out

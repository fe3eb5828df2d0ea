"""Persons whom a machine alone holds together: what the list would be without it.

In: a desk, the settings, an edition. Out: those of them with a counting allegation in the window, as plain values, with
the effect of taking each apart. Refuses nothing.
"""

from dataclasses import asdict
from typing import Any

from v100.casework.identities import Desk, weigh_effects
from v100.settings import Settings


def list_merged(desk: Desk, settings: Settings, *, edition: str | None, limit: int) -> dict[str, Any]:
    """Return who would change the list first: `merged` counts all, `persons` has the first `limit`.

    `without_allegations` counts those held together likewise who have nothing that counts in the window.
    """
    pairs: dict[str, list[dict[str, Any]]] = {}
    scored = desk.proposals.select("record_a", "record_b", "probability")
    links = desk.identities.unconfirmed.join(scored, on=["record_a", "record_b"], how="left", maintain_order="left")
    for row in links.iter_rows(named=True):
        pairs.setdefault(row.pop("person_id"), []).append(row)
    effects = weigh_effects(desk, settings, edition).find_apart(list(pairs))
    ordered = sorted(effects, key=lambda person: (*(-figure for figure in effects[person].weight), person))
    return {
        "as_of": desk.known.knowledge.as_of,
        "merged": len(ordered),
        "without_allegations": len(pairs) - len(ordered),
        "persons": [
            {"person_id": person, "merges": pairs[person], "effect": asdict(effects[person])}
            for person in ordered[:limit]
        ],
    }

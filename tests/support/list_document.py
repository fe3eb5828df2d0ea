"""A made-up issued list, for tests and pictures: ids only, nobody in it exists.

In: how many entries, and a seed. Out: a `ListDocument` whose sums, places and dates agree with each other.
"""

from collections import Counter
from random import Random

from tests.support.list_entry import AS_OF, build_entry
from v100.tasking.document import DataWarning, Entry, Header, ListDocument, Mover, Movers, Reason

HEADER: Header = {
    "list_id": "L0012",
    "number": 12,
    "issued_at": "2026-03-02T07:15:00+00:00",
    "issued_by": "analyst.a",
    "reason": "Weekly list for the tasking meeting",
    "code_version": "0.1.0",
    "marking": "OFFICIAL-SENSITIVE",
    "statement": "This list ranks people who are suspected of offences. Being named is not "
    "guilt, and nobody is tasked without a recorded human decision.",
    "expires_on": "2026-03-30",
}
WARNINGS: list[DataWarning] = [
    {
        "code": "unmapped_offence",
        "text": "Incidents carry an offence code without a weight and add nothing to any sum.",
        "count": 14,
        "examples": ["051207/25", "051377/25"],
    },
    {
        "code": "late_feed",
        "text": "The victims feed is nine days older than the incidents feed.",
        "count": 1,
        "examples": ["victims.csv.gz"],
    },
]
DEFINITIONS: dict[str, str] = {
    "allegation": "A pair of an incident and a person whose newest suspect row is named, in an "
    "incident that is not cancelled.",
    "harm days": "The starting point of the sentencing guideline for a first-time offender, in days "
    "of imprisonment. It measures the offence alleged, not the person.",
    "just missed": "Those who follow the last place. They are not on the list.",
    "passed over": "Those whose rank would put them on the list but who may not be tasked, and why.",
    "repeat victim": "A victim named in more than one counting allegation against the same person.",
}


def build_list_document(
    entries: int = 100, *, passed_over: int = 6, just_missed: int = 20, seed: int = 7
) -> ListDocument:
    """Return a whole list of `entries` people as of 2 March 2026, the same for the same arguments."""
    rng = Random(seed)
    people = [build_entry(rng, number) for number in range(entries + passed_over + just_missed)]
    people.sort(key=lambda entry: -entry["harm_days"])
    for rank, entry in enumerate(people, start=1):
        entry["rank"] = entry["harm_rank"] = rank
    skipped = [people[i] for i in sorted(rng.sample(range(min(entries, len(people))), min(passed_over, entries)))]
    taken = {entry["person_id"] for entry in skipped}
    rest = [entry for entry in people if entry["person_id"] not in taken]
    listed, missed = rest[:entries], rest[entries : entries + just_missed]
    for place, entry in enumerate(listed, start=1):
        entry["place"] = place
        _set_history(rng, entry, place, len(listed))
    for position, entry in enumerate(skipped):
        _pass_over(entry, ("in custody (remand) since 9 Feb 2026", "under 18", "recorded as deceased")[position % 3])
    return _assemble(listed, skipped, missed)


def _set_history(rng: Random, entry: Entry, place: int, last: int) -> None:
    if place % 13 == 0:
        entry["lists_before"] = 2 if place % 2 else 0
        return
    entry["place_before"] = min(last, max(1, place + rng.choice((-6, -3, -1, 0, 0, 2, 5))))
    entry["lists_before"] = rng.randint(1, 9)


def _pass_over(entry: Entry, because: str) -> None:
    entry["eligible"] = False
    entry["ineligible_because"] = because
    entry["custody"] = "in custody" if "custody" in because else "not in custody"


def _build_movers(listed: list[Entry]) -> Movers:
    def moved(entry: Entry, code: str, text: str) -> Mover:
        ids = [entry["ledger"][0]["incident_id"]]
        causes = [Reason(code=code, text=text, incident_ids=ids)]
        return Mover(
            person_id=entry["person_id"],
            place=entry["place"],
            place_before=entry["place_before"],
            causes=causes,
        )

    joined = [
        moved(e, "new_allegation", "New allegation since the list before") for e in listed if not e["place_before"]
    ]
    shifted = [
        moved(e, "new_allegation", "A further allegation was reported")
        for e in listed
        if e["place_before"] and abs(e["place_before"] - (e["place"] or 0)) > 4
    ]
    left = [
        Mover(
            person_id=f"P9{number:05d}",
            place=None,
            place_before=60 + number * 5,
            causes=[Reason(code="window", text="An allegation left the window", incident_ids=[f"04{number:04d}/25"])],
        )
        for number in range(7)
    ]
    return Movers(against="L0011", joined=joined, left=left, moved=shifted)


def _assemble(listed: list[Entry], skipped: list[Entry], missed: list[Entry]) -> ListDocument:
    themes: Counter[str] = Counter()
    for entry in listed:
        themes.update(entry["by_theme"])
    return ListDocument(
        format="v100-list/4",
        header=HEADER.copy(),
        parameters={
            "as_of": AS_OF.isoformat(),
            "ranker": "harm",
            "ranker_asked": "auto",
            "ranker_because": "no model is promoted",
            "model_id": None,
            "top": len(listed),
            "window_days": 365,
            "min_allegations": 2,
            "edition": "v100-2026.1",
            "edition_source": "reference",
            "just_missed": len(missed),
            "precursor_lane": 10,
            "previous_list_id": "L0011",
        },
        knowledge={
            "load_run": 41,
            "lineage": "5b1f0c2d",
            "hash": "sha256:" + "9c1185a5c5e9fc54612808977ee8f548" * 2,
            "rows": 1_204_551,
            "absent_feeds": ["protected_characteristics"],
        },
        summary={
            "cohort_size": 35_212,
            "stack_size": 9_874,
            "listed": len(listed),
            "passed_over": len(skipped),
            "allegations": sum(entry["allegations"] for entry in listed),
            "distinct_victims": sum(entry["distinct_victims"] for entry in listed),
            "harm_days": sum(entry["harm_days"] for entry in listed),
            "cut_harm_days": listed[-1]["harm_days"] if listed else None,
            "tie_band": [len(listed), len(listed) + 1] if missed else None,
            "by_area": dict(Counter(entry["area"] or "unknown" for entry in listed)),
            "by_theme": dict(themes),
        },
        entries=listed,
        passed_over=skipped,
        just_missed=missed,
        precursor_lane=[],
        movers=_build_movers(listed),
        warnings=[item.copy() for item in WARNINGS],
        definitions=dict(DEFINITIONS),
    )

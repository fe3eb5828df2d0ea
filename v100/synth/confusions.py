"""What makes identities hard: other names for one human being, and human beings who look like one.

In: a generator of its own, the people of a chunk and their person records. Out: the same with those confusions, and
what was done to each record. Refuses nothing. Only names, births and homes in the persons feed change, drawn apart from
all other draws, so that no other feed depends on it.

Between human beings: twins (one family name, birth and home), fathers and sons of one name and home, and the namesakes
that common names bring. Between records of one: short and foreign forms, names in the other's place, a second name used
as the first, married and double names, an alias, a slip in the birth and a birth that is deliberately false.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from v100.synth.alterations import KINDS, Details, alter, pick_given
from v100.synth.draws import YEAR, Bools, Ints
from v100.synth.people import People
from v100.synth.variants import RARER_FAMILIES

RARER: Final = 0.45
TWINS: Final = 0.004
FATHERS: Final = 0.004
_FATHERS_AGE: Final = (19, 40)
_SCHEMA: Final = {
    "record": pl.Int64,
    "new_given": pl.String,
    "new_family": pl.String,
    "new_birth": pl.Int64,
    "kind": pl.String,
}
Change = tuple[int, str | None, str | None, int | None, str]


def confuse_people(rng: np.random.Generator, people: People) -> tuple[People, pl.DataFrame]:
    """Return the people with rarer family names, twins, and fathers and sons among them; `record`, `kind` of those."""
    family, given, postcode = (names.astype(object) for names in (people.family, people.given, people.postcode))
    birth = people.birth.copy()
    rare = rng.random(people.size) < RARER
    family[rare] = rng.choice(np.array(RARER_FAMILIES), people.size)[rare]
    rows = []
    for older, younger, kind in _pair_up(rng, people):
        family[younger], postcode[younger] = family[older], postcode[older]
        if kind == "twin":
            birth[younger] = birth[older]
            given[younger] = pick_given(rng, male=bool(people.male[younger]), other_than=str(given[older]))
        else:
            given[younger] = given[older]
        rows += [(int(people.first_record[human]), kind) for human in (older, younger)]
    changed = replace(
        people,
        family=family.astype(np.str_),
        given=given.astype(np.str_),
        postcode=postcode.astype(np.str_),
        birth=birth,
    )
    return changed, pl.DataFrame(rows, schema={"record": pl.Int64, "kind": pl.String}, orient="row")


def _pair_up(rng: np.random.Generator, people: People) -> list[tuple[int, int, str]]:
    """Return pairs of human beings: born next to each other for twins, a father's age apart for fathers and sons."""
    order = np.argsort(people.birth, kind="stable")
    free = np.ones(people.size, dtype=np.bool_)
    pairs: list[tuple[int, int, str]] = []
    for place in np.flatnonzero(rng.random(people.size) < TWINS).tolist():
        if place + 1 < people.size:
            _take(free, pairs, int(order[place]), int(order[place + 1]), "twin")
    births = people.birth[order]
    for older in np.flatnonzero((rng.random(people.size) < FATHERS) & people.male):
        wanted = int(people.birth[older]) + int(rng.integers(*_FATHERS_AGE)) * YEAR
        place = int(np.searchsorted(births, wanted))
        if place < people.size and people.male[order[place]]:
            _take(free, pairs, int(older), int(order[place]), "father and son")
    return pairs


def _take(free: Bools, pairs: list[tuple[int, int, str]], one: int, other: int, kind: str) -> None:
    if one != other and free[one] and free[other]:
        free[one] = free[other] = False
        pairs.append((one, other, kind))


def confuse_records(
    rng: np.random.Generator, people: People, persons: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the versions of the persons feed with the confusions between records, and `record`, `kind` of those."""
    human: Ints = np.repeat(np.arange(people.size), people.records)
    copies = np.flatnonzero(np.arange(len(human)) != people.first_record[human])
    drawn = rng.random((len(copies), len(KINDS))) < np.array(list(KINDS.values()))
    rows = [
        found
        for place, record in enumerate(copies)
        if (found := _confuse(rng, people, int(human[record]), int(record), drawn[place])) is not None
    ]
    changes = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    held = {
        name: pl.when(pl.col(name).is_not_null()).then(pl.coalesce("new_birth", name))
        for name in ("date_of_birth", "birth_day")
    }
    changed = persons.join(changes, on="record", how="left", maintain_order="left").with_columns(
        given_names=pl.coalesce("new_given", "given_names"),
        family_name=pl.coalesce("new_family", "family_name"),
        **held,
    )
    return changed.select(persons.columns), changes.select("record", "kind")


def _confuse(rng: np.random.Generator, people: People, whose: int, record: int, drawn: Bools) -> Change | None:
    """Return the first of the drawn changes that this human being can undergo; what it leaves alone is None."""
    true = Details(str(people.given[whose]), str(people.family[whose]), int(people.birth[whose]))
    for kind in (kind for kind, happens in zip(KINDS, drawn, strict=True) if happens):
        new = alter(rng, kind, true, male=bool(people.male[whose]))
        if new != true:
            return (
                record,
                new.given if new.given != true.given else None,
                new.family if new.family != true.family else None,
                new.birth if new.birth != true.birth else None,
                kind,
            )
    return None

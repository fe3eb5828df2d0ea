"""What a list says of a place that rests on a machine is true of the list without that merge."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from tests.support.command_line import call
from tests.support.features import open_day
from tests.support.force import (
    AS_OF,
    make_custody_spell,
    make_incident,
    make_offence,
    make_person,
    make_suspect,
    write_force,
)
from tests.support.judged import make_judgements
from v100.harm.weights import Edition
from v100.identity.history import IdentityHistory
from v100.identity.persons import NOBODY_LINKED, judge_identities
from v100.ranking.entry import Entry
from v100.ranking.parameters import Request
from v100.ranking.rank import rank_by_harm
from v100.store.knowledge import Knowledge
from v100.tasking.fill import Filled, fill_list
from v100.tasking.identity_effect import Effect, MergeEffects

DAY = date.fromisoformat(AS_OF)
REQUEST = Request(DAY, 365, 1)
# The order of the stack: P3 has 50 days, the others 20 each, by the hour of the report and then by id.
HOURS = {"P3": 9, "P4": 15, "P5": 8, "P7": 9, "P8": 9}


@pytest.fixture(scope="module")
def root(empty_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """P9 is in custody; he and P6 were never named."""
    folder = tmp_path_factory.mktemp("places")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    feeds = {
        "offences": [make_offence("A", "20"), make_offence("B", "50")],
        "persons": [make_person(f"P{number}") for number in range(3, 10)],
        "incidents": [
            make_incident(
                f"I{name}",
                offence_code="B" if name == "P3" else "A",
                reported_at=f"2026-02-01T{hour:02}:00:00",
                recorded_at="2026-02-01T20:00:00",
            )
            for name, hour in HOURS.items()
        ],
        "suspects": [make_suspect(f"I{name}", name) for name in HOURS],
        "custody_spells": [make_custody_spell("S1", "P9")],
    }
    call(root, "refresh", write_force(folder / "feeds", feeds)).require_success()
    return root


@dataclass(frozen=True)
class Day:
    """A day's knowledge, with judgements as given."""

    knowledge: Knowledge
    edition: Edition

    def fill(self, top: int, just_missed: int = 5) -> Filled:
        return fill_list(
            self.knowledge, rank_by_harm(self.knowledge, self.edition, REQUEST), top=top, just_missed=just_missed
        )


@contextmanager
def judge(root: Path, *lines: str) -> Iterator[Day]:
    with open_day(root, DAY) as known:
        knowledge = replace(known.knowledge, who=IdentityHistory(make_judgements(lines)))
        yield Day(knowledge, known.find_edition(None))


def pick(filled: Filled, person: str) -> Entry:
    everybody = (*filled.entries, *filled.passed_over, *filled.just_missed)
    return next(entry for entry in everybody if entry["person_id"] == person)


def say(entry: Entry) -> str:
    return next(warning for warning in entry["warnings"] if "nobody has confirmed" in warning)


@pytest.mark.parametrize("just_missed", [0, 5])
def test_a_tie_at_the_cut_is_decided_as_the_stack_decides_it(root: Path, just_missed: int) -> None:
    """Alone P7 has as much as P4, but P4's report is newer: P4 would be on the list."""
    with judge(root, "machine same P7 P8") as day:
        entry = pick(day.fill(2, just_missed), "P7")
    assert (entry["place"], entry["harm_days"], entry["listed_unmerged"]) == (2, 40, False)
    assert say(entry).startswith("On the list only if records P7 and P8 are one person")


@pytest.mark.parametrize("just_missed", [0, 5])
def test_the_last_of_a_list_is_not_held_to_what_he_has_himself(root: Path, just_missed: int) -> None:
    with judge(root, "machine same P4 P5") as day:
        entry = pick(day.fill(2, just_missed), "P4")
    assert (entry["place"], entry["listed_unmerged"]) == (2, True)
    assert "(without it 20 days, 1 allegation, place 2)" in say(entry)


def test_a_merge_that_adds_nothing_is_said_to_add_nothing(root: Path) -> None:
    with judge(root, "machine same P3 P6", "machine same P8 P9") as day:
        filled = day.fill(2)
    entry = pick(filled, "P3")
    assert (entry["place"], entry["listed_unmerged"]) == (1, True)
    assert say(entry).endswith("his place and figures are the same without it.")


def test_one_entry_that_would_be_two_says_so(root: Path) -> None:
    with judge(root, "machine same P4 P7") as day:
        assert say(pick(day.fill(3), "P4")).startswith("One entry in place of 2 only if records P4 and P7")


def test_whoever_is_passed_over_for_another_record_is_said_to_be(root: Path) -> None:
    with judge(root, "machine same P3 P9") as day:
        entry = pick(day.fill(2), "P3")
    assert (entry["eligible"], entry["listed_unmerged"]) == (False, True)
    assert say(entry).startswith("Kept off the list only if records P3 and P9")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["machine same P5 P7"], "Has these figures only if records P5 and P7 are one person (without it 20 days"),
        (["machine same P4 P6"], "his place and figures are the same without it."),
    ],
)
def test_whoever_is_not_on_the_list_is_never_said_to_be(root: Path, lines: list[str], words: str) -> None:
    with judge(root, *lines) as day:
        entry = day.fill(1).just_missed[0]
    assert words in say(entry)
    assert "n the list only if" not in say(entry)
    assert entry["listed_unmerged"] is False


def find_effect(root: Path, one: str, other: str) -> Effect:
    with judge(root) as day:
        effects = MergeEffects(day.knowledge, day.edition, NOBODY_LINKED, REQUEST, top=2)
        return effects.find([(one, other)])[one, other]


def test_a_merge_with_a_record_in_custody_takes_him_off_the_list(root: Path) -> None:
    effect = find_effect(root, "P3", "P9")
    assert (effect.left, effect.joined, effect.place, effect.places_before) == (["P3"], ["P7"], None, [1, None])
    assert effect.weight > find_effect(root, "P3", "P6").weight


def test_a_merge_with_a_record_that_says_nothing_changes_nothing(root: Path) -> None:
    effect = find_effect(root, "P3", "P6")
    assert (effect.left, effect.joined, effect.moved, effect.place) == ([], [], 0, 1)
    assert find_effect(root, "P6", "P9").harm_days == 0


def test_who_moves_counts_before_the_days_that_come_together(root: Path) -> None:
    """P4 and P5 bring 20 days together and move nobody; P4 and P3 do the same and change who is on the list."""
    moving, still = find_effect(root, "P4", "P3"), find_effect(root, "P4", "P5")
    assert moving.weight > still.weight
    assert replace(still, moved=1).weight > still.weight


def list_places(day: Day) -> dict[str, int | None]:
    return {entry["person_id"]: entry["place"] for entry in day.fill(2).entries}


def test_an_effect_is_what_the_list_becomes(root: Path) -> None:
    """Every pair of records, judged the same and taken apart again, against lists really made with and without it."""
    people = ["P3", "P4", "P5", "P6", "P7", "P8", "P9"]
    with judge(root) as day:
        before = list_places(day)
        pairs = list(combinations(people, 2))
        effects = MergeEffects(day.knowledge, day.edition, NOBODY_LINKED, REQUEST, top=2).find(pairs)
    for one, other in pairs:
        with judge(root, f"machine same {one} {other}") as day:
            after = list_places(day)
            identities = judge_identities(make_judgements([f"machine same {one} {other}"]))
            apart = MergeEffects(day.knowledge, day.edition, identities, REQUEST, top=2).find_apart([one])
        effect, others = effects[one, other], before.keys() & after.keys() - {one, other}
        assert (effect.place, effect.places_before) == (after.get(one), [before.get(one), before.get(other)])
        assert {name for name in effect.joined if name != one} == after.keys() - before.keys() - {one, other}
        assert {name for name in effect.left if name not in (one, other)} == before.keys() - after.keys() - {one, other}
        assert effect.moved == sum(before[name] != after[name] for name in others)
        if apart:
            undone = apart[one]
            assert (undone.place_before, undone.places) == (after.get(one), [before.get(one), before.get(other)])
            assert set(undone.left) == after.keys() - before.keys() - {one, other}
            assert set(undone.joined) == before.keys() - after.keys() - {one, other}

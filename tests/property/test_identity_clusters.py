"""Who is one person, for whatever people and machines may have said."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.judged import make_judgements
from v100.identity.clusters import build_clusters, weigh_pairs

RECORDS = [f"P{number}" for number in range(8)]


@st.composite
def lines(draw: st.DrawFn, records: list[str] = RECORDS) -> str:
    pair = draw(st.lists(st.sampled_from(records), min_size=2, max_size=2, unique=True))
    origin = draw(st.sampled_from(["human", "machine", "machine"]))
    verdict = draw(st.sampled_from(["same", "same", "same", "different", "unsure", "withdrawn"]))
    weight = f" {draw(st.integers(1, 20))}" if origin == "machine" else ""
    return f"{origin} {verdict} {pair[0]} {pair[1]}{weight}"


STORIES = st.lists(lines(), max_size=25)


def person_of(story: list[str]) -> dict[str, str]:
    found = dict(build_clusters(make_judgements(story)).persons.iter_rows())
    return {record: found.get(record, record) for record in RECORDS}


@settings(deadline=None)
@given(STORIES, st.randoms())
def test_the_order_of_rows_changes_nothing(story, random) -> None:
    rows = make_judgements(story)
    order = list(range(rows.height))
    random.shuffle(order)
    mixed = build_clusters(rows[order])
    plain = build_clusters(rows)
    assert mixed.persons.equals(plain.persons)
    assert mixed.contradictions.equals(plain.contradictions)


@settings(deadline=None)
@given(STORIES)
def test_nobody_is_who_he_was_said_not_to_be(story) -> None:
    persons = person_of(story)
    apart = weigh_pairs(make_judgements(story)).filter(pl.col("verdict") == "different")
    assert all(persons[a] != persons[b] for a, b in apart.select("record_a", "record_b").iter_rows())


@settings(deadline=None)
@given(STORIES)
def test_every_link_is_followed_or_reported(story) -> None:
    clusters = build_clusters(make_judgements(story))
    persons = person_of(story)
    reported = set(clusters.contradictions.select("record_a", "record_b").iter_rows())
    same = weigh_pairs(make_judgements(story)).filter(pl.col("verdict") == "same")
    for a, b in same.select("record_a", "record_b").iter_rows():
        assert (persons[a] == persons[b]) or (a, b) in reported


@settings(deadline=None)
@given(STORIES)
def test_a_person_is_named_after_one_of_his_records(story) -> None:
    persons = person_of(story)
    assert all(persons[person] == person for person in persons.values())


@settings(deadline=None)
@given(STORIES, lines())
def test_withdrawing_a_judgement_restores_who_was_who(story, line) -> None:
    origin, _, *pair = line.split()
    silent = [*story, f"{origin} withdrawn {pair[0]} {pair[1]}"]
    undone = [*silent, line, f"{origin} withdrawn {pair[0]} {pair[1]}"]
    assert person_of(undone) == person_of(silent)


@settings(deadline=None)
@given(STORIES, st.lists(lines([*RECORDS, "A1", "A2", "Z1"]), max_size=6))
def test_ids_do_not_change_when_records_are_added(story, later) -> None:
    """What only adds links to new records leaves every person under his id, or under that of one he joined."""
    story = [line for line in story if "different" not in line]
    added = [line for line in later if "machine same" in line and any(new in line for new in ("A1", "A2", "Z1"))]
    before = person_of(story)
    found = dict(build_clusters(make_judgements([*story, *added])).persons.iter_rows())
    linked = {record for record, person in before.items() if list(before.values()).count(person) > 1}
    for record in linked:
        # One record alone is a person too, and may be the oldest of those that come together.
        joined = {person for other, person in before.items() if found.get(other, other) == found[record]}
        assert found[record] in joined

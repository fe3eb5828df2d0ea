"""Every feature of everybody, read through a store, against a plain reading of the meanings."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest

from tests.support.command_line import call
from tests.support.features import build_all, find_differences, open_day, read_past, to_values
from tests.support.force import (
    Feeds,
    Row,
    make_custody_spell,
    make_incident,
    make_justice_event,
    make_offence,
    make_person,
    make_suspect,
    make_victim,
    write_force,
)
from tests.support.plain_features import Rows, Spec, look_plainly_ahead, read_allegations
from tests.support.plain_stack import read_feed
from v100.features.label import look_ahead
from v100.features.past import Past
from v100.features.records import count_days, read_records
from v100.features.rows import MILLION
from v100.model.matrix import build_labels
from v100.ranking.parameters import Request
from v100.ranking.rank import rank_by_harm
from v100.synth.force import write_force as write_synthetic_force

UNTIL = date(2026, 11, 1)
DATES = [UNTIL - timedelta(days=days) for days in (0, 37, 180, 330)]
SERIOUS = 150
SPEC = Spec(serious_days=SERIOUS, cap_days=300)
FEEDS = ("offences", "persons", "incidents", "suspects", "victims", "justice_events", "custody_spells")
SYNTHETIC, MUDDLED = (31, 32), (1, 2, 3)


def write_muddle(folder: Path, seed: int) -> Path:
    """Write few people whose every row is corrected, contradicted, late or taken back, again and again."""
    chance = Random(seed)
    pick = chance.choice
    days = [UNTIL - timedelta(days=3 * back) for back in range(1, 260)]
    people, incidents = [f"P{number:02}" for number in range(24)], [f"I{number:03}" for number in range(220)]
    feeds: Feeds = {feed: [] for feed in FEEDS}
    themes = ("stalking", "threats", "rape", "violence_injury", "strangulation")
    for place, theme in enumerate(themes):
        feeds["offences"] += [
            make_offence(
                f"{theme}-{days}", days, theme=theme, in_scope="false" if place == 3 and days == "0" else "true"
            )
            for days in ("0", "10.5", "150", "900")
        ]
    codes = [row["offence_code"] for row in feeds["offences"]] + ["nowhere"]

    def moment(day: date, hours: int = 24) -> str:
        return f"{day}T{chance.randrange(hours):02}:00:00"

    def version(reported: date) -> Row:
        return make_incident(
            "",
            offence_code=pick(codes),
            reported_at=moment(pick((reported, reported, pick(days))), 2),
            detection_mode=pick(("victim", "victim", "third_party", "unknown", "proactive")),
            area=pick(("North", "South", "East", "")),
            domestic_abuse=pick(("true", "false", "")),
            status=pick(("open", "open", "closed", "closed", "cancelled")),
            outcome_type=pick(("", "14", "16", "1")),
        )

    def later(day: date) -> date:
        return min(day + timedelta(days=chance.randrange(0, 120)), UNTIL)

    for person in people:
        # A record may reach the force long after the first report names it.
        feeds["persons"].append(make_person(person, recorded_at=moment(pick((date(2024, 1, 1), pick(days))))))
        for number in range(chance.randrange(4)):
            begin = pick(days)
            for _ in range(chance.randrange(1, 3)):
                end = pick(("", moment(begin + timedelta(days=chance.randrange(1, 200)))))
                row = make_custody_spell(f"S{person}{number}", person, valid_from=moment(begin, 1), valid_to=end)
                feeds["custody_spells"].append(row | {"recorded_at": moment(later(begin))})
    for incident in incidents:
        reported = pick(days)
        for _ in range(pick((1, 1, 2, 3))):
            row = version(reported)
            feeds["incidents"].append(row | {"incident_id": incident, "recorded_at": moment(later(reported))})
        named = chance.sample(people, pick((1, 1, 1, 2, 3)))
        for person in named:
            for _ in range(pick((1, 1, 2))):
                status, relation = pick(("named", "named", "eliminated")), pick(("partner", "stranger", "family", ""))
                row = make_suspect(incident, person, status=status, relationship=relation)
                feeds["suspects"].append(row | {"recorded_at": moment(later(reported))})
        for number in chance.sample(range(9), pick((0, 1, 1, 2, 3))):
            for _ in range(pick((1, 1, 2))):
                row = make_victim(incident, f"V{number}", age=pick(("", "9", "17", "18", "40")))
                row |= {"risk_grade": pick(("", "high", "medium")), "person_record_id": pick(("", "", pick(people)))}
                feeds["victims"].append(row | {"recorded_at": moment(later(reported))})
        for number in range(pick((0, 1, 2, 3))):
            person = pick((*named, pick(people)))
            for _ in range(pick((1, 1, 2))):
                row = make_justice_event(
                    f"E{incident}{number}",
                    person,
                    incident_id=pick((incident, incident, "")),
                    kind=pick(("charge", "no_further_action", "discontinued", "acquittal", "conviction", "arrest")),
                    reason=pick(("", "victim_withdrew", "unfounded", "something_else")),
                    event_at=moment(later(reported)),
                )
                feeds["justice_events"].append(row | {"recorded_at": moment(later(reported))})
    return write_force(folder, feeds, "parquet")


@pytest.fixture(scope="module", params=[*((True, seed) for seed in SYNTHETIC), *((False, seed) for seed in MUDDLED)])
def world(request, empty_workspace: Path, tmp_path_factory) -> tuple[Path, dict[str, Rows]]:
    """A loaded workspace, and its feeds as they lie."""
    synthetic, seed = request.param
    folder = tmp_path_factory.mktemp("world")
    root = Path(shutil.copytree(empty_workspace, folder / "w"))
    if synthetic:
        write_synthetic_force(folder / "feeds", people=400, years=2, seed=seed, until=UNTIL)
    else:
        write_muddle(folder / "feeds", seed)
    call(root, "refresh", folder / "feeds", "--allow-unmapped").require_success()
    return root, {feed: read_feed(folder / "feeds", feed) for feed in FEEDS}


@pytest.fixture(scope="module")
def past(world) -> Past:
    return read_past(world[0], UNTIL, SPEC)


def test_every_feature_of_everybody_agrees_with_a_plain_reading(world, past: Past) -> None:
    matrix = build_all(past, DATES).matrix
    for day in DATES:
        found = to_values(matrix, day)
        assert len(found) > 6
        assert find_differences(found, world[1], day, SPEC) == []


def test_the_worlds_say_something_about_every_feature(past: Past) -> None:
    matrix = build_all(past, DATES).matrix.drop("as_of", "person_id")
    dull = [column.name for column in matrix if column.drop_nulls().n_unique() < 2]
    # A synthetic force of this size has few of the rare things; the muddled ones have them all.
    assert len(dull) <= 12


def test_what_came_true_agrees_with_a_plain_sum(world, past: Past) -> None:
    day, horizon = UNTIL - timedelta(days=330), 300
    labels = build_labels(past, [day], horizon_days=horizon, known_on=UNTIL)
    plain = look_plainly_ahead(world[1], day, UNTIL, horizon)
    assert labels.horizons["total_micro_days"].item() == sum(map(sum, plain.values())) * MILLION
    assert sum(labels.people["future_allegations"]) > 5
    for row in labels.people.iter_rows(named=True):
        weights = plain.get(row["person_id"], [])
        assert row["future_micro_days"] == sum(weights) * MILLION
        assert row["future_capped_micro_days"] == sum(min(weight, SPEC.cap_days) for weight in weights) * MILLION
        assert row["future_max_micro_days"] == max(weights, default=0) * MILLION
        assert row["future_allegations"] == len(weights)


def test_a_label_of_nobody_still_has_the_total(world, past: Past) -> None:
    day = UNTIL - timedelta(days=330)
    nobody = np.empty(0, dtype=np.int32)
    future = look_ahead(past, count_days(day), nobody, horizon_days=30, known_on=count_days(UNTIL))
    plain = look_plainly_ahead(world[1], day, UNTIL, 30)
    assert future.total_micro_days == sum(map(sum, plain.values())) * MILLION


def list_named(world_root: Path, day: date) -> set[tuple[str, str]]:
    """Return who is named in what, by the door that a ranking uses."""
    with open_day(world_root, day) as known:
        rows = known.knowledge.read_allegations(None)
    return {
        (row["incident_id"], row["person_record_id"])
        for row in rows.iter_rows(named=True)
        if row["suspect_status"] == "named"
        and row["incident_status"] != "cancelled"
        and row["detection_mode"] != "proactive"
    }


def test_a_day_of_the_spans_is_the_door_of_that_day(world) -> None:
    root = world[0]
    spans = list_spans(root)
    for day in DATES:
        at = count_days(day)
        known = [(incident, person) for incident, person, reported, since, until in spans if since <= at < until]
        ahead = {(incident, person) for incident, person, reported, *_ in spans if reported >= at}
        assert len(known) == len(set(known)), "a pair is known twice on one day"
        door = list_named(root, day)
        assert len(door) > 20
        assert set(known) - ahead == door - ahead
        plain = {
            (one.incident["incident_id"], person)
            for person, found in read_allegations(world[1], day).items()
            for one in found
        }
        assert set(known) == plain


def list_spans(root: Path) -> list[tuple[str, str, int, int, int]]:
    """Return incident, person, day of the report and the days on which that was known."""
    with open_day(root, UNTIL) as known:
        records = read_records(known.knowledge, known.find_edition(None))
    spans = records.allegations.join(records.persons, on="person_no", how="left")
    assert spans["person_id"].null_count() == 0
    spans = spans.with_columns(incident_id=records.incident_ids.gather(spans["incident_no"]))
    return spans.select("incident_id", "person_id", "reported_day", "from_day", "until_day").rows()


def test_the_stack_is_placed_as_the_ranking_ranks(world, past: Past) -> None:
    root = world[0]
    panel = build_all(past, DATES)
    for day in DATES:
        stack = panel.stack.filter(as_of=day)
        with open_day(root, day) as known:
            ranking = rank_by_harm(known.knowledge, known.find_edition(None), Request(day, 365, 2))
        ours = stack.sort("score", "person_id", descending=[True, False])
        assert ours["person_id"].to_list() == ranking.stack["person_id"].to_list()
        keys = ranking.stack.select("above_gate", "micro_days", "last_reported_at", "allegations")
        assert ours["score"].rle_id().to_list() == keys.to_struct().rle_id().to_list()

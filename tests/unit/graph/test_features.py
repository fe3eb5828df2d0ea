"""Link features through a store: the same as a plain reading of what the door gives on the day."""

import math
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.support.command_line import call
from tests.support.plain_links import COLUMNS, measure_plainly
from v100.features.history import look_back
from v100.features.past import Measure, open_past
from v100.features.records import count_days, read_records
from v100.graph.features import FEATURES
from v100.ranking.known import open_knowledge
from v100.settings import Settings, Workspace
from v100.synth.force import write_force

DAY = date(2026, 3, 1)
MEASURE = Measure(window_days=365, min_allegations=1, serious_micro_days=365_000_000, cap_micro_days=365_000_000)


@pytest.mark.slow
def test_link_features_agree_with_a_plain_reading_of_the_door(empty_workspace: Path, tmp_path: Path) -> None:
    write_force(tmp_path / "feeds", people=600, years=2, seed=4, until=date(2026, 6, 1))
    root = Path(shutil.copytree(empty_workspace, tmp_path / "w"))
    call(root, "refresh", tmp_path / "feeds", "--allow-unmapped").require_success()
    with open_knowledge(Workspace(root), Settings(), DAY) as known:
        edition = known.find_edition(None)
        records = read_records(known.knowledge, edition)
        rows = known.knowledge.read_allegations(None)
        incidents = rows["incident_id"].unique().to_list()
        victims = known.knowledge.fetch("ranking/select_victims", incidents=incidents)
        roles = known.knowledge.fetch("ranking/select_victim_roles", records=records.persons["person_id"].to_list())
    history = look_back(open_past(records, MEASURE), count_days(DAY))
    found = {feature.name.split("__")[1]: feature.build(history) for feature in FEATURES}
    number = {incident: place for place, incident in enumerate(sorted(incidents))}
    person_no = {person: place for place, person in enumerate(records.persons["person_id"])}
    weighed = rows.filter(
        (pl.col("suspect_status") == "named")
        & (pl.col("incident_status") != "cancelled")
        & (pl.col("detection_mode") != "proactive")
    ).join(edition.weights, on="offence_code", how="left")
    named = [
        (
            person_no[row["person_record_id"]],
            number[row["incident_id"]],
            count_days(row["reported_at"].date()),
            row["micro_days"] if row["in_scope"] else 0,
        )
        for row in weighed.iter_rows(named=True)
    ]
    named = [(one, two, day, micro or 0) for one, two, day, micro in named]
    victim_no = {victim: place for place, victim in enumerate(victims["victim_id"].unique().sort())}
    alleged = {incident for _, incident, _, _ in named}
    known_roles = {(row["incident_id"], row["victim_id"]): row["person_record_id"] for row in roles.to_dicts()}
    plain_victims = [
        (
            number[row["incident_id"]],
            victim_no[row["victim_id"]],
            person_no.get(known_roles.get((row["incident_id"], row["victim_id"]), "")),
        )
        for row in victims.to_dicts()
        if number[row["incident_id"]] in alleged
    ]
    expected = measure_plainly(named, plain_victims, history.cohort.tolist(), count_days(DAY))
    assert sum(row["degree"] > 0 for row in expected) > 20
    for place, row in enumerate(expected):
        for name in COLUMNS:
            if row[name] is None:
                assert math.isnan(found[name][place])
            else:
                assert found[name][place] == pytest.approx(row[name], rel=1e-6, abs=1e-6), (name, place)

import polars as pl
import pytest

from v100.contracts.pnc import is_valid_pnc


def newest(rows: pl.DataFrame, *key: str) -> pl.DataFrame:
    return rows.sort(*key, "recorded_at").unique(key, keep="last", maintain_order=True)


def share(rows: pl.DataFrame, condition: pl.Expr) -> float:
    return rows.select(condition.mean()).item()


def test_some_incidents_are_cancelled_withdrawn_proactive_or_reported_by_others(feeds):
    rows = newest(feeds["incidents"], "incident_id")
    assert 0.01 < share(rows, pl.col("status") == "cancelled") < 0.05
    assert 0.05 < share(rows, pl.col("outcome_type").eq_missing("16")) < 0.4
    assert 0.02 < share(rows, pl.col("detection_mode") == "proactive") < 0.15
    assert 0.08 < share(rows, pl.col("detection_mode") == "third_party") < 0.25


def test_unmapped_codes_are_there_and_well_under_one_per_cent(feeds):
    codes = feeds["offences"]["offence_code"].implode()
    unmapped = share(newest(feeds["incidents"], "incident_id"), ~pl.col("offence_code").is_in(codes))
    assert 0 < unmapped < 0.01


def test_some_offences_are_corrected_and_some_suspects_eliminated(feeds):
    versions = feeds["incidents"].group_by("incident_id").agg(codes=pl.col("offence_code").n_unique())
    assert 0.005 < share(versions, pl.col("codes") > 1) < 0.1
    assert (
        0.005
        < share(newest(feeds["suspects"], "incident_id", "person_record_id"), pl.col("status") == "eliminated")
        < 0.05
    )


def test_some_rows_come_weeks_late(feeds):
    first = feeds["incidents"].sort("recorded_at").unique("incident_id", keep="first")
    lag = pl.col("recorded_at") - pl.col("reported_at")
    assert 0.002 < share(first, lag > pl.duration(days=14)) < 0.05


def test_victims_return_and_some_are_suspects_elsewhere(feeds):
    seen = feeds["victims"].unique(["incident_id", "victim_id"]).group_by("victim_id").len()
    assert share(seen, pl.col("len") > 1) > 0.05
    known = feeds["victims"]["person_record_id"].drop_nulls().unique()
    suspects = feeds["suspects"]["person_record_id"].unique()
    assert 0.02 < known.is_in(suspects.implode()).mean() < 0.6


def test_no_person_is_victim_and_suspect_of_the_same_incident(feeds, identities):
    victims = feeds["victims"].drop_nulls("person_record_id").join(identities, on="person_record_id")
    suspects = feeds["suspects"].join(identities, on="person_record_id")
    main = victims.join(suspects, on=["incident_id", "identity"])
    assert main.height <= 3


def test_some_incidents_have_several_suspects(feeds):
    named = feeds["suspects"].unique(["incident_id", "person_record_id"]).group_by("incident_id").len()
    assert 0.01 < share(named, pl.col("len") > 1) < 0.3


def test_the_same_human_being_has_several_records_that_disagree(feeds, identities):
    held = identities.group_by("identity").len()
    assert 0.04 < share(held, pl.col("len") > 1) < 0.12
    pairs = newest(feeds["persons"], "person_record_id").join(identities, on="person_record_id")
    spelled = pairs.group_by("identity").agg(records=pl.len(), names=pl.col("family_name").n_unique())
    assert 0.1 < share(spelled.filter(pl.col("records") > 1), pl.col("names") > 1) < 0.5


def test_pnc_ids_have_their_check_letter_but_for_a_few(feeds):
    valid = [is_valid_pnc(pnc) for pnc in feeds["persons"]["pnc_id"].drop_nulls()]
    assert 0.97 < sum(valid) / len(valid) < 1


def test_nobody_is_named_after_his_death(feeds):
    dead = feeds["persons"].drop_nulls("deceased_on").select("person_record_id", "deceased_on").unique()
    named = feeds["suspects"].join(dead, on="person_record_id")
    assert dead.height > 0
    assert named.filter(pl.col("named_at").dt.date() > pl.col("deceased_on")).is_empty()


def test_fewer_are_reported_from_custody_than_the_time_inside_would_give(feeds, identities):
    spells = newest(feeds["custody_spells"], "spell_id").join(identities, on="person_record_id")
    spells = spells.with_columns(until=pl.col("valid_to").fill_null(pl.col("valid_from").max()))
    incidents = newest(feeds["incidents"], "incident_id").select("incident_id", "reported_at")
    named = feeds["suspects"].join(identities, on="person_record_id").join(incidents, on="incident_id")
    both = named.select("identity", "reported_at").join(spells, on="identity")
    inside = both.filter(pl.col("reported_at").is_between("valid_from", "until"))
    before = both.filter(
        pl.col("reported_at").is_between(pl.col("valid_from") - pl.duration(days=365), "valid_from", closed="left")
    )
    assert inside.height < before.height / 5


def test_minors_and_missing_values_are_among_them(feeds):
    assert feeds["victims"].filter(pl.col("age") < 18).height > 0
    assert feeds["persons"].filter(pl.col("date_of_birth").dt.year() > 2008).height > 0
    for column in ("given_names", "date_of_birth", "postcode", "pnc_id", "sex"):
        assert 0 < feeds["persons"][column].null_count() < feeds["persons"].height
    for column in ("ethnicity", "disability", "religion"):
        assert feeds["protected_characteristics"][column].null_count() > 0


@pytest.mark.parametrize("kind", ["arrest", "bail", "charge", "no_further_action", "conviction", "sentence"])
def test_justice_takes_its_course(feeds, kind):
    assert feeds["justice_events"].filter(pl.col("kind") == kind).height > 20


def test_every_custody_spell_is_first_recorded_as_open(feeds):
    first = (
        feeds["custody_spells"].sort("spell_id", "recorded_at").unique("spell_id", keep="first", maintain_order=True)
    )
    assert share(first, pl.col("valid_to").is_null()) > 0.97

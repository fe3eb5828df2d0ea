import hashlib
import json
import os
import subprocess
import sys
from datetime import date

import polars as pl
import pytest
from splink.internals.em_training_session import EMTrainingSession

from tests.unit.identity.conftest import NOTHING
from v100.identity.details import prepare_details
from v100.identity.evaluate import evaluate_identities
from v100.identity.evidence import explain_pair
from v100.identity.link import list_comparisons, train_model
from v100.identity.linking import Before, Linked, Thresholds, link_all, link_new
from v100.identity.persons import make_identities
from v100.settings import Settings

PAIR = ["record_a", "record_b"]


def test_a_machine_is_nearly_never_wrong_and_finds_most(linked, persons, truth) -> None:
    identity = dict(truth.select("person_record_id", "identity").iter_rows())
    same = linked.judged.select(PAIR).rows()
    right = [identity[a] == identity[b] for a, b in same]
    assert len(same) > 60
    assert sum(right) / len(same) >= 0.99
    held = truth.group_by("identity").len()
    assert sum(right) / (held["len"] * (held["len"] - 1) // 2).sum() >= 0.88


def test_twins_and_namesakes_are_never_judged_by_a_machine(linked, truth) -> None:
    identity = dict(truth.select("person_record_id", "identity").iter_rows())
    alike = set(truth.filter(pl.col("kind").is_in(["twin", "father and son"]))["person_record_id"])
    wrong = [(a, b) for a, b in linked.judged.select(PAIR).iter_rows() if identity[a] != identity[b]]
    assert [pair for pair in wrong if alike & set(pair)] == []


def test_the_same_records_give_the_same_run(linked, persons) -> None:
    again = link_all(persons.sample(fraction=1, shuffle=True, seed=3), NOTHING, Thresholds())
    assert again.model == linked.model
    assert again.pairs.equals(linked.pairs)
    assert again.judged.equals(linked.judged)


def digest(linked: Linked) -> str:
    """What a run found, as one hash of its bytes."""
    said = [json.dumps(linked.model, sort_keys=True), linked.pairs.write_csv(), linked.judged.write_csv()]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize("threads", ["1", "4"])
def test_the_number_of_threads_changes_nothing(linked, persons, tmp_path, threads: str) -> None:
    """In a process of its own: polars settles its threads at the start, and DuckDB those of each database."""
    persons.write_parquet(tmp_path / "persons.parquet")
    code = (
        "import polars as pl\n"
        "from tests.unit.identity.conftest import NOTHING\n"
        "from tests.unit.identity.test_linking import digest\n"
        "from v100.identity.linking import Thresholds, link_all\n"
        "from v100.store import scratch\n"
        f"scratch._CONFIG['threads'] = {threads!r}\n"
        f"print(digest(link_all(pl.read_parquet({str(tmp_path / 'persons.parquet')!r}), NOTHING, Thresholds())))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "POLARS_MAX_THREADS": threads},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == digest(linked)


def test_new_records_link_as_a_full_run_would(linked, persons) -> None:
    """Nothing but the parameters is carried over, so with those of one run both find the same pairs of new records."""
    new = persons["person_record_id"].gather_every(7)
    found = link_new(persons, new, linked.model, NOTHING, Thresholds())
    touches_new = pl.any_horizontal(pl.col(side).is_in(new.implode()) for side in PAIR)
    touched = linked.pairs.filter(touches_new)
    assert touched.height > 10
    assert found.pairs.filter(touches_new).equals(touched)
    assert new.len() <= found.counts["compared"] < new.len() + 20


def hold(linked: Linked, before: pl.DataFrame) -> set[tuple[str, str]]:
    """The pairs that a machine holds to be the same after a run."""
    same, withdrawn = (set(linked.judged.filter(verdict=said).select(PAIR).rows()) for said in ("same", "withdrawn"))
    return set(before.rows()) - withdrawn | same


def test_after_new_records_all_pairs_are_as_after_a_full_run(linked, persons) -> None:
    """But for pairs at the threshold: how common a name is moves with the records."""
    new = persons["person_record_id"].gather_every(7)
    old = persons.filter(~pl.col("person_record_id").is_in(new.implode()))
    first = link_new(old, old["person_record_id"], linked.model, NOTHING, Thresholds())
    same = first.judged.select(PAIR)
    then = link_new(persons, new, linked.model, Before(same, first.pairs.select(PAIR)), Thresholds())
    differ = hold(then, same) ^ hold(linked, NOTHING.same)
    near = linked.pairs.filter(pl.col("probability").is_between(0.85, 0.95), pl.col("guard").is_null())
    assert differ <= set(near.select(PAIR).rows())
    assert len(differ) <= 2


def test_a_brother_who_comes_to_be_known_makes_an_old_pair_doubtful(linked, persons) -> None:
    base = {**persons.row(0, named=True), "family_name": "Quillfeather", "pnc_id": None, "postcode": "ZZ1 1AA"}
    born = date(1990, 5, 17)
    rows = [
        {**base, "person_record_id": "Q1", "given_names": "Colin", "date_of_birth": born, "birth_year": 1990},
        {**base, "person_record_id": "Q2", "given_names": None, "date_of_birth": date(1991, 5, 17), "birth_year": 1991},
        {**base, "person_record_id": "Q3", "given_names": "Derek", "date_of_birth": born, "postcode": "ZZ9 9ZZ"},
    ]
    family = pl.DataFrame(rows, schema=persons.schema)
    before = pl.concat([persons, family.head(2)])
    first = link_new(before, pl.Series(["Q1", "Q2"]), linked.model, NOTHING, Thresholds())
    assert hold(first, NOTHING.same) == {("Q1", "Q2")}
    held = Before(first.judged.select(PAIR), first.pairs.select(PAIR))
    then = link_new(pl.concat([persons, family]), pl.Series(["Q3"]), linked.model, held, Thresholds())
    assert hold(then, held.same) == set()
    waits = then.pairs.filter(record_a="Q1", record_b="Q2")
    assert waits["guard"].to_list() == ["given_unknown"]


@pytest.mark.slow
@pytest.mark.parametrize("column", ["pnc_id", "postcode"])
def test_a_force_that_lacks_a_column_is_linked(persons, column: str) -> None:
    """A block of equal PNC ids then holds no pairs, and teaches nothing."""
    bare = persons.with_columns(pl.lit(None, dtype=pl.String).alias(column))
    assert link_all(bare, NOTHING, Thresholds()).counts["same"] > 50


@pytest.mark.slow
def test_what_splink_cannot_estimate_is_passed_over(linked, persons, monkeypatch: pytest.MonkeyPatch) -> None:
    """An estimate that runs to nothing ends a block's training part-way, and spoils no other's."""
    train = EMTrainingSession._train

    def fail(session: EMTrainingSession, *given: object) -> object:
        if "postcode" in session._blocking_rule_for_training.blocking_rule_sql:
            raise ValueError("m_probability value 0.0 is below the minimum allowed value of 1e-300.")
        return train(session, *given)

    monkeypatch.setattr(EMTrainingSession, "_train", fail)
    model = train_model(prepare_details(persons).rows)
    assert list_comparisons(model) == list_comparisons(linked.model)
    assert model != linked.model


def test_what_no_longer_follows_is_withdrawn(linked, persons) -> None:
    one, other = linked.judged.row(0)[:2]
    before = Before(linked.judged.select(PAIR), linked.pairs.select(PAIR))
    again = link_new(persons, pl.Series([one]), linked.model, before, Thresholds())
    assert again.judged.is_empty()
    renamed = persons.with_columns(
        family_name=pl.when(pl.col("person_record_id") == one).then(pl.lit("Quillfeather")).otherwise("family_name"),
        date_of_birth=pl.when(pl.col("person_record_id") != one).then("date_of_birth"),
        pnc_id=pl.when(pl.col("person_record_id") != one).then("pnc_id"),
        postcode=pl.when(pl.col("person_record_id") != one).then("postcode"),
    )
    after = link_new(renamed, pl.Series([one]), linked.model, before, Thresholds())
    assert (one, other, "withdrawn") in after.judged.select(*PAIR, "verdict").rows()
    gone = after.pairs.filter((pl.col("record_a") == one) & (pl.col("record_b") == other))
    assert gone["probability"].to_list() == [0.0]


def test_records_with_neither_name_nor_birth_stay_one_person_each() -> None:
    bare = pl.DataFrame(
        {"person_record_id": ["P1", "P2", "P3"]}
        | {
            name: pl.Series([None] * 3, dtype=pl.String)
            for name in ("given_names", "family_name", "sex", "pnc_id", "postcode")
        }
        | {"date_of_birth": pl.Series([None] * 3, dtype=pl.Date), "birth_year": pl.Series([None] * 3, dtype=pl.Int32)}
    )
    found = link_all(bare, NOTHING, Thresholds())
    assert found.pairs.is_empty()
    assert found.judged.is_empty()
    assert found.counts["left_alone"] == found.counts["records"] == 3
    new = link_new(bare, bare["person_record_id"], found.model, NOTHING, Thresholds())
    assert found.counts["compared"] == new.counts["compared"] == 0


def test_the_steps_of_a_pair_add_up_to_its_weight(linked) -> None:
    for row in linked.pairs.head(20).iter_rows(named=True):
        steps = explain_pair(row["evidence"], row["weight"], linked.model)
        assert steps[-1]["total"] == pytest.approx(row["weight"], abs=0.01)


def test_what_a_force_does_not_set_is_the_default() -> None:
    assert Thresholds() == Thresholds(Settings().identity_upper, Settings().identity_lower)


def test_a_higher_threshold_judges_fewer(linked, persons) -> None:
    fewer = link_new(persons, persons["person_record_id"], linked.model, NOTHING, Thresholds(upper=0.999))
    assert 0 < fewer.counts["same"] < linked.counts["same"]


def test_figures_over_pairs_and_persons() -> None:
    labels = pl.DataFrame({"person_record_id": list("ABCDEFH"), "identity": list("xxxyyzz")})
    persons = pl.DataFrame({"person_record_id": list("ABDEF"), "person_id": list("AADDD")})
    proposals = pl.DataFrame(
        {"record_a": ["A", "D", "E"], "record_b": ["B", "E", "F"], "probability": [0.99, 0.98, 0.91],
         "weight": [9.0, 8.0, 4.0], "guard": pl.Series([None, None, None], dtype=pl.String)}
    )  # fmt: skip
    identities = make_identities(persons, 1)
    found = evaluate_identities(pl.Series(list("ABCDEFG")), identities, labels, proposals)
    assert found.pairs == {
        "found": 4, "true": 4, "right": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5
    }  # fmt: skip
    assert (found.clusters["found"], found.clusters["true"], found.clusters["right"]) == (2, 2, 0)
    assert [(row["record_a"], row["record_b"]) for row in found.false_merges] == [("E", "F"), ("D", "F")]
    assert (found.labelled, found.unlabelled, found.unknown) == (6, 1, 1)
    at = {row["threshold"]: row["right"] for row in found.curve}
    assert at[0.9] == at[0.95] == 2
    assert at[0.99] == 1

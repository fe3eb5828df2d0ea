"""`python -m benchmarks.identity`: linking a synthetic force, against bare Splink and an exact match in one run."""

import argparse
import json
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.measure import time_command
from v100.identity.evaluate import count_pairs
from v100.identity.judgements import JUDGEMENT_SCHEMA
from v100.identity.linking import Before, Linked, Thresholds, link_all, link_new
from v100.identity.persons import judge_identities
from v100.synth.force import write_force

UNTIL = date(2026, 11, 1)
DAY_OF_RECORDS = 2_000
RATIO_BAR = 1.3
DAY_BAR = 20.0
NOTHING = Before(*(pl.DataFrame(schema={"record_a": pl.String, "record_b": pl.String}) for _ in range(2)))


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairwise, after everything that is linked to a common record is taken for one person."""

    precision: float
    recall: float


def read_persons(folder: Path) -> pl.DataFrame:
    """Return the newest version of each record."""
    rows = pl.read_parquet(folder / "persons.parquet").sort("person_record_id", "recorded_at")
    return rows.unique("person_record_id", keep="last", maintain_order=True)


def judge_quality(pairs: pl.DataFrame, truth: pl.DataFrame) -> Quality:
    """Hold pairs taken for the same human being to the truth."""
    judged = pairs.with_row_index("judgement_id", offset=1).with_columns(
        origin=pl.lit("machine"),
        verdict=pl.lit("same"),
        weight=pl.lit(1.0) if "weight" not in pairs.columns else "weight",
    )
    full = judged.with_columns(
        pl.lit(None).alias(name) for name in JUDGEMENT_SCHEMA if name not in judged.columns
    ).select(pl.col(name).cast(kind) for name, kind in JUDGEMENT_SCHEMA.items())
    found = truth.join(judge_identities(full).resolve(truth["person_record_id"]), on="person_record_id")
    figures = count_pairs(found)
    return Quality(figures["precision"] or 0.0, figures["recall"] or 0.0)


def link_plainly(persons: pl.DataFrame) -> pl.DataFrame:
    """Link with Splink alone: the library's own comparisons and the same number of training pairs."""
    rows = persons.with_columns(
        pl.col("given_names").str.to_lowercase().str.split(" ").list.first().alias("first_name"),
        pl.col("family_name").str.to_lowercase().alias("surname"),
        pl.col("date_of_birth").cast(pl.String).alias("dob"),
    ).select("person_record_id", "first_name", "surname", "dob", "postcode", "pnc_id", "sex")
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="person_record_id",
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("postcode"),
            cl.ExactMatch("pnc_id"),
            cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("dob"),
            block_on("pnc_id"),
            block_on("first_name", "surname", "postcode"),
        ],
    )
    with duckdb.connect() as connection:
        database = DuckDBAPI(connection)
        linker = Linker(database.register(rows.to_arrow()), settings, log_level=None)
        exact = block_on("dob", "first_name", "surname")
        linker.training.estimate_probability_two_random_records_match([exact], recall=0.5)
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in (block_on("dob"), block_on("first_name", "surname", "postcode")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=1e6)
        found = linker.inference.predict(threshold_match_probability=0.9).as_duckdbpyrelation().pl()
    one, other = pl.col("person_record_id_l"), pl.col("person_record_id_r")
    return found.select(record_a=pl.min_horizontal(one, other), record_b=pl.max_horizontal(one, other)).sort(pl.all())


def match_exactly(persons: pl.DataFrame) -> pl.DataFrame:
    """Return what a plain deduplication finds: the same names and the same birth."""
    keys = ["given_names", "family_name", "date_of_birth"]
    held = persons.drop_nulls(keys).sort("person_record_id")
    first = held.with_columns(record_a=pl.col("person_record_id").first().over(keys))
    return first.select("record_a", record_b="person_record_id").filter(pl.col("record_a") != pl.col("record_b"))


def pick_same(linked: Linked) -> pl.DataFrame:
    """Return what the machine judged the same."""
    return linked.judged.filter(verdict="same").select("record_a", "record_b", "weight")


def run_one(way: str, folder: Path) -> None:
    """Do one way's work in this process, and leave its pairs in the folder."""
    persons = read_persons(folder)
    started = time.perf_counter()
    if way == "ours":
        linked = link_all(persons, NOTHING, Thresholds())
        (folder / "model.json").write_text(json.dumps(linked.model))
        pairs = pick_same(linked)
    elif way == "day":
        model = json.loads((folder / "model.json").read_text())
        new = persons["person_record_id"].sample(min(DAY_OF_RECORDS, persons.height // 10), seed=1).sort()
        pairs = pick_same(link_new(persons, new, model, NOTHING, Thresholds()))
    else:
        pairs = (link_plainly if way == "splink" else match_exactly)(persons)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    pairs.write_parquet(folder / f"{way}.parquet")
    (folder / f"{way}.json").write_text(json.dumps({"seconds": seconds, "peak_gib": peak}))


def time_ways(folder: Path, ways: list[str]) -> dict[str, dict[str, float]]:
    """Do each way's work in a process of its own; seconds leave out the start of the process and the reading."""
    for way in ways:
        time_command([sys.executable, "-m", "benchmarks.identity", "--way", way, "--folder", str(folder)])
    return {way: json.loads((folder / f"{way}.json").read_text()) for way in ways}


def _print(folder: Path, found: dict[str, dict[str, float]]) -> bool:
    truth = pl.read_parquet(folder / "truth" / "identities.parquet")
    names = {"ours": "v100", "splink": "Splink alone", "exact": "exact name and birth"}
    for way, name in names.items():
        quality = judge_quality(pl.read_parquet(folder / f"{way}.parquet"), truth)
        sys.stdout.write(
            f"{name}: {found[way]['seconds']:.1f} s, {found[way]['peak_gib']:.1f} GiB, precision "
            f"{quality.precision:.4f}, recall {quality.recall:.4f}\n"
        )
    ratio = found["ours"]["seconds"] / found["splink"]["seconds"]
    day = found["day"]["seconds"]
    sys.stdout.write(f"{'ok  ' if ratio <= RATIO_BAR else 'MISS'} {ratio:.2f} times Splink alone (bar {RATIO_BAR:g})\n")
    sys.stdout.write(f"{'ok  ' if day <= DAY_BAR else 'MISS'} one day's records: {day:.1f} s (bar {DAY_BAR:g} s)\n")
    return ratio <= RATIO_BAR and day <= DAY_BAR


def main() -> None:
    """Measure, print, and end with 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--way", choices=("ours", "splink", "exact", "day"), default=None)
    asked = parser.parse_args()
    if asked.way:
        run_one(asked.way, asked.folder)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        if not (folder / "persons.parquet").exists():
            write_force(folder, people=asked.people, years=0.5, seed=7, until=UNTIL)
        met = _print(folder, time_ways(folder, ["ours", "splink", "exact", "day"]))
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()

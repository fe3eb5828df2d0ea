"""`python -m benchmarks.run`: measure, print a table, and end with 1 where a bar is missed."""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl

from benchmarks.measure import Timing, time_command
from v100.contracts.read import load_contracts
from v100.synth.force import write_force

UNTIL = date(2026, 11, 1)
BARE = Path(__file__).parent / "bare"
V100 = str(Path(sys.executable).with_name("v100"))
GIB = 4.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    bar: str
    met: bool


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=400_000)
    parser.add_argument("--years", type=float, default=10.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="v100-benchmark-") as name:
        folder = Path(name)
        summary = write_force(folder / "all", people=asked.people, years=asked.years, seed=7, until=UNTIL)
        sys.stdout.write(f"{asked.people:,} person records, {summary.rows['incidents']:,} incident versions\n")
        day = split_last_day(folder)
        rows = [*measure_loading(folder), *measure_ranking(folder, day), measure_help()]
    for row in rows:
        sys.stdout.write(f"{'ok  ' if row.met else 'MISS'} {row.what:42} {row.measured:44} bar: {row.bar}\n")
    sys.exit(0 if all(row.met for row in rows) else 1)


def split_last_day(folder: Path) -> date:
    """Part what was recorded on the day before UNTIL from the rest; returns that day."""
    opens = datetime.combine(UNTIL - timedelta(days=1), time.min)
    for feed in load_contracts().values():
        rows = pl.read_parquet(folder / "all" / f"{feed.name}.parquet")
        is_new = pl.col(feed.clock) >= opens if feed.clock else pl.lit(value=True)
        is_old = pl.col(feed.clock) < opens if feed.clock else pl.lit(value=True)
        for part, chosen in (("before", is_old), ("day", is_new)):
            (folder / part).mkdir(exist_ok=True)
            rows.filter(chosen).write_parquet(folder / part / f"{feed.name}.parquet")
    return opens.date()


def measure_loading(folder: Path) -> list[Row]:
    """The whole force and one more day, against bare DuckDB and against each other."""
    workspace = ["--workspace", str(folder / "workspace")]
    time_command([V100, *workspace, "init"])
    bare = time_command([sys.executable, str(BARE / "load.py"), str(folder / "before"), str(folder / "bare.duckdb")])
    whole = time_command([V100, *workspace, "refresh", str(folder / "before")])
    one_day = time_command([V100, *workspace, "refresh", str(folder / "day")])
    return [
        compare("refresh, whole force", whole, "bare DuckDB", bare, 6.0),
        compare("refresh, one more day", one_day, "whole force", whole, 0.1),
        limit("peak memory of refresh", whole.peak_gib, "GiB", GIB),
    ]


def measure_ranking(folder: Path, day: date) -> list[Row]:
    """The stack against the one query, and the weekly list with all its files."""
    workspace = ["--workspace", str(folder / "workspace")]
    as_of = (day + timedelta(days=1)).isoformat()
    time_command([sys.executable, str(BARE / "load.py"), str(folder / "all"), str(folder / "bare.duckdb")])
    bare = time_command([sys.executable, str(BARE / "rank.py"), str(folder / "bare.duckdb"), as_of], runs=5)
    ranked = time_command([V100, *workspace, "rank", "--as-of", as_of, "--ranker", "harm", "--json"], runs=5)
    weekly = time_command([V100, *workspace, "weekly", "--as-of", as_of])
    return [
        compare("rank --ranker harm", ranked, "one SQL query", bare, 3.0),
        limit("weekly: check, issue, all exports", weekly.seconds, "s", 10.0),
        limit("peak memory of ranking and issuing", max(ranked.peak_gib, weekly.peak_gib), "GiB", GIB),
    ]


def measure_help() -> Row:
    """How long `--help` takes."""
    return limit("--help", time_command([V100, "--help"], runs=10).seconds, "s", 0.2)


def compare(what: str, ours: Timing, other: str, theirs: Timing, bar: float) -> Row:
    """A ratio against an alternative of the same run."""
    ratio = ours.seconds / theirs.seconds
    measured = f"{ours.seconds:.2f} s = {ratio:.3g} x {other} ({theirs.seconds:.2f} s)"
    return Row(what, measured, f"at most {bar:g} x", ratio <= bar)


def limit(what: str, value: float, unit: str, bar: float) -> Row:
    """A figure with a limit of its own."""
    return Row(what, f"{value:.2f} {unit}", f"under {bar:g} {unit}", value < bar)


if __name__ == "__main__":
    main()

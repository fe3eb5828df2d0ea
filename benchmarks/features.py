"""`python -m benchmarks.features`: every feature of monthly dates, links included, and most of them against pandas.

In: how large a case, how many dates, perhaps sizes for a curve. Out: a table, and an
end with 1 where a bar is missed. Every measurement is of a whole process, started once the case lies on disk: ours
starts from the loaded workspace, pandas from the Parquet files that were loaded, and their results must be equal.
"""

import argparse
import json
import math
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.feature_case import UNTIL, write_case
from benchmarks.measure import Timing, time_command
from v100.features.past import open_past
from v100.features.records import read_records
from v100.model.matrix import build_panel, list_features, measure_spec
from v100.model.spec import read_spec
from v100.ranking.known import open_knowledge
from v100.settings import Settings, Workspace

PANDAS = Path(__file__).parent / "bare" / "pandas_features.py"
V100 = str(Path(sys.executable).with_name("v100"))
SECONDS_BAR, GIB_BAR, RATIO_BAR = 10.0, 4.0, 10.0
LEAST_COMPARED = 40
CURVE_GIB = 12.0
CURVE_DATES = (3, 6, 12)
# A case has as many incidents a person at every size.
INCIDENTS_EACH = 30
KEYS = ("as_of", "person_id")


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds of each part of the process that built features, the processor's seconds over all of them, and its peak.

    `rows` is None where it was stopped.
    """

    reading: float
    opening: float
    building: float
    cpu: float
    peak_gib: float
    rows: int | None
    features: int

    @property
    def seconds(self) -> float:
        """All three parts."""
        return self.reading + self.opening + self.building


@dataclass(frozen=True, slots=True)
class Run:
    """One process: its parts, and the whole from its start to its end."""

    built: Built
    whole: Timing


def list_dates(count: int) -> list[date]:
    """Return the first days of `count` months up to UNTIL."""
    months = [UNTIL.year * 12 + UNTIL.month - 1 - back for back in range(count)]
    return [date(month // 12, month % 12 + 1, 1) for month in reversed(months)]


def load_case(folder: Path, incidents: int) -> Path:
    """Write and load a case unless it lies there already; nothing of this is timed."""
    workspace = folder / "workspace"
    if not workspace.exists():
        write_case(folder / "feeds", people=incidents // INCIDENTS_EACH, incidents=incidents, seed=7)
        time_command([V100, "--workspace", str(workspace), "init"])
        time_command([V100, "--workspace", str(workspace), "refresh", str(folder / "feeds")])
    return workspace


def build(workspace: Path, result: Path, names: Sequence[str], dates: int, *, stop_gib: float, keep: bool) -> None:
    """Read, open and build, in this process; writes a `Built` as JSON and, where asked, the matrix beside it."""
    done = threading.Event()
    threading.Thread(target=_watch, args=(result, len(names), stop_gib, done), daemon=True).start()
    spec, days = read_spec("default"), list_dates(dates)
    started, cpu = time.perf_counter(), time.process_time()
    with open_knowledge(Workspace(workspace), Settings(), days[-1]) as known:
        records = read_records(known.knowledge, known.find_edition(None))
    read = time.perf_counter()
    past = open_past(records, measure_spec(spec))
    del records
    opened = time.perf_counter()
    matrix = build_panel(past, days, names, min_allegations=spec.cohort.stack_gate).matrix
    ended = time.perf_counter()
    done.set()
    cpu = time.process_time() - cpu
    found = Built(read - started, opened - read, ended - opened, cpu, _find_peak(), matrix.height, len(names))
    if keep:
        matrix.write_parquet(result.with_suffix(".parquet"))
    _write(result, found)


def _watch(result: Path, features: int, stop_gib: float, done: threading.Event) -> None:
    while not done.wait(0.1):
        if _find_peak() > stop_gib:
            _write(result, Built(0.0, 0.0, 0.0, 0.0, _find_peak(), None, features))
            os._exit(0)


def _find_peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _write(result: Path, found: Built) -> None:
    result.write_text(json.dumps(asdict(found)), encoding="utf-8")


def run_build(workspace: Path, result: Path, *options: str, runs: int = 1) -> Run:
    """Build in processes of their own; the parts are those of the process whose parts took the middle time."""
    command = [sys.executable, "-m", "benchmarks.features", "--build", str(workspace), "--result", str(result)]
    found = []
    for _ in range(runs):
        whole = time_command([*command, *options])
        found.append(Run(Built(**json.loads(result.read_text(encoding="utf-8"))), whole))
    return sorted(found, key=lambda run: run.whole.seconds)[len(found) // 2]


def measure_all(workspace: Path, folder: Path, dates: int) -> bool:
    """Every feature of every date, as the bar has it."""
    run = run_build(workspace, folder / "all.json", "--dates", str(dates), runs=3)
    built, whole = run.built, run.whole.seconds
    met = whole < SECONDS_BAR and built.peak_gib < GIB_BAR
    sys.stdout.write(
        f"{'ok  ' if met else 'MISS'} {built.features} features of {dates} dates, {built.rows or 0:,} rows: "
        f"{whole:.2f} s whole process (bar: under {SECONDS_BAR:g} s), peak {built.peak_gib:.2f} GiB "
        f"(bar: under {GIB_BAR:g} GiB)\n     reading {built.reading:.2f} s, opening {built.opening:.2f} s, building "
        f"{built.building:.2f} s; {built.cpu:.2f} s of CPU\n"
    )
    return met


def compare_with_pandas(workspace: Path, feeds: Path, folder: Path, dates: int) -> bool:
    """The features that the pandas script writes, by both, and whether they say the same."""
    label = read_spec("default").label
    theirs_path, ours_path = folder / "pandas.parquet", folder / "ours.json"
    limits = (str(label.serious_days), str(label.cap_days))
    theirs = time_command(
        [sys.executable, str(PANDAS), str(feeds), str(theirs_path), *limits, *map(str, list_dates(dates))]
    )
    parts = json.loads(theirs_path.with_suffix(".json").read_text(encoding="utf-8"))
    plain = pl.read_parquet(theirs_path).with_columns(pl.col("as_of").str.to_date()).sort(KEYS)
    names = [name for name in plain.columns if name not in KEYS]
    ours = run_build(workspace, ours_path, "--dates", str(dates), "--keep", "--only", ",".join(names), runs=3)
    different = find_differences(pl.read_parquet(ours_path.with_suffix(".parquet")), plain, names)
    ratio = theirs.seconds / ours.whole.seconds
    met = ratio >= RATIO_BAR and len(names) >= LEAST_COMPARED and not different
    sys.stdout.write(
        f"{'ok  ' if met else 'MISS'} {len(names)} of them: {ours.whole.seconds:.2f} s (building "
        f"{ours.built.building:.2f}), pandas {theirs.seconds:.1f} s (reading {parts['reading']:.1f}, allegations "
        f"{parts['allegations']:.1f}, features {parts['features']:.1f}; peak {theirs.peak_gib:.1f} GiB): {ratio:.1f} "
        f"times faster (bar: at least {RATIO_BAR:g})\n"
        f"     CPU: {ours.built.cpu:.1f} s against {parts['cpu']:.1f} s\n"
        f"{'MISS' if different else 'ok  '} values: {plain.height:,} rows of {len(names)} features "
        f"{'differ in ' + ', '.join(different) if different else 'are equal'}\n"
    )
    return met


def find_differences(ours: pl.DataFrame, plain: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """Return the features whose values differ: counts and days at all, sums of harm by more than rounding.

    A weight that fades is kept to a millionth, so such a sum is as far off at most as a millionth of it unfaded.
    """
    if not ours.select(KEYS).equals(plain.select(KEYS)):
        return ["the people"]
    different = []
    for name in names:
        fades, is_harm = "decay" in name, name.startswith(("harm", "escalation__change"))
        whole = ours["harm__sum__all" if is_harm else "frequency__any__all"].clip(lower_bound=1.0)
        allowed = whole * (1e-6 if fades else 1e-9 if is_harm else 0.0)
        one, other = ours[name], plain[name].fill_nan(None)
        near = (one - other).abs() <= allowed
        if (one.is_null() != other.is_null()).any() or not near.all():
            different.append(name)
    return different


def draw_curve(folder: Path, sizes: Sequence[int]) -> None:
    """Every feature at several sizes and numbers of dates; what needs more than CURVE_GIB is stopped, and said."""
    sys.stdout.write(
        "  incidents dates   reading   opening   building   s a million   building s a date and million   peak GiB\n"
    )
    costs = []
    for size in sizes:
        case = folder / f"case{size}"
        workspace = load_case(case, size)
        for dates in CURVE_DATES:
            options = ("--dates", str(dates), "--stop-gib", str(CURVE_GIB))
            built = run_build(workspace, case / "curve.json", *options).built
            millions = size / 1e6
            if built.rows is None:
                sys.stdout.write(f"{size:>11,} {dates:>5}   stopped at {built.peak_gib:.1f} GiB\n")
                continue
            costs.append((millions, dates, built))
            a_million, a_date = built.seconds / millions, built.building / dates / millions
            sys.stdout.write(
                f"{size:>11,} {dates:>5} {built.reading:>9.2f} {built.opening:>9.2f} {built.building:>10.2f} "
                f"{a_million:>13.3f} {a_date:>30.3f} {built.peak_gib:>10.2f}\n"
            )
    most = max(dates for _, dates, _ in costs)
    ends = [(millions, built.seconds) for millions, dates, built in costs if dates == most]
    if len(ends) > 1:
        (fewest, least), (largest, longest) = ends[0], ends[-1]
        power = math.log(longest / least) / math.log(largest / fewest)
        sys.stdout.write(f"{most} dates cost incidents to the power of {power:.2f}\n")


def main() -> None:
    """Measure, print, and end with 1 where a bar is missed; with --build, be the process that is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=3_000_000)
    parser.add_argument("--dates", type=int, default=12)
    parser.add_argument("--curve", type=int, nargs="+", metavar="INCIDENTS", help="draw the curve over these sizes")
    parser.add_argument("--folder", type=Path, help="keep cases here and use those that lie here")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--result", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    parser.add_argument("--keep", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--stop-gib", type=float, default=math.inf, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.build:
        names = asked.only.split(",") if asked.only else list(list_features())
        build(asked.build, asked.result, names, asked.dates, stop_gib=asked.stop_gib, keep=asked.keep)
        return
    with tempfile.TemporaryDirectory(prefix="v100-features-") as name:
        folder = asked.folder or Path(name)
        if asked.curve:
            draw_curve(folder, asked.curve)
            return
        case = folder / f"case{asked.incidents}"
        workspace = load_case(case, asked.incidents)
        met = [
            measure_all(workspace, case, asked.dates),
            compare_with_pandas(workspace, case / "feeds", case, asked.dates),
        ]
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()

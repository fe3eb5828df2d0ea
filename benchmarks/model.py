"""`python -m benchmarks.model`: scoring, reasons, and the weekly job with a promoted model on the ten-year force.

In: a workspace that holds the force, or none, and then one is made. Out: a table, and an end with 1 where a bar is
missed. The model is that of the default specification, trained on fewer dates, which changes neither its features nor
the number of its trees. Training is not timed. Its promotion is put on record unearned: it is the time that is under
test here. The workspace is left with the model and the lists in it, so give a copy.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks.measure import time_command
from v100.model.artefact import load_model
from v100.model.explain import explain_rows
from v100.model.registry import record_model_event
from v100.model.score import score_model
from v100.model.trained import Model
from v100.ranking.known import open_knowledge
from v100.ranking.model_order import ModelOrder, order_by_model
from v100.resources import resource_path
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.synth.force import write_force

V100 = str(Path(sys.executable).with_name("v100"))
UNTIL = date(2026, 11, 1)
SCORED, EXPLAINED = 36_000, 100
SCORING_BAR, REASONS_BAR, WEEKLY_BAR = 1.0, 1.0, 60.0
# The default's every month would train for half an hour what is not timed.
EVERY = "3mo"
RUNS = 5


def make_workspace(folder: Path, people: int, years: float) -> Path:
    """Write and load the synthetic force of the other benchmarks."""
    workspace = folder / "workspace"
    write_force(folder / "feeds", people=people, years=years, seed=7, until=UNTIL)
    time_command([V100, "--workspace", str(workspace), "init"])
    time_command([V100, "--workspace", str(workspace), "refresh", str(folder / "feeds")])
    return workspace


def train(workspace: Path, spec: str, until: date) -> str:
    """Train through the command line and return the model's id."""
    command = [V100, "--workspace", str(workspace), "train", "--spec", spec, "--until", str(until), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"train: exit {done.returncode}: {done.stderr[-500:]}")
    return str(json.loads(done.stdout)["model_id"])


def thin_default(folder: Path) -> str:
    """Write the default specification with fewer training dates, and return where."""
    text = (resource_path("models") / "default.toml").read_text(encoding="utf-8")
    if "training" in tomllib.loads(text):
        raise SystemExit("the default specification now says which dates it trains on; thin them there")
    path = folder / "default.toml"
    path.write_text(f'{text}\n[training]\nevery = "{EVERY}"\n', encoding="utf-8")
    return str(path)


def promote_unearned(workspace: Path, model_id: str) -> None:
    """Put a promotion on record without its gates."""
    with open_casework(Workspace(workspace), Settings()) as casework:
        record_model_event(
            casework,
            "promoted",
            model_id=model_id,
            spec="default",
            detail="unearned, for a benchmark",
            now=datetime.now(UTC),
            actor="benchmark",
            reason="what a promoted model takes",
        )


def order(workspace: Path, model_id: str, model: Model, as_of: date) -> ModelOrder:
    """Return the model's order of the day's cohort."""
    with open_knowledge(Workspace(workspace), Settings(), as_of) as known:
        return order_by_model(known.knowledge, known.find_edition(None), model_id, model)


def fill_cohort(matrix: pl.DataFrame) -> pl.DataFrame:
    """Return SCORED rows of a cohort; people are repeated under other ids where it is smaller."""
    times = -(-SCORED // matrix.height)
    copies = [matrix.with_columns(person_id=f"{copy:06d} " + pl.col("person_id")) for copy in range(times)]
    return pl.concat(copies).head(SCORED)


def measure_model(workspace: Path, model_id: str, as_of: date) -> bool:
    """Scoring and reasons, on the features of the day's cohort."""
    model = load_model(Workspace(workspace).models / model_id)
    ordered = order(workspace, model_id, model, as_of)
    cohort = fill_cohort(ordered.matrix)
    first = ordered.scored.sort("score", "person_id", descending=[True, False])["person_id"].head(EXPLAINED).to_list()
    features, trees = (
        len(model.features),
        sum(text.count("\nTree=") for texts in model.texts.values() for text in texts),
    )
    sys.stdout.write(
        f"{model_id}: {features} features, {trees} trees; cohort of {as_of} {ordered.matrix.height:,} people\n"
    )
    return all(
        (
            report(f"scoring {cohort.height:,} people", partial(score_model, model, cohort), SCORING_BAR),
            report(
                f"TreeSHAP of {len(first)} people", partial(explain_rows, model, ordered.matrix, first), REASONS_BAR
            ),
        )
    )


def report(what: str, work: Callable[[], object], bar: float) -> bool:
    """Time `work` a few times and print the median; returns whether the bar is met."""
    seconds, of_cpu = [], []
    for _ in range(RUNS):
        started, cpu = time.perf_counter(), time.process_time()
        work()
        seconds.append(time.perf_counter() - started)
        of_cpu.append(time.process_time() - cpu)
    middle, cpu = statistics.median(seconds), statistics.median(of_cpu)
    met = middle < bar
    sys.stdout.write(
        f"{'ok  ' if met else 'MISS'} {what}: {middle:.2f} s, first {seconds[0]:.2f} s (bar: under {bar:g} s); "
        f"{cpu:.2f} s of CPU\n"
    )
    return met


def measure_weekly(workspace: Path, as_of: date) -> bool:
    """The weekly job from its start to its last file, ranked by the model or not at all."""
    weekly = [V100, "--workspace", str(workspace), "weekly", "--as-of", str(as_of), "--ranker"]
    timing, by_harm = (time_command([*weekly, ranker], runs=3) for ranker in ("model", "harm"))
    met = timing.seconds < WEEKLY_BAR
    sys.stdout.write(
        f"{'ok  ' if met else 'MISS'} weekly --ranker model: {timing.seconds:.1f} s (bar: under {WEEKLY_BAR:g} s), "
        f"peak {timing.peak_gib:.2f} GiB; --ranker harm {by_harm.seconds:.1f} s\n"
    )
    return met


def main() -> None:
    """Measure, print, and end with 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, help="a loaded workspace that may be changed")
    parser.add_argument("--model", help="a model already trained there")
    parser.add_argument("--people", type=int, default=400_000)
    parser.add_argument("--years", type=float, default=10.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="v100-model-") as name:
        workspace = asked.workspace or make_workspace(Path(name), asked.people, asked.years)
        model_id = asked.model or train(workspace, thin_default(Path(name)), UNTIL - timedelta(days=1))
        promote_unearned(workspace, model_id)
        met = [measure_model(workspace, model_id, UNTIL), measure_weekly(workspace, UNTIL)]
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()

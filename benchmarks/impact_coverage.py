"""`python -m benchmarks.impact_coverage`: whether a known effect of listing is found, over seeded small forces.

In: how many seeds. Out: a table as Markdown on standard output. Refuses nothing. The lists are filled by the stack of
V100 and the figures made by its estimators; only what people do is drawn.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl

from v100.evaluation.impact.before_after import choose_first, compare_plainly
from v100.evaluation.impact.clock import make_clock
from v100.evaluation.impact.discontinuity import measure_jump
from v100.evaluation.impact.evidence import EVENT_SCHEMA, REPORT_SCHEMA, SPELL_SCHEMA, Evidence
from v100.evaluation.impact.moment import Moment, describe_moment
from v100.evaluation.impact.staggered import compare_staggered
from v100.harm.stack import build_stack
from v100.synth.effect import YEAR, EffectForce, EffectPlan, simulate_force

WINDOW_DAYS, LENGTH, HORIZON_DAYS = 365, 150, 28
EPOCH = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# Near enough to the cut that the rates there are those at it.
NEAR = 0.1


class Filler:
    """Fills each list from the harm stack, past those in custody, and keeps what was seen."""

    def __init__(self) -> None:
        self.moments: list[tuple[Moment, pl.DataFrame]] = []

    def __call__(self, day: int, reports: pl.DataFrame, held: frozenset[str]) -> Sequence[str]:
        window = reports.filter((pl.col("day") >= day - WINDOW_DAYS) & (pl.col("day") < day))
        judged = window.select(
            "person_id",
            "micro_days",
            reported_at=pl.lit(EPOCH) + pl.duration(days=pl.col("day")),
            counted=pl.lit(value=True),
        )
        persons = window.select("person_id", person_record_id=pl.col("person_id")).unique().sort("person_id")
        stack = build_stack(judged, persons, min_allegations=2).filter("above_gate")
        able = [person for person in stack["person_id"] if person not in held]
        self.moments.append((Moment(len(self.moments) + 1, day, stack, able[:LENGTH], held), reports))
        return able[:LENGTH]


def make_evidence(force: EffectForce, filler: Filler) -> Evidence:
    """Return the evidence of a simulated force."""
    rows = pl.concat([describe_moment(moment, reports, force.arrests) for moment, reports in filler.moments])
    return Evidence(
        rows=rows,
        early=rows.clear(),
        events=force.arrests.cast(EVENT_SCHEMA),
        reports=force.reports.select(REPORT_SCHEMA.names()).cast(REPORT_SCHEMA),
        spells=force.spells.cast(SPELL_SCHEMA),
        known_until=force.rates.shape[1] * 7,
    )


def draw_evidence(plan: EffectPlan, seed: int) -> tuple[EffectForce, Evidence]:
    """Return a small force and its evidence."""
    filler = Filler()
    force = simulate_force(plan, seed, filler)
    return force, make_evidence(force, filler)


def expect_arrests(force: EffectForce, rows: pl.DataFrame, first: int, end: int) -> np.ndarray:
    """Return the arrests to expect from `first` to `end` days after each row's day, had nobody been listed."""
    sums = np.concatenate([np.zeros((force.rates.shape[0], 1)), np.cumsum(force.rates, axis=1)], axis=1)
    people = np.array([int(name[1:]) for name in rows["person_id"]], dtype=np.int64)
    day = rows["day"].to_numpy()
    return sums[people, (day + end) // 7] - sums[people, (day + first) // 7]


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of one seed, and what theory says of the plain comparison and of the rate at the cut."""

    plain: float
    regression: float
    at_cut: tuple[float, int]
    jump: tuple[float, float, float]
    ratio: tuple[float, float, float]


def study_seed(plan: EffectPlan, seed: int) -> Run | None:
    """Return the figures of one seed; None where an estimator said too few."""
    force, whole = draw_evidence(plan, seed)
    evidence = whole.close(HORIZON_DAYS)
    rows = evidence.rows
    clock = make_clock(evidence.list_outcomes("arrest"), evidence.spells)
    first = choose_first(rows.filter("listed"))
    plain = compare_plainly(first, clock, "arrest", HORIZON_DAYS, "")
    jump = measure_jump(rows, clock, "arrest", HORIZON_DAYS, checks=False)
    ratio = compare_staggered(rows, clock, "arrest", checks=False)
    if plain["ratio"] is None or jump["ci95"] is None or ratio["ci95"] is None:
        return None
    near = rows.filter((pl.col("x").abs() < NEAR) & ~pl.col("passed_over"))
    after, before = (expect_arrests(force, first, *span).sum() for span in ((0, HORIZON_DAYS), (-HORIZON_DAYS, 0)))
    people, day = clock.number(first["person_id"]), first["day"].to_numpy()
    free_after = clock.count_free(people, day, day + HORIZON_DAYS).sum()
    free_before = clock.count_free(people, day - HORIZON_DAYS, day).sum()
    expected = expect_arrests(force, near, 0, HORIZON_DAYS).sum() / (HORIZON_DAYS / YEAR)
    return Run(
        plain["ratio"],
        float(after / free_after / (before / free_before)),
        (float(expected), near.height),
        (jump["effect"], *jump["ci95"]),
        (ratio["rate_ratio"], *ratio["ci95"]),
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often the intervals of many seeds hold the truth, and what they come to on average."""

    ratio: float
    runs: int
    seconds: float
    true_jump: float
    jump: float
    jump_held: int
    true_ratio: float
    mean_ratio: float
    ratio_held: int
    plain: float
    plain_by_theory: float


def study_effect(ratio: float, seeds: range) -> Coverage:
    """Study one effect over seeds; `runs` are those on which every estimator gave a figure."""
    started = time.perf_counter()
    runs = [run for seed in seeds if (run := study_seed(EffectPlan(arrest_ratio=ratio), seed)) is not None]
    # The rate at the cut is a fact of the plan: the seeds together tell it.
    at_cut = sum(run.at_cut[0] for run in runs) / sum(run.at_cut[1] for run in runs)
    true_jump = at_cut * (ratio - 1)
    return Coverage(
        ratio=ratio,
        runs=len(runs),
        seconds=time.perf_counter() - started,
        true_jump=true_jump,
        jump=float(np.mean([run.jump[0] for run in runs])),
        jump_held=sum(run.jump[1] <= true_jump <= run.jump[2] for run in runs),
        true_ratio=ratio,
        mean_ratio=_average([run.ratio[0] for run in runs]),
        ratio_held=sum(run.ratio[1] <= ratio <= run.ratio[2] for run in runs),
        plain=_average([run.plain for run in runs]),
        plain_by_theory=ratio * _average([run.regression for run in runs]),
    )


def _average(ratios: list[float]) -> float:
    return float(np.exp(np.mean(np.log(ratios))))


def write_table(found: list[Coverage]) -> str:
    """Return the coverage as a Markdown table."""
    headings = (
        "effect on arrests",
        "plain ratio (by theory)",
        "jump at the cut (true)",
        "held",
        "ratio against not yet listed",
        "held",
        "runs",
        "seconds",
    )
    lines = [f"| {' | '.join(headings)} |", "|" + " --- |" * len(headings)]
    lines += [
        f"| {each.ratio:g} | {each.plain:.3f} ({each.plain_by_theory:.3f}) | {each.jump:+.3f} ({each.true_jump:+.3f}) "
        f"| {each.jump_held / each.runs:.1%} | {each.mean_ratio:.3f} | {each.ratio_held / each.runs:.1%} "
        f"| {each.runs} | {each.seconds:.0f} |"
        for each in found
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table for a known effect and for none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--effects", type=float, nargs="+", default=[1.5, 1.0])
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    sys.stdout.write(write_table([study_effect(ratio, seeds) for ratio in asked.effects]))


if __name__ == "__main__":
    main()

"""The summary of an evaluation: every ranker side by side on the same cohorts.

In: a scored frame, the harm of everybody in each horizon, the rankers, k, the number of draws and a seed. Out: a
`Summary`, which is the JSON document. Refuses a list without a place, a ranker named twice and whatever `panel` does.
Without a ranker called model nothing is compared: `paired` is empty.

The same frames and seed give the same bytes, whatever the order of the rows. Figures are means over dates; intervals
come from draws of people, the list cut again in each. AUC is exact in every draw (see `auc`), not a shorter run.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import polars as pl

from v100.errors import UsageError
from v100.evaluation.calibration import Bin, measure_reliability
from v100.evaluation.intervals import find_interval, to_figure
from v100.evaluation.metrics import MEASURES, divide
from v100.evaluation.panel import Cohort, Panel, make_panel
from v100.evaluation.resample import Figures, Values, measure_panel
from v100.evaluation.results import (
    Calibration,
    Comparison,
    DateFacts,
    DateMeasures,
    RankerMeasures,
    Summary,
)
from v100.evaluation.stability import measure_stability
from v100.evaluation.ties import Floats, count_tied_at_cut
from v100.harm.weights import to_days

MODEL: Final = "model"


def summarise_rankers(
    scored: pl.DataFrame,
    horizons: pl.DataFrame,
    rankers: Sequence[str],
    *,
    k: int,
    draws: int = 1000,
    seed: int,
) -> Summary:
    """Return every measure of every ranker, and the model against each other one. Raises InputDataError, UsageError.

    `scored`: as_of, person_id, future_micro_days, serious, probability and a Float64 column a ranker. `horizons`:
    as_of, total_micro_days, one row a date; a date without a cohort belongs in it too.
    """
    if k < 1 or draws < 0 or not rankers or len(set(rankers)) != len(rankers):
        raise UsageError(
            "An evaluation needs a list of one place or more, and each ranker once.", hint="Check k, draws, rankers."
        )
    panel = make_panel(scored, horizons, tuple(rankers))
    figures = measure_panel(panel, k=k, draws=draws, seed=seed)
    facts = [_find_facts(panel, cohort, values) for cohort, values in zip(panel.cohorts, figures.by_date, strict=True)]
    bins, calibration = _summarise_calibration(panel, figures)
    return {
        "k": k,
        "draws": draws,
        "seed": seed,
        "dates": [fact["as_of"] for fact in facts],
        "dates_without_label": {
            "serious": sum(fact["serious"] == 0 for fact in facts),
            "harm": sum(fact["harm_days"] == 0 for fact in facts),
        },
        "people": len(panel.person_ids),
        "cohort_sizes": [fact["cohort_size"] for fact in facts],
        "base_rate": _average(fact["base_rate"] for fact in facts),
        "harm_from_unknowns": _average(fact["harm_from_unknowns"] for fact in facts),
        "perfect_harm_captured_at_k": _average(fact["perfect"] for fact in facts),
        "by_date": facts,
        "rankers": {name: _summarise_ranker(panel, figures, name, k) for name in panel.rankers},
        "paired": {f"{MODEL}_vs_{name}": _compare(panel, figures, name) for name in _list_others(panel)},
        "calibration": calibration,
        "reliability": bins,
    }


def _summarise_ranker(panel: Panel, figures: Figures, name: str, k: int) -> RankerMeasures:
    ranker = panel.rankers.index(name)
    means = {measure: to_figure(figures.mean.of(ranker, measure)[0]) for measure in MEASURES}
    summary: RankerMeasures = {
        "precision_at_k": means["precision_at_k"],
        "recall_at_k": means["recall_at_k"],
        "harm_captured_at_k": means["harm_captured_at_k"],
        "ndcg_at_k": means["ndcg_at_k"],
        "auc": means["auc"],
        "ci95": {measure: find_interval(figures.drawn.of(ranker, measure)) for measure in MEASURES},
        "stability": measure_stability(panel, name, k),
        "by_date": [
            _measure_date(cohort, values, panel, name, k)
            for cohort, values in zip(panel.cohorts, figures.by_date, strict=True)
        ],
    }
    if name == MODEL:
        summary["brier"] = to_figure(figures.mean.of_probability("brier")[0])
        summary["ci95"]["brier"] = find_interval(figures.drawn.of_probability("brier"))
    return summary


def _measure_date(cohort: Cohort, values: Values, panel: Panel, name: str, k: int) -> DateMeasures:
    ranker = panel.rankers.index(name)
    found = {measure: to_figure(values.of(ranker, measure)[0]) for measure in MEASURES}
    measures: DateMeasures = {
        "as_of": cohort.as_of.isoformat(),
        "precision_at_k": found["precision_at_k"],
        "recall_at_k": found["recall_at_k"],
        "harm_captured_at_k": found["harm_captured_at_k"],
        "ndcg_at_k": found["ndcg_at_k"],
        "auc": found["auc"],
        "tied_at_cut": count_tied_at_cut(cohort.scores[name], k),
    }
    if name == MODEL:
        measures["brier"] = to_figure(values.of_probability("brier")[0])
    return measures


def _find_facts(panel: Panel, cohort: Cohort, values: Values) -> DateFacts:
    serious, size = int(cohort.serious.sum()), len(cohort.people)
    return {
        "as_of": cohort.as_of.isoformat(),
        "cohort_size": size,
        "serious": serious,
        "base_rate": serious / size if serious else None,
        "harm_days": to_days(int(cohort.micro_days.sum())),
        "harm_from_unknowns": cohort.harm_from_unknowns,
        "perfect": to_figure(values.of(len(panel.rankers), "harm_captured_at_k")[0]),
    }


def _list_others(panel: Panel) -> list[str]:
    return [name for name in panel.rankers if name != MODEL] if MODEL in panel.rankers else []


def _compare(panel: Panel, figures: Figures, other: str) -> Comparison:
    def read(values: Values, measure: str) -> tuple[Floats, Floats]:
        return values.of(panel.rankers.index(MODEL), measure), values.of(panel.rankers.index(other), measure)

    harm, drawn_harm = (divide(*read(values, "harm_captured_at_k")) for values in (figures.mean, figures.drawn))
    precision, drawn_precision = (divide(*read(values, "precision_at_k")) for values in (figures.mean, figures.drawn))
    auc, drawn_auc = (np.subtract(*read(values, "auc")) for values in (figures.mean, figures.drawn))
    defined = drawn_harm[~np.isnan(drawn_harm)]
    return {
        "harm_captured_ratio": to_figure(harm[0]),
        "ci95": find_interval(drawn_harm),
        "probability_better": float((defined > 1).mean()) if len(defined) else None,
        "precision_ratio": to_figure(precision[0]),
        "precision_ratio_ci95": find_interval(drawn_precision),
        "auc_difference": to_figure(auc[0]),
        "auc_difference_ci95": find_interval(drawn_auc),
    }


def _summarise_calibration(panel: Panel, figures: Figures) -> tuple[list[Bin], Calibration | None]:
    if all(np.isnan(cohort.probability).all() for cohort in panel.cohorts):
        return [], None
    bins, agreement = measure_reliability(panel)
    brier, reference, predicted, observed = (
        (figures.mean.of_probability(name), figures.drawn.of_probability(name))
        for name in ("brier", "reference", "predicted", "observed")
    )
    skill, drawn_skill = (1 - divide(score, base) for score, base in zip(brier, reference, strict=True))
    ratio, drawn_ratio = (divide(seen, said) for seen, said in zip(observed, predicted, strict=True))
    return bins, {
        **agreement,
        "brier": to_figure(brier[0][0]),
        "brier_ci95": find_interval(brier[1]),
        "brier_skill": to_figure(skill[0]),
        "brier_skill_ci95": find_interval(drawn_skill),
        "mean_predicted": to_figure(predicted[0][0]),
        "observed": to_figure(observed[0][0]),
        "observed_over_predicted": to_figure(ratio[0]),
        "observed_over_predicted_ci95": find_interval(drawn_ratio),
    }


def _average(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None

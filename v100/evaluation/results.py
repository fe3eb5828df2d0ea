"""What an evaluation says: the shape of its JSON document.

In: nothing. Out: types. A share is between 0 and 1; `None` is a figure that is not defined, never a zero; days are
ISO dates; an interval is [low, high], 95 %.
"""

from typing import NotRequired, TypedDict

from v100.evaluation.calibration import Agreement, Bin
from v100.evaluation.intervals import Interval
from v100.evaluation.stability import Stability


class DateMeasures(TypedDict):
    """One ranker on one date; `tied_at_cut` counts the people of a group of equals that the cut goes through."""

    as_of: str
    precision_at_k: float | None
    recall_at_k: float | None
    harm_captured_at_k: float | None
    ndcg_at_k: float | None
    auc: float | None
    tied_at_cut: int
    brier: NotRequired[float | None]


class RankerMeasures(TypedDict):
    """One ranker over all dates; `brier` belongs to the model alone."""

    precision_at_k: float | None
    recall_at_k: float | None
    harm_captured_at_k: float | None
    ndcg_at_k: float | None
    auc: float | None
    brier: NotRequired[float | None]
    ci95: dict[str, Interval | None]
    stability: Stability
    by_date: list[DateMeasures]


class Comparison(TypedDict):
    """The model over another ranker, in the same draws. `ci95` and `probability_better` are of the harm ratio."""

    harm_captured_ratio: float | None
    ci95: Interval | None
    probability_better: float | None
    precision_ratio: float | None
    precision_ratio_ci95: Interval | None
    auc_difference: float | None
    auc_difference_ci95: Interval | None


class Calibration(Agreement):
    """Scores of the probability over dates: skill is 1 - Brier over the Brier score of the date's own base rate."""

    brier: float | None
    brier_ci95: Interval | None
    brier_skill: float | None
    brier_skill_ci95: Interval | None
    mean_predicted: float | None
    observed: float | None
    observed_over_predicted: float | None
    observed_over_predicted_ci95: Interval | None


class DateFacts(TypedDict):
    """One date, whatever the ranker. `perfect` is the harm captured by an order that knew the future."""

    as_of: str
    cohort_size: int
    serious: int
    base_rate: float | None
    harm_days: float
    harm_from_unknowns: float | None
    perfect: float | None


class DatesWithoutLabel(TypedDict):
    """Dates left out: without anybody serious (precision, recall, AUC, Brier), without harm (captured, NDCG)."""

    serious: int
    harm: int


class Summary(TypedDict):
    """An evaluation over dates; `cohort_sizes` and `by_date` are in the order of `dates`.

    `reliability` is empty and `calibration` None where nobody has a probability.
    """

    k: int
    draws: int
    seed: int
    dates: list[str]
    dates_without_label: DatesWithoutLabel
    people: int
    cohort_sizes: list[int]
    base_rate: float | None
    harm_from_unknowns: float | None
    perfect_harm_captured_at_k: float | None
    by_date: list[DateFacts]
    rankers: dict[str, RankerMeasures]
    paired: dict[str, Comparison]
    calibration: Calibration | None
    reliability: list[Bin]

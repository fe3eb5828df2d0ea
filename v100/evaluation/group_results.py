"""What an evaluation says about groups: the shape of that part of its JSON document.

In: nothing. Out: types. A figure that is not said, because the group is too small for it, is None and never a zero.
"""

from typing import Final, TypedDict

from v100.evaluation.intervals import Interval

FIGURES: Final = (
    "selection_rate",
    "selection_ratio",
    "precision_at_k",
    "recall_at_k",
    "false_positive_share",
    "observed",
    "observed_over_predicted",
)


class GroupMeasures(TypedDict):
    """One group of one kind, over all dates together.

    `rows` are people on dates, `listed` the places they hold, `people_listed` distinct people among those. Figures
    are None where `too_small`, precision also where `few_listed`. `selection_rate`: listed of the group;
    `selection_ratio`: that over the rate of the reference group; `false_positive_share`: listed of those who were not
    serious; `recall_at_k`: listed of those who were. `ci95` has an interval for each of FIGURES.
    """

    kind: str
    group: str
    too_small: bool
    few_listed: bool
    people: int
    people_listed: float
    rows: int
    listed: float
    serious: int
    share_of_cohort: float | None
    share_of_list: float | None
    selection_rate: float | None
    selection_ratio: float | None
    precision_at_k: float | None
    recall_at_k: float | None
    false_positive_share: float | None
    mean_predicted: float | None
    observed: float | None
    observed_over_predicted: float | None
    ci95: dict[str, Interval | None]


class Groups(TypedDict):
    """Groups by kind and name. `reference` is the largest held group of each kind, which ratios are against."""

    ranker: str
    k: int
    least: int
    least_listed: int
    draws: int
    seed: int
    reference: dict[str, str]
    groups: list[GroupMeasures]

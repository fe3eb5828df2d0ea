"""What the equality audit of a list says: the shape of its JSON document.

In: nothing. Out: types. A figure that is not said, because it is not known yet or the group is too small for it, is
None and never a zero.
"""

from typing import Final, TypedDict

from v100.evaluation.intervals import Interval
from v100.tasking.equality_note import Finding

NOT_HELD: Final = "not held"
# Figures that have an interval.
FIGURES: Final = (
    "selection_rate",
    "selection_ratio",
    "precision",
    "precision_ratio",
    "false_positive_rate",
    "observed",
    "observed_over_expected",
    "charged_share",
    "unweighed_share",
)


class Group(TypedDict):
    """One group of one kind. `barred`: a rule keeps the whole group off lists, so no limit applies to it.

    `selection_rate`: listed of the group; `selection_ratio`: that over the rate of the reference group; `precision`:
    serious of the listed; `false_positives`: listed and not serious; `false_positive_rate`: those of all who were not
    serious; `observed`: serious of the group; `expected`: what the probability, or the others at the same height of the
    ranking, say; `charged_share`: of the listed those charged since; `unweighed_share`: allegations without a weight.
    """

    group: str
    is_reference: bool
    barred: bool
    people: int
    listed: int
    share_of_cohort: float
    share_of_list: float | None
    selection_rate: float | None
    selection_ratio: float | None
    serious: int | None
    precision: float | None
    precision_ratio: float | None
    false_positives: int | None
    false_positive_rate: float | None
    expected: float | None
    observed: float | None
    observed_over_expected: float | None
    charged: int | None
    charged_share: float | None
    unweighed_share: float | None
    ci95: dict[str, Interval | None]


class Kind(TypedDict):
    """A kind of group, or several crossed. `because` says why it is not measured.

    Hidden groups are too few to show, or would give such a group away by subtraction. Even together they are not
    counted where they are fewer than the least size of a group. `missing_of_cohort` and `missing_of_list` are None too
    where they would give one away.
    """

    kind: str
    crossed: list[str]
    measured: bool
    because: str | None
    reference: str | None
    missing_of_cohort: float | None
    missing_of_list: float | None
    hidden_groups: int
    hidden_people: int | None
    hidden_listed: int | None
    groups: list[Group]


class Limits(TypedDict):
    """What is asked of a list: the ratio to the reference group, for which kinds, from what size of a group on."""

    least_ratio: float
    most_ratio: float
    kinds: list[str]
    least_people: int


class Proxy(TypedDict):
    """A feature and how much worse the group is told without it: the loss of AUC when its values are shuffled."""

    feature: str
    auc_loss: float


class Told(TypedDict):
    """How well the features tell one group from everybody else; 0.5 is not at all. `because`: why it is not tested."""

    kind: str
    group: str
    people: int
    auc: float | None
    ci95: Interval | None
    can_be_told: bool | None
    because: str | None
    proxies: list[Proxy]


class ProxyTest(TypedDict):
    """The test for proxies: what was looked at, on how many people, by what seed, and what each group gave."""

    features: list[str]
    people: int
    sampled: bool
    folds: int
    seed: int
    groups: list[Told]


class Shift(TypedDict):
    """One group on the list as issued and on the list without the proxy."""

    group: str
    listed: int
    listed_without: int
    selection_ratio: float | None
    selection_ratio_without: float | None


class Counterfactual(TypedDict):
    """The list made again without the strongest proxy of a kind; `because` says why there is none."""

    kind: str
    proxy: str | None
    because: str | None
    kept: int | None
    joined: int | None
    left: int | None
    groups: list[Shift]


class Outcomes(TypedDict):
    """What is known of the time after the list: nothing but a reason in `because` where the horizon is not over.

    `charges_because` says why it is not known who was charged.
    """

    known: bool
    because: str | None
    horizon_days: int
    serious_days: float
    charges_known: bool
    charges_because: str | None
    charges_until: str | None


class Purged(TypedDict):
    """A purge since the list was issued: how many places and how many rows behind it went."""

    purge: int
    on: str
    entries: int
    rows_behind: int


class Equality(TypedDict):
    """The audit of a list, whole."""

    list_id: str
    as_of: str
    on: str
    marking: str
    ranker: str
    model_id: str | None
    cohort: int
    listed: int
    expected_from: str
    outcomes: Outcomes
    limits: Limits
    kinds: list[Kind]
    findings: list[Finding]
    blocked: bool
    override: str | None
    purges: list[Purged]
    proxy_test: ProxyTest
    counterfactuals: list[Counterfactual]

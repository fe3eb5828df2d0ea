"""The measures of the audit: groups of each kind, and of kinds crossed, side by side.

In: the people, kinds, the least size of a group, and which are withheld. Out: a `Kind` each. Refuses nothing.

Selection rate, precision and false positive rate are Fairlearn's; the ratio to the largest group is Aequitas'
disparity against its majority (a test holds both to Fairlearn's results). A group below the least size, or withheld, is
not shown by itself; all such are counted together. Shares of few listed are left out, their counts are not.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import Final

import polars as pl

from v100.evaluation.equality.hiding import Withheld, find_withheld, name_group, name_kinds
from v100.evaluation.equality.population import add_expected
from v100.evaluation.equality.ratios import (
    UNSAID,
    Figure,
    compare_shares,
    compare_with_expected,
    find_share,
)
from v100.evaluation.equality.results import FIGURES, NOT_HELD, Group, Kind

KINDS: Final = ("age_band", "ethnicity", "sex")
# Nobody under 18 may be tasked (v100/ranking/eligibility.py).
BARRED: Final = frozenset({("age_band", "under 18")})
LEAST_LISTED: Final = 5
_COUNTS: Final = ("people", "listed", "serious", "right", "charged", "named", "unweighed", "expected", "predicted")

Counts = dict[str, float]


def measure_kinds(people: pl.DataFrame, *, least_people: int, withheld: Withheld = frozenset()) -> list[Kind]:
    """Return every kind, then every two and three of them crossed; without `withheld` for the limits alone."""
    made = add_expected(people)
    single, crossed = _list_crossings(people)
    found = [measure_kind(made, kinds, least_people, withheld) for kinds in single]
    found += [_leave_out(kind) for kind in KINDS if [kind] not in single]
    return sorted(found, key=lambda kind: kind["kind"]) + [
        measure_kind(made, kinds, least_people, withheld) for kinds in crossed
    ]


def choose_withheld(people: pl.DataFrame, *, least_people: int) -> Withheld:
    """Return which groups of these kinds must not be shown though they are large enough."""
    single, crossed = _list_crossings(people)
    return find_withheld(people, [*single, *crossed], least_people)


def _list_crossings(people: pl.DataFrame) -> tuple[list[list[str]], list[list[str]]]:
    held: list[str] = [kind for kind in KINDS if kind in people.columns]
    crossed = [list(each) for size in range(2, len(held) + 1) for each in combinations(held, size)]
    return [[kind] for kind in held], crossed


def measure_kind(
    people: pl.DataFrame, kinds: Sequence[str], least_people: int, withheld: Withheld = frozenset()
) -> Kind:
    """Return the groups of one kind, or of several crossed; who lacks one of them is not held."""
    title = name_kinds(kinds)
    counted = _count(people.with_columns(name_group(kinds)))
    whole = {name: sum(counts[name] for counts in counted.values()) for name in _COUNTS}
    large = {name: counts for name, counts in counted.items() if counts["people"] >= least_people}
    shown = {name: counts for name, counts in large.items() if (title, name) not in withheld}
    hidden = [counts for name, counts in counted.items() if name not in shown]
    unseen = {name: sum(counts[name] for counts in hidden) for name in ("people", "listed")}
    named = [name for name in shown if name != NOT_HELD]
    # Against a group of whom nobody is listed no ratio is defined, however large the group.
    listed = [name for name in named if shown[name]["listed"]]
    reference = max(listed or named, key=lambda name: (shown[name]["people"], name), default=None)
    missing = None if (title, NOT_HELD) in withheld else counted.get(NOT_HELD, dict.fromkeys(_COUNTS, 0.0))
    flags = _find_known(people)
    barred = _find_barred(people, kinds)
    return {
        "kind": title,
        "crossed": list(kinds) if len(kinds) > 1 else [],
        "measured": reference is not None,
        "because": None if reference is not None else _say_none_shown(set(large) - {NOT_HELD}, least_people),
        "reference": reference,
        "missing_of_cohort": None if missing is None else _divide(missing["people"], whole["people"]),
        "missing_of_list": None if missing is None else _divide(missing["listed"], whole["listed"]),
        "hidden_groups": len(hidden),
        "hidden_people": int(unseen["people"]) if unseen["people"] >= least_people else None,
        "hidden_listed": int(unseen["listed"]) if unseen["people"] >= least_people else None,
        "groups": [
            _write_group(name, counts, shown.get(reference or ""), whole, flags, is_barred=name in barred)
            | {"is_reference": name == reference}
            for name, counts in shown.items()
        ],
    }


def _say_none_shown(large: AbstractSet[str], least_people: int) -> str:
    if large:
        return f"no group can be shown without giving away one of fewer than {least_people} people"
    return f"no group has {least_people} people or more"


def _find_barred(people: pl.DataFrame, kinds: Sequence[str]) -> set[str]:
    """Return the groups that a rule keeps off every list by any of their kinds."""
    barred = [pl.col(kind) == group for kind, group in BARRED if kind in kinds]
    if not barred:
        return set()
    return set(people.filter(pl.any_horizontal(barred)).select(name_group(kinds))["group"]) - {NOT_HELD}


def _leave_out(kind: str) -> Kind:
    return {
        "kind": kind,
        "crossed": [],
        "measured": False,
        "because": "no feed holds it",
        "reference": None,
        "missing_of_cohort": None,
        "missing_of_list": None,
        "hidden_groups": 0,
        "hidden_people": None,
        "hidden_listed": None,
        "groups": [],
    }


def _count(people: pl.DataFrame) -> dict[str, Counts]:
    """Return the counts of each group in order of its name."""
    predicted = pl.col("expected").is_not_null()
    counted = (
        # Sorted first: what is expected is a sum of fractions, which must always be added in one order.
        people.sort("group", "person_id")
        .group_by("group", maintain_order=True)
        .agg(
            people=pl.len(),
            listed=pl.col("listed").sum(),
            serious=pl.col("serious").sum(),
            right=(pl.col("serious") & pl.col("listed")).sum(),
            charged=(pl.col("charged") & pl.col("listed")).sum(),
            named=pl.col("named").sum(),
            unweighed=pl.col("unweighed").sum(),
            expected=pl.col("expected").sum(),
            predicted=predicted.sum(),
        )
        .sort("group")
    )
    return {row["group"]: {name: float(row[name]) for name in _COUNTS} for row in counted.iter_rows(named=True)}


def _find_known(people: pl.DataFrame) -> tuple[bool, bool]:
    """Say whether it is known who turned out serious, and who of the listed was charged."""
    charged = people.filter("listed")["charged"]
    return people["serious"].null_count() == 0, bool(charged.len()) and charged.null_count() == 0


def _write_group(
    name: str, counts: Counts, reference: Counts | None, whole: Counts, known: tuple[bool, bool], *, is_barred: bool
) -> Group:
    n = {key: round(value) for key, value in counts.items()}
    serious_known, charges_known = known
    figures = _find_figures(n, counts["expected"], reference, serious_known=serious_known, charges_known=charges_known)
    value = {figure: figures[figure].value for figure in FIGURES}
    return {
        "group": name,
        "is_reference": False,
        "barred": is_barred,
        "people": n["people"],
        "listed": n["listed"],
        "share_of_cohort": counts["people"] / whole["people"],
        "share_of_list": _divide(counts["listed"], whole["listed"]),
        "selection_rate": value["selection_rate"],
        "selection_ratio": value["selection_ratio"],
        "serious": n["serious"] if serious_known else None,
        "precision": value["precision"],
        "precision_ratio": value["precision_ratio"],
        "false_positives": n["listed"] - n["right"] if serious_known else None,
        "false_positive_rate": value["false_positive_rate"],
        "expected": _divide(counts["expected"], counts["predicted"]),
        "observed": value["observed"],
        "observed_over_expected": value["observed_over_expected"],
        "charged": n["charged"] if charges_known else None,
        "charged_share": value["charged_share"],
        "unweighed_share": value["unweighed_share"],
        "ci95": {figure: figures[figure].interval for figure in FIGURES},
    }


def _find_figures(
    n: dict[str, int], expected: float, reference: Counts | None, *, serious_known: bool, charges_known: bool
) -> dict[str, Figure]:
    found = dict.fromkeys(FIGURES, UNSAID)
    other = {key: round(value) for key, value in (reference or {}).items()}
    found["selection_rate"] = find_share(n["listed"], n["people"])
    found["unweighed_share"] = find_share(n["unweighed"], n["named"])
    if other:
        found["selection_ratio"] = compare_shares(n["listed"], n["people"], other["listed"], other["people"])
    enough = n["listed"] >= LEAST_LISTED
    if serious_known:
        found["false_positive_rate"] = find_share(n["listed"] - n["right"], n["people"] - n["serious"])
        found["observed"] = find_share(n["serious"], n["people"])
        found["observed_over_expected"] = compare_with_expected(n["serious"], n["people"], expected)
    if serious_known and enough:
        found["precision"] = find_share(n["right"], n["listed"])
        if other and other["listed"] >= LEAST_LISTED:
            found["precision_ratio"] = compare_shares(n["right"], n["listed"], other["right"], other["listed"])
    if charges_known and enough:
        found["charged_share"] = find_share(n["charged"], n["listed"])
    return found


def _divide(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None

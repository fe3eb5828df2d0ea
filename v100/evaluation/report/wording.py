"""How the figures of an evaluation read: the same words on the page and on the terminal.

In: figures and intervals. Out: short plain text, never markup. Refuses to write an unknown as a number: it is a dash.
"""

from collections.abc import Mapping
from typing import Final

from v100.evaluation.intervals import Interval
from v100.evaluation.results import Summary

UNKNOWN: Final = "\u2013"
MODEL: Final = "model"
STACK: Final = "harm"
_NAMES: Final = {
    "harm": "Harm stack",
    "model": "Model",
    "count": "Count of allegations",
    "decayed_harm": "Decayed harm",
    "logistic": "Logistic regression",
    "expected_harm": "Expected harm",
    "moj_violence": "Static violence predictor",
}
_DECIMALS: Final = {"auc": 3, "brier": 4, "ndcg_at_k": 3}


def name_ranker(name: str) -> str:
    """Return a ranker's name in words."""
    return _NAMES.get(name, name.replace("_", " ").capitalize())


def format_share(value: float | None) -> str:
    """Return a share in per cent with one decimal."""
    return UNKNOWN if value is None else f"{100 * value:.1f} %"


def format_decimal(value: float | None, places: int = 2) -> str:
    """Return a number with a fixed number of decimals."""
    return UNKNOWN if value is None else f"{value:,.{places}f}"


def format_share_interval(interval: Interval | None) -> str:
    """Return an interval of a share as `10.1 to 14.9 %`."""
    return "no interval" if interval is None else f"{100 * interval[0]:.1f} to {100 * interval[1]:.1f} %"


def format_interval(interval: Interval | None, places: int = 2) -> str:
    """Return an interval as `1.03 to 1.31`."""
    return "no interval" if interval is None else f"{interval[0]:.{places}f} to {interval[1]:.{places}f}"


def format_measure(measure: str, value: float | None) -> str:
    """Return a measure as it is usually written: shares in per cent, the rest as decimals."""
    return format_decimal(value, _DECIMALS[measure]) if measure in _DECIMALS else format_share(value)


def format_measure_interval(measure: str, intervals: Mapping[str, Interval | None]) -> str:
    """Return the interval of a measure."""
    interval = intervals.get(measure)
    return format_interval(interval, _DECIMALS[measure]) if measure in _DECIMALS else format_share_interval(interval)


def count_dates(summary: Summary) -> str:
    """Return `24 dates` or `1 date`, of those on which harm followed."""
    dates = len(summary["dates"]) - summary["dates_without_label"]["harm"]
    return "1 date" if dates == 1 else f"{dates} dates"


def write_headline(summary: Summary) -> str:
    """Return the one sentence that an evaluation comes to."""
    paired = summary["paired"].get(f"{MODEL}_vs_{STACK}")
    if paired is None:
        return "No model was compared with the stack."
    if paired["harm_captured_ratio"] is None:
        return "The model could not be compared with the stack: the stack's list did no harm to divide by."
    interval = paired["ci95"]
    said = "no interval" if interval is None else f"95 % {format_interval(interval)}"
    k = summary["k"]
    return (
        f"On {count_dates(summary)} the model's first {k} did {paired['harm_captured_ratio']:.2f} times the harm of "
        f"the stack's first {k} ({said})."
    )


def write_verdict(summary: Summary) -> str:
    """Return what the interval allows to say."""
    paired = summary["paired"].get(f"{MODEL}_vs_{STACK}")
    interval = paired["ci95"] if paired else None
    if interval is None:
        return "That is not enough to say which of the two is better."
    if interval[0] > 1:
        return "The whole interval lies above 1: on these dates the model's list was better than the stack's."
    if interval[1] < 1:
        return "The whole interval lies below 1: on these dates the model's list was worse than the stack's."
    return "The interval includes 1: these dates do not show that the model's list is better than the stack's."

"""The summary as rows for a terminal.

In: a summary. Out: headings and rows of text, the model and the stack first. Refuses nothing.
"""

from typing import Final

from v100.evaluation.report.wording import (
    MODEL,
    STACK,
    UNKNOWN,
    format_decimal,
    format_interval,
    format_measure,
    format_measure_interval,
    format_share,
    name_ranker,
)
from v100.evaluation.results import Summary

HEADINGS: Final = (
    "ranker",
    "harm captured",
    "95 %",
    "precision",
    "95 %",
    "recall",
    "NDCG",
    "AUC",
    "95 %",
    "stays",
    "model's harm over it",
    "95 %",
)


def list_rankers(summary: Summary) -> list[str]:
    """Return the rankers as they are shown: the model, the stack, then the others by harm captured, most first."""
    first = [name for name in (MODEL, STACK) if name in summary["rankers"]]

    def sort_key(name: str) -> tuple[float, str]:
        captured = summary["rankers"][name]["harm_captured_at_k"]
        return (1.0 if captured is None else -captured, name)

    return first + sorted(summary["rankers"].keys() - set(first), key=sort_key)


def list_table_rows(summary: Summary) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return headings and one row a ranker."""
    return HEADINGS, [_make_row(summary, name) for name in list_rankers(summary)]


def _make_row(summary: Summary, name: str) -> tuple[str, ...]:
    found = summary["rankers"][name]
    paired = summary["paired"].get(f"{MODEL}_vs_{name}")
    return (
        name_ranker(name),
        format_measure("harm_captured_at_k", found["harm_captured_at_k"]),
        format_measure_interval("harm_captured_at_k", found["ci95"]),
        format_measure("precision_at_k", found["precision_at_k"]),
        format_measure_interval("precision_at_k", found["ci95"]),
        format_measure("recall_at_k", found["recall_at_k"]),
        format_measure("ndcg_at_k", found["ndcg_at_k"]),
        format_measure("auc", found["auc"]),
        format_measure_interval("auc", found["ci95"]),
        format_share(found["stability"]["overlap"]),
        format_decimal(paired["harm_captured_ratio"]) if paired else UNKNOWN,
        format_interval(paired["ci95"]) if paired else UNKNOWN,
    )

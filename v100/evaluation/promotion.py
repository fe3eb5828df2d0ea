"""Promotion: whether a model may rank, judged on an evaluation of its specification.

In: the specification, the model's hashes, an evaluation's document and the moment. Out: the gates, each with what it
asks, what was found and whether it is passed. Refuses nothing itself: a gate whose figure is missing is not passed.
A model ranks only where it beat the stack on dates it had not seen (domain.md §0, §3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from v100.evaluation.register import EvaluationRow
from v100.model.spec import Promotion, Spec


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition: its name, what was asked, what was found."""

    name: str
    asked: str
    found: str
    passed: bool


def find_evaluation(rows: list[EvaluationRow], spec_sha256: str, edition_sha256: str) -> EvaluationRow | None:
    """Return the newest evaluation of the very specification and weights that the model was trained with."""
    fitting = [row for row in rows if (row.spec_sha256, row.edition_sha256) == (spec_sha256, edition_sha256)]
    return fitting[-1] if fitting else None


def judge_promotion(spec: Spec, document: dict[str, Any], *, evaluated_on: date, today: date) -> list[Gate]:
    """Return every gate of the specification, in order."""
    limits = spec.promotion
    return [
        *_judge_extent(limits, document, (today - evaluated_on).days),
        *_judge_gain(limits, document),
        *_judge_calibration(limits, document),
        *_judge_groups(limits, document),
    ]


def _judge_extent(limits: Promotion, document: dict[str, Any], age: int) -> Iterator[Gate]:
    yield Gate("length of the list", f"{limits.k}", f"{document['k']}", document["k"] == limits.k)
    dates = len(document["dates"])
    yield Gate("held-out dates", f"at least {limits.least_dates}", f"{dates}", dates >= limits.least_dates)
    most = limits.most_evaluation_age_days
    yield Gate("age of the evaluation", f"at most {most} days", f"{age} days", age <= most)


def _judge_gain(limits: Promotion, document: dict[str, Any]) -> Iterator[Gate]:
    paired = document["paired"].get("model_vs_harm") or {}
    ratio, interval = paired.get("harm_captured_ratio"), paired.get("ci95")
    found = "not measured"
    if ratio is not None and interval is not None:
        found = f"{ratio:.3f}, 95 % {interval[0]:.3f} to {interval[1]:.3f}"
    yield Gate(
        "harm captured against the stack's",
        f"the whole interval above {limits.least_ratio_low:g}",
        found,
        interval is not None and interval[0] > limits.least_ratio_low,
    )


def _judge_calibration(limits: Promotion, document: dict[str, Any]) -> Iterator[Gate]:
    error = (document["calibration"] or {}).get("expected_calibration_error")
    yield Gate(
        "calibration error",
        f"at most {limits.most_calibration_error:g}",
        "not measured" if error is None else f"{error:.4f}",
        error is not None and error <= limits.most_calibration_error,
    )


def _judge_groups(limits: Promotion, document: dict[str, Any]) -> Iterator[Gate]:
    """A group too small to say is reported and blocks nothing; a limit on a kind that is not held is not passed."""
    for kind, limit in sorted(limits.groups.items()):
        groups = [group for group in document["groups"]["groups"] if group["kind"] == kind]
        if not groups:
            yield Gate(f"selection by {kind}", "measured", f"{kind} is not held", passed=False)
        for group in groups:
            ratio = group["selection_ratio"]
            if ratio is not None:
                yield Gate(
                    f"selection by {kind}: {group['group']}",
                    f"{limit.least_selection_ratio:g} to {limit.most_selection_ratio:g} times the largest group's",
                    f"{ratio:.2f}",
                    limit.least_selection_ratio <= ratio <= limit.most_selection_ratio,
                )

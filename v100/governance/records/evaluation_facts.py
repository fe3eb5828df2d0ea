"""What the last evaluation found, in words for the records.

In: holdings. Out: texts, None where no evaluation is on record. Refuses, in what is published, a share behind which
fewer than ten people are known to stand on either side. An evaluation looks at the same people on date after date, so
they are counted on the one date that has most of them, and never over dates.
"""

from collections.abc import Mapping
from typing import Any, Final

from v100.governance.records.gather import Holdings
from v100.governance.records.record import Facts
from v100.governance.records.speak import NOT_SAID, Sides, Speaker

_HARM: Final = "share of the harm that followed"
_PRECISION: Final = "share of those listed who were reported for something serious"


def write_evaluation_facts(holdings: Holdings, speaker: Speaker) -> Facts:
    """Return `evaluation` and `evaluation_groups`."""
    found = holdings.evaluation
    if found is None:
        return {"evaluation": None, "evaluation_groups": None}
    name = "an evaluation" if speaker.publish else f"evaluation {holdings.evaluation_id}"
    first, last = (speaker.day(found["dates"][place]) for place in (0, -1))
    rankers = [
        f"{ranker}: {_HARM} {speaker.share(measures['harm_captured_at_k'], _count_harmful(found, measures))}, "
        f"{_PRECISION} {speaker.share(measures['precision_at_k'], _count_listed(found, measures))}"
        for ranker, measures in found["rankers"].items()
    ]
    # How many people did what nobody had named them for is in no evaluation.
    unnamed = NOT_SAID if speaker.publish else speaker.share(found["harm_from_unknowns"], (0, 0))
    groups = found["groups"]["groups"]
    kinds = ", ".join(sorted({group["kind"].replace("_", " ") for group in groups}))
    small = sum(group["too_small"] for group in groups)
    return {
        "evaluation": f"{name} on {len(found['dates'])} dates from {first} to {last}, the first {found['k']} of each "
        f"ranker. {'. '.join(rankers)}. Of the harm that followed, done by people whom nobody had named: {unnamed}",
        "evaluation_groups": f"{name} compared {len(groups)} groups by {kinds}; "
        f"{small} of them are too small for rates",
    }


def _count_listed(found: Mapping[str, Any], measures: Mapping[str, Any]) -> Sides:
    """Return how many of the listed were reported for something serious, and how many were not, at least."""
    dates = _list_dates(found, measures)
    return max(right for right, _, _ in dates), max(wrong for _, wrong, _ in dates)


def _count_harmful(found: Mapping[str, Any], measures: Mapping[str, Any]) -> Sides:
    """Return how many of those reported for something serious were listed, and how many were not, at least."""
    dates = _list_dates(found, measures)
    return max(right for right, _, _ in dates), max(missed for _, _, missed in dates)


def _list_dates(found: Mapping[str, Any], measures: Mapping[str, Any]) -> list[tuple[float, float, float]]:
    """Return for each date the people listed rightly, listed wrongly, and serious without being listed."""
    dates = [(0.0, 0.0, 0.0)]
    for facts, date in zip(found["by_date"], measures["by_date"], strict=True):
        if date["precision_at_k"] is not None:
            listed = min(found["k"], facts["cohort_size"])
            right = date["precision_at_k"] * listed
            dates.append((right, listed - right, facts["serious"] - right))
    return dates

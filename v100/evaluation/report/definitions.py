"""What each word on the page of an evaluation means, and where it comes from.

In: nothing, or the values the definitions speak of. Out: terms, meanings and sources. Refuses nothing.
"""

from typing import Final, NamedTuple

RULES: Final = "V100 rules, Measures at k"


class Definition(NamedTuple):
    """A term, what it means and where that is from."""

    term: str
    meaning: str
    source: str


# Braces are filled with the values of an evaluation.
DEFINITIONS: Final = (
    Definition(
        "Cohort",
        "Everyone with at least one counting allegation in the window before a date. All rankers order the same "
        "cohort on the same dates.",
        "V100 rules, The cohort",
    ),
    Definition(
        "Harm",
        "Days of imprisonment, by the edition of weights, of the counting allegations reported in the "
        "{horizon_days} days from a date on. It is harm alleged, not proven.",
        "V100 rules, What comes true",
    ),
    Definition(
        "Serious",
        "At least one allegation of {serious_days:g} days or more in those {horizon_days} days. Arrests, charges "
        "and convictions are never what is predicted: they measure what the police did.",
        "V100 rules, What comes true",
    ),
    Definition("Precision", "Share of the first {k} who were serious; of a smaller cohort, of all of it.", RULES),
    Definition("Recall", "Share of all serious people of the cohort who were in the first {k}.", RULES),
    Definition(
        "Harm captured", "Harm of the first {k} over harm of the cohort. Perfect order: the most possible.", RULES
    ),
    Definition(
        "NDCG",
        "Harm of the first {k}, discounted by the binary logarithm of the place plus one, over the same of a "
        "perfect order: 1 is perfect.",
        f"{RULES}; Järvelin and Kekäläinen 2002",
    ),
    Definition(
        "AUC",
        "How often somebody serious stands above somebody who is not, equals counted as half: 0.5 is chance.",
        f"{RULES}; Mann and Whitney 1947",
    ),
    Definition(
        "Ties",
        "Equals share the places they hold: at the cut each counts by the part of the group that fits. No figure "
        "depends on the luck of the order.",
        RULES,
    ),
    Definition(
        "Brier score",
        "Mean square of predicted probability less what happened (1 or 0). Skill: one less its ratio to the score "
        "of always saying the date's own base rate; 0 is no better than that, 1 is perfect.",
        f"{RULES}; Brier 1950",
    ),
    Definition(
        "Calibration",
        "Of people with a predicted probability near p, a share near p should be serious. Error: mean distance "
        "between predicted and observed over the bins, by their size. Slope and intercept: of serious on the log "
        "odds of the probability; 1 and 0 are right.",
        "Cox 1958",
    ),
    Definition(
        "Stays",
        "Share of the first {k} who are still there on the next date; who is level at the cut counts in part.",
        "V100",
    ),
    Definition(
        "From unknowns",
        "Share of all harm in the horizon done by people who were in no cohort. No ranker of the known finds them.",
        RULES,
    ),
    Definition(
        "Mean and 95 % interval",
        "Figures are means over dates; a date without anybody serious, or without harm, is left out of what it "
        "does not define. Intervals: the middle 95 % of {draws:,} draws of people with replacement, the same "
        "people on every date and for every ranker, the list cut again in each.",
        f"{RULES}; Efron 1979",
    ),
    Definition(
        "Intervals of groups and bins",
        "Wilson's, with distinct people for the number of cases: the same person on another date is not new "
        "evidence. Ratios of groups are by draws of people.",
        "Wilson 1927",
    ),
)


def list_definitions(*, k: int, horizon_days: int, serious_days: float, draws: int) -> list[Definition]:
    """Return every definition, in the order of the page."""
    values = {"k": k, "horizon_days": horizon_days, "serious_days": serious_days, "draws": draws}
    return [definition._replace(meaning=definition.meaning.format(**values)) for definition in DEFINITIONS]

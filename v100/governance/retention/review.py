"""The recorded decision on whether somebody is kept.

In: a workspace, a person, what is decided and why, and whose hand it is. Out: the decision on record. Refuses one
without a rationale, a next review that is not in the future or beyond the period, and to remove whoever is in hand.
"""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from v100.errors import RefusedError, UsageError
from v100.governance.challenges import Clerk
from v100.governance.retention.holdings import read_holdings
from v100.governance.retention.people import read_holds
from v100.governance.retention.review_log import Review, append_review, find_last_words, read_reviews
from v100.governance.retention.rules import OTHER, Holding, Verdict, add_years, judge, read_terms
from v100.ranking.known import open_knowledge
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework


@dataclass(frozen=True, slots=True)
class Asked:
    """What is decided about somebody; `until` is the next review of one who is kept."""

    person_id: str
    remove: bool
    rationale: str
    until: date | None = None


def review_person(workspace: Workspace, settings: Settings, asked: Asked, clerk: Clerk) -> dict[str, Any]:
    """Put a decision on record and return it; raises UsageError, NotFoundError or RefusedError."""
    today = clerk.now.date()
    if not asked.rationale.strip():
        raise UsageError("A decision needs a rationale.", hint="Say why, with --rationale.")
    if asked.remove and asked.until is not None:
        raise UsageError("Whoever is removed is not reviewed again.", hint="Leave out --until.")
    if asked.until is not None and asked.until <= today:
        raise UsageError(f"{asked.until} is not in the future.", hint="Name the day of the next review.")
    holding, verdict = _judge(workspace, settings, asked.person_id, today)
    latest, latest_because = _find_latest(settings, holding, verdict, today)
    if asked.until is not None and asked.until > latest:
        raise RefusedError(
            f"The next review may not be after {latest}: {latest_because}.",
            hint="Name an earlier day; the review then may keep the person again.",
        )
    review = Review(
        happened_at=clerk.now.replace(tzinfo=None),
        actor=clerk.actor,
        kind="remove" if asked.remove else "keep",
        person_id=holding.person_id,
        record_ids=holding.record_ids,
        retention_group=verdict.group,
        because=verdict.because,
        next_review_on=None if asked.remove else asked.until or latest,
        rationale=asked.rationale.strip(),
        reason=clerk.reason or None,
    )
    with open_casework(workspace, settings) as casework:
        holds = read_holds(casework, settings, today)
        if asked.remove:
            _require_free(holds.find(holding.person_id))
            words = find_last_words(read_reviews(casework), holds.cases.identities.find_person)
            last = words.get(holding.person_id)
            # Whose records have changed since the decision has to be decided about anew.
            if last is not None and last.kind == "remove" and last.record_ids == holding.record_ids:
                raise RefusedError(
                    f"Review {last.review} marks that person for removal already.",
                    hint="`v100 retention purge` removes whoever is marked.",
                )
        recorded = append_review(casework, review)
    return asdict(recorded)


def _judge(workspace: Workspace, settings: Settings, name: str, today: date) -> tuple[Holding, Verdict]:
    with open_knowledge(workspace, settings, today + timedelta(days=1)) as known:
        person = known.require_person(name)
        edition = known.find_edition(settings.edition)
        holding = read_holdings(known.knowledge, edition, today, [person])[0]
    return holding, judge(holding, read_terms(settings), None, today)


def _find_latest(settings: Settings, holding: Holding, verdict: Verdict, today: date) -> tuple[date, str]:
    """Return the last day for which the next review may be set, and why."""
    terms = read_terms(settings)
    # Whoever is named in nothing that stands is looked at again after a year at least.
    years = terms.years[verdict.group or OTHER] if holding.themes else max(1, terms.no_allegation_years)
    latest, end = add_years(today, years), verdict.keep_until
    if end is not None and today < end < latest:
        return end, f"the person may not be kept after it ({verdict.keep_until_because})"
    return latest, f"that is the whole period of {years} years"


def _require_free(hold: str | None) -> None:
    if hold is not None:
        raise RefusedError(
            f"The person is in hand and cannot be removed: {hold}.", hint="Close what is open first, then decide."
        )

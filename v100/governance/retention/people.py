"""Who is to be removed, and who may not be.

In: the casework store, who is who, and the last word on each person. Out: the people marked, each with all his ids.
Refuses whoever is in hand: tasked, with actions open, on a watchlist, or waiting for an answer to a challenge.
"""

from dataclasses import dataclass
from datetime import date

from v100.casework.cases import Cases, read_cases
from v100.casework.state import IN_HAND
from v100.governance.challenge_log import read_challenge_log, replay_challenges
from v100.governance.retention.review_log import Review, find_last_words, read_reviews
from v100.settings import Settings
from v100.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Marked:
    """Somebody marked for removal: the decision, and the ids of his records, which are all the ids he ever had."""

    review: Review
    person_id: str
    record_ids: tuple[str, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Every id that names him."""
        return frozenset({self.person_id, *self.record_ids})


def list_marked(casework: Connection, settings: Settings, day: date) -> list[Marked]:
    """Return everybody whose last word is that he is to be removed, by the number of that decision."""
    identities = read_cases(casework, settings, day).identities
    words = find_last_words(read_reviews(casework), identities.find_person)
    found = [
        Marked(review, person, tuple(identities.list_records(person)))
        for person, review in words.items()
        if review.kind == "remove"
    ]
    return sorted(found, key=lambda marked: marked.review.review)


@dataclass(frozen=True, slots=True)
class Holds:
    """Cases and challenges as they stand: what keeps people from being removed."""

    cases: Cases
    challenged: dict[str, int]
    day: date

    def find(self, person: str) -> str | None:
        """Return what keeps somebody from being removed, in words; None where nothing does."""
        case = self.cases.find(person)
        if case.status in IN_HAND:
            return f"the case is {case.status}"
        if case.open_actions:
            return f"actions are open: {', '.join(action.action_id for action in case.open_actions)}"
        if case.watch is not None and case.watch.ended_on is None and case.watch.expires_on >= self.day:
            return f"a hand-off to the watchlist runs until {case.watch.expires_on}"
        number = self.challenged.get(self.cases.identities.find_person(person))
        return None if number is None else f"challenge {number} is not answered"


def read_holds(casework: Connection, settings: Settings, day: date) -> Holds:
    """Return what keeps people from being removed on a day."""
    cases = read_cases(casework, settings, day)
    challenged = {
        cases.identities.find_person(challenge.person_id): number
        for number, challenge in replay_challenges(read_challenge_log(casework)).items()
        if challenge.answered_on is None
    }
    return Holds(cases, challenged, day)

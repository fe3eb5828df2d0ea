"""Challenges: received, answered, and listed by when they are due.

In: a workspace, what a person contests, and whose hand puts it on record. Out: the challenge as it stands, with its
effect on his rank. Refuses a challenge about nobody who is known, about an incident in which he is not named, one that
was answered already, and an answer without a rationale. It never changes a record: what was wrong is put right where
it was recorded, and the answer says so.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from v100.errors import NotFoundError, RefusedError, UsageError
from v100.governance.challenge_effect import measure_effect
from v100.governance.challenge_log import (
    ABOUT,
    OUTCOMES,
    Challenge,
    ChallengeEvent,
    append_challenge_event,
    read_challenge_log,
    replay_challenges,
)
from v100.ranking.known import Known, open_knowledge
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework, read_casework
from v100.store.connection import Connection
from v100.tasking.register import read_document


@dataclass(frozen=True, slots=True)
class Contested:
    """What somebody contests; `about` is a kind, or a kind and an id: `incident:I00001`."""

    person_id: str
    what: str
    received: date
    about: str = "other"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a challenge; `changed` says what was put right because of it."""

    challenge: int
    outcome: str
    rationale: str
    changed: str


@dataclass(frozen=True, slots=True)
class Clerk:
    """Whose hand is at work: the moment in UTC, the actor, the reason given before the command."""

    now: datetime
    actor: str
    reason: str

    @property
    def tomorrow(self) -> date:
        """The day of knowledge on which all that is on record by now is known."""
        return self.now.date() + timedelta(days=1)


def open_challenge(workspace: Workspace, settings: Settings, contested: Contested, clerk: Clerk) -> dict[str, Any]:
    """Put a challenge on record and return it with its effect; raises UsageError or NotFoundError."""
    if not contested.what.strip():
        raise UsageError("A challenge says what is contested.", hint="Say it, with --what.")
    if contested.received > clerk.now.date():
        raise UsageError(f"{contested.received} is not past yet.", hint="Name the day the challenge was received.")
    kind, about_id = read_about(contested.about)
    with open_knowledge(workspace, settings, clerk.tomorrow) as known:
        person = known.require_person(contested.person_id)
        records = tuple(known.knowledge.persons.list_records(person))
        _require_about(known, kind, about_id, records)
    with read_casework(workspace, settings) as casework:
        _require_list(casework, kind, about_id)
    effect = _measure(workspace, settings, person, contested.received, clerk, about_id if kind == "incident" else None)
    event = ChallengeEvent(
        happened_at=clerk.now.replace(tzinfo=None),
        actor=clerk.actor,
        kind="open",
        person_id=person,
        record_ids=records,
        received_on=contested.received,
        due_on=contested.received + timedelta(days=settings.challenge_answer_days),
        what=contested.what,
        about_kind=kind,
        about_id=about_id,
        effect=effect,
        reason=clerk.reason,
    )
    with open_casework(workspace, settings) as casework:
        number = append_challenge_event(casework, event).challenge
        found = replay_challenges(read_challenge_log(casework))[number]
    return describe_challenge(found, clerk.now.date())


def answer_challenge(workspace: Workspace, settings: Settings, answer: Answer, clerk: Clerk) -> dict[str, Any]:
    """Put an answer on record and return the challenge with ranks before and now; raises a V100Error."""
    if answer.outcome not in OUTCOMES:
        raise UsageError(f"{answer.outcome} is no outcome.", hint=f"Use one of {', '.join(OUTCOMES)}.")
    if not answer.rationale.strip():
        raise UsageError("An answer needs a rationale.", hint="Say why, with --rationale.")
    if answer.outcome != "refused" and not answer.changed.strip():
        raise UsageError("A challenge that is upheld changes something.", hint="Say what, with --changed.")
    found = find_challenge(workspace, settings, answer.challenge)
    incident = found.about_id if found.about_kind == "incident" else None
    effect = _measure(workspace, settings, found.person_id, found.received_on, clerk, incident)
    with open_casework(workspace, settings) as casework:
        # Asked again inside the transaction: two hands may have reached for it at once.
        standing = replay_challenges(read_challenge_log(casework))[found.challenge]
        if standing.answered_on is not None:
            raise RefusedError(
                f"Challenge {found.challenge} was answered on {standing.answered_on}.",
                hint="If it is contested again, open another one.",
            )
        event = ChallengeEvent(
            happened_at=clerk.now.replace(tzinfo=None),
            actor=clerk.actor,
            kind="answer",
            challenge=found.challenge,
            person_id=found.person_id,
            record_ids=found.record_ids,
            outcome=answer.outcome,
            rationale=answer.rationale,
            changed=answer.changed.strip() or "nothing",
            effect=effect,
            reason=clerk.reason,
        )
        append_challenge_event(casework, event)
        answered = replay_challenges(read_challenge_log(casework))[found.challenge]
    return describe_challenge(answered, clerk.now.date())


def show_challenge(workspace: Workspace, settings: Settings, number: int, clerk: Clerk) -> dict[str, Any]:
    """Return a challenge with its effect as it is now, beside those that were put on record."""
    found = find_challenge(workspace, settings, number)
    incident = found.about_id if found.about_kind == "incident" else None
    effect = _measure(workspace, settings, found.person_id, found.received_on, clerk, incident)
    return {**describe_challenge(found, clerk.now.date()), "effect": effect}


def list_challenges(workspace: Workspace, settings: Settings, day: date, *, due: bool) -> list[dict[str, Any]]:
    """Return the challenges by number; with `due` those still to be answered, the first due first."""
    with read_casework(workspace.require(), settings) as casework:
        found = replay_challenges(read_challenge_log(casework)).values()
    rows = [describe_challenge(challenge, day) for challenge in found]
    if not due:
        return rows
    waiting = [row for row in rows if row["state"] != "answered"]
    return sorted(waiting, key=lambda row: (row["due_on"], row["challenge"]))


def find_challenge(workspace: Workspace, settings: Settings, number: int) -> Challenge:
    """Return a challenge; raises NotFoundError (11)."""
    with read_casework(workspace.require(), settings) as casework:
        found = replay_challenges(read_challenge_log(casework))
    if number not in found:
        raise NotFoundError(f"There is no challenge {number}.", hint="See them with `v100 challenge list`.")
    return found[number]


def describe_challenge(challenge: Challenge, day: date) -> dict[str, Any]:
    """Return a challenge as values, with where it stands on a day and its newest recorded effect."""
    about = challenge.about_kind + (f":{challenge.about_id}" if challenge.about_id else "")
    return {
        **asdict(challenge),
        "about": about,
        "state": challenge.find_state(day),
        "days_left": None if challenge.answered_on else (challenge.due_on - day).days,
        "effect": challenge.effect_answered or challenge.effect_then,
    }


def read_about(text: str) -> tuple[str, str | None]:
    """Return the kind and the id of what is contested; raises UsageError (2)."""
    kind, _, about_id = text.partition(":")
    if kind not in ABOUT:
        raise UsageError(f"{kind} cannot be contested as such.", hint=f"Use one of {', '.join(ABOUT)}, with :ID.")
    if kind in {"incident", "list"} and not about_id:
        raise UsageError(f"It is not said which {kind} is contested.", hint=f"Write --about {kind}:ID.")
    return kind, about_id or None


def _measure(
    workspace: Workspace, settings: Settings, person: str, received: date, clerk: Clerk, incident: str | None
) -> dict[str, Any]:
    return measure_effect(workspace, settings, person, received=received, today=clerk.tomorrow, incident=incident)


def _require_about(known: Known, kind: str, about_id: str | None, records: tuple[str, ...]) -> None:
    if kind == "incident":
        named = known.knowledge.fetch("ranking/select_person_allegations", records=list(records))
        if about_id not in named["incident_id"].to_list():
            raise NotFoundError(
                f"He is not named in an incident {about_id}.", hint="See those he is with `v100 ledger`."
            )
    if kind in {"identity", "record"} and about_id and about_id not in records:
        raise NotFoundError(f"{about_id} is none of his records.", hint="See them with `v100 identity show`.")


def _require_list(casework: Connection, kind: str, about_id: str | None) -> None:
    if kind == "list" and about_id:
        read_document(casework, about_id)

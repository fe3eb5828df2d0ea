"""The answer to somebody who asks what is held on him (DPA 2018, section 45), gathered from every store.

In: a workspace, a person, a day, what a reviewer withholds and why. Out: one document in plain words, part by part,
with other people, staff and free text marked. Refuses a person of whom nothing is held, a part that does not exist, and
to withhold without a ground of section 45(4) and a reason: what is exempt is a human's decision, never the tool's.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from v100 import __version__
from v100.casework.identities import Desk, open_desk
from v100.errors import UsageError
from v100.governance.records.facts import describe_retention
from v100.governance.records.people_say import say
from v100.governance.retention.holdings import read_holdings
from v100.governance.retention.review_log import Review, find_last_words, read_reviews
from v100.governance.retention.rules import judge, read_terms
from v100.governance.subject_decisions import (
    choose_marks,
    write_challenges,
    write_events,
    write_identity,
    write_lists,
)
from v100.governance.subject_feeds import list_feed_sections, list_third_parties, write_held_otherwise
from v100.governance.subject_recipients import write_recipients
from v100.governance.subject_section import Section, Withheld, hide_ids, make_section
from v100.ranking.profile import read_profile
from v100.settings import Settings, Workspace
from v100.store.casework import read_casework

# Section 45(4): to the extent and for so long as it is necessary and proportionate to …
GROUNDS: Final = {
    "inquiry": "avoid obstructing an official or legal inquiry, investigation or procedure (section 45(4)(a))",
    "crime": "avoid prejudicing the prevention, detection, investigation or prosecution of criminal offences or the "
    "execution of criminal penalties (section 45(4)(b))",
    "public_security": "protect public security (section 45(4)(c))",
    "national_security": "protect national security (section 45(4)(d))",
    "others": "protect the rights and freedoms of others (section 45(4)(e))",
}
SECTIONS: Final = (
    *(name for name in ("persons", "suspects", "victims", "justice_events", "custody_spells", "orders")),
    *("protected_characteristics", "lists", "decisions", "identity", "challenges", "versions", "recipients"),
    "retention",
)
_ABOUT: Final = ("purposes", "legal_basis", "controller", "data_protection_officer", "appeals_contact")
_RIGHTS: Final = (
    "You may ask that what is wrong is put right (section 46) or erased, or that its use is restricted (section 47).",
    "You may contest a decision, and have it looked at again by a person.",
    "You may complain to the Information Commissioner.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; `known_before` is the day of knowledge, `withhold` maps a part to a ground."""

    person_id: str
    known_before: date
    withhold: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    with_free_text: bool = False


def gather_subject(
    workspace: Workspace, settings: Settings, asked: Asked, *, now: datetime, actor: str
) -> dict[str, Any]:
    """Return the answer as a document; raises UsageError or NotFoundError."""
    _check_withheld(asked)
    moment = datetime.combine(asked.known_before, datetime.min.time())
    with open_desk(workspace, settings, asked.known_before, moment) as desk:
        person = desk.known.require_person(asked.person_id)
        records = desk.identities.list_records(person)
        found = _gather(workspace, settings, desk, person, records, asked)
        others = list_third_parties(desk.known.knowledge, records)
    # Every section marks what it knows to be somebody else's; what slipped into a text of ours is marked here.
    sections = [_keep_back(hide_ids(section, others), asked) for section in found]
    document = {
        "person_id": person,
        "person_record_ids": records,
        "known_before": asked.known_before.isoformat(),
        "made_at": now.replace(microsecond=0).isoformat(),
        "made_by": actor,
        "code_version": __version__,
        "marking": settings.marking,
        "about": {name: say(settings, name) for name in _ABOUT},
        "rights": list(_RIGHTS),
        "with_free_text": asked.with_free_text,
        "withheld": sorted(asked.withhold),
        "marks": _sum_marks(sections),
        "sections": [section.describe() for section in sections],
    }
    text = json.dumps(document["sections"], sort_keys=True, ensure_ascii=False, default=str)
    return {**document, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def _gather(
    workspace: Workspace, settings: Settings, desk: Desk, person: str, records: Sequence[str], asked: Asked
) -> list[Section]:
    knowledge = desk.known.knowledge
    names = {person, *records}
    marks = choose_marks(with_free_text=asked.with_free_text)
    profile = read_profile(desk.known, person, edition=settings.edition, window_days=settings.window_days)
    with read_casework(workspace, settings) as casework:
        decided = [
            write_lists(casework, names, asked.known_before),
            write_events(casework, desk, names, marks),
            write_identity(desk, records, marks),
            write_challenges(casework, desk, names, marks),
        ]
        recipients = write_recipients(casework, settings, names, decided[1], knowledge.moment)
        reviews = read_reviews(casework)
    feeds = list_feed_sections(knowledge, records, profile["lines"], with_free_text=asked.with_free_text)
    found = [
        *feeds,
        *decided,
        write_held_otherwise(knowledge, records),
        recipients,
        _write_retention(settings, desk, person, reviews),
    ]
    order = {name: place for place, name in enumerate(SECTIONS)}
    return sorted(found, key=lambda section: order.get(section.name, len(order)))


def _write_retention(settings: Settings, desk: Desk, person: str, reviews: Sequence[Review]) -> Section:
    knowledge = desk.known.knowledge
    before = [review for review in reviews if review.happened_at < knowledge.moment]
    last = find_last_words(before, desk.identities.find_person).get(person)
    terms, edition = read_terms(settings), desk.known.find_edition(settings.edition)
    day = knowledge.as_of - timedelta(days=1)
    rows = [
        asdict(judge(holding, terms, last.kept if last else None, day))
        for holding in read_holdings(knowledge, edition, day, [person])
    ]
    note = (
        f"{describe_retention(settings)}. Scores, lists and files go with the records they were made from. "
        f"By policy: {say(settings, 'retention')}"
    )
    columns = ("group", "because", "last_contact", "review_on", "keep_until", "keep_until_because", "reviewed_on")
    return make_section("retention", "How long it is kept", "decision", note, rows, columns)


def _check_withheld(asked: Asked) -> None:
    for name, ground in asked.withhold.items():
        if name not in SECTIONS:
            raise UsageError(f"There is no part {name}.", hint=f"Use one of {', '.join(SECTIONS)}.")
        if ground not in GROUNDS:
            raise UsageError(f"{ground} is no ground to withhold.", hint=f"Use one of {', '.join(GROUNDS)}.")
    if asked.withhold and not asked.reason.strip():
        raise UsageError(
            "Whoever withholds must record why (section 45(7)).", hint="Say so before the command, with --reason."
        )


def _keep_back(section: Section, asked: Asked) -> Section:
    ground = asked.withhold.get(section.name)
    return section if ground is None else section.keep_back(Withheld(ground, GROUNDS[ground], asked.reason))


def _sum_marks(sections: Sequence[Section]) -> dict[str, int]:
    counted = [section.count_marks() for section in sections]
    return {mark: sum(each[mark] for each in counted) for mark in counted[0]} if counted else {}

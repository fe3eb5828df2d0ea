"""The figures of the workspace in words, by the names that the templates of the records use.

In: holdings and settings. Out: a text for each name, None where there is nothing to say. Refuses to turn what is
unknown into a figure: a record marks it as a gap.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from v100 import __version__
from v100.casework.worklist import measure_reviews
from v100.contracts.read import load_contracts
from v100.governance.records.equality_facts import write_equality_facts
from v100.governance.records.evaluation_facts import write_evaluation_facts
from v100.governance.records.gather import Holdings
from v100.governance.records.record import Facts
from v100.governance.records.speak import Sides, Speaker
from v100.settings import Settings

DECISIONS: Final = ("accept", "decline", "defer")
ANSWERS: Final = ("upheld", "partly", "refused", "still open")


def write_facts(holdings: Holdings, settings: Settings, *, publish: bool = False) -> Facts:
    """Return the facts; with `publish` under disclosure control and without a day."""
    speaker = Speaker(publish)
    return {
        **_write_settings(settings),
        **_write_data(holdings, speaker),
        **_write_use(holdings, speaker),
        **_write_model(holdings, speaker),
        **write_evaluation_facts(holdings, speaker),
        **write_equality_facts(holdings, settings, speaker),
        "code_version": __version__,
        "inputs_never": _list_columns("forbidden", "audit_only"),
        "special_category": _list_sensitive("special_category"),
        "personal": _list_sensitive("personal"),
        "encryption": _say_encryption(settings),
        "retention_rules": describe_retention(settings),
    }


def _write_settings(settings: Settings) -> dict[str, str | None]:
    plain = ("window_days", "min_allegations", "top", "list_expires_days", "accept_days", "review_days", "lapse_days")
    return {
        **{name: str(getattr(settings, name)) for name in plain},
        "challenge_answer_days": str(settings.challenge_answer_days),
        "marking": settings.marking,
        "statement": settings.statement,
        "blind_share": f"{settings.blind_share:.0%}",
        "reviewers": "two different reviewers must accept" if settings.second_review else "one reviewer decides",
        "tactics": ", ".join(settings.tactics).replace("_", " "),
        "equality_kinds": ", ".join(settings.equality_kinds).replace("_", " "),
        "equality_limits": f"{settings.equality_least_ratio:g} and {settings.equality_most_ratio:g}",
    }


def _write_data(holdings: Holdings, speaker: Speaker) -> dict[str, str | None]:
    feeds = [
        f"{feed.name} ({speaker.count(feed.rows)} rows{f', newest {speaker.day(feed.newest)}' if feed.newest else ''})"
        for feed in holdings.feeds
    ]
    origins = holdings.judgements
    judged = f"judgements by people {speaker.count(origins.get('human', 0))}, by the machine "
    judged += f"{speaker.count(origins.get('machine', 0))}; records joined with others {speaker.count(holdings.joined)}"
    return {
        "feeds": "; ".join(feeds) or None,
        "feed_names": ", ".join(feed.name for feed in holdings.feeds) or None,
        "absent_feeds": ", ".join(holdings.absent) or "none",
        "edition": holdings.edition,
        "weights": f"{holdings.attested} of {holdings.weights} weights were seen in a source for their offence",
        "identity": f"{len(holdings.link_runs)} linking runs; {judged}" if holdings.link_runs or origins else None,
    }


def _write_use(holdings: Holdings, speaker: Speaker) -> dict[str, str | None]:
    decided = Counter(str(event.decision) for event in holdings.log if event.kind == "review")
    outcomes = Counter(challenge.outcome or "still open" for challenge in holdings.challenges)
    overdue = sum(challenge.find_state(holdings.day) == "overdue" for challenge in holdings.challenges)
    measured = measure_reviews(holdings.log)
    shares = [
        f"accepted {words} {speaker.share(measured[f'{name}_accepted_share'], _count_reviewed(holdings, is_blind))}"
        for name, words, is_blind in (("blind", "when blind", True), ("seen", "otherwise", False))
    ]
    reviews = f"{speaker.count(decided.total())} decisions ({_say_parts(speaker, decided, DECISIONS)}); "
    answered = f"{speaker.count(len(holdings.challenges))} received ({_say_parts(speaker, outcomes, ANSWERS)})"
    return {
        "lists": _say_lists(holdings, speaker),
        "last_list": _say_last(holdings, speaker),
        "ranker": f"the model {_name_model(holdings, speaker)}" if holdings.promoted else "the harm stack",
        "reviews": reviews + ", ".join(shares) if decided else None,
        "taskings": f"{speaker.count(sum(event.kind == 'task' for event in holdings.log))} taskings",
        "challenges": answered if speaker.publish else f"{answered}, overdue {overdue}",
    }


def _count_reviewed(holdings: Holdings, is_blind: bool) -> Sides:
    """Return how many different people were accepted, and how many were not; one may be both."""
    reviews = [event for event in holdings.log if event.kind == "review" and event.blind is is_blind]
    accepted, others = (
        {event.person_id for event in reviews if (event.decision == "accept") is side} for side in (True, False)
    )
    return len(accepted), len(others)


def _say_parts(speaker: Speaker, counted: Mapping[str, int], names: Sequence[str]) -> str:
    return speaker.parts({name: counted.get(name, 0) for name in names})


def _say_lists(holdings: Holdings, speaker: Speaker) -> str | None:
    if not holdings.lists:
        return None
    first, last = (speaker.day(holdings.lists[place].as_of) for place in (0, -1))
    return f"{len(holdings.lists)} lists were issued, as of {first} to {last}"


def _say_last(holdings: Holdings, speaker: Speaker) -> str | None:
    if holdings.last_list is None:
        return None
    summary = holdings.last_list["summary"]
    people = {
        "people on it": summary["listed"],
        "on the stack": summary["stack_size"],
        "named in the window": summary["cohort_size"],
    }
    return (
        f"the last list, as of {speaker.day(holdings.last_list['parameters']['as_of'])}: {speaker.nested(people)}; "
        f"passed over: {speaker.count(summary['passed_over'])}"
    )


def _write_model(holdings: Holdings, speaker: Speaker) -> dict[str, str | None]:
    if not holdings.promoted:
        return dict.fromkeys(("model", "model_card"), "no model is promoted")
    name = _name_model(holdings, speaker)
    return {"model": name, "model_card": f"`v100 card {name}`"}


def _name_model(holdings: Holdings, speaker: Speaker) -> str:
    # A model's id says until which day it was trained.
    return str(holdings.promoted_spec if speaker.publish else holdings.promoted)


def _list_columns(*uses: str) -> str:
    names = [
        f"{feed.name}.{column.name}"
        for feed in load_contracts().values()
        for column in feed.columns
        if column.feature_use in uses
    ]
    return ", ".join(names)


def _list_sensitive(sensitivity: str) -> str:
    names = [
        f"{feed.name}.{column.name}"
        for feed in load_contracts().values()
        for column in feed.columns
        if column.sensitivity == sensitivity
    ]
    return ", ".join(names) or "none"


def describe_retention(settings: Settings) -> str:
    """Return by which rules people come up for review."""
    return (
        f"Reviewed by group: accused of {', '.join(settings.retention_gravest_themes).replace('_', ' ')} every "
        f"{settings.retention_gravest_years} years; of other violence, stalking, harassment and the like after "
        f"{settings.retention_grave_years} years without contact; all others after "
        f"{settings.retention_other_years}; named in no allegation that stands after "
        f"{settings.retention_no_allegation_years}; nobody beyond the age of {settings.retention_until_age}"
    )


def _say_encryption(settings: Settings) -> str | None:
    has_key = settings.key_file or settings.key_env or settings.key_command
    return "the stores are encrypted with a key that lies outside the workspace" if has_key else None

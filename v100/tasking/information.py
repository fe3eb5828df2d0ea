"""What kind of information each field of an export is: the one place that says it (DPA 2018, section 38).

In: the name of a table and of a field. Out: its class, where it comes from, and the classes in words. Refuses a field
that has no class, so that nothing can be exported whose standing nobody thought about.

A fact was recorded by somebody whose task it is; an allegation is what was reported and is not proved; an assessment is
what V100 or a person reckons from them; a decision is what somebody settled; an identifier only says which row it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

InformationClass = Literal["fact", "allegation", "assessment", "decision", "identifier"]

CLASS_MEANINGS: Final[dict[InformationClass, str]] = {
    "fact": "Recorded by the police, a court or a prison as what is or was so. It may still be wrong.",
    "allegation": "What was reported of a person or follows from it. Not proved, whatever the offence is called.",
    "assessment": "Reckoned from the others by a rule or a model. An opinion of the force, not a finding.",
    "decision": "Settled by somebody in the force.",
    "identifier": "Says which person, incident or row is meant, and nothing about it.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a field is, and what it comes from."""

    information: InformationClass
    source: str


def _give(information: InformationClass, **sources: str) -> dict[str, Standing]:
    return {name: Standing(information, source) for name, source in sources.items()}


_LIST: Final = {
    **_give(
        "identifier",
        list_id="register of lists",
        person_id="judgements on identity",
        person_record_ids="persons feed",
        pnc_id="persons feed",
        incident_ids="incidents feed",
    ),
    **_give(
        "fact",
        sex="persons feed",
        age="persons feed",
        custody="custody_spells feed",
        also_victim="victims feed",
        orders="orders feed",
        place_before="list before",
        lists_before="register of lists",
    ),
    **_give(
        "allegation",
        area="incidents feed: where most was alleged",
        allegations="incidents and suspects feeds",
        by_theme="incidents and suspects feeds",
        distinct_victims="victims feed",
        repeat_victims="victims feed",
        last_allegation_at="incidents feed",
        days_since_last="incidents feed",
        statuses="justice_events feed, else the incident's status and outcome",
        standing="justice_events feed, else the incident's status and outcome",
        category="suspects, justice_events and victims feeds",
        ledger="incidents and suspects feeds",
    ),
    **_give(
        "assessment",
        place="rank, without those who cannot be tasked",
        change="list before",
        harm_days="harm weights of the allegations",
        harm_years="harm weights of the allegations",
        reasons="rules of the ranking, over the allegations",
        eligible="rule on age, custody and death",
        ineligible_because="rule on age, custody and death",
        unconfirmed_merges="linking of records",
        listed_unmerged="linking of records, and the rule of the stack",
        drops_off_on="rule of the window, if nothing new is reported",
        drops_off_because="rule of the window, if nothing new is reported",
        warnings="checks of the data",
        rank="the ranking",
        harm_rank="the harm stack",
        model_rank="the promoted model",
        probability="the promoted model",
        rank_low="redrawn reports",
        rank_high="redrawn reports",
        score="the ranking",
        top_offence_share="harm weights of the allegations",
    ),
    **_give(
        "decision",
        as_of="whoever issued the list",
        expires_on="settings of the force",
        marking="settings of the force",
        statement="settings of the force",
    ),
}
_LEDGER: Final = {
    **_give(
        "identifier",
        person_id="judgements on identity",
        incident_id="incidents feed",
        offence_code="incidents feed",
        victims="victims feed, by surrogate key",
        feed_rows="files of the feeds",
    ),
    **_give(
        "fact",
        reported_at="incidents feed: when it was reported",
        named_at="suspects feed: when he was named",
        status="justice_events feed, else the incident's status and outcome",
    ),
    **_give(
        "allegation",
        title="incidents feed: the offence as recorded",
        theme="harm weights: the group of the offence as recorded",
        area="incidents feed",
        relationship="suspects feed",
        victims_also_suspects="victims and suspects feeds, and judgements on identity",
    ),
    **_give(
        "assessment",
        place="rank, without those who cannot be tasked",
        standing="how the list was filled",
        harm_days="harm weights",
        counted="rule of the allegation",
        rule="rule of the allegation",
        because="rule of the allegation",
    ),
}
_MOVERS: Final = {
    **_give("identifier", person_id="judgements on identity"),
    **_give("fact", place_before="list before"),
    **_give(
        "assessment",
        direction="this list and the one before",
        place="rank, without those who cannot be tasked",
        causes="this list and the one before",
    ),
}
_GRAPH: Final = {
    **{name: _LIST[name] for name in ("list_id", "as_of", "expires_on", "marking", "statement")},
    **{name: _LIST[name] for name in ("place", "harm_days", "allegations", "area", "custody", "incident_ids")},
    **_give("allegation", last_allegation_on="incidents feed", weight="incidents in which both are named"),
}
_WARNINGS: Final = {
    **_give("identifier", code="checks of the data", examples="feeds"),
    **_give("assessment", text="checks of the data", count="checks of the data"),
}
_DEFINITIONS: Final = _give("decision", term="rules of V100", meaning="rules of V100")
_ABOUT: Final = _give("decision", section="this list", item="this list", value="this list: see the item")
_WATCHLIST: Final = {
    **_give("identifier", person_id="judgements on identity", person_record_ids="persons feed"),
    **_give(
        "decision",
        legal_ground="whoever handed him off",
        authorised_by="whoever handed him off",
        since="whoever handed him off",
        expires_on="whoever handed him off",
    ),
}
_COUNTED: Final = "justice_events feed, counted from the day of the tasking or listing"
# Every heading of a table of the report; a heading means the same in all of them.
_REPORT: Final = {
    **_give(
        "identifier",
        person_id="judgements on identity",
        action_id="log of casework",
        list_id="register of lists",
        incident_id="incidents feed",
        event_id="justice_events and orders feeds, log of casework",
        victim_ids="victims feed, by surrogate key",
        source="which feed or log the row is from",
        figure="definitions of the report",
        milestone="definitions of the report",
        measure="definitions of the report",
        **{"from tasking to": "definitions of the report"},
    ),
    **_give(
        "fact",
        kind="justice_events and orders feeds, log of casework",
        event_at="justice_events and orders feeds, log of casework",
        bail_expires_on="justice_events feed",
        recorded_on="incidents feed",
        reached_on="justice_events feed",
        listed_on="register of lists",
        arrested=_COUNTED,
        charged=_COUNTED,
        remanded=_COUNTED,
        convicted=_COUNTED,
        sentenced=_COUNTED,
        **{
            "positive action": _COUNTED,
            "impacted": "justice_events and orders feeds, and what actions came to",
            "offences charged": _COUNTED,
            "offences convicted": _COUNTED,
            "sentence days": _COUNTED,
            "listed, since listed": _COUNTED,
            "tasked, in custody when listed": _COUNTED,
        },
    ),
    **_give(
        "allegation",
        area="incidents feed: where most was alleged",
        theme="harm weights: the group of the offence as recorded",
        stage="incidents, suspects and justice_events feeds",
        ended="incidents, suspects and justice_events feeds",
        allegations="incidents and suspects feeds",
        **{"reached, or ended by": "incidents, suspects and justice_events feeds"},
    ),
    **_give(
        "assessment",
        amount="how the report counts",
        days="days between the two",
        days_late="the day due, and the day of the report",
        days_left="the day bail expires, and the day of the report",
        state="how the report counts",
        because="checks of the data",
        value="decisions on record, counted",
        waiting="how the report counts",
        **{
            "median days": "Kaplan and Meier's estimate",
            "95 % from": "Kaplan and Meier's estimate",
            "to": "Kaplan and Meier's estimate",
            "reached it": "how the report counts",
            "died waiting": "how the report counts",
        },
    ),
    **_give(
        "decision",
        owner="log of casework",
        tactic="log of casework",
        due_on="log of casework",
        status="log of casework",
        review_on="log of casework",
        tasked="log of casework",
        tasked_on="log of casework",
        month="log of casework: when first tasked",
        unit="log of casework: who was tasked",
        meaning="rules of V100",
    ),
}

# Table of an export → its fields. `list` also names every field of an entry of the list document.
STANDINGS: Final[Mapping[str, Mapping[str, Standing]]] = {
    "list": _LIST,
    "ledger": _LEDGER,
    "movers": _MOVERS,
    "graph": _GRAPH,
    "data warnings": _WARNINGS,
    "definitions": _DEFINITIONS,
    "about": _ABOUT,
    "watchlist": _WATCHLIST,
    "report": _REPORT,
}


def find_standing(table: str, field: str) -> Standing:
    """Return what a field is; raises KeyError where nobody said."""
    return STANDINGS[table][field]


def list_standings(*tables: str) -> list[tuple[str, str, Standing]]:
    """Return table, field and standing of every field of the tables named, or of all."""
    return [(table, name, standing) for table in tables or STANDINGS for name, standing in STANDINGS[table].items()]

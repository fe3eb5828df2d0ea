"""What each figure of progress means, and what the published programme said of itself by its own.

In: nothing. Out: definitions by the name of the figure, and the published figures each with its definition and source.
Refuses to print a published figure without them.
"""

from typing import Final, TypedDict

DEFINITIONS: Final = {
    "tasked": "Distinct people given to a unit to act on, after a review that accepted, whether or not they were "
    "already in custody. It is the denominator.",
    "listed": "Distinct people who were ever on an issued list, counted from the day of the first list they were on, "
    "tasked or not.",
    "positive_action": "Distinct people arrested, charged, remanded or convicted after the day they were first tasked.",
    "impacted": "Distinct people with positive action, or an order obtained after the day they were first tasked, or "
    "an action recorded as having disrupted them on or after it.",
    "arrested": "Distinct people arrested after the day they were first tasked, for whatever offence.",
    "charged": "Distinct people charged after that day.",
    "remanded": "Distinct people remanded after that day.",
    "convicted": "Distinct people convicted after that day. An appeal or a correction reaches it as a newer version of "
    "the conviction.",
    "sentenced": "Distinct people sentenced after that day.",
    "offences_charged": "Distinct charges after that day, of which a person can have many. Never added to persons.",
    "offences_convicted": "Distinct convictions after that day. Never added to persons.",
    "sentence_days": "Days of all sentences after that day, added as recorded: concurrent sentences are not set off. "
    "Sentences of unknown length are counted beside it.",
    "in_custody_when_listed": "Of the people tasked, those in custody on the day of the first list they were on; they "
    "are in the figures above as well.",
    "times": "Days from the first tasking to the first arrest, charge or conviction, by Kaplan and Meier; those "
    "waiting count as waiting until the day of knowledge, or their death.",
    "attrition": "Every allegation against the people tasked, whenever reported; reached means that stage "
    "or a later one.",
    "flagged": "Events dated on or after the day of knowledge or before 1900, and sentences of less than nothing. They "
    "are not counted.",
    "as_of": "The day of knowledge: what was recorded before 00:00 UTC of it, in the feeds and in casework.",
}


class Published(TypedDict):
    """What a programme said of itself."""

    when: str
    figures: str
    definition: str
    source: str


PUBLISHED: Final[tuple[Published, ...]] = (
    Published(
        when="end of May 2024",
        figures="199 people tasked; positive action on 108 of them (54 %)",
        definition="Positive action: conviction, charge, arrest or remand since tasked.",
        source="Metropolitan Police, tackling perpetrators",
    ),
    Published(
        when="September 2025",
        figures="174 people charged with 970 offences; more than 162 convictions; two-thirds acted on",
        definition="None was published with the figures. Whether convictions are persons or offences, and what acted "
        "on takes in, is not said; the nearest figures here are charged, offences charged, convicted and impacted.",
        source="Statement of the Commissioner, September 2025; not found in print",
    ),
)

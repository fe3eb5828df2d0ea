"""What only people can say: the values of the `[records]` table of the settings, each with what is asked for.

In: settings and a key. Out: the text, or a gap that says what is missing. Refuses to guess: a gap begins with `GAP:`.
"""

from typing import Final

from v100.settings import Settings

GAP: Final = "GAP: "

# Key of `[records]` → what somebody must say there.
KEYS: Final[dict[str, str]] = {
    "organisation": "the full name of the force",
    "team": "the team that is responsible for the use of the tool",
    "senior_responsible_owner": "the role title of the senior responsible owner",
    "contact": "an address for questions from the public",
    "website": "the page that tells the public more",
    "controller": "the controller and how to reach it",
    "data_protection_officer": "how to reach the data protection officer",
    "appeals_contact": "where a person can contest what is held or decided",
    "purposes": "the law enforcement purpose of the processing",
    "legal_basis": "the legal basis, with the condition for sensitive processing (DPA 2018, Schedule 8)",
    "supplier": "whether anybody outside the force supplies or runs the tool, and in which role",
    "companies_house_number": "the supplier's Companies House number",
    "procurement": "how it was procured",
    "supplier_access": "on what terms a supplier has access to data",
    "previous_process": "how this was done before",
    "alternatives": "what else was considered, and why it was not chosen",
    "benefits": "what the public and the force are expected to gain, and how that is measured",
    "integration": "where the list enters the force's tasking process",
    "training": "what those who use it are taught",
    "sharing": "with whom data are shared, and under which agreement",
    "recipients": "to whom outside the force data are disclosed",
    "retention": "how long data are kept, by which policy",
    "security": "how the workspace is protected: encryption, access, where it runs",
    "consultation": "who was consulted, when, and what they said",
    "necessity": "why no less intrusive way would do",
    "risks_accepted": "which residual risks were accepted, by whom, on what day",
    "dpo_advice": "the advice of the data protection officer, and whether it was followed",
    "sign_off": "who approved it, in which role, and when it is reviewed",
    "equality_consultation": "which groups and their representatives were heard",
    "equality_actions": "what is done about the differences found",
    "ethics_committee": "what the ethics committee or other independent scrutiny said",
    "impact_assessments": "the assessments carried out, with date and link",
    "geography": "the area and the number of people the force serves",
}


def say(settings: Settings, key: str) -> str:
    """Return what people said under a key, or the gap; raises KeyError on a key nobody is asked for."""
    asked = KEYS[key]
    said = settings.records.get(key, "").strip()
    return said or f"{GAP}{asked}."


def list_strangers(settings: Settings) -> list[str]:
    """Return the keys of `[records]` that no record asks for: a misspelt one would leave its gap unfilled."""
    return sorted(set(settings.records) - set(KEYS))

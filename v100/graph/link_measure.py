"""What is measured of the people somebody is named with: each measure declared once.

In: nothing. Out: `LINK_MEASURES`, in the order of the columns of `measure_links`. Refuses nothing.
Which way a measure moves a risk is not said here: that is the catalogue's to say.
"""

from dataclasses import dataclass
from typing import Final, Literal

# A link loses half its weight each year: people part, and an old incident says less about today.
HALF_LIFE_DAYS: Final = 365
# After three years an eighth is left; what is older is left out of everything that is measured here.
LINK_WINDOW_DAYS: Final = 3 * 365
# A brawl of forty is no circle of acquaintances. It would make 780 links, each of a weight of a thirty-ninth.
MOST_SUSPECTS: Final = 20
# A link is close from a quarter of an incident of today up, in millionths: two people named together alone two years
# ago, or in a larger group later, or more than once.
CLOSE_MICRO_WEIGHT: Final = 250_000


@dataclass(frozen=True, slots=True)
class LinkMeasure:
    """`name` is the column; `wording` has one hole, {value}, and stands in a reason after "he is" or "his"."""

    name: str
    meaning: str
    wording: str
    kind: Literal["count", "amount"]


LINK_MEASURES: Final[tuple[LinkMeasure, ...]] = (
    LinkMeasure(
        "degree",
        "Number of partners: people named in an incident of three years with him.",
        "named together with {value:.0f} others",
        "count",
    ),
    LinkMeasure(
        "strength",
        "Incidents of three years in which he is named with others, each halved for every 365 days since its report.",
        "named with others in incidents worth {value:.1f} of today's",
        "amount",
    ),
    LinkMeasure(
        "repeat_partners",
        "Number of partners named with him in two incidents or more.",
        "named more than once with {value:.0f} others",
        "count",
    ),
    LinkMeasure(
        "neighbour_harm_1",
        "Harm days alleged against his partners in incidents that do not link them to him, halved every 365 days.",
        "the people named with him have {value:,.0f} harm days of their own, older ones counted less",
        "amount",
    ),
    LinkMeasure(
        "neighbour_harm_2",
        "Harm days alleged against the close partners of his close partners, halved every 365 days; he and his close "
        "partners left out. A partner is close where their link is worth a quarter of an incident of today.",
        "the people named lately with his partners have {value:,.0f} harm days, older ones counted less",
        "amount",
    ),
    LinkMeasure(
        "pagerank",
        "How near he is to people with much alleged harm (PageRank that restarts at them); 1 is the average of "
        "everybody who has partners. Empty for somebody without any.",
        "{value:.1f} times as near as the average to people with much alleged harm",
        "amount",
    ),
    LinkMeasure(
        "core",
        "Largest k such that he belongs to a group in which everybody has k partners within the group.",
        "one of a group in which everybody is named with at least {value:.0f} of the others",
        "count",
    ),
    LinkMeasure(
        "component",
        "Number of people who can be reached from him over partners, himself included.",
        "one of {value:.0f} people connected by incidents",
        "count",
    ),
    LinkMeasure(
        "brokerage",
        "Number of pairs of his close partners who are not close partners of each other.",
        "named lately with both of {value:.0f} pairs of people who are not named with each other",
        "count",
    ),
    LinkMeasure(
        "partners_also_victims",
        "Number of partners who are themselves recorded as victims of any incident.",
        "named together with {value:.0f} people who are recorded as victims too",
        "count",
    ),
    LinkMeasure(
        "shared_victims",
        "Number of his victims who are also victims of a partner, in an incident in which he is not named.",
        "{value:.0f} of his victims are victims of his partners in other incidents too",
        "count",
    ),
)

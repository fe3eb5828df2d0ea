"""The kinds of offender, as tables: how many, whom they harm, how often they return, what they are named for.

In: nothing. Out: constants, read by the repertoire and the offending. Refuses nothing.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of offender.

    `share` of suspects; `yearly` mean further episodes a year; `more` the chance that an episode goes on
    after each incident; `new_victim` the chance that a later episode has another victim; `together` the
    chance that an incident has co-suspects; `relationships` weights; `early`, `late` weights of codes.
    """

    name: str
    share: float
    yearly: float
    more: float
    new_victim: float
    together: float
    female_victims: float
    relationships: dict[str, float]
    early: dict[str, float]
    late: dict[str, float]


_OUTSIDE: Final = {
    "046/00": 30.0,
    "058/00": 18.0,
    "125/09": 16.0,
    "092/61": 14.0,
    "008/73": 6.0,
    "034/01": 6.0,
    "028/03": 5.0,
    "066/01": 3.0,
    "008/11": 4.0,
}


def _add_outside(codes: dict[str, float], share: float) -> dict[str, float]:
    """Return the weights with the given share of offences out of scope: hardly anyone keeps to one thing."""
    scale = share / (1 - share) * sum(codes.values()) / sum(_OUTSIDE.values())
    return codes | {code: weight * scale for code, weight in _OUTSIDE.items()}


PARTNER: Final = Profile(
    name="partner",
    share=0.47,
    yearly=0.25,
    more=0.22,
    new_victim=0.3,
    together=0.01,
    female_victims=0.80,
    relationships={"partner": 55, "ex_partner": 43, "unknown": 2},
    early=_add_outside(
        {
            "105/01": 34, "008/06": 17, "195/94": 13, "008/67": 6, "008/72": 5, "003/01": 4, "008/77": 14,
            "008/01": 12, "020/05": 7, "019/08": 2.6, "066/39": 2, "008/31": 2, "088/15": 1.5,
            "020/03": 0.5, "005/01": 1.8, "036/03": 0.35, "022/02": 0.1, "001/01": 0.01, "079/04": 0.5,
        },
        0.10,
    ),
    late=_add_outside(
        {
            "105/01": 20, "008/06": 16, "195/94": 9, "008/66": 4, "008/67": 10, "008/72": 4, "003/01": 6,
            "008/77": 16, "008/01": 12, "020/05": 5, "019/08": 4.0, "066/39": 6, "008/31": 6, "068/19": 1,
            "088/15": 1.5, "020/03": 1, "005/01": 3.5, "036/03": 0.7, "001/01": 0.05, "079/04": 1.5,
        },
        0.10,
    ),
)  # fmt: skip
STALKER: Final = Profile(
    name="stalker",
    share=0.15,
    yearly=0.27,
    more=0.29,
    new_victim=0.38,
    together=0.01,
    female_victims=0.78,
    relationships={"ex_partner": 50, "acquaintance": 32, "stranger": 12, "professional": 3, "unknown": 3},
    early=_add_outside(
        {
            "195/94": 46, "195/12": 15, "008/72": 14, "008/30": 6, "008/66": 5, "008/65": 3, "003/01": 4,
            "088/15": 3, "008/71": 1, "105/01": 5, "088/14": 2,
        },
        0.08,
    ),
    late=_add_outside(
        {
            "195/94": 28, "195/12": 14, "008/66": 12, "008/65": 9, "008/74": 6, "008/31": 8, "003/01": 8,
            "105/01": 6, "008/06": 4, "008/77": 1.2, "019/08": 0.8, "088/15": 3, "005/01": 0.6,
        },
        0.08,
    ),
)  # fmt: skip
ACQUAINTANCE: Final = Profile(
    name="acquaintance",
    share=0.13,
    yearly=0.25,
    more=0.12,
    new_victim=0.85,
    together=0.16,
    female_victims=0.62,
    relationships={"acquaintance": 55, "stranger": 35, "professional": 3, "unknown": 7},
    early=_add_outside(
        {
            "105/01": 46, "008/06": 22, "008/01": 17, "005/01": 4.5, "003/01": 6, "020/05": 8, "008/72": 5,
            "195/94": 5, "036/01": 0.5, "001/01": 0.05, "002/00": 0.06, "008/02": 0.3,
        },
        0.30,
    ),
    late=_add_outside(
        {
            "105/01": 34, "008/06": 24, "008/01": 18, "005/01": 8, "003/01": 8, "020/05": 7, "019/08": 0.8,
            "008/77": 1.5, "036/01": 0.8, "001/01": 0.12, "002/00": 0.12, "005/07": 0.3,
        },
        0.30,
    ),
)  # fmt: skip
FAMILY: Final = Profile(
    name="family",
    share=0.1,
    yearly=0.21,
    more=0.16,
    new_victim=0.4,
    together=0.07,
    female_victims=0.68,
    relationships={"family": 100},
    early=_add_outside(
        {
            "105/01": 46, "008/06": 20, "003/01": 6, "195/94": 9, "008/72": 4, "008/67": 4, "008/01": 13,
            "008/77": 5, "005/01": 2, "008/52": 0.2, "066/97": 0.2, "004/01": 0.02,
        },
        0.12,
    ),
    late=_add_outside(
        {
            "105/01": 34, "008/06": 22, "003/01": 9, "195/94": 8, "008/67": 6, "008/01": 13, "008/77": 6,
            "005/01": 3.5, "066/39": 4, "008/31": 3, "004/01": 0.05,
        },
        0.12,
    ),
)  # fmt: skip
SEXUAL: Final = Profile(
    name="sexual",
    share=0.125,
    yearly=0.22,
    more=0.15,
    new_victim=0.6,
    together=0.05,
    female_victims=0.92,
    relationships={"acquaintance": 50, "stranger": 32, "ex_partner": 6, "professional": 7, "unknown": 5},
    early=_add_outside(
        {
            "020/05": 46, "088/09": 14, "088/10": 5, "088/12": 3, "088/14": 5, "019/08": 14, "019/12": 1,
            "020/03": 4, "022/04": 3, "022/02": 0.6, "088/05": 2, "072/00": 0.2,
        },
        0.05,
    ),
    late=_add_outside(
        {
            "020/05": 42, "088/09": 12, "088/10": 5, "019/08": 22, "019/12": 2, "020/03": 7, "022/04": 3,
            "022/02": 1, "088/05": 3, "066/08": 5, "008/77": 1, "072/00": 0.3,
        },
        0.05,
    ),
)  # fmt: skip
CHILD_SEXUAL: Final = Profile(
    name="child_sexual",
    share=0.025,
    yearly=0.13,
    more=0.1,
    new_victim=0.5,
    together=0.03,
    female_victims=0.85,
    relationships={"family": 38, "acquaintance": 42, "stranger": 12, "professional": 8},
    early=_add_outside({"071/17": 34, "088/01": 10, "020/06": 36, "019/07": 8, "020/04": 4, "019/16": 2}, 0.02),
    late=_add_outside({"071/17": 28, "088/01": 10, "020/06": 34, "019/07": 12, "020/04": 6, "019/16": 3}, 0.02),
)
# Named for nothing in scope: they are in the feeds because a force sends all it has.
GENERAL: Final = Profile(
    name="general",
    share=0.0,
    yearly=0.30,
    more=0.15,
    new_victim=0.95,
    together=0.30,
    female_victims=0.5,
    relationships={"stranger": 70, "acquaintance": 20, "unknown": 10},
    early=dict(_OUTSIDE),
    late=dict(_OUTSIDE),
)
PROFILES: Final = (PARTNER, STALKER, ACQUAINTANCE, FAMILY, SEXUAL, CHILD_SEXUAL, GENERAL)

# Reports in which nobody is ever named: most of what a force records.
UNSUSPECTED: Final = _add_outside(
    {
        "105/01": 30, "195/94": 22, "008/72": 16, "008/06": 12, "020/05": 8, "088/09": 5, "019/08": 3.5,
        "003/01": 3, "088/14": 2, "008/01": 2, "005/01": 1.2, "088/10": 1, "088/05": 1, "020/03": 0.6,
        "036/01": 0.3, "036/08": 0.2,
    },
    0.60,
)  # fmt: skip

MALE_VICTIM_CODES: Final = {
    "019/07": "019/09",
    "019/08": "019/10",
    "019/12": "019/14",
    "019/16": "019/17",
    "020/03": "017/15",
    "020/04": "017/15",
    "020/05": "017/15",
    "020/06": "017/15",
    "088/01": "071/17",
}
YOUNG_VICTIM_CODES: Final = {"019/07": "019/16", "088/01": "020/06"}
OLDER_CHILD_CODES: Final = {"019/16": "019/07", "020/04": "020/03", "020/06": "020/05"}
# How an offence is first written down when it is later corrected to the key.
FIRST_CLASSIFIED_AS: Final = {
    "008/06": "105/01",
    "008/01": "008/06",
    "005/01": "008/01",
    "008/77": "105/01",
    "008/66": "195/94",
    "195/12": "195/94",
    "008/67": "195/94",
    "019/08": "020/05",
    "020/03": "020/05",
    "019/16": "020/06",
    "034/01": "046/00",
}

"""Made-up people of a made-up list: ids only, nobody in it exists.

In: a random source and a number. Out: an `Entry` whose counts and sums agree with its ledger.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

from v100.tasking.document import Entry, LedgerLine, Reason

AS_OF = date(2026, 3, 2)
AREAS = ("Central", "Harbour", "Moorland", "North Vale", "Riverside")
OFFENCES = {
    "RAPE-16": ("Rape of a person aged 16 or over", "rape", 1825.0, 3),
    "SEXASS": ("Sexual assault", "other_sexual", 182.5, 4),
    "STRANG": ("Intentional strangulation", "strangulation", 547.5, 4),
    "GBH-18": ("Wounding with intent", "violence_injury", 1460.0, 2),
    "ABH": ("Assault occasioning actual bodily harm", "violence_injury", 182.5, 5),
    "CTRL": ("Controlling or coercive behaviour", "coercive_control", 365.0, 4),
    "STALK-4A": ("Stalking involving fear of violence", "stalking", 252.0, 4),
    "HARASS": ("Harassment", "harassment", 10.0, 4),
    "NMO-BR": ("Breach of a non-molestation order", "order_breach", 84.0, 3),
    "THREAT": ("Threats to kill", "threats", 365.0, 2),
    "IMAGE": ("Sharing an intimate image without consent", "image_abuse", 18.75, 1),
}
STATUSES = ("open", "open", "open", "charged", "no_further_action")
NOT_COUNTED = (
    "eliminated as a suspect on 11 Feb 2026",
    "cancelled (no crime) on 3 Jan 2026",
    "proactive detection: never counts",
    "reported before the window opens",
)


def build_entry(rng: Random, number: int) -> Entry:
    person = f"P{100_000 + number * 37:06d}"
    ledger = _build_ledger(rng, number)
    counted = [line for line in ledger if line["counted"]]
    harm = sum(line["harm_days"] or 0.0 for line in counted)
    victims = Counter(victim for line in counted for victim in line["victims"])
    days_since = (AS_OF - _newest(counted)).days
    offences = Counter(line["offence_code"] for line in counted)
    return Entry(
        place=None,
        rank=0,
        person_id=person,
        person_record_ids=[f"R{number:05d}A"] + ([f"R{number:05d}B"] if number % 4 == 0 else []),
        pnc_id=f"{rng.randint(90, 99)}/{number * 977 % 999_999:06d}X" if number % 5 else None,
        sex="F" if number % 17 == 0 else "M",
        age=rng.randint(18, 61) if number % 23 else None,
        area=rng.choice(AREAS),
        harm_days=harm,
        harm_rank=0,
        score=harm,
        model_rank=None,
        probability=None,
        rank_low=None,
        rank_high=None,
        allegations=len(counted),
        by_theme=dict(Counter(line["theme"] or "other" for line in counted)),
        top_offence_share=max(offences.values()) / len(counted),
        distinct_victims=len(victims),
        repeat_victims=sum(1 for times in victims.values() if times > 1),
        last_allegation_at=max(line["reported_at"] for line in counted),
        days_since_last=days_since,
        statuses=dict(Counter(line["status"] for line in counted)),
        eligible=True,
        ineligible_because=None,
        custody="unknown" if number % 11 == 0 else "not in custody",
        also_victim=number % 9 == 0,
        orders=[{"order_id": f"ORD{number:04d}", "kind": "SPO", "valid_from": "2025-10-01", "valid_to": None}]
        if number % 8 == 0
        else [],
        drops_off_on=(AS_OF + timedelta(days=rng.randint(12, 300))).isoformat() if number % 3 else None,
        drops_off_because="the rape reported in May 2025 leaves the window" if number % 3 else None,
        reasons=_build_reasons(counted),
        warnings=["Two records with different dates of birth were joined."] if number % 12 == 0 else [],
        place_before=None,
        lists_before=0,
        unconfirmed_merges=[],
        listed_unmerged=None,
        ledger=ledger,
    )


def _newest(lines: list[LedgerLine]) -> date:
    return max(datetime.fromisoformat(line["reported_at"]).date() for line in lines)


def _build_ledger(rng: Random, number: int) -> list[LedgerLine]:
    victims = [f"V{number:04d}{letter}" for letter in "ABCD"[: rng.randint(1, 4)]]
    codes = rng.choices(list(OFFENCES), weights=[o[3] for o in OFFENCES.values()], k=rng.randint(3, 8))
    lines = []
    for position, code in enumerate(codes):
        reported = datetime(2025, 3, 10, 9, 30, tzinfo=UTC) + timedelta(days=rng.randint(0, 350), hours=position)
        counted = position < 2 or rng.random() > 0.15
        title, theme, days, _ = OFFENCES[code]
        lines.append(
            LedgerLine(
                incident_id=f"{50_000 + number * 12 + position:06d}/{reported:%y}",
                offence_code=code,
                title=title,
                theme=theme,
                reported_at=reported.isoformat(),
                named_at=(reported + timedelta(days=1)).isoformat(),
                harm_days=days,
                counted=counted,
                rule="counts" if counted else "left_out",
                because="in the window, in scope" if counted else rng.choice(NOT_COUNTED),
                status=rng.choice(STATUSES),
                area=rng.choice(AREAS),
                relationship=rng.choice(("partner", "ex_partner", "acquaintance", None)),
                victims=[rng.choice(victims)],
                victims_also_suspects=[],
                feed_rows=[
                    {
                        "feed": "suspects",
                        "file": "suspects.csv.gz",
                        "line": 2 + number * 8 + position,
                        "run": "41",
                    },
                    {
                        "feed": "incidents",
                        "file": "incidents.parquet",
                        "line": 2 + number * 8 + position,
                        "run": "41",
                    },
                ],
            )
        )
    return sorted(lines, key=lambda line: line["reported_at"], reverse=True)


def _build_reasons(counted: list[LedgerLine]) -> list[Reason]:
    gravest = max(counted, key=lambda line: line["harm_days"] or 0.0)
    reasons = [
        Reason(
            code="gravest",
            text=f"Gravest allegation: {str(gravest['title'])[0].lower()}{str(gravest['title'])[1:]}",
            incident_ids=[gravest["incident_id"]],
        ),
        Reason(
            code="volume",
            text=f"{len(counted)} allegations in 365 days",
            incident_ids=[line["incident_id"] for line in counted],
        ),
    ]
    again = Counter(victim for line in counted for victim in line["victims"]).most_common(1)[0]
    if again[1] > 1:
        ids = [line["incident_id"] for line in counted if again[0] in line["victims"]]
        reasons.append(Reason(code="repeat", text=f"One victim has reported {again[1]} times", incident_ids=ids))
    return reasons

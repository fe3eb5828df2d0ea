"""Why the model puts somebody where he is, in words a sergeant understands, each with its incidents.

In: TreeSHAP contributions of one person, his ledger and the two ranks. Out: at most five reasons: up to four families
that raised his score most, and what the model saw that the stack does not, or the reverse. Refuses nothing. The words
say what the records say; the model only chose which of them to say.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from v100.harm.ledger_line import LedgerLine
from v100.harm.weights import write_days
from v100.ranking.entry import Reason
from v100.ranking.reasons import PRECURSOR_THEMES

MOST_FAMILIES: Final = 4
# A shift of fewer places than this is no difference of opinion.
LEAST_SHIFT: Final = 10
_YEAR: Final = 365
NEW_DAYS: Final = 90

Lines = list[LedgerLine]
Written = tuple[str, Lines] | None


def explain_model(
    contributions: Mapping[str, float],
    wordings: Mapping[str, str],
    lines: Lines,
    *,
    as_of: date,
    ranks: tuple[int, int],
) -> list[Reason]:
    """Return the reasons; `contributions` by family, `wordings` what to say where the ledger says nothing itself.

    `ranks` are the model's and the stack's.
    """
    named = [line for line in lines if line["rule"] not in ("eliminated", "cancelled", "proactive", "ahead")]
    raising = sorted(
        (family for family, value in contributions.items() if value > 0), key=lambda f: (-contributions[f], f)
    )
    reasons = []
    for family in raising[:MOST_FAMILIES]:
        written = _WRITERS[family](named, as_of) if family in _WRITERS else None
        text, behind = written or (wordings[family], named)
        ids = sorted({line["incident_id"] for line in behind})
        reasons.append(Reason(code=f"model_{family}", text=text, incident_ids=ids))
    shift = _explain_shift(contributions, ranks)
    return [*reasons, shift] if shift else reasons


def _explain_shift(contributions: Mapping[str, float], ranks: tuple[int, int]) -> Reason | None:
    model_rank, harm_rank = ranks
    if abs(model_rank - harm_rank) < LEAST_SHIFT:
        return None
    higher = model_rank < harm_rank
    beyond = {family: value for family, value in contributions.items() if family != "harm"}
    if not beyond:
        return None
    family = (max if higher else min)(sorted(beyond), key=lambda name: beyond[name])
    word = _FAMILY_WORDS.get(family, family)
    text = (
        f"Model rank {model_rank}, stack rank {harm_rank}: the model sees {word}, which the year's sum does not"
        if higher
        else f"Model rank {model_rank}, stack rank {harm_rank}: the sum is high, but {word} speaks against a repeat"
    )
    return Reason(code="model_and_stack", text=text, incident_ids=[])


def _write_harm(lines: Lines, as_of: date) -> Written:
    weighed = [line for line in lines if line["harm_days"] and line["rule"] in ("counts", "aged_out")]
    if not weighed:
        return None
    recent = [line for line in weighed if _find_age(line, as_of) <= _YEAR]
    before = sum(line["harm_days"] or 0.0 for line in weighed if line not in recent)
    total = sum(line["harm_days"] or 0.0 for line in recent)
    return f"{write_days(total)} days of harm alleged in a year, {write_days(before)} before that", weighed


def _write_frequency(lines: Lines, as_of: date) -> Written:
    if not lines:
        return None
    recent = sum(_find_age(line, as_of) <= _YEAR for line in lines)
    return f"{_count(recent, 'allegation')} of any kind in a year, {len(lines)} ever", lines


def _write_recency(lines: Lines, as_of: date) -> Written:
    if not lines:
        return None
    last = min(lines, key=lambda line: (_find_age(line, as_of), line["incident_id"]))
    return f"Last named {_count(_find_age(last, as_of), 'day')} ago", [last]


def _write_victims(lines: Lines, as_of: date) -> Written:
    counting = [line for line in lines if line["counted"] and line["victims"]]
    if not counting:
        return None
    first: dict[str, int] = {}
    for line in lines:
        for victim in line["victims"]:
            first[victim] = max(first.get(victim, 0), _find_age(line, as_of))
    year = {victim for line in counting for victim in line["victims"]}
    new = sum(first[victim] <= NEW_DAYS for victim in year)
    return f"{_count(len(year), 'victim')} in a year, {new} of them new in {NEW_DAYS} days", counting


def _write_precursors(lines: Lines, as_of: date) -> Written:
    found = [line for line in lines if line["theme"] in PRECURSOR_THEMES and _find_age(line, as_of) <= 2 * _YEAR]
    themes = sorted({(line["theme"] or "").replace("_", " ") for line in found})
    return (f"Warning signs in two years: {', '.join(themes)}", found) if found else None


def _write_versatility(lines: Lines, _as_of: date) -> Written:
    counting = [line for line in lines if line["rule"] in ("counts", "aged_out")]
    themes = sorted({(line["theme"] or "unknown").replace("_", " ") for line in counting})
    return (f"{_count(len(themes), 'kind')} of offence: {', '.join(themes)}", counting) if themes else None


def _write_areas(lines: Lines, as_of: date) -> Written:
    areas = sorted({line["area"] for line in lines if line["area"] and _find_age(line, as_of) <= _YEAR})
    return (f"Named in {_count(len(areas), 'area')} in a year: {', '.join(areas)}", lines) if areas else None


def _write_careers(lines: Lines, _as_of: date) -> Written:
    ended = [line for line in lines if line["status"] in ("charged", "convicted", "acquitted", "no_further_action")]
    words = [
        f"{sum(line['status'] == status for line in ended)} {status.replace('_', ' ')}"
        for status in ("convicted", "charged", "acquitted", "no_further_action")
        if any(line["status"] == status for line in ended)
    ]
    return (f"What became of earlier allegations: {', '.join(words)}", ended) if ended else None


_WRITERS: Final[dict[str, Callable[[Lines, date], Written]]] = {
    "harm": _write_harm,
    "frequency": _write_frequency,
    "recency": _write_recency,
    "victims": _write_victims,
    "precursors": _write_precursors,
    "versatility": _write_versatility,
    "areas": _write_areas,
    "careers": _write_careers,
}
_FAMILY_WORDS: Final = {
    "frequency": "how often he is named",
    "recency": "how long ago he was last named",
    "victims": "how many victims there are",
    "precursors": "warning signs",
    "versatility": "how many kinds of offence there are",
    "areas": "over how many areas it spreads",
    "careers": "what became of earlier allegations",
    "custody": "time in custody",
    "escalation": "whether it gets worse or sooner",
}


def _find_age(line: LedgerLine, as_of: date) -> int:
    return (as_of - datetime.fromisoformat(line["reported_at"]).date()).days


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"

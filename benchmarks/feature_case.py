"""A case of the size the features are measured on, drawn with numpy: people and incidents over ten years, as feeds.

In: how many people and incidents, a seed and a folder. Out: one Parquet file a feed. About one suspect an incident,
15 %
with two to four from the same neighbourhood; victims for half of them; outcomes for a third; a fifth of the incidents
were corrected, once or twice. Not a force: only its size and its corrections are like one (see v100/synth).
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from v100.resources import resource_path

UNTIL = date(2026, 11, 1)
DAY = 86_400
DAYS = 3_652
AREAS = 32
# With this share of the others naming nobody, there is about one suspect an incident.
UNSUSPECTED = 0.3
VICTIMS_EACH = 6
RELATIONS = ("partner", "ex_partner", "family", "acquaintance", "stranger", "unknown")
ENDINGS = ("charge", "no_further_action", "discontinued", "acquittal", "conviction", "arrest")
REASONS = ("victim_withdrew", "insufficient_evidence", "unfounded")

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the feeds are written from: incidents by their numbers, and one row a named suspect."""

    people: int
    reported: Numbers
    recorded: Numbers
    incident: Numbers
    person: Numbers


def write_case(folder: Path, *, people: int, incidents: int, seed: int) -> Path:
    """Write the feeds; the same arguments give the same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    start = int(datetime.combine(UNTIL, datetime.min.time()).timestamp()) - DAYS * DAY
    reported = start + np.sort(rng.integers(0, DAYS * DAY, incidents))
    recorded = reported + rng.integers(60, 3 * DAY, incidents)
    incident, person = _name_suspects(rng, people, incidents)
    drawn = Drawn(people, reported, recorded, incident, person)
    weights = pl.read_csv(resource_path("data_contracts") / "reference" / "harm_weights_ew.csv")
    weights.drop("status").write_parquet(folder / "offences.parquet")
    _draw_persons(people, start).write_parquet(folder / "persons.parquet")
    _draw_incidents(rng, drawn, weights).write_parquet(folder / "incidents.parquet")
    _draw_suspects(rng, drawn).write_parquet(folder / "suspects.parquet")
    _draw_victims(rng, drawn).write_parquet(folder / "victims.parquet")
    _draw_events(rng, drawn).write_parquet(folder / "justice_events.parquet")
    _draw_spells(rng, drawn, start).write_parquet(folder / "custody_spells.parquet")
    return folder


def _name_suspects(rng: np.random.Generator, people: int, incidents: int) -> tuple[Numbers, Numbers]:
    """Most people are named seldom and a few often; who is named together lives near."""
    drive = np.cumsum(rng.gamma(0.6, size=people))
    first = np.searchsorted(drive, rng.random(incidents) * drive[-1])
    more = np.where(rng.random(incidents) < 0.15, rng.integers(1, 4, incidents), 0)
    named = np.flatnonzero((more > 0) | (rng.random(incidents) >= UNSUSPECTED))
    with_whom = np.repeat(np.arange(incidents), more)
    near = np.clip(first[with_whom] + rng.integers(-20, 21, with_whom.size), 0, people - 1)
    pairs = np.unique(np.concatenate((named, with_whom)) * people + np.concatenate((first[named], near)))
    return pairs // people, pairs % people


def _draw_persons(people: int, start: int) -> pl.DataFrame:
    return pl.DataFrame({"person_record_id": _name("P", np.arange(people))}).with_columns(
        source_system=pl.lit("rms"),
        given_names=pl.lit(None, dtype=pl.String),
        family_name=pl.lit(None, dtype=pl.String),
        date_of_birth=pl.lit(date(1990, 1, 1)),
        birth_year=pl.lit(None, dtype=pl.Int32),
        sex=pl.lit("M"),
        pnc_id=pl.lit(None, dtype=pl.String),
        postcode=pl.lit(None, dtype=pl.String),
        deceased_on=pl.lit(None, dtype=pl.Date),
        recorded_at=pl.from_epoch(pl.lit(start - DAY)).cast(pl.Datetime("us")),
    )


def _draw_incidents(rng: np.random.Generator, drawn: Drawn, weights: pl.DataFrame) -> pl.DataFrame:
    size = drawn.reported.size
    share = 1 / (1 + weights["harm_days"].to_numpy() / 30)
    code = rng.choice(weights.height, size=size, p=share / share.sum())
    versions = np.where(rng.random(size) < 0.2, rng.integers(1, 3, size), 0)
    number = np.concatenate((np.arange(size), np.repeat(np.arange(size), versions)))
    is_later = np.arange(number.size) >= size
    later = is_later & (rng.random(number.size) < 0.15)
    codes = np.where(later, rng.integers(0, weights.height, number.size), code[number])
    # Versions of an incident must not be of one moment: each later one gets seconds of its own.
    delay = np.where(is_later, rng.integers(1, 120 * DAY // 64, number.size) * 64 + np.arange(number.size) % 64, 0)
    frame = pl.DataFrame(
        {
            "incident_id": _name("I", number),
            "offence_code": weights["offence_code"].gather(codes),
            "occurred_from": pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, number.size),
            "occurred_to": pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, number.size),
            "reported_at": _moment(drawn.reported[number]),
            "detection_mode": _pick(
                rng, ("victim", "third_party", "proactive", "unknown"), number.size, (70, 22, 5, 3)
            ),
            "area": _name("BCU-", rng.integers(0, AREAS, size)[number], 2),
            "domestic_abuse": rng.random(number.size) < 0.3,
            "status": pl.Series(np.where(is_later, "closed", "open")),
            "outcome_type": _pick(rng, ("16", "14", "1", "18"), number.size, (4, 1, 1, 4)),
            "recorded_at": _moment(drawn.recorded[number] + delay),
        }
    )
    cancelled = pl.Series(is_later & (rng.random(number.size) < 0.1))
    return frame.with_columns(
        status=pl.when(cancelled).then(pl.lit("cancelled")).otherwise("status"),
        outcome_type=pl.when(pl.col("status") == "closed").then("outcome_type"),
    ).unique(["incident_id", "recorded_at"], keep="first", maintain_order=True)


def _draw_suspects(rng: np.random.Generator, drawn: Drawn) -> pl.DataFrame:
    size = drawn.incident.size
    gone = np.flatnonzero(rng.random(size) < 0.03)
    row = np.concatenate((np.arange(size), gone))
    is_later = np.arange(row.size) >= size
    named = drawn.recorded[drawn.incident] + rng.integers(0, 20 * DAY, size)
    relation = pl.Series(RELATIONS).gather(rng.integers(0, len(RELATIONS), size))
    return pl.DataFrame(
        {
            "incident_id": _name("I", drawn.incident[row]),
            "person_record_id": _name("P", drawn.person[row]),
            "named_at": _moment(named[row]),
            "relationship": relation.gather(row),
            "status": pl.Series(np.where(is_later, "eliminated", "named")),
            "recorded_at": _moment(named[row] + is_later * rng.integers(DAY, 90 * DAY, row.size)),
        }
    )


def _draw_victims(rng: np.random.Generator, drawn: Drawn) -> pl.DataFrame:
    chosen = np.flatnonzero(rng.random(drawn.incident.size) < 0.5)
    victim = drawn.person[chosen] * VICTIMS_EACH + rng.integers(0, VICTIMS_EACH, chosen.size)
    has_record = pl.Series(rng.random(chosen.size) < 0.05)
    frame = pl.DataFrame(
        {
            "incident_id": _name("I", drawn.incident[chosen]),
            "victim_id": _name("V", victim),
            "person_record_id": _name("P", (victim * 7) % drawn.people),
            "age": pl.Series(rng.integers(5, 80, chosen.size), dtype=pl.Int32),
            "sex": pl.Series(["F"]).new_from_index(0, chosen.size),
            "risk_grade": _pick(rng, ("standard", "medium", "high"), chosen.size, (5, 3, 2)),
            "recorded_at": _moment(drawn.recorded[drawn.incident[chosen]] + 60),
        }
    )
    return frame.with_columns(
        person_record_id=pl.when(has_record).then("person_record_id"),
    ).unique(["incident_id", "victim_id"], keep="first", maintain_order=True)


def _draw_events(rng: np.random.Generator, drawn: Drawn) -> pl.DataFrame:
    chosen = np.flatnonzero(rng.random(drawn.incident.size) < 0.33)
    happened = drawn.recorded[drawn.incident[chosen]] + rng.integers(DAY, 200 * DAY, chosen.size)
    kind = _pick(rng, ENDINGS, chosen.size, (20, 45, 8, 3, 8, 16))
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, chosen.size)
    return pl.DataFrame(
        {
            "event_id": _name("E", np.arange(chosen.size)),
            "person_record_id": _name("P", drawn.person[chosen]),
            "incident_id": _name("I", drawn.incident[chosen]),
            "kind": kind,
            "event_at": _moment(happened),
            "offence_code": nothing,
            "reason": _pick(rng, REASONS, chosen.size, (4, 5, 1)),
            "sentence_days": nothing.cast(pl.Float64),
            "bail_expires_on": nothing.cast(pl.Date),
            "tactic": nothing,
            "recorded_at": _moment(happened + DAY // 2),
        }
    )


def _draw_spells(rng: np.random.Generator, drawn: Drawn, start: int) -> pl.DataFrame:
    size = drawn.people // 4
    begin = start + rng.integers(0, DAYS * DAY, size)
    return pl.DataFrame(
        {
            "spell_id": _name("C", np.arange(size)),
            "person_record_id": _name("P", rng.integers(0, drawn.people, size)),
            "kind": _pick(rng, ("remand", "sentence"), size, (1, 1)),
            "valid_from": _moment(begin),
            "valid_to": _moment(begin + rng.integers(DAY, 400 * DAY, size)),
            "recorded_at": _moment(begin + DAY // 4),
        }
    )


def _name(letter: str, numbers: Numbers, width: int = 8) -> pl.Series:
    return (letter + pl.Series(numbers).cast(pl.String).str.zfill(width)).alias("")


def _moment(seconds: Numbers) -> pl.Series:
    return pl.Series(seconds * 1_000_000).cast(pl.Datetime("us"))


def _pick(rng: np.random.Generator, words: tuple[str, ...], size: int, odds: tuple[int, ...]) -> pl.Series:
    return pl.Series(words).gather(rng.choice(len(words), size=size, p=np.array(odds) / sum(odds)))

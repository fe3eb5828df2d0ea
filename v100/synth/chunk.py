"""One chunk of the force, from a seed to the rows of every feed.

In: seed, number of the chunk, how many person records it holds, the period, the repertoire. Out: `Chunk`: the
rows of each feed with chunk-local numbers (`record`, `incident`, `victim`, …) where the feeds have ids.
Refuses nothing.

A chunk is a small force of its own: its people offend with, and against, each other. That keeps memory
bounded and makes the result depend on the arguments alone.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from v100.synth.confusions import confuse_people, confuse_records
from v100.synth.custody import render_orders, render_spells
from v100.synth.draws import Ints, Period, chunk_generator
from v100.synth.fates import draw_fates, draw_spells, drop_reported_from_custody
from v100.synth.incidents import detail_incidents, render_incidents, render_victims
from v100.synth.justice import render_justice
from v100.synth.naming import draw_namings
from v100.synth.offending import draw_offending
from v100.synth.people import People, draw_people
from v100.synth.records import render_persons, render_protected
from v100.synth.repertoire import Repertoire
from v100.synth.suspects import enter_suspects, render_suspects
from v100.synth.victims import draw_victims, fit_codes

UNSUSPECTED_PER_SUSPECTED: Final = 0.95
UNSUSPECTED_PER_VICTIM: Final = 1.12
_NO_CONFUSIONS: Final = pl.DataFrame(schema={"record": pl.Int64, "kind": pl.String})


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Rows by feed; `record_order` is the order in which the records get their ids.

    `confusions` says what makes some records hard to tell apart or together: `record`, `kind`.
    """

    people: People
    record_order: Ints
    incidents: pl.DataFrame
    suspects: pl.DataFrame
    victims: pl.DataFrame
    justice_events: pl.DataFrame
    custody_spells: pl.DataFrame
    orders: pl.DataFrame
    persons: pl.DataFrame
    protected: pl.DataFrame
    confusions: pl.DataFrame


def draw_chunk(
    seed: int, number: int, records: int, period: Period, repertoire: Repertoire, *, confuse: bool = True
) -> Chunk:
    """Return everything one chunk of the force sends; without `confuse` only slips of the pen hide who is who."""
    rng = chunk_generator(seed, number)
    people = draw_people(rng, records, period, repertoire)
    incidents, victims, suspected = _draw_incidents(rng, people, period, repertoire)
    fates = draw_fates(rng, draw_namings(rng, suspected, people), repertoire)
    spells = draw_spells(rng, fates)
    fates = drop_reported_from_custody(rng, fates, spells)
    spells = spells.join(fates.select("naming"), on="naming", how="semi")
    first = fates.filter("primary").select("incident", "charge")
    kept = incidents.join(first, on="incident", how="left").filter(
        pl.col("human").is_null() | pl.col("incident").is_in(first["incident"].implode())
    )
    detailed = detail_incidents(rng, kept, victims, people, repertoire)
    entered = enter_suspects(rng, fates, detailed, people)
    incident_rows = render_incidents(rng, detailed, period, repertoire)
    suspect_rows = render_suspects(rng, entered, people, period)
    numbered = number_victims(victims)
    victim_rows = render_victims(rng, detailed, numbered, period)
    seen = entered.filter(pl.col("entered") < period.until)
    used = _find_use(rng, suspect_rows, victim_rows, people, period)
    apart = chunk_generator(seed, number, apart=True)
    known_as, between = confuse_people(apart, people) if confuse else (people, _NO_CONFUSIONS)
    persons = render_persons(rng, known_as, *used, period)
    persons, within = confuse_records(apart, known_as, persons) if confuse else (persons, _NO_CONFUSIONS)
    return Chunk(
        people=people,
        record_order=rng.permutation(records),
        incidents=incident_rows,
        suspects=suspect_rows,
        victims=victim_rows,
        justice_events=render_justice(rng, seen, spells, period),
        custody_spells=render_spells(rng, seen, spells, period),
        orders=render_orders(
            rng, seen.join(numbered.select("victim_key", "victim"), on="victim_key", how="left"), period
        ),
        persons=persons,
        protected=render_protected(rng, people, persons, period),
        confusions=pl.concat([within, between]).unique("record", keep="first").sort("record"),
    )


def number_victims(victims: pl.DataFrame) -> pl.DataFrame:
    """Return the victims with `victim`, one number per human being, however many offenders harmed them."""
    someone = pl.coalesce(pl.col("known_human"), -1 - pl.col("victim_key").cast(pl.Int64))
    return victims.with_columns(victim=someone.rank("dense").cast(pl.Int64) - 1)


def _draw_incidents(
    rng: np.random.Generator, people: People, period: Period, repertoire: Repertoire
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return all incidents, all victims, and the incidents with a suspect."""
    suspected = draw_offending(rng, people, period, repertoire)
    size = int(suspected.height * UNSUSPECTED_PER_SUSPECTED)
    nobody = pl.DataFrame(
        {
            "incident": np.arange(suspected.height, suspected.height + size),
            "reported": period.since + (rng.random(size) * period.seconds).astype(np.int64),
            "code": repertoire.draw_unsuspected_codes(rng, size),
            "victim": rng.integers(0, max(1, int(size / UNSUSPECTED_PER_VICTIM)), size),
        }
    )
    everything = pl.concat([suspected.cast({"incident": pl.Int64}), nobody], how="diagonal")
    keyed, victims = draw_victims(rng, everything, people)
    fitted = fit_codes(keyed, victims, repertoire)
    return fitted, victims, fitted.filter(pl.col("human").is_not_null())


def _find_use(
    rng: np.random.Generator, suspects: pl.DataFrame, victims: pl.DataFrame, people: People, period: Period
) -> tuple[Ints, Ints]:
    """Return the first and last time each record is used; one never used was made for some other reason."""
    size = int(people.records.sum())
    first_record = pl.Series(people.first_record)
    as_victim = victims.filter(pl.col("known_human").is_not_null()).select(
        record=first_record.gather(victims["known_human"].drop_nulls()), recorded="recorded"
    )
    used = pl.concat([suspects.select("record", "recorded"), as_victim])
    span = used.group_by("record").agg(first=pl.col("recorded").min(), last=pl.col("recorded").max())
    every = pl.DataFrame(
        {
            "record": np.arange(size),
            "some": period.since + (rng.random(size) * period.seconds).astype(np.int64),
        }
    )
    every = every.join(span, on="record", how="left").sort("record")
    begin = every.select(pl.coalesce("first", "some")).to_series().to_numpy()
    end = every.select(pl.coalesce("last", "some")).to_series().to_numpy()
    return begin, end

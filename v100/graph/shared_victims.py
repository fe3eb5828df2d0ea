"""Victims that somebody shares with a partner, in incidents that do not name both.

In: a `Window`, its `Network` and the victims, sorted by incident. Out: one whole number a person of the network.
Refuses nothing. Incidents that name too many to link anybody are left out here too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from scipy import sparse

from v100.graph.link_measure import MOST_SUSPECTS
from v100.graph.network import Matrix, Network
from v100.graph.window import Bools, Ints, Numbers, Window, number_values

# Room below a pair's number for how many others an incident names.
_ROOM: Final = 1 << 5


@dataclass(frozen=True, slots=True)
class Harmed:
    """Rows of victims in order of `incident`, numbered as in the window."""

    incident: Numbers
    victim: Numbers

    def where(self, mask: Bools) -> "Harmed":
        """Return the rows for which `mask` is true."""
        chosen = np.flatnonzero(mask)
        return Harmed(self.incident[chosen], self.victim[chosen])


@dataclass(frozen=True, slots=True)
class Harms:
    """A pair of a person and a victim a row, in order of both: `pair` is `victims` times the person, plus the victim.

    `times` counts the incidents that name him with this victim, `others` the people named beside him in them.
    `elsewhere` says whether the victim has an incident that does not name him.
    """

    pair: Ints
    times: Ints
    others: Ints
    elsewhere: Bools
    victims: int


def count_shared_victims(window: Window, network: Network, victims: pl.DataFrame) -> Ints:
    """Return how many of his victims are victims of a partner too, in an incident in which he is not named."""
    harmed = _list_harmed(window, victims)
    if harmed.victim.size == 0 or network.people.size == 0:
        return np.zeros(network.people.size, dtype=np.int64)
    harms = _pair_up(window, network, harmed)
    asked = np.flatnonzero(harms.elsewhere)
    theirs = _count_theirs(network.links, harms, asked)
    # A partner's incidents with the victim are counted in full; those in which he is named too are in `others`.
    found = asked[theirs > harms.others[asked]]
    return np.bincount(harms.pair[found] // harms.victims, minlength=network.people.size)


def _list_harmed(window: Window, victims: pl.DataFrame) -> Harmed:
    """Return the victims who could be shared: not all of their incidents name one and the same alone."""
    usable = np.append((window.suspects > 0) & (window.suspects <= MOST_SUSPECTS), False)
    usable[0] = False
    incident = np.clip(victims["incident_no"].to_numpy(), -1, usable.size - 2) + 1
    harmed = Harmed(incident, victims["victim_no"].to_numpy()).where(usable[incident])
    alone = np.zeros(window.suspects.size, dtype=np.int32)
    alone[window.incident] = window.person
    # Whoever is named alone stands for his incidents, so that they are all alike; any other stands for itself.
    named = np.where(window.suspects[harmed.incident] == 1, alone[harmed.incident], -1 - harmed.incident)
    several = np.zeros(int(harmed.victim.max(initial=-1)) + 1, dtype=np.bool_)
    last = np.zeros(several.size, dtype=np.int32)
    last[harmed.victim] = named
    several[harmed.victim[last[harmed.victim] != named]] = True
    return harmed.where(several[harmed.victim])


def _pair_up(window: Window, network: Network, harmed: Harmed) -> Harms:
    numbers, victims = number_values(harmed.victim, int(harmed.victim.max()) + 1)
    victim = numbers[harmed.victim]
    firsts = np.flatnonzero(np.diff(harmed.incident, prepend=-1))
    starts = np.append(firsts, harmed.incident.size)
    # Where an incident's victims stand, counted from one; nought for an incident without any.
    stretch = np.zeros(window.suspects.size, dtype=np.int32)
    stretch[harmed.incident[firsts]] = np.arange(1, firsts.size + 1)
    rows = np.flatnonzero(stretch[window.incident])
    rows = rows[network.places[window.person[rows]] >= 0]
    at = stretch[window.incident[rows]]
    owner, place = spread_rows(starts[at - 1], starts[at])
    named = rows[owner]
    pair = network.places[window.person[named]].astype(np.int64) * victims.size + victim[place]
    packed = np.sort(pair * _ROOM + window.suspects[window.incident[named]] - 1)
    pair, others = packed // _ROOM, packed % _ROOM
    firsts = np.flatnonzero(np.diff(pair, prepend=-1))
    times = np.diff(np.append(firsts, pair.size))
    return Harms(
        pair=pair[firsts],
        times=times,
        others=np.add.reduceat(others, firsts) if firsts.size else others,
        elsewhere=times < np.bincount(victim)[pair[firsts] % victims.size],
        victims=victims.size,
    )


def _count_theirs(links: Matrix, harms: Harms, asked: Numbers) -> Ints:
    """Return how often partners are named with each of the victims `asked`: by the shorter of two lists.

    Either everybody named with the victim is looked for among his partners, or every partner among those named with
    the victim. So neither somebody with many partners nor a victim with many suspects makes it slow.
    """
    person, victim = np.divmod(harms.pair, harms.victims)
    of_victim = sparse.csr_array(
        (np.arange(1, person.size + 1), (person, victim)), shape=(links.shape[0], harms.victims)
    ).tocsc()
    many = np.diff(of_victim.indptr)[victim[asked]] > np.diff(links.indptr)[person[asked]]
    counted = np.zeros(asked.size, dtype=np.int64)

    over = np.flatnonzero(~many)
    first = victim[asked[over]]
    owner, place = spread_rows(of_victim.indptr[first], of_victim.indptr[first + 1])
    other = of_victim.data[place] - 1
    links_at = np.repeat(np.arange(links.shape[0], dtype=np.int64), np.diff(links.indptr)) * links.shape[0]
    hit = _find(links_at + links.indices, person[asked[over]][owner] * links.shape[0] + person[other]) >= 0
    np.add.at(counted, over[owner[hit]], harms.times[other[hit]])

    over = np.flatnonzero(many)
    first = person[asked[over]]
    owner, place = spread_rows(links.indptr[first], links.indptr[first + 1])
    at = _find(harms.pair, links.indices[place].astype(np.int64) * harms.victims + victim[asked[over]][owner])
    hit = at >= 0
    np.add.at(counted, over[owner[hit]], harms.times[at[hit]])
    return counted


def spread_rows(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Return, for all the stretches one after another, whose each place is and the place."""
    lengths = ends - starts
    owner = np.repeat(np.arange(lengths.size), lengths)
    place = np.arange(owner.size) + (starts - np.cumsum(lengths) + lengths)[owner]
    return owner, place


def _find(ordered: Ints, wanted: Ints) -> Numbers:
    """Return where in `ordered` each value stands, -1 where it does not."""
    at = np.minimum(np.searchsorted(ordered, wanted), ordered.size - 1)
    return np.where(ordered[at] == wanted, at, -1)

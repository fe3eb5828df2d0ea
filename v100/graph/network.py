"""The network of everybody who is named with somebody, as a sparse matrix.

In: a `Window`. Out: a `Network`. Refuses nothing. Who is named with nobody is not in it.
Links are made of whole millionths, so they are the same in any order of adding, on any number of threads.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from v100.graph.link_measure import MOST_SUSPECTS
from v100.graph.window import Ints, Numbers, Places, Window, find_linking, number_values

# One number carries how many incidents two people share and, below it, the weight of their link: 2^40 millionths are
# more than a million incidents of today.
_ONE_INCIDENT: Final = 1 << 40
_POSITION: Final = 32

# scipy comes without types.
Matrix = Any


@dataclass(frozen=True, slots=True)
class Network:
    """`people` are person numbers, ascending; a person's place among them is his row in everything else.

    `links` has a person a row and a partner a column, the weight of the link in millionths; `shared` has the number of
    incidents behind each of its entries. `harm` is each person's decayed harm in millionths of a day; `shared_harm`
    what his partners have of it in the incidents that link them to him. `places` gives the row by person number.
    """

    people: Places
    places: Places
    links: Matrix
    shared: Ints
    harm: Ints
    shared_harm: Ints

    @property
    def degree(self) -> Ints:
        """The number of each person's partners."""
        degree: Ints = np.diff(self.links.indptr).astype(np.int64)
        return degree

    def find(self, numbers: Places) -> tuple[npt.NDArray[np.intp], Places]:
        """Return which of the person `numbers` are in the network, and their rows."""
        rows = np.append(self.places, -1)[np.minimum(numbers, self.places.size)]
        present = np.flatnonzero(rows >= 0)
        return present, rows[present]


def build_network(window: Window) -> Network:
    """Link people named in the same incident of the window."""
    linking = np.flatnonzero(find_linking(window)[window.incident])
    places, people = number_values(window.person[linking], window.people)
    # In order of incident, and of person within each; sorted as one number, which is many times faster.
    order = np.sort((window.incident[linking].astype(np.int64) << _POSITION) + np.arange(linking.size))
    incident, order = order >> _POSITION, order & ((1 << _POSITION) - 1)
    person, worth = places[window.person[linking]][order], window.worth[linking][order]
    weight = _share_weight(window.decay[linking][order], window.suspects[incident])
    links, shared = _link(person, incident, weight, people.size)
    harm = np.bincount(window.person, weights=window.worth, minlength=places.size)[people]
    firsts = np.flatnonzero(np.diff(incident, prepend=-1))
    of_incident = np.add.reduceat(worth, firsts) if firsts.size else np.empty(0)
    others = np.repeat(of_incident, np.diff(np.append(firsts, incident.size))) - worth
    return Network(
        people=people,
        places=places,
        links=links,
        shared=shared,
        harm=harm.astype(np.int64),
        shared_harm=np.bincount(person, weights=others, minlength=people.size).astype(np.int64),
    )


def _share_weight(decay: Ints, suspects: Numbers) -> Ints:
    """Return what an incident gives to each two of its people: its weight by the number of the others.

    So each person takes part in an incident with a weight of one, however many are named in it: to be one of twenty
    does not make anybody nineteen times as well connected as to be one of two.
    """
    weight: Ints = np.rint(decay / (suspects - 1)).astype(np.int64)
    return weight


def _link(person: Places, incident: Ints, weight: Ints, people: int) -> tuple[Matrix, Ints]:
    """Return the weight of each link, and how many incidents are behind it; rows stand in order of incident."""
    low, high, packed = [], [], []
    for apart in range(1, MOST_SUSPECTS):
        same = np.flatnonzero(incident[apart:] == incident[:-apart])
        low.append(person[same])
        high.append(person[same + apart])
        packed.append(weight[same] + _ONE_INCIDENT)
    pair = np.concatenate(low).astype(np.int64) * people + np.concatenate(high)
    order = np.argsort(pair)
    pair = pair[order]
    firsts = np.flatnonzero(np.diff(pair, prepend=-1))
    total = np.add.reduceat(np.concatenate(packed)[order], firsts) if firsts.size else np.empty(0, dtype=np.int64)
    low_end, high_end = np.divmod(pair[firsts], max(people, 1))
    # Lower partners first: the entries of each row then stand in order of partner as they are.
    rows, columns = np.concatenate((high_end, low_end)), np.concatenate((low_end, high_end))
    links = sparse.csr_array((np.tile(total, 2), (rows, columns)), shape=(people, people))
    shared: Ints = links.data // _ONE_INCIDENT
    links.data %= _ONE_INCIDENT
    return links, shared

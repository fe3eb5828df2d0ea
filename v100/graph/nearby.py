"""Measures of what is near a person: his partners, and those two hops away.

In: a `Network` and the rows of the people wanted. Out: one whole number a person wanted. Refuses nothing.
Two hops go over close links alone: a chain is worth the product of its links, and its number grows with the square.
They are multiplied out for a few thousand people at a time, so memory does not grow with the cohort.
"""

from typing import Final

import numpy as np
from scipy import sparse

from v100.graph.link_measure import CLOSE_MICRO_WEIGHT
from v100.graph.network import Matrix, Network
from v100.graph.window import Bools, Ints, Numbers, Places

AT_A_TIME: Final = 8_192
# From this up an entry is a partner; what is below it counts the partners in common.
_PARTNER: Final = 1 << 32


def count_repeats(network: Network) -> Ints:
    """Return for everybody how many partners share two incidents or more with him."""
    return add_rows(network.shared > 1, network.links.indptr)


def count_also_victims(network: Network, also_victim: Bools) -> Ints:
    """Return for everybody how many partners are victims too."""
    return add_rows(also_victim[network.links.indices], network.links.indptr)


def add_partners_harm(network: Network) -> Ints:
    """Return for everybody the harm of his partners, less what it has from incidents that link them to him."""
    return add_rows(network.harm[network.links.indices], network.links.indptr) - network.shared_harm


def look_two_hops(network: Network, rows: Places) -> tuple[Ints, Ints]:
    """Return, over close links, the harm of those two hops away and the pairs of partners who are no partners."""
    close = take_pattern(network.links, network.links.data >= CLOSE_MICRO_WEIGHT)
    # One multiplication tells partners (_PARTNER and the partners in common) from those two hops away (less).
    marked = (close + sparse.eye_array(close.shape[0], dtype=np.int64, format="csr") * _PARTNER).tocsr()
    harms, closed = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for start in range(0, rows.size, AT_A_TIME):
        block = rows[start : start + AT_A_TIME]
        reached = close[block] @ marked
        partners = reached.data >= _PARTNER
        harm = np.where(partners, 0, network.harm[reached.indices])
        # Everybody with a partner is two hops from himself.
        himself = np.where(np.diff(reached.indptr) > 0, network.harm[block], 0)
        harms.append(add_rows(harm, reached.indptr) - himself)
        closed.append(add_rows(np.where(partners, reached.data - _PARTNER, 0), reached.indptr) // 2)
    degree = np.diff(close.indptr)[rows].astype(np.int64)
    return np.concatenate(harms), degree * (degree - 1) // 2 - np.concatenate(closed)


def take_pattern(links: Matrix, chosen: Bools) -> Matrix:
    """Return a matrix of the chosen entries, each of them one."""
    starts = np.append(0, np.cumsum(chosen))[links.indptr]
    columns = links.indices[chosen]
    return sparse.csr_array((np.ones(columns.size, dtype=np.int64), columns, starts), shape=links.shape)


def add_rows(values: Numbers, starts: Numbers) -> Ints:
    """Return the sum of each row's entries, whole numbers all."""
    running = np.append(0, np.cumsum(values, dtype=np.int64))
    added: Ints = running[starts[1:]] - running[starts[:-1]]
    return added

"""Measures of the whole network: nearness to harm, core and component of everybody in it.

In: a `Network`. Out: one number a person of it. Refuses nothing; without any harm nobody is near it (NaN).
"""

from typing import Final

import numpy as np
from scipy.sparse import csgraph

from v100.graph.network import Matrix, Network
from v100.graph.window import Floats, Ints, Numbers, Places

DAMPING: Final = 0.85
# A fixed number, so that a result never hangs on where a tolerance happened to fall. What is left to be moved after
# them is less than 0.85^30, under one part in a hundred.
ROUNDS: Final = 30


def rank_pages(network: Network) -> Floats:
    """Return PageRank restarting at people in proportion to their decayed harm, as a multiple of the average.

    Shares of one would shrink as the network grows over the years; multiples of the average do not.
    The sums run over the stored entries in order, on one thread: nothing needs to be rounded.
    """
    people = network.people.size
    total = int(network.harm.sum())
    if total == 0:
        return np.full(people, np.nan)
    restart = network.harm / total
    links = network.links.astype(np.float64)
    # Everybody in the network has a link, and none has decayed to nothing within the window.
    strength = np.asarray(network.links.sum(axis=1), dtype=np.float64)
    rank = restart
    for _ in range(ROUNDS):
        rank = DAMPING * (links @ (rank / strength)) + (1 - DAMPING) * restart
    return rank * people


def find_components(network: Network) -> Ints:
    """Return the size of each person's connected component."""
    if network.people.size == 0:
        return np.empty(0, dtype=np.int64)
    # Every link goes both ways, so strong components are the weak ones, found without turning the matrix over.
    _, label = csgraph.connected_components(network.links, directed=True, connection="strong")
    size: Ints = np.bincount(label)[label].astype(np.int64)
    return size


def find_cores(network: Network) -> Ints:
    """Return each person's core number, by peeling off all that have too few partners left at once."""
    left = network.degree
    core = np.zeros(left.size, dtype=np.int64)
    inside = np.ones(left.size, dtype=np.bool_)
    remaining: Numbers = np.arange(left.size)
    k = 0
    while remaining.size:
        # To the lowest number of partners left: the steps between would peel nobody.
        k = max(k, int(left[remaining].min()))
        peeled: Numbers = remaining[left[remaining] <= k]
        while peeled.size:
            core[peeled] = k
            inside[peeled] = False
            partners = _list_partners(network.links, peeled)
            touched, times = np.unique(partners[inside[partners]], return_counts=True)
            left[touched] -= times
            peeled = touched[left[touched] <= k]
        remaining = remaining[inside[remaining]]
    return core


def _list_partners(links: Matrix, people: Numbers) -> Places:
    """Return the partners of all the people, one after another."""
    starts, ends = links.indptr[people], links.indptr[people + 1]
    lengths = ends - starts
    shifts = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    partners: Places = links.indices[np.arange(shifts.size, dtype=shifts.dtype) + shifts]
    return partners

"""How one record of a human being comes to differ from another: one change at a time.

In: a generator, the kind of change, the true details. Out: the details as that record has them. Refuses nothing; a
change that somebody cannot undergo, such as the short form of a name that has none, leaves him as he is.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from v100.synth.draws import DAY, YEAR
from v100.synth.names import draw_names
from v100.synth.variants import OTHER_SPELLINGS, RARER_FAMILIES, SHORT_FORMS

# Chance that a copy, made where somebody was not recognised, differs in this way.
KINDS: Final = {
    "short form": 0.10,
    "other spelling": 0.10,
    "names swapped": 0.025,
    "second name first": 0.02,
    "married name": 0.03,
    "double name": 0.01,
    "digit slip": 0.03,
    "false birth": 0.012,
    "alias": 0.008,
}
_DIGIT_STEPS: Final = (-10 * DAY, 10 * DAY, -3652 * DAY, 3652 * DAY, -1 * DAY, DAY)
_FALSE_YEARS: Final = 9


class Details(NamedTuple):
    """Given names, family name, and birth in seconds since 1970."""

    given: str
    family: str
    birth: int


def alter(rng: np.random.Generator, kind: str, true: Details, *, male: bool) -> Details:
    """Return the details after a change of that kind."""
    return _CHANGES[kind](rng, true, male)


def pick_given(rng: np.random.Generator, *, male: bool, other_than: str) -> str:
    """Return a given name that shares no word with another."""
    while True:
        name = str(draw_names(rng, np.array([male]))[0][0])
        if not set(name.split()) & set(other_than.split()):
            return name


def _shorten(rng: np.random.Generator, true: Details, _male: bool) -> Details:
    first, *rest = true.given.split()
    return true._replace(given=" ".join([str(rng.choice(SHORT_FORMS.get(first, (first,)))), *rest]))


def _respell(rng: np.random.Generator, true: Details, _male: bool) -> Details:
    words = [str(rng.choice(OTHER_SPELLINGS.get(word, (word,)))) for word in true.given.split()]
    return true._replace(
        given=" ".join(words), family=str(rng.choice(OTHER_SPELLINGS.get(true.family, (true.family,))))
    )


def _swap(_rng: np.random.Generator, true: Details, _male: bool) -> Details:
    first = true.given.split()[0]
    return true._replace(given=true.family, family=first)


def _use_second(_rng: np.random.Generator, true: Details, _male: bool) -> Details:
    return true._replace(given=" ".join(true.given.split()[1:]) or true.given)


def _marry(rng: np.random.Generator, true: Details, male: bool) -> Details:
    return true if male else true._replace(family=_pick_family(rng))


def _double(rng: np.random.Generator, true: Details, _male: bool) -> Details:
    return true._replace(family=f"{true.family}-{_pick_family(rng)}")


def _slip_digit(rng: np.random.Generator, true: Details, _male: bool) -> Details:
    return true._replace(birth=true.birth + int(rng.choice(_DIGIT_STEPS)))


def _falsify(rng: np.random.Generator, true: Details, _male: bool) -> Details:
    years = int(rng.choice([-1, 1])) * int(rng.integers(1, _FALSE_YEARS))
    return true._replace(birth=(true.birth + years * YEAR + int(rng.integers(0, 300)) * DAY) // DAY * DAY)


def _rename(rng: np.random.Generator, true: Details, male: bool) -> Details:
    return true._replace(given=pick_given(rng, male=male, other_than=true.given), family=_pick_family(rng))


def _pick_family(rng: np.random.Generator) -> str:
    return str(RARER_FAMILIES[int(rng.integers(len(RARER_FAMILIES)))])


_CHANGES: Final[dict[str, Callable[[np.random.Generator, Details, bool], Details]]] = {
    "short form": _shorten,
    "other spelling": _respell,
    "names swapped": _swap,
    "second name first": _use_second,
    "married name": _marry,
    "double name": _double,
    "digit slip": _slip_digit,
    "false birth": _falsify,
    "alias": _rename,
}

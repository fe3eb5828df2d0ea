"""Made-up people's names and how clerks misspell them.

In: a generator and sizes. Out: given and family names drawn independently from common names of England and
Wales, so that any likeness to a person is chance, and the misspellings that make duplicate records. Refuses
nothing.
"""

from typing import Final

import numpy as np

from v100.synth.draws import Bools, Texts, draw_true

_SHORTEST_TO_SLIP: Final = 3
_TWO_GIVEN_NAMES: Final = 0.2
_MALE: Final = (
    "Adam", "Ahmed", "Alan", "Alexander", "Ali", "Andrew", "Anthony", "Arjun", "Ben", "Charles",
    "Christopher", "Daniel", "David", "Dean", "Edward", "Femi", "Gareth", "George", "Hamza",
    "Harry", "Hassan", "Ian", "Ibrahim", "Jack", "Jacob", "James", "Jason", "Joe", "John", "Jordan",
    "Joseph", "Kai", "Kevin", "Kwame", "Lee", "Leon", "Lewis", "Liam", "Luke", "Marcus", "Mark",
    "Martin", "Matthew", "Michael", "Mohammed", "Nathan", "Neil", "Oliver", "Omar", "Patrick",
    "Paul", "Peter", "Piotr", "Rajesh", "Reece", "Richard", "Robert", "Ryan", "Samuel", "Sean",
    "Simon", "Stephen", "Steven", "Thomas", "Tomasz", "Tyler", "Usman", "William", "Yusuf",
    "Zachary",
)  # fmt: skip
_FEMALE: Final = (
    "Abigail", "Aisha", "Alice", "Amanda", "Amelia", "Amy", "Anna", "Beth", "Catherine",
    "Charlotte", "Chloe", "Claire", "Danielle", "Deborah", "Ella", "Emily", "Emma", "Fatima",
    "Gemma", "Grace", "Hannah", "Helen", "Isabella", "Jade", "Jane", "Jennifer", "Jessica",
    "Joanne", "Julie", "Karen", "Kate", "Khadija", "Laura", "Lauren", "Leah", "Lily", "Linda",
    "Lisa", "Lucy", "Maria", "Mary", "Megan", "Mia", "Michelle", "Molly", "Natalie", "Nicola",
    "Olivia", "Patricia", "Priya", "Rachel", "Rebecca", "Ruth", "Sarah", "Sophie", "Stacey",
    "Susan", "Tracey", "Victoria", "Yasmin", "Zara", "Zoe",
)  # fmt: skip
_FAMILY: Final = (
    "Adams", "Ahmed", "Akhtar", "Ali", "Allen", "Anderson", "Bailey", "Baker", "Begum", "Bell",
    "Bennett", "Brown", "Butler", "Campbell", "Carter", "Chapman", "Clark", "Clarke", "Collins",
    "Cook", "Cooper", "Cox", "Davies", "Davis", "Edwards", "Ellis", "Evans", "Fisher", "Foster",
    "Fox", "Gray", "Green", "Griffiths", "Hall", "Harris", "Harrison", "Harvey", "Hill", "Holmes",
    "Hughes", "Hunt", "Hussain", "Jackson", "James", "Jenkins", "Johnson", "Jones", "Kaur", "Kelly",
    "Khan", "King", "Knight", "Lee", "Lewis", "Lloyd", "Marshall", "Martin", "Mason", "Matthews",
    "Miller", "Mills", "Mitchell", "Moore", "Morgan", "Morris", "Murphy", "Murray", "Okafor",
    "Owen", "Palmer", "Parker", "Patel", "Phillips", "Powell", "Price", "Reid", "Richards",
    "Richardson", "Roberts", "Robinson", "Rogers", "Russell", "Scott", "Shah", "Shaw", "Simpson",
    "Singh", "Smith", "Stevens", "Stewart", "Taylor", "Thomas", "Thompson", "Turner", "Walker",
    "Walsh", "Ward", "Watson", "Webb", "White", "Wilkinson", "Williams", "Wilson", "Wood", "Wright",
    "Young",
)  # fmt: skip


def draw_names(rng: np.random.Generator, male: Bools) -> tuple[Texts, Texts]:
    """Return given and family names, one pair per person; one in five has a second given name."""
    size = len(male)
    given = _draw_given(rng, male)
    second = np.char.add(np.char.add(given, " "), _draw_given(rng, male))
    return np.where(draw_true(rng, _TWO_GIVEN_NAMES, size), second, given), rng.choice(np.array(_FAMILY), size)


def misspell(rng: np.random.Generator, names: Texts, wrong: Bools) -> Texts:
    """Return the names with one slip of the pen where `wrong`: a letter lost, doubled or swapped."""
    slips = rng.integers(0, 3, len(names))
    places = rng.random(len(names))
    result = names.astype(object)
    for row in np.flatnonzero(wrong):
        result[row] = _slip(str(names[row]), int(slips[row]), float(places[row]))
    return result.astype(np.str_)


def _draw_given(rng: np.random.Generator, male: Bools) -> Texts:
    size = len(male)
    return np.where(male, rng.choice(np.array(_MALE), size), rng.choice(np.array(_FEMALE), size))


def _slip(name: str, kind: int, place: float) -> str:
    if len(name) < _SHORTEST_TO_SLIP:
        return name
    at = 1 + int(place * (len(name) - 2))
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at] + name[at:]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]

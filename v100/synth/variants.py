"""Made-up people's names in their other forms: short ones, other spellings, rarer family names.

In: nothing. Out: tables that `confusions` draws from. Refuses nothing.
"""

from typing import Final

SHORT_FORMS: Final = {
    "Alexander": ("Alex", "Sandy"), "Andrew": ("Andy", "Drew"), "Anthony": ("Tony",), "Charles": ("Charlie",),
    "Christopher": ("Chris",), "Daniel": ("Dan", "Danny"), "David": ("Dave",), "Edward": ("Ed", "Ted"),
    "James": ("Jim", "Jamie"), "Joseph": ("Joe",), "Matthew": ("Matt",), "Michael": ("Mike", "Mick"),
    "Nathan": ("Nate",), "Oliver": ("Ollie",), "Patrick": ("Paddy", "Pat"), "Peter": ("Pete",), "Richard": ("Rick",),
    "Robert": ("Bob", "Rob"), "Samuel": ("Sam",), "Stephen": ("Steve",), "Steven": ("Steve",), "Thomas": ("Tom",),
    "William": ("Bill", "Will"), "Zachary": ("Zac",), "Kevin": ("Kev",), "Gareth": ("Gaz",), "Martin": ("Marty",),
    "Abigail": ("Abbie",), "Amanda": ("Mandy",), "Catherine": ("Kate", "Cathy"), "Charlotte": ("Lottie",),
    "Deborah": ("Debbie",), "Gemma": ("Gem",), "Isabella": ("Bella",), "Jennifer": ("Jenny",), "Jessica": ("Jess",),
    "Joanne": ("Jo",), "Megan": ("Meg",), "Natalie": ("Nat",), "Nicola": ("Nicky",), "Olivia": ("Liv",),
    "Patricia": ("Trish",), "Rachel": ("Rach",), "Rebecca": ("Becky",), "Susan": ("Sue",), "Victoria": ("Vicky",),
}  # fmt: skip
OTHER_SPELLINGS: Final = {
    "Mohammed": ("Muhammad", "Mohamed", "Mohammad"), "Ahmed": ("Ahmad", "Ahmet"), "Yusuf": ("Yousef", "Youssef"),
    "Usman": ("Osman", "Uthman"), "Hassan": ("Hasan",), "Omar": ("Umar",), "Ibrahim": ("Ebrahim",),
    "Piotr": ("Pyotr",), "Tomasz": ("Tomas",), "Aisha": ("Ayesha", "Aysha"), "Khadija": ("Khadijah",),
    "Yasmin": ("Jasmin",), "Fatima": ("Fatma",), "Hussain": ("Hussein", "Husain"), "Akhtar": ("Akhter",),
    "Clark": ("Clarke",), "Clarke": ("Clark",), "Davies": ("Davis",), "Thompson": ("Thomson",), "Reid": ("Reed",),
}  # fmt: skip
_BEGIN: Final = (
    "Ash", "Black", "Brad", "Bram", "Burn", "Cal", "Chad", "Cran", "Crom", "Dal", "Den", "East", "Fair", "Farn",
    "Green", "Hal", "Ham", "Har", "Hart", "Hol", "Kirk", "Lang", "Law", "Lin", "Mar", "Mel", "Nor", "Oak", "Pen", "Rad",
    "Red", "Ruther", "Sher", "Stan", "Staf", "Thorn", "Wake", "Wal", "West", "Win",
)  # fmt: skip
_END: Final = ("burn", "by", "combe", "croft", "den", "field", "ford", "ham", "ley", "low", "man", "ridge", "shaw",
               "stead", "ton", "well", "wick", "wood", "worth")  # fmt: skip
RARER_FAMILIES: Final = tuple(begin + end for begin in _BEGIN for end in _END)

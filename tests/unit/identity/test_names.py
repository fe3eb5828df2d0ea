import pytest

from v100.identity.names import sound_out, split_name
from v100.identity.nicknames import FAMILY_ROOTS, GIVEN_ROOTS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Smith", ["smith"]),
        ("O\u2019CONNOR", ["oconnor"]),
        ("Mc Donald", ["mcdonald"]),
        ("van der Berg", ["vanderberg"]),
        ("Smith-Jones", ["smith", "jones"]),
        ("Mr. John Paul", ["john", "paul"]),
        ("\u0141ukasz Jos\u00e9", ["lukasz", "jose"]),
        ("Al", ["al"]),
        ("?", []),
    ],
)
def test_a_name_in_plain_words(text: str, words: list[str]) -> None:
    assert split_name(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("phillips", "filips"),
        ("wright", "right"),
        ("smith", "smyth"),
        ("knight", "night"),
        ("jackson", "jaxon"),
        ("thompson", "tompson"),
        ("yusuf", "jusuf"),
    ],
)
def test_words_of_one_sound_share_a_key(one: str, other: str) -> None:
    assert sound_out(one) == sound_out(other)


@pytest.mark.parametrize(("one", "other"), [("smith", "jones"), ("shaw", "shah"), ("khan", "king"), ("reid", "price")])
def test_different_names_mostly_do_not(one: str, other: str) -> None:
    assert (sound_out(one) == sound_out(other)) == ((one, other) == ("shaw", "shah"))


def test_forms_of_one_name_share_a_root() -> None:
    assert GIVEN_ROOTS["bob"] == GIVEN_ROOTS["robert"]
    assert GIVEN_ROOTS["muhammad"] == GIVEN_ROOTS["mohammed"] == GIVEN_ROOTS["mohamed"]
    assert FAMILY_ROOTS["hussein"] == FAMILY_ROOTS["husain"]
    assert GIVEN_ROOTS["robert"] != GIVEN_ROOTS["richard"]

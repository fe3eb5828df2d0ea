import polars as pl
import pytest

from v100.identity.names import find_borne_meant, sound_out, split_name
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


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("matthew", 400),
        ("matthw", 400),
        ("matthwe", 400),
        ("mathew", 30),
        ("matthewww", 2),
        ("martha", 40),
        ("mb", 1),
    ],
)
def test_a_slip_is_as_common_as_the_name_it_is_a_slip_of(name: str, meant: int) -> None:
    borne = {"matthew": 400, "matthw": 2, "matthwe": 1, "mathew": 30, "matthewww": 2, "martha": 40, "mb": 1, "ma": 90}
    found = find_borne_meant(pl.Series(list(borne)), pl.Series(list(borne.values())))
    assert dict(zip(borne, found, strict=True))[name] == meant


def test_nobody_has_no_names() -> None:
    nobody = pl.Series([], dtype=pl.String)
    assert find_borne_meant(nobody, pl.Series([], dtype=pl.UInt32)).to_list() == []

"""What could be an id in an answer is among its words."""

import pytest

from v100.audit.words import collect_words, list_words


@pytest.mark.parametrize(
    "text",
    [
        "P1",
        "P1.",
        "Person P1 as of 2026-06-01",
        "A, P1 and B",
        "['P1', 'P2']",
        '{"person_id":"P1"}',
        "accept P1 on V100-0001",
        "No person or record P1 was known.",
        "(P1)",
        "identity:P1",
        "No P1? P1!",
        "x=P1",
        "a\nP1\nb",
        "P1:feeds/persons.csv",
        "/srv/out/SAR-P1.html",
        "/srv/out/Answer to P1_b 2026.html.age",
        "Ask the court to destroy /srv/out/P1.json.",
    ],
)
def test_an_id_in_a_text_is_one_of_its_words(text: str) -> None:
    assert "P1" in list_words(text)


@pytest.mark.parametrize("name", ["RMS/2021/0001", "NICHE:44-1", "12 345", "O'P1", "Ä-7", "a.b.c", "7", " P1 "])
def test_an_id_of_any_shape_is_found_where_it_stands_alone(name: str) -> None:
    assert name in collect_words([{"rows": [{"person_id": name}]}])
    assert name in collect_words([[["1", name, None, 4.5]]])


def test_an_id_of_several_parts_is_found_in_the_name_of_a_file() -> None:
    assert "P-1_2" in list_words("/srv/out/SAR P-1_2.html")


def test_nothing_but_text_is_a_word() -> None:
    assert collect_words([1, 2.5, None, True, [], {}]) == set()

"""Ids and names are found however people write them, and nobody else's are."""

import pytest

from v100.governance.retention.traces import Traces, write_names

TRACES = Traces(
    frozenset({"P00002795", "P1", "02/0000123F"}),
    frozenset(
        {
            *write_names("Seamus", "O'Brien"),
            *write_names("Aubrey Jean", "Featherstone-Haugh"),
            *write_names("José", "Núñez"),
            ("02", "0000123f"),
        }
    ),
    frozenset({"P1-2", "p1", "A_P1"}),
)


@pytest.mark.parametrize(
    "text",
    [
        "Seamus O'Brien",
        "seamus  o\u2019brien",
        "O'BRIEN, SEAMUS",
        "Seamus OBrien",
        "Seamus O&#39;Brien",
        r"O\u2019Brien, Seamus",
        r"\nSeamus\nO'Brien",
        "Seamus%20O%27Brien",
        "Aubrey Featherstone-Haugh",
        "Aubrey Featherstone\u2010Haugh",
        "featherstone haugh;aubrey jean",
        "Aubrey_Jean_Featherstone_Haugh",
        "Jose\u0301 Nu\u0301n\u0303ez",
        "profile-P00002795.pdf",
        "p00002795",
        "P00002795_b",
        "P00002795-2026",
        "02/0000123f",
        "02-0000123F",
        "P1",
        "P1-3",
        r"\nP1",
    ],
)
def test_he_is_found_and_taken_out_whole(text: str) -> None:
    assert TRACES.is_in(f"so {text}, he")
    left = TRACES.take_out(f"so {text}, he")
    assert left.startswith("so ")
    assert left.endswith(", he")
    assert not TRACES.is_in(left)


@pytest.mark.parametrize(
    "text",
    [
        "Seamus",
        "O'Brien",
        "Seamus and O'Brien",
        "Seamus O'Briens",
        "P000027951",
        "XP00002795",
        "P1-2",
        "p1-2",
        "a_p1",
        "p1",
        "P1x",
        "02/0000123",
    ],
)
def test_another_is_not(text: str) -> None:
    assert TRACES.take_out(text) == text

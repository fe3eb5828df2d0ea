"""Ids to numbers, exact even where hashes are not."""

import numpy as np
import polars as pl
import pytest

from v100.features import lookup
from v100.features.lookup import Lookup, number_few, number_ids

IDS = [f"I{number * 7919 % 4001:05}" for number in range(4_000)]


@pytest.fixture(params=["sound", "one for all", "few", "swapped"])
def hashing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Hash as it is, or so badly that different ids have one hash."""
    bad = {
        "one for all": lambda ids: np.zeros(ids.len(), dtype=np.uint64),
        "few": lambda ids: ids.hash().to_numpy() % np.uint64(97),
        "swapped": lambda ids: ids.str.slice(0, 5).hash().to_numpy(),
    }
    if request.param in bad:
        monkeypatch.setattr(lookup, "hash_ids", bad[request.param])
    return str(request.param)


def find_plainly(ids: list[str], wanted: list[str | None]) -> list[int]:
    places = {one: place for place, one in enumerate(ids)}
    return [places.get(one, -1) if one is not None else -1 for one in wanted]


def test_every_id_is_found_where_it_is(hashing: str) -> None:
    wanted = [*IDS[::-1], "I9", None, "", *IDS[:5], "J00001"]
    assert Lookup(pl.Series(IDS)).find(pl.Series(wanted)).tolist() == find_plainly(IDS, wanted)


def test_what_shares_a_hash_with_an_id_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "hash_ids", lambda ids: ids.str.slice(0, 2).hash().to_numpy())
    assert Lookup(pl.Series(["aa", "bb"])).find(pl.Series(["aax", "bb", "aa", "cc"])).tolist() == [-1, 1, 0, -1]


@pytest.mark.parametrize("ids", [[], ["one"], ["one", "two"]])
def test_few_ids_and_none(ids: list[str]) -> None:
    wanted = ["two", "one", "three"]
    found = Lookup(pl.Series(ids, dtype=pl.String)).find(pl.Series(wanted))
    assert found.tolist() == find_plainly(ids, wanted)
    assert Lookup(pl.Series(ids, dtype=pl.String)).find(pl.Series([], dtype=pl.String)).tolist() == []


@pytest.mark.parametrize("number", [number_ids, number_few])
def test_numbers_tell_ids_apart_and_lead_back(number, hashing: str) -> None:
    values = pl.Series([*IDS, *IDS[100:300], *IDS[:3]])
    found, places = number(values)
    assert sorted(found.ids) == sorted(IDS)
    assert found.ids.gather(places).to_list() == values.to_list()
    assert found.find(values).tolist() == places.tolist()


def test_nothing_is_numbered_of_nothing() -> None:
    found, places = number_ids(pl.Series([], dtype=pl.String))
    assert (found.ids.len(), places.tolist()) == (0, [])


def test_few_values_are_numbered_in_their_order_and_null_is_none() -> None:
    found, places = number_few(pl.Series(["b", None, "a", "b"]))
    assert (found.ids.to_list(), places.tolist()) == (["a", "b"], [1, -1, 0, 1])

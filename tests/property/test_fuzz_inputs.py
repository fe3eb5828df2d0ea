"""Hostile words, feeds, settings, specifications, tables and contracts: no traceback, no load by halves, no stray file.

`python -m tools.fuzz --minutes M` tries the same for as long as wanted.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.damage import Draw
from tools.hostile import TRIES, Attempt, build_victim, try_once

QUICK = settings(max_examples=6, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scene")
    build_victim(folder)
    return folder


@pytest.mark.parametrize("attempt", dict.fromkeys(TRIES), ids=lambda attempt: attempt.__name__)
@QUICK
@given(data=st.data())
def test_hostile_input_is_refused_in_words_or_does_no_harm(
    attempt: Attempt, scene: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    draw = Draw(lambda size: data.draw(st.integers(0, size - 1)))
    _, what, fault = try_once(draw, scene, tmp_path_factory.mktemp("place") / "p", attempt)
    assert fault == "", what

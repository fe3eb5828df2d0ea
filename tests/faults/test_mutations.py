"""Damaged files: each damage is detected or harmless, and nothing ends in a traceback or with a wrong figure.

`python -m tools.fuzz --mutations N` tries as many as wanted.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.support.effort import repeat
from tools.damage import damage, make_draw
from tools.fuzz import DETECTED, HARMLESS, run_cases, spoil
from tools.scene import build_scene

CASES = repeat(40, soak=1_000)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scene")
    build_scene(folder)
    return folder


def test_every_damage_is_detected_or_harmless(scene: Path) -> None:
    found = list(run_cases(scene, 2026, range(CASES), spoil))
    assert [case for case in found if case["verdict"] not in {HARMLESS, DETECTED}] == []
    verdicts = Counter(case["verdict"] for case in found)
    assert len(found) == CASES
    assert min(verdicts[HARMLESS], verdicts[DETECTED]) > CASES / 20
    assert len({case["target"] for case in found}) > 5


def test_the_same_number_is_the_same_damage_and_damage_is_done() -> None:
    content = bytes(range(256)) * 4_000
    assert damage(content, make_draw(1, 7)) == damage(content, make_draw(1, 7))
    changed = [damage(content, make_draw(1, number))[0] != content for number in range(300)]
    assert sum(changed) > 200
    assert damage(b"", make_draw(1, 1))[0] != b""

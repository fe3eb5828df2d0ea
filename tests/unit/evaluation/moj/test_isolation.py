"""The yardstick reads sex and age: nothing that ranks, models or lists people may reach it."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[4] / "v100"
APART = ("ranking", "model", "features", "tasking", "casework", "harm", "graph", "store")


def import_lines(text):
    return [ast.unparse(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("package", APART)
def test_nothing_that_ranks_imports_the_yardstick(package):
    lines = [
        line for path in (SOURCE / package).rglob("*.py") for line in import_lines(path.read_text(encoding="utf-8"))
    ]
    assert [line for line in lines if "evaluation.moj" in line or "import moj" in line] == []


def test_the_fence_sees_an_import():
    text = (SOURCE / "evaluation" / "moj" / "score.py").read_text(encoding="utf-8")
    assert any("evaluation.moj" in line for line in import_lines(text))

import importlib
import subprocess
import sys

import pytest

from v100.model.hidden_imports import hide_packages


def test_a_hidden_package_is_not_there_and_then_is_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with hide_packages("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys")


def test_what_is_imported_already_stays() -> None:
    with hide_packages("json"):
        assert importlib.import_module("json") is sys.modules["json"]


def test_the_model_starts_without_pandas_and_scikit_learn() -> None:
    code = "import sys, v100.model.boosting; sys.exit(any(name in sys.modules for name in ('pandas', 'sklearn')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

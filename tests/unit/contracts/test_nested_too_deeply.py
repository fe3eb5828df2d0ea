"""Text that is nested a thousandfold, or refers to itself, is refused in words."""

from pathlib import Path

import pytest

from v100.contracts.read import read_contracts
from v100.errors import InputDataError, UsageError
from v100.model.spec import parse_spec
from v100.resources import resource_path
from v100.settings import Workspace, read_settings

DEEP = "[" * 5_000


def test_settings_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    (tmp_path / "v100.toml").write_text(f"units = {DEEP}", encoding="utf-8")
    with pytest.raises(UsageError, match="nested too deeply"):
        read_settings(Workspace(tmp_path))


def test_a_specification_nested_too_deeply_is_refused() -> None:
    with pytest.raises(UsageError, match="nested too deeply"):
        parse_spec(f"name = {DEEP}", "deep.toml")


def test_a_number_of_very_many_digits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "v100.toml").write_text(f"top = {'9' * 5_000}", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        read_settings(Workspace(tmp_path))
    with pytest.raises(UsageError, match="cannot be read"):
        parse_spec(f"name = {'9' * 5_000}", "long.toml")


@pytest.mark.parametrize("text", [DEEP, "{a: " * 5_000, "- " * 5_000])
def test_a_contract_nested_too_deeply_is_refused(text: str, tmp_path: Path) -> None:
    for path in resource_path("data_contracts").glob("*.odcs.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "persons.odcs.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputDataError, match=r"persons\.odcs\.yaml"):
        read_contracts(tmp_path)


ALIASES = [
    "a: &a [x, x]",
    *(f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]" for one, two in zip("abcdefgh", "bcdefghi", strict=True)),
]
FREE = """
support:
- channel: a
  url: b
  customProperties:
  - property: a
    value: """


@pytest.mark.parametrize(
    "value",
    ["{" + ", ".join(ALIASES) + "}", "&a [*a]", "&a {b: {c: *a}}", "[&a [], *a]"],
    ids=["bomb", "loop", "deep", "twice"],
)
def test_a_contract_that_refers_to_itself_is_refused(value: str, tmp_path: Path) -> None:
    for path in resource_path("data_contracts").glob("*.odcs.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "persons.odcs.yaml").open("a", encoding="utf-8") as stream:
        stream.write(FREE + value + "\n")
    with pytest.raises(InputDataError, match="alias"):
        read_contracts(tmp_path)

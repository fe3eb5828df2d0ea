"""What V100 is made of, and which of it is known to be weak."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools.advisories import find_weak, main, read_advisories
from tools.lock import find_needed, read_lock
from tools.sbom import make_bill

ROOT = Path(__file__).parents[3]
LOCK = f"""# written by a program
inner-thing==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
    # via outer
inner-thing==2.5 ; python_full_version >= '3.12' \\
    --hash=sha256:{"c" * 64}
    # via outer
outer==1.4 \\
    --hash=sha256:{"d" * 64}
    # via
    #   v100 (pyproject.toml)
    #   checker
checker==9.0 \\
    --hash=sha256:{"e" * 64}
    # via v100 (pyproject.toml:dev)
"""


def advise(name: str, **affected: Any) -> dict[str, Any]:
    package = {"ecosystem": "PyPI", "name": name}
    return {"id": "V-1", "summary": "It is weak.\nMore.", "affected": [{"package": package, **affected}]}


def span(**events: str) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": [{key: value} for key, value in events.items()]}]}


def test_the_bill_names_every_locked_package_and_what_is_needed_to_run() -> None:
    bill = make_bill(LOCK)
    found = {(item["name"], item["version"]): item["scope"] for item in bill["components"]}
    assert found == {
        ("checker", "9.0"): "excluded",
        ("inner-thing", "2.0"): "required",
        ("inner-thing", "2.5"): "required",
        ("outer", "1.4"): "required",
    }
    wants = {item["ref"]: item["dependsOn"] for item in bill["dependencies"]}
    assert wants["pkg:pypi/outer@1.4"] == ["pkg:pypi/inner-thing@2.0", "pkg:pypi/inner-thing@2.5"]
    assert wants[bill["metadata"]["component"]["bom-ref"]] == ["pkg:pypi/checker@9.0", "pkg:pypi/outer@1.4"]


def test_the_bill_of_the_repository_is_a_cyclonedx_document() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    bill = make_bill(text)
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert bill["serialNumber"].startswith("urn:uuid:")
    refs = [item["bom-ref"] for item in bill["components"]]
    assert len(refs) == len(set(refs)) > 60
    for item in bill["components"]:
        assert item["type"] == "library"
        assert item["purl"] == f"pkg:pypi/{item['name']}@{item['version']}"
        assert item["hashes"]
        assert all(len(each["content"]) == 64 for each in item["hashes"])
    own = bill["metadata"]["component"]["bom-ref"]
    known = {own, *refs}
    assert {item["ref"] for item in bill["dependencies"]} == known
    assert all(set(item["dependsOn"]) <= known for item in bill["dependencies"])
    assert json.dumps(bill) == json.dumps(make_bill(text))
    assert {"polars", "duckdb", "numpy"} <= find_needed(read_lock(text))
    assert "pytest" not in find_needed(read_lock(text))


@pytest.mark.parametrize(
    ("advisory", "found"),
    [
        (advise("Outer", versions=["1.4"]), ["outer 1.4"]),
        (advise("outer", versions=["1.3"]), []),
        (advise("outer", **span(introduced="0", fixed="1.4")), []),
        (advise("outer", **span(introduced="0", fixed="1.10")), ["outer 1.4"]),
        (advise("outer", **span(introduced="1.5")), []),
        (advise("outer", **span(introduced="1.0", last_affected="1.4")), ["outer 1.4"]),
        (advise("inner_thing", **span(introduced="2.1")), ["inner-thing 2.5"]),
        (advise("inner.thing", **span(introduced="0")), ["inner-thing 2.0", "inner-thing 2.5"]),
        (advise("outer", **span(introduced="0", fixed="what?")), ["outer 1.4"]),
        (advise("other", **span(introduced="0")), []),
    ],
)
def test_a_package_is_weak_in_the_versions_an_advisory_names(advisory: dict[str, Any], found: list[str]) -> None:
    assert [item[0] for item in find_weak(read_lock(LOCK), [advisory])] == found


def test_the_lock_is_held_to_a_folder_of_advisories(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("V100_ADVISORIES", raising=False)
    assert main([]) == 0
    assert "nothing was checked" in capsys.readouterr().out
    assert main([str(tmp_path)]) == 2
    withdrawn = {**advise("polars", **span(introduced="0")), "withdrawn": "2026-01-01T00:00:00Z"}
    (tmp_path / "a.json").write_text(json.dumps(withdrawn), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(advise("polars", versions=["0.0.1"])), encoding="utf-8")
    assert len(list(read_advisories(tmp_path))) == 1
    assert main([str(tmp_path)]) == 0
    (tmp_path / "c.json").write_text(json.dumps(advise("polars", **span(introduced="0"))), encoding="utf-8")
    monkeypatch.setenv("V100_ADVISORIES", str(tmp_path))
    assert main([]) == 1
    assert "polars 2." in capsys.readouterr().out

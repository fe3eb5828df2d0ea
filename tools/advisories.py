"""Known weaknesses in what V100 depends on, from a copy of the advisories that lies on this machine.

In: `requirements.lock`, and a folder of advisories in the format of Open Source Vulnerabilities (one JSON document a
file), named by V100_ADVISORIES or typed: `python -m tools.advisories [DIR]`. Out: each locked package that an advisory
names, and exit code 1 where there is one; where there is no folder, that nothing was checked. Refuses a folder without
a single advisory for Python packages (exit code 2), so that an empty one is not taken for good news.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from tools.lock import Package, fold_name, read_lock

ROOT = Path(__file__).parents[1]


def read_advisories(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the advisories of a folder that speak of Python packages and were not withdrawn."""
    for path in sorted(folder.rglob("*.json")):
        advisory = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(advisory, dict) and not advisory.get("withdrawn") and any(_list_affected(advisory)):
            yield advisory


def find_weak(packages: Iterable[Package], advisories: Iterable[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return (package with version, advisory, summary) for each locked package that an advisory names, in order."""
    locked = defaultdict(list)
    for package in packages:
        locked[package.name].append(package)
    found = set()
    for advisory in advisories:
        for affected in _list_affected(advisory):
            said = str(advisory.get("summary") or advisory.get("details") or "")[:200].splitlines()
            found |= {
                (f"{package.name} {package.version}", str(advisory["id"]), said[0] if said else "")
                for package in locked[fold_name(affected["package"]["name"])]
                if _is_affected(package.version, affected)
            }
    return sorted(found)


def _list_affected(advisory: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for affected in advisory.get("affected", ()):
        if affected.get("package", {}).get("ecosystem") == "PyPI":
            yield affected


def _is_affected(version: str, affected: dict[str, Any]) -> bool:
    if version in affected.get("versions", ()):
        return True
    return any(
        _is_inside(version, item.get("events", ()))
        for item in affected.get("ranges", ())
        if item.get("type") in {"ECOSYSTEM", "SEMVER"}
    )


def _is_inside(version: str, events: Iterable[dict[str, str]]) -> bool:
    """Follow the events of a range in order; what cannot be compared counts as affected."""
    inside = False
    try:
        here = Version(version)
        for event in sorted(events, key=_order):
            if "introduced" in event:
                inside = inside or event["introduced"] == "0" or here >= Version(event["introduced"])
            elif "fixed" in event:
                inside = inside and here < Version(event["fixed"])
            elif "last_affected" in event:
                inside = inside and here <= Version(event["last_affected"])
    except InvalidVersion:
        return True
    return inside


def _order(event: dict[str, str]) -> tuple[Version, bool]:
    text = next(iter(event.values()))
    return Version("0" if text == "0" else text), "introduced" not in event


def main(arguments: list[str]) -> int:
    """Check the lock and return the exit code."""
    named = arguments[0] if arguments else os.environ.get("V100_ADVISORIES")
    if not named:
        sys.stdout.write("There is no source of advisories: nothing was checked. Name a folder in V100_ADVISORIES.\n")
        return 0
    advisories = list(read_advisories(Path(named)))
    if not advisories:
        sys.stderr.write(f"{named} holds no advisory on Python packages.\n")
        return 2
    packages = read_lock((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    weak = find_weak(packages, advisories)
    for package, advisory, said in weak:
        sys.stdout.write(f"{package}: {advisory} {said}\n")
    sys.stdout.write(f"{len(packages)} packages held to {len(advisories)} advisories: {len(weak)} found.\n")
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The software bill of materials: what V100 is made of, as CycloneDX 1.6.

In: `requirements.lock`, and what the installed packages say of their licences; `python -m tools.sbom [FILE]`. Out: one
JSON document in FILE or on standard output, the same for the same lock. Refuses nothing.
"""

import hashlib
import json
import sys
import uuid
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from tools.lock import Package, find_needed, fold_name, read_lock
from v100 import __version__

ROOT = Path(__file__).parents[1]


def make_bill(lock: str) -> dict[str, Any]:
    """Return the bill for a lock."""
    packages, own = read_lock(lock), f"pkg:pypi/v100@{__version__}"
    needed = find_needed(packages)
    wants: dict[str, list[str]] = {
        own: [item.purl for item in packages if any("pyproject" in n for n in item.wanted_by)]
    }
    for item in packages:
        names = [fold_name(other.name) for other in packages if item.name in map(fold_name, other.wanted_by)]
        wants[item.purl] = [other.purl for other in packages if other.name in names]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(lock.encode()).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "v100",
                "version": __version__,
                "purl": own,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [_describe(item, "required" if item.name in needed else "excluded") for item in packages],
        "dependencies": [{"ref": ref, "dependsOn": sorted(names)} for ref, names in wants.items()],
    }


def _describe(package: Package, scope: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "scope": scope,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in sorted(set(package.sha256))],
        "purl": package.purl,
    }
    licence = _find_licence(package.name)
    if licence:
        described["licenses"] = [{"license": {"name": licence}}]
    if package.marker:
        described["properties"] = [{"name": "v100:marker", "value": package.marker}]
    return described


def _find_licence(name: str) -> str | None:
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    text = said.get("License-Expression") or said.get("License") or ""
    classes = [item.split(" :: ")[-1] for item in said.get_all("Classifier", []) if item.startswith("License ::")]
    # Some packages put the whole text of their licence where its name belongs.
    return text if text and "\n" not in text else "; ".join(sorted(classes)) or None


def main(arguments: list[str]) -> int:
    """Write the bill and return the exit code."""
    bill = make_bill((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    text = json.dumps(bill, indent=1, ensure_ascii=False) + "\n"
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

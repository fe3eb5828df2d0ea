"""The lock of the dependencies, read.

In: the text of `requirements.lock`. Out: its packages with version, marker, hashes and by what each is wanted, in
order of name. Refuses nothing: the lock is written by a program, and what installs it checks it.
"""

import re
from dataclasses import dataclass, field
from typing import Final

_PACKAGE: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^ ;\\]+)(?: *; *([^\\]+))?")
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA: Final = re.compile(r"    #(?: via)? +([A-Za-z0-9][^ ]*(?: \(.*\))?)$")


@dataclass(slots=True)
class Package:
    """One locked package; `wanted_by` holds names of packages, or the project's own file."""

    name: str
    version: str
    marker: str = ""
    sha256: list[str] = field(default_factory=list)
    wanted_by: list[str] = field(default_factory=list)

    @property
    def purl(self) -> str:
        """The package's URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def fold_name(name: str) -> str:
    """Return the one form of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> list[Package]:
    """Return the packages of a lock."""
    packages: list[Package] = []
    for line in text.splitlines():
        found = _PACKAGE.match(line)
        if found:
            packages.append(Package(fold_name(found[1]), found[2], (found[3] or "").strip()))
        elif packages:
            packages[-1].sha256 += _HASH.findall(line)
            packages[-1].wanted_by += _VIA.findall(line)
    return sorted(packages, key=lambda package: package.name)


def find_needed(packages: list[Package]) -> set[str]:
    """Return the names of what V100 itself needs, without what only its checks do."""
    needed = {item.name for item in packages if any(_is_own(name) for name in item.wanted_by)}
    while more := {item.name for item in packages if needed & set(map(fold_name, item.wanted_by))} - needed:
        needed |= more
    return needed


def _is_own(name: str) -> bool:
    return "pyproject.toml" in name and ":" not in name

"""The pages of the documentation: which there are, and the parts of them that tests look at."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TOP_PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")

_FENCE = re.compile(r"^[ ]*```(\w*)\n(.*?)^[ ]*```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def list_pages() -> list[Path]:
    """Return every page, the top ones first."""
    return [*(ROOT / name for name in TOP_PAGES), *sorted(DOCS.rglob("*.md"))]


def name_page(path: Path) -> str:
    """Return a page's path below the repository, as a test's id."""
    return path.relative_to(ROOT).as_posix()


def list_relative_links(text: str) -> list[str]:
    """Return the targets of links and images that lie in the repository, without their anchors."""
    prose = _FENCE.sub("", text)
    targets = (match.group(1) for match in _LINK.finditer(prose))
    return [target.split("#")[0] for target in targets if "://" not in target and not target.startswith("#")]


def list_console_commands(text: str) -> list[str]:
    """Return the command lines (`$ …`) of the page's console blocks."""
    blocks = (match.group(2) for match in _FENCE.finditer(text) if match.group(1) == "console")
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]

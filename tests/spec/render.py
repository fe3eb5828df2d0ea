"""The rule book as a page: `python -m tests.spec.render --write`, or `--check` to say whether the page is current.

In: the book. Out: `docs/reference/rules.md`. Refuses any other argument.
"""

import sys
from pathlib import Path

from tests.spec.book import BOOK
from tests.spec.rule import Rule

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"

OPENING = """\
<!-- Made from the tests in tests/spec/ by `python -m tests.spec.render --write`; not to be edited by hand. -->

# The rules

What a number means, case by case. Every row of every table below is a test: the engine was given what stands left and
answered with what stands in the last column. Where the rules come from and what the weights are worth:
[harm](../explanation/harm.md).

The rules: `counts`, it is summed · `eliminated`, no longer a suspect · `cancelled`, recorded as no crime · `unmapped`,
an offence code without a weight · `out_of_scope`, not an offence in scope · `proactive`, found by police work ·
`ahead`, reported on or after the day · `aged_out`, reported before the window opened.
"""


def render_page() -> str:
    """Return the page."""
    return "\n".join([OPENING, *(_render_rule(rule) for rule in BOOK)])


def _render_rule(rule: Rule) -> str:
    lines = [f"## {rule.title}", *_wrap(rule.says), ""]
    lines += [_render_row(rule.columns), "|" + " --- |" * len(rule.columns)]
    lines += [_render_row(case) for case in rule.cases]
    return "\n".join(lines) + "\n"


def _render_row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _wrap(text: str, width: int = 120) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def run(arguments: list[str]) -> int:
    """Write or check the page; returns the exit code."""
    if arguments == ["--write"]:
        PAGE.write_text(render_page(), encoding="utf-8")
        return 0
    if arguments == ["--check"]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == render_page():
            return 0
        sys.stderr.write(f"{PAGE.name} is stale: run python -m tests.spec.render --write\n")
        return 1
    sys.stderr.write("usage: python -m tests.spec.render --write|--check\n")
    return 2


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

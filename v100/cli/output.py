"""What a command says: one JSON document or a table on standard output, everything else on standard error.

In: values and rows. Out: text on the two streams; while the gate holds an answer back, text and the words in it that
could be somebody's id. Refuses nothing.
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TextIO

from v100.progress import Progress

_JSON_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
# Before a twentieth is done the time left is a guess.
LEAST_DONE_TO_TELL: Final = 0.05


class HeldText(io.StringIO):
    """Standard output and notices, held back until somebody has put on record whom they are about.

    `values` has whatever was printed as a value: an id that a table breaks over two lines is still one there.
    """

    def __init__(self, shown_on: TextIO) -> None:
        super().__init__()
        self.shown_on = shown_on
        self.values: list[Any] = []
        self.notices: list[str] = []

    def write(self, text: str) -> int:
        """Hold text that nothing else is known of."""
        self.values.append(text)
        return super().write(text)

    def hold(self, text: str, values: Any) -> None:
        """Hold text made from values."""
        self.values.append(values)
        super().write(text)


def print_json(value: Any) -> None:
    """Print one JSON document on standard output."""
    text = json.dumps(value, ensure_ascii=False, default=_to_text, allow_nan=False) + "\n"
    # Going through the text is ten times as fast as going through the document.
    _show(text, [json.loads(found) if "\\" in found else found[1:-1] for found in set(_JSON_TEXT.findall(text))])


def _show(text: str, values: Any) -> None:
    if isinstance(sys.stdout, HeldText):
        sys.stdout.hold(text, values)
    else:
        sys.stdout.write(text)


def _to_text(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    message = f"{type(value).__name__} has no JSON form"
    raise TypeError(message)


def say(text: str) -> None:
    """Print a line for a person on standard output."""
    sys.stdout.write(f"{text}\n")


def notice(text: str) -> None:
    """Print a notice or a warning on standard error, not before the answer is."""
    if isinstance(sys.stdout, HeldText):
        sys.stdout.notices.append(text)
    else:
        sys.stderr.write(f"{text}\n")


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; columns whose values are all numbers are set to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [["" if value is None else value for value in row] for row in rows]
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for position, heading in enumerate(headings):
        numeric = bool(cells) and all(
            isinstance(row[position], (int, float, str)) and _is_number(row[position]) for row in cells
        )
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(_write_cell(value)) for value in row))
    # What the table may be drawn with depends on where it will be shown in the end.
    stream = sys.stdout.shown_on if isinstance(sys.stdout, HeldText) else sys.stdout
    screen = Console(file=stream)
    # A pipe has no width; a table cut to eighty columns would lose what the reader came for.
    console = Console(file=stream, width=screen.width if screen.is_terminal else 200)
    with console.capture() as drawn:
        console.print(table)
    _show(drawn.get(), [title, *cells])


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) or value == ""


def _write_cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)


def make_progress() -> Progress:
    """Return a printer of stages with the time left: one line rewritten on a terminal, plain lines elsewhere."""
    started = perf_counter()
    rewrites = sys.stderr.isatty()

    def show(stage: str, done: float | None) -> None:
        left = ""
        if done and done >= LEAST_DONE_TO_TELL:
            left = f", about {(perf_counter() - started) * (1 - done) / done:.0f} s left"
        sys.stderr.write(f"\r\x1b[K{stage}{left}" if rewrites else f"{stage}{left}\n")
        sys.stderr.flush()

    return show


def end_progress() -> None:
    """Leave the rewritten line behind."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")

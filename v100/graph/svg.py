"""Marks of a drawing in millimetres, as text of an SVG that needs no script, no font and no other file.

In: numbers and words. Out: SVG. Refuses markup from the data: every word is escaped, and a control character, which no
XML may hold, becomes a replacement character.
"""

import re
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Point = tuple[float, float]


def write_number(value: float) -> str:
    """Return a length to a hundredth, which hides where machines differ."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def write_text(text: str) -> str:
    """Return text as it may stand between tags."""
    return escape(_FORBIDDEN.sub("\ufffd", text))


def draw_line(start: Point, end: Point, width: float, style: str, title: str = "") -> str:
    """Return a straight line."""
    x1, y1, x2, y2 = (write_number(value) for value in (*start, *end))
    line = f'<line class="{style}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke-width="{write_number(width)}"'
    return _close("line", line, title)


def draw_curve(start: Point, bend: Point, end: Point, width: float, style: str, title: str = "") -> str:
    """Return a line that leans towards `bend`."""
    x1, y1, x2, y2, x3, y3 = (write_number(value) for value in (*start, *bend, *end))
    path = f'<path class="{style}" d="M{x1} {y1}Q{x2} {y2} {x3} {y3}" stroke-width="{write_number(width)}"'
    return _close("path", path, title)


def draw_dot(at: Point, radius: float, style: str, title: str = "") -> str:
    """Return a dot."""
    x, y, r = (write_number(value) for value in (*at, radius))
    return _close("circle", f'<circle class="{style}" cx="{x}" cy="{y}" r="{r}"', title)


def draw_text(at: Point, text: str, style: str, *, anchor: str = "start", size: float = 0.0, turn: float = 0.0) -> str:
    """Return a line of text, `turn` degrees clockwise about its start; a `size` of nought is that of the style."""
    x, y = (write_number(value) for value in at)
    sized = f' font-size="{write_number(size)}"' if size else ""
    turned = f' transform="rotate({write_number(turn)} {x} {y})"' if turn else ""
    return f'<text class="{style}" x="{x}" y="{y}" text-anchor="{anchor}"{sized}{turned}>{write_text(text)}</text>'


def wrap_page(size: Point, title: str, description: str, style: str, marks: Sequence[str]) -> bytes:
    """Return the page, with what a screen reader says in its place."""
    width, height = (write_number(value) for value in size)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"',
        ' role="img" aria-labelledby="title description">',
        f'<title id="title">{write_text(title)}</title>',
        f'<desc id="description">{write_text(description)}</desc>',
        f"<style>{style}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *marks,
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _close(name: str, opened: str, title: str) -> str:
    return f"{opened}><title>{write_text(title)}</title></{name}>" if title else f"{opened}/>"

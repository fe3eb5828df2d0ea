"""Marks and scales of a chart, as text of inline SVG that needs no script and no other file.

In: numbers and words. Out: SVG. Refuses markup from the data: every word is escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10
from typing import Final

_STEPS: Final = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values `low` to `high` laid onto pixels `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return the pixel of a value; what lies outside is put on the edge."""
        inside = min(max(value, self.low), self.high)
        return self.start + (inside - self.low) / (self.high - self.low) * (self.end - self.start)


def find_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round values from at or below `low` to at or above `high`, at most about `most` of them."""
    span = high - low if high > low else 1.0
    size = 10 ** floor(log10(span / most))
    step = next(size * each for each in _STEPS if size * each * most >= span * (1 - 1e-9))
    first = floor(low / step + 1e-9)
    ticks = [first * step]
    while ticks[-1] < high - step * 1e-9 or len(ticks) == 1:
        ticks.append((first + len(ticks)) * step)
    return [round(tick, 10) for tick in ticks]


def write_number(value: float) -> str:
    """Return a coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def draw_line(start: tuple[float, float], end: tuple[float, float], style: str) -> str:
    """Return a straight line."""
    x1, y1, x2, y2 = (write_number(value) for value in (*start, *end))
    return f'<line class="{style}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def draw_path(points: Sequence[tuple[float, float]], style: str) -> str:
    """Return a line through points."""
    text = " ".join(f"{write_number(x)},{write_number(y)}" for x, y in points)
    return f'<polyline class="{style}" points="{text}"/>'


def draw_dot(at: tuple[float, float], radius: float, style: str) -> str:
    """Return a dot."""
    return f'<circle class="{style}" cx="{write_number(at[0])}" cy="{write_number(at[1])}" r="{write_number(radius)}"/>'


def draw_text(at: tuple[float, float], text: str, anchor: str = "start", style: str = "axis") -> str:
    """Return a line of text; `anchor` is start, middle or end."""
    x, y = (write_number(value) for value in at)
    return f'<text class="{style}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def wrap_chart(name: str, size: tuple[float, float], title: str, description: str, marks: Sequence[str]) -> str:
    """Return the chart with what a screen reader says in its place; `name` is unique on the page."""
    width, height = (write_number(value) for value in size)
    return "\n".join(
        [
            f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-t {name}-d">',
            f'<title id="{name}-t">{escape(title)}</title>',
            f'<desc id="{name}-d">{escape(description)}</desc>',
            *marks,
            "</svg>",
        ]
    )

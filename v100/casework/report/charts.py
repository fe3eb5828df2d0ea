"""The charts of the progress report, as inline SVG that needs no script and no other file.

In: names and counts, or curves. Out: SVG with a title and a description. Refuses markup from the data: every word is
escaped; a count that is not said is drawn as words. Every value also stands in a table.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from v100.casework.progress.times import Point, Time

_WIDTH: Final = 720.0
_ROW: Final = 26.0
_HEIGHT: Final = 300.0
_LEFT: Final = 230.0
_DASHES: Final = {"arrest": "", "charge": "7 3", "conviction": "2 3"}


def draw_bars(name: str, title: str, rows: Sequence[tuple[str, float | None]], unsaid: str) -> str:
    """Return a bar a row, longest to the full width; `unsaid` stands where there is no count."""
    most = max((count for _, count in rows if count is not None), default=0) or 1
    marks = []
    for place, (label, count) in enumerate(rows):
        y = _ROW * place + 6
        length = 0.0 if count is None else (_WIDTH - _LEFT - 110) * count / most
        said = unsaid if count is None else f"{count:,.0f}"
        marks += [
            _write_text(_LEFT - 10, y + 14, label, "end"),
            f'<rect class="bar" x="{_LEFT:.1f}" y="{y:.1f}" width="{length:.1f}" height="18"/>',
            _write_text(_LEFT + length + 8, y + 14, said, "start"),
        ]
    return _wrap(name, _ROW * max(len(rows), 1) + 12, title, "A bar a row; the counts are in the table.", marks)


def draw_curves(name: str, title: str, times: Mapping[str, Time]) -> str:
    """Return the share that had reached each milestone by days since tasking, as steps."""
    longest = max((point["days"] for time in times.values() for point in time["curve"]), default=0)
    if not longest:
        return _wrap(
            name, 60, title, "There is nothing to draw.", [_write_text(10, 34, "Nobody has got there.", "start")]
        )
    bottom, right = _HEIGHT - 40, _WIDTH - 130
    marks = []
    for tenth in range(0, 11, 2):
        y = bottom - (bottom - 14) * tenth / 10
        marks += [
            f'<line class="grid" x1="48" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}"/>',
            _write_text(40, y + 4, f"{tenth * 10} %", "end"),
        ]
    marks += [
        _write_text(48 + (right - 48) * fourth / 4, bottom + 18, f"{longest * fourth / 4:.0f}", "middle")
        for fourth in range(5)
    ]
    marks.append(_write_text((48 + right) / 2, bottom + 34, "days since tasking", "middle"))
    for place, (milestone, time) in enumerate(times.items()):
        path, end = _trace(time["curve"], longest, right, bottom)
        dash = f' stroke-dasharray="{_DASHES[milestone]}"' if _DASHES[milestone] else ""
        marks.append(f'<polyline class="curve c{place}" points="{path}"{dash}/>')
        # Names at the ends would lie on each other; a key at fixed heights does not.
        x1, x2, y = f"{right + 10:.1f}", f"{right + 34:.1f}", 24 + 22 * place
        marks.append(f'<line class="curve c{place}" x1="{x1}" y1="{y}" x2="{x2}" y2="{y}"{dash}/>')
        marks.append(_write_text(right + 40, 28 + 22 * place, f"{milestone} {end:.0%}", "start"))
    return _wrap(name, _HEIGHT, title, "A step a day on which somebody got there; the times are in the tables.", marks)


def _trace(curve: Sequence[Point], longest: int, right: float, bottom: float) -> tuple[str, float]:
    def place(days: float, share: float) -> str:
        return f"{48 + (right - 48) * days / longest:.1f},{bottom - (bottom - 14) * share:.1f}"

    points, share = [place(0, 0)], 0.0
    for step in curve:
        points += [place(step["days"], share), place(step["days"], step["reached"])]
        share = step["reached"]
    return " ".join([*points, place(longest, share)]), share


def _write_text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _wrap(name: str, height: float, title: str, description: str, marks: Sequence[str]) -> str:
    box = f"0 0 {_WIDTH:.0f} {height:.0f}"
    return "\n".join(
        [
            f'<svg class="chart" viewBox="{box}" role="img" aria-labelledby="{name}-t {name}-d">',
            f'<title id="{name}-t">{escape(title)}</title>',
            f'<desc id="{name}-d">{escape(description)}</desc>',
            *marks,
            "</svg>",
        ]
    )

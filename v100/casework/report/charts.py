"""The charts of the progress report, as inline SVG that needs no script and no other file.

In: names and counts, or curves. Out: SVG with a title and a description. Refuses markup from the data: every word is
escaped; a count that is not said is drawn as words. Every value also stands in a table.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from v100.casework.progress.times import Point, Time
from v100.tasking.export.svg import Scale, draw_line, draw_path, draw_text, wrap_chart

_WIDTH: Final = 720.0
_ROW: Final = 26.0
_HEIGHT: Final = 300.0
_LEFT: Final = 230.0


def draw_bars(name: str, title: str, rows: Sequence[tuple[str, float | None]], unsaid: str) -> str:
    """Return a bar a row, longest to the full width; `unsaid` stands where there is no count."""
    most = max((count for _, count in rows if count is not None), default=0) or 1
    marks = []
    for place, (label, count) in enumerate(rows):
        y = _ROW * place + 6
        length = 0.0 if count is None else (_WIDTH - _LEFT - 110) * count / most
        said = unsaid if count is None else f"{count:,.0f}"
        marks += [
            draw_text((_LEFT - 10, y + 14), label, "end"),
            f'<rect class="bar" x="{_LEFT:.1f}" y="{y:.1f}" width="{length:.1f}" height="18"/>',
            draw_text((_LEFT + length + 8, y + 14), said),
        ]
    height = _ROW * max(len(rows), 1) + 12
    return wrap_chart(name, (_WIDTH, height), title, "A bar a row; the counts are in the table.", marks)


def draw_curves(name: str, title: str, times: Mapping[str, Time]) -> str:
    """Return the share that had reached each milestone by days since tasking, as steps."""
    longest = max((point["days"] for time in times.values() for point in time["curve"]), default=0)
    if not longest:
        nothing = draw_text((10, 34), "Nobody has got there.")
        return wrap_chart(name, (_WIDTH, 60), title, "There is nothing to draw.", [nothing])
    bottom, right = _HEIGHT - 40, _WIDTH - 130
    x, y = Scale(0, longest, 48, right), Scale(0, 1, bottom, 14)
    marks = []
    for tenth in range(0, 11, 2):
        level = y.place(tenth / 10)
        marks += [draw_line((48, level), (right, level), "grid"), draw_text((40, level + 4), f"{tenth * 10} %", "end")]
    for fourth in range(5):
        days = longest * fourth / 4
        marks.append(draw_text((x.place(days), bottom + 18), f"{days:.0f}", "middle"))
    marks.append(draw_text(((48 + right) / 2, bottom + 34), "days since tasking", "middle"))
    for place, (milestone, time) in enumerate(times.items()):
        steps = _list_steps(time["curve"], longest)
        key = 24.0 + 22 * place
        marks += [
            draw_path([(x.place(days), y.place(share)) for days, share in steps], f"curve c{place}"),
            # Names at the ends would lie on each other; a key at fixed heights does not.
            draw_line((right + 10, key), (right + 34, key), f"curve c{place}"),
            draw_text((right + 40, key + 4), f"{milestone} {steps[-1][1]:.0%}"),
        ]
    description = "A step a day on which somebody got there; the times are in the tables."
    return wrap_chart(name, (_WIDTH, _HEIGHT), title, description, marks)


def _list_steps(curve: Sequence[Point], longest: int) -> list[tuple[float, float]]:
    """Return days and shares of the corners of a curve drawn as steps, from nobody to the last day."""
    steps, share = [(0.0, 0.0)], 0.0
    for point in curve:
        steps += [(point["days"], share), (point["days"], point["reached"])]
        share = point["reached"]
    return [*steps, (longest, share)]

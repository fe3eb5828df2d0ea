"""The three charts of an evaluation: a measure by date, values with their intervals, predicted against observed.

In: series, rows or bins. Out: inline SVG with a title and a description. Refuses nothing; a value that is not known
leaves a gap, and a chart without any value is an empty frame that says so. Every value also stands in a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from v100.evaluation.calibration import Bin
from v100.evaluation.intervals import Interval
from v100.tasking.export.svg import Scale, draw_dot, draw_line, draw_path, draw_text, find_ticks, wrap_chart

WIDTH: Final = 720.0
_LINE_HEIGHT: Final = 300.0
_ROW_HEIGHT: Final = 26.0
_SQUARE: Final = 420.0
_MOST_DATES_NAMED: Final = 9


@dataclass(frozen=True, slots=True)
class Series:
    """A line of the chart by date: its name, its style (a class of the style sheet) and a value a date."""

    name: str
    style: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the chart of intervals; `note` stands for a value that is not said."""

    name: str
    value: float | None
    interval: Interval | None
    note: str = "not defined"


def draw_by_date(name: str, title: str, description: str, dates: Sequence[str], series: Sequence[Series]) -> str:
    """Return lines over dates, shares in per cent from zero."""
    known = [value for each in series for value in each.values if value is not None]
    if not known:
        return _draw_nothing(name, title, description)
    ticks = find_ticks(0, 100 * max(known))
    x = Scale(0, max(len(dates) - 1, 1), 48, WIDTH - 150)
    y = Scale(0, ticks[-1], _LINE_HEIGHT - 34, 14)
    marks = [_draw_level(y, tick, x) for tick in ticks]
    every = -(-len(dates) // _MOST_DATES_NAMED)
    marks += [
        draw_text((x.place(place), _LINE_HEIGHT - 14), dates[place][:7], "middle")
        for place in range(0, len(dates), every)
    ]
    ends = []
    for each in series:
        points = [
            (place, (x.place(place), y.place(100 * value)))
            for place, value in enumerate(each.values)
            if value is not None
        ]
        for _, run in groupby(enumerate(points), key=lambda item: item[1][0] - item[0]):
            marks.append(draw_path([point for _, (_, point) in run], f"line {each.style}"))
        marks += [draw_dot(point, 2.6, f"dot {each.style}") for _, point in points]
        if points:
            ends.append((points[-1][1][1], each))
    return wrap_chart(name, (WIDTH, _LINE_HEIGHT), title, description, [*marks, *_name_lines(ends)])


def draw_intervals(name: str, title: str, description: str, rows: Sequence[Row]) -> str:
    """Return a row each with its interval, and a line at 1: no difference."""
    ends = [1.0, *(row.value for row in rows if row.value is not None)]
    ends += [end for row in rows for end in row.interval or []]
    ticks = find_ticks(min(ends), min(max(ends), 4.0), 8)
    x = Scale(ticks[0], ticks[-1], 200, WIDTH - 160)
    bottom = _ROW_HEIGHT * len(rows) + 10
    marks = [draw_line((x.place(tick), 6), (x.place(tick), bottom), "grid") for tick in ticks]
    marks += [draw_text((x.place(tick), bottom + 16), f"{tick:g}", "middle") for tick in ticks]
    marks.append(draw_line((x.place(1), 2), (x.place(1), bottom), "even"))
    for place, row in enumerate(rows):
        y = _ROW_HEIGHT * (place + 0.5) + 6
        marks.append(draw_text((190, y + 4), row.name, "end", "name"))
        if row.value is None:
            marks.append(draw_text((WIDTH - 146, y + 4), row.note, "start", "unsaid"))
            continue
        if row.interval is not None:
            marks.append(draw_line((x.place(row.interval[0]), y), (x.place(row.interval[1]), y), "span"))
        marks.append(draw_dot((x.place(row.value), y), 4.5, "dot model"))
        said = f"{row.value:.2f}" + (f" ({row.interval[0]:.2f} to {row.interval[1]:.2f})" if row.interval else "")
        marks.append(draw_text((WIDTH - 146, y + 4), said, "start", "value"))
    return wrap_chart(name, (WIDTH, bottom + 24), title, description, marks)


def draw_reliability(name: str, title: str, description: str, bins: Sequence[Bin]) -> str:
    """Return predicted against observed, a dot a bin with its interval, and the line on which the two agree."""
    points = [
        (each["mean_predicted"], each["observed"], each["ci95"])
        for each in bins
        if each["mean_predicted"] is not None and each["observed"] is not None
    ]
    if not points:
        return _draw_nothing(name, title, description)
    most = max(value for predicted, observed, _ in points for value in (predicted, observed))
    ticks = find_ticks(0, 100 * min(1.0, 1.15 * most))
    x = Scale(0, ticks[-1], 56, _SQUARE - 14)
    y = Scale(0, ticks[-1], _SQUARE - 96, 14)
    marks = [_draw_level(y, tick, x) for tick in ticks]
    marks += [draw_text((x.place(tick), _SQUARE - 78), f"{tick:g}", "middle") for tick in ticks]
    marks.append(draw_line((x.place(0), y.place(0)), (x.place(ticks[-1]), y.place(ticks[-1])), "even"))
    for predicted, observed, interval in points:
        at = x.place(100 * predicted)
        if interval is not None:
            marks.append(draw_line((at, y.place(100 * interval[0])), (at, y.place(100 * interval[1])), "span"))
        marks.append(draw_dot((at, y.place(100 * observed)), 4, "dot model"))
    middle = (x.start + x.end) / 2
    marks.append(draw_text((middle, _SQUARE - 56), "predicted, % (up: observed, %)", "middle"))
    return wrap_chart(name, (_SQUARE, _SQUARE - 44), title, description, marks)


def _draw_level(y: Scale, tick: float, x: Scale) -> str:
    at = y.place(tick)
    return draw_line((x.start, at), (x.end, at), "grid") + draw_text((x.start - 8, at + 4), f"{tick:g}", "end")


def _name_lines(ends: Sequence[tuple[float, Series]]) -> list[str]:
    """Return the names at the ends of the lines, moved down where two would touch."""
    marks, last = [], -16.0
    for height, series in sorted(ends, key=lambda item: (item[0], item[1].name)):
        last = max(height, last + 15)
        marks.append(draw_text((WIDTH - 140, last + 4), series.name, "start", f"name {series.style}"))
    return marks


def _draw_nothing(name: str, title: str, description: str) -> str:
    text = draw_text((WIDTH / 2, 40), "No value is defined.", "middle")
    return wrap_chart(name, (WIDTH, 70), title, description, [text])

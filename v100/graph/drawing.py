"""An ego network as a drawing on one sheet of A4: who is named with whom, how often, and with how much harm.

In: an `Ego` of a size that a sheet can hold and its `Caption`. Out: SVG, UTF-8; the same network gives the same bytes.
Refuses nothing. No names: people are shown by id.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, degrees, hypot, pi, sin, sqrt
from typing import Final

from v100.graph.ego import STATEMENT, Ego, EgoLink, EgoPerson
from v100.graph.layout import Spot, place_people
from v100.graph.link_measure import LINK_WINDOW_DAYS
from v100.graph.svg import Point, draw_curve, draw_dot, draw_line, draw_text, wrap_page
from v100.harm.weights import write_days

_PAGE: Final = (210.0, 297.0)
_MIDDLE: Final = (105.0, 150.0)
_ROOM: Final = 97.0
# Average width of a letter of these fonts, by its height.
_LETTER: Final = 0.58
_LONGEST_ID: Final = 24
# The longest label may take so much of a line from the middle, in millimetres; letters are smaller where it would not.
_LONGEST_LABEL: Final = 42.0
# From this many incidents up every link is as wide.
_WIDEST: Final = 8
# How far a link within a ring leans to the middle, as a share of its length, so that it does not run through whoever
# stands between; and of the way to the middle, at most.
_LEAN: Final = 0.3
_MOST_LEAN: Final = 0.3
# Up to so many people: the height of letters, the radius of the largest dot, the width of a link of one incident.
_SIZES: Final = ((30, 3.3, 5.0, 0.34), (60, 2.9, 3.8, 0.28), (100, 2.5, 3.0, 0.22), (150, 2.1, 2.4, 0.18))
# Between an id and its harm days.
_DOT: Final = " · "
_LEAST_DOT: Final = 0.9
_KEY_TOP: Final = 256.0
_KEY_STEP: Final = 9.0
_STYLE: Final = (
    "text{font-family:Arial,Helvetica,sans-serif;fill:#111}"
    ".id{paint-order:stroke;stroke:#fff;stroke-width:.7;stroke-linejoin:round}"
    ".asked{font-weight:bold;paint-order:stroke;stroke:#fff;stroke-width:1}"
    ".strong{font-weight:bold}.soft{fill:#444}"
    ".link,.own{fill:none;stroke:#7d8894;stroke-opacity:.6}.own{stroke:#26323d;stroke-opacity:.9}"
    ".old{stroke-dasharray:.7 .9}"
    ".ring{fill:none;stroke:#d5dae0;stroke-width:.2;stroke-dasharray:1 1.2}"
    ".hop0{fill:#111}.hop1{fill:#1f5f99}.hop2{fill:#6fa3d0}.hop3{fill:#bcd5ea}"
    ".hop0,.hop1,.hop2,.hop3{stroke:#fff;stroke-width:.3}.none{fill:#fff;stroke:#33414e;stroke-width:.35}"
    ".victim{fill:none;stroke:#c2410c;stroke-width:.55}"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What is written on the drawing beside the network itself."""

    marking: str
    as_of: str
    hops: int
    edition: str
    window_days: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """Sizes on this drawing; `most` are the harm days of the largest dot; `roomy` has room for labels within rings."""

    letters: float
    largest: float
    width: float
    most: float
    roomy: bool

    def size(self, harm_days: float) -> float:
        """Return the radius of a dot, whose surface stands for harm days."""
        return _LEAST_DOT + (self.largest - _LEAST_DOT) * sqrt(harm_days / self.most) if harm_days > 0 else _LEAST_DOT


def render_svg(ego: Ego, caption: Caption) -> bytes:
    """Draw the network."""
    letters, largest, width = next((sizes for most, *sizes in _SIZES if len(ego.people) <= most), _SIZES[-1][1:])
    longest = max(len(_write_label(each)) for each in ego.people)
    letters = min(letters, _LONGEST_LABEL / (longest * _LETTER))
    scale = _Scale(letters, largest, width, max(each.harm_days for each in ego.people), len(ego.people) <= _SIZES[0][0])
    radius = _ROOM - largest - longest * letters * _LETTER
    spots = place_people(ego, radius=radius, pitch=letters * 1.15)
    outermost = max(each.hop for each in ego.people)
    marks = [
        *_draw_head(ego, caption),
        *_draw_rings(spots),
        *_draw_links(ego, spots, scale, _find_old(caption)),
        *(mark for each in reversed(ego.people) for mark in _draw_person(each, spots[each.person_id], scale)),
        *(
            mark
            for each in ego.people
            for mark in _draw_label(each, spots[each.person_id], scale, outer=each.hop == outermost)
        ),
        *_draw_key(caption, scale, outermost),
    ]
    return wrap_page(_PAGE, f"Who {ego.person_id} is named with", _describe(ego, caption), _STYLE, marks)


def _describe(ego: Ego, caption: Caption) -> str:
    return (
        f"{caption.marking}. As known on {caption.as_of}: {ego.person_id} in the middle and around it "
        f"{_count(len(ego.people) - 1, 'person', 'people')} within {_count(caption.hops, 'hop', 'hops')}, "
        f"with {_count(len(ego.links), 'link', 'links')}. {STATEMENT} {_tell_left_out(caption)}"
    ).strip()


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _tell_left_out(caption: Caption) -> str:
    return f"{_count(caption.left_out, 'person', 'people')} farther away not drawn." if caption.left_out else ""


def _draw_head(ego: Ego, caption: Caption) -> list[str]:
    middle = _MIDDLE[0]
    size = min(4.2, 190 / (_LETTER * 1.25 * len(caption.marking)))
    title = f"Who {_shorten(ego.person_id)} is named with"
    others = _count(len(ego.people) - 1, "person", "people")
    about = f"As known on {caption.as_of}, within {_count(caption.hops, 'hop', 'hops')}: {others} drawn"
    marks = [
        draw_text((middle, 11), caption.marking, "strong", anchor="middle", size=size),
        draw_text((middle, 21), title, "strong", anchor="middle", size=6),
        draw_text((middle, 28), about, "soft", anchor="middle", size=4),
        draw_text((middle, 34.5), STATEMENT, "strong", anchor="middle", size=4.2),
        draw_text((middle, 290), caption.marking, "strong", anchor="middle", size=size),
    ]
    remark = _tell_left_out(caption) if caption.left_out or ego.links else "Named with nobody."
    if remark:
        marks.append(draw_text((middle, 40.5), remark, "strong", anchor="middle", size=4))
    return marks


def _draw_rings(spots: dict[str, Spot]) -> list[str]:
    return [draw_dot(_MIDDLE, radius, "ring") for radius in sorted({spot.radius for spot in spots.values()}) if radius]


def _find_old(caption: Caption) -> str:
    """Return the day before which a link is left out of the measures, and is drawn as old."""
    return (date.fromisoformat(caption.as_of) - timedelta(days=LINK_WINDOW_DAYS)).isoformat()


def _draw_links(ego: Ego, spots: dict[str, Spot], scale: _Scale, old: str) -> list[str]:
    """The links of the one asked about last, above all others."""
    marks = []
    for link in sorted(ego.links, key=lambda link: (ego.person_id in (link.source, link.target), link.incidents)):
        style = "own" if ego.person_id in (link.source, link.target) else "link"
        style += " old" if link.last_shared_on < old else ""
        marks.append(_draw_link(link, spots[link.source], spots[link.target], scale, style))
    return marks


def _draw_link(link: EgoLink, start: Spot, end: Spot, scale: _Scale, style: str) -> str:
    width = scale.width * min(link.incidents, _WIDEST)
    together = _count(link.incidents, "incident", "incidents")
    title = f"{link.source} and {link.target}: {together}, the last reported on {link.last_shared_on}"
    if start.radius != end.radius:
        return draw_line(_onto_page(start), _onto_page(end), width, style, title)
    length = hypot(start.x - end.x, start.y - end.y)
    keep = 1 - min(_LEAN * length / start.radius, _MOST_LEAN)
    bend = (_MIDDLE[0] + (start.x + end.x) / 2 * keep, _MIDDLE[1] + (start.y + end.y) / 2 * keep)
    return draw_curve(_onto_page(start), bend, _onto_page(end), width, style, title)


def _onto_page(spot: Spot) -> Point:
    return _MIDDLE[0] + spot.x, _MIDDLE[1] + spot.y


def _draw_person(person: EgoPerson, spot: Spot, scale: _Scale) -> list[str]:
    size = scale.size(person.harm_days)
    victim = ", also a victim" if person.also_victim else ""
    title = f"{person.person_id}: {write_days(person.harm_days)} harm days, hop {person.hop}{victim}"
    style = f"hop{person.hop}" if person.harm_days > 0 else "none"
    marks = [draw_dot(_onto_page(spot), size, style, title)]
    if person.also_victim:
        marks.append(draw_dot(_onto_page(spot), size + 0.7, "victim"))
    return marks


def _draw_label(person: EgoPerson, spot: Spot, scale: _Scale, *, outer: bool) -> list[str]:
    """Outward along the line from the middle, never upside down; below the dot within the rings, if there is room."""
    away = scale.size(person.harm_days) + 1.3
    x, y = _onto_page(spot)
    if person.hop == 0 or (scale.roomy and not outer):
        style, size = ("id", scale.letters) if person.hop else ("asked", scale.letters * 1.15)
        lines = _write_label(person).split(_DOT)
        below = y + away + scale.letters * 0.9
        return [
            draw_text((x, below + row * size * 1.1), text, style, anchor="middle", size=size)
            for row, text in enumerate(lines)
        ]
    text = _write_label(person) if outer else _shorten(person.person_id)
    left = pi / 2 < spot.angle < 3 * pi / 2
    along = (x + away * cos(spot.angle), y + away * sin(spot.angle))
    # Letters hang on their baseline: a third of their height puts them on the line.
    drop = scale.letters * (-0.34 if left else 0.34)
    at = (along[0] - drop * sin(spot.angle), along[1] + drop * cos(spot.angle))
    turn = degrees(spot.angle) - (180 if left else 360 if spot.angle > pi else 0)
    return [draw_text(at, text, "id", anchor="end" if left else "start", size=scale.letters, turn=turn)]


def _write_label(person: EgoPerson) -> str:
    days = f"{_DOT}{write_days(person.harm_days)}" if person.harm_days > 0 else ""
    return f"{_shorten(person.person_id)}{days}"


def _shorten(name: str) -> str:
    """A longer id would leave no room for the network; the whole of it is in the title of the dot."""
    half = _LONGEST_ID // 2
    return name if len(name) <= _LONGEST_ID else f"{name[:half]}…{name[-half:]}"


def _draw_key(caption: Caption, scale: _Scale, outermost: int) -> list[str]:
    """What sizes, widths and colours mean, in three columns under the network."""
    marks: list[str] = []
    amounts = (float(round(scale.most / 4)), scale.most) if scale.most else ()
    for row, days in enumerate((0.0, *amounts)):
        text = f"{write_days(days)} harm days" if days else "no harm days"
        marks += _draw_key_dot((18, _KEY_STEP * row), scale.size(days), "hop1" if days else "none", text)
    links = ((1, "own", "1 incident"), (3, "own", "3 incidents"), (_WIDEST, "own", "8 or more"))
    for row, (count, style, text) in enumerate((*links, (2, "own old", "none for three years"))):
        y = _KEY_TOP + _KEY_STEP * 2 / 3 * row
        line = draw_line((74, y), (84, y), scale.width * count, style)
        marks += [line, draw_text((88, y + 1.1), text, "soft", size=3.2)]
    hops = ("asked about", "named with him", "two links away", "three links away")[: outermost + 1]
    styles = [*((f"hop{hop}", text) for hop, text in enumerate(hops)), ("victim", "also recorded as a victim")]
    for row, (style, text) in enumerate(styles):
        marks += _draw_key_dot((135, _KEY_STEP / 2 * row), 1.5, style, text)
    about = f"Numbers are harm days of the {caption.window_days} days before, edition {caption.edition}."
    size = min(3.2, 190 / (_LETTER * len(about)))
    return [*marks, draw_text((_MIDDLE[0], 283.5), about, "soft", anchor="middle", size=size)]


def _draw_key_dot(at: Point, size: float, style: str, text: str) -> list[str]:
    x, y = at[0], _KEY_TOP + at[1]
    return [draw_dot((x, y), size, style), draw_text((x + 7, y + 1.1), text, "soft", size=3.2)]

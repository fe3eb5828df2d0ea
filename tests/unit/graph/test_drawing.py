"""The drawing of an ego network."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from v100.graph.drawing import Caption, render_svg
from v100.graph.ego import Ego, EgoLink, EgoPerson

CAPTION = Caption("OFFICIAL-SENSITIVE", "2026-06-01", 2, "tiny-1", 365, 0)
SVG = "{http://www.w3.org/2000/svg}"


def make_link(one: str, other: str, incidents: int = 1, last: str = "2026-01-01") -> EgoLink:
    return EgoLink(one, other, incidents, ("i1",), last, 0.5)


EGO = Ego(
    "P1",
    (
        EgoPerson("P1", 0, 100.0, 2),
        EgoPerson("P2", 1, 400.0, 3),
        EgoPerson("P3", 1),
        EgoPerson("P4", 2, 25.5, 1, also_victim=True),
    ),
    (make_link("P1", "P2", 3), make_link("P1", "P3", 1, "2020-01-01"), make_link("P2", "P4", 12)),
)


def draw(ego: Ego = EGO, caption: Caption = CAPTION) -> ET.Element:
    return ET.fromstring(render_svg(ego, caption))


def read_texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def find_titled(root: ET.Element, start: str) -> ET.Element:
    """Return the one mark whose title begins so."""
    (found,) = [
        mark for mark in root.iter() if mark.tag != root.tag and (mark.findtext(f"{SVG}title") or "").startswith(start)
    ]
    return found


def test_it_says_what_it_is_and_how_it_is_to_be_read() -> None:
    texts = read_texts(draw())
    assert texts.count("OFFICIAL-SENSITIVE") == 2
    assert "People here are suspected, not convicted." in texts
    assert "As known on 2026-06-01, within 2 hops: 3 people drawn" in texts
    assert "Numbers are harm days of the 365 days before, edition tiny-1." in texts
    assert not [text for text in texts if "not drawn" in text or "nobody" in text]


def test_a_screen_reader_is_told_what_is_drawn() -> None:
    root = draw()
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert (root.get("aria-labelledby") or "").split() == list(named) == ["title", "description"]
    assert named["title"] == "Who P1 is named with"
    assert "3 people within 2 hops, with 3 links" in (named["description"] or "")
    assert "suspected, not convicted" in (named["description"] or "")


def test_everybody_is_shown_by_id_and_harm_days_below_or_beside_it() -> None:
    assert {"P1", "100", "P2", "400", "P3", "P4 · 25.5"} <= set(read_texts(draw()))


def test_where_there_is_little_room_those_within_are_shown_by_id_alone() -> None:
    outer = [EgoPerson(f"Q{number}", 2, 5.0, 1) for number in range(40)]
    links = tuple(make_link("P2", each.person_id) for each in outer)
    texts = read_texts(draw(Ego("P1", (*EGO.people[:3], *outer), (*EGO.links[:2], *links))))
    assert {"P1", "100", "P2", "P3", "Q0 · 5", "Q39 · 5"} <= set(texts)
    assert "400" not in texts


def test_where_nobody_has_harm_days_the_key_has_no_size_for_them() -> None:
    texts = read_texts(draw(Ego("P1", (EgoPerson("P1", 0), EgoPerson("P2", 1)), EGO.links[:1])))
    assert [text for text in texts if text.endswith("harm days")] == ["no harm days"]
    assert {"100 harm days", "400 harm days"} <= set(read_texts(draw()))


def test_the_surface_of_a_dot_grows_with_harm_days_and_none_is_hollow() -> None:
    root = draw()
    sizes = {each: float(find_titled(root, f"{each}:").get("r") or 0) for each in ("P1", "P2", "P3", "P4")}
    assert sizes["P3"] < sizes["P4"] < sizes["P1"] < sizes["P2"]
    # A quarter of the harm days has half of what the largest dot has beyond the least.
    assert sizes["P1"] - sizes["P3"] == pytest.approx((sizes["P2"] - sizes["P3"]) / 2, abs=0.01)
    assert find_titled(root, "P3:").get("class") == "none"


def test_a_link_is_as_wide_as_its_incidents_are_many_up_to_eight() -> None:
    root = draw()
    width = {other: float(find_titled(root, start).get("stroke-width") or 0) for other, start in LINKS.items()}
    assert width["P2"] == pytest.approx(3 * width["P3"], abs=0.02)
    assert width["P4"] == pytest.approx(8 * width["P3"], abs=0.02)


LINKS = {"P2": "P1 and P2: 3 incidents", "P3": "P1 and P3: 1 incident,", "P4": "P2 and P4: 12 incidents"}


def test_what_is_older_than_the_measures_look_back_is_dashed() -> None:
    root = draw()
    styles = {other: (find_titled(root, start).get("class") or "").split() for other, start in LINKS.items()}
    assert styles == {"P2": ["own"], "P3": ["own", "old"], "P4": ["link"]}


def test_a_victim_among_them_has_a_ring() -> None:
    # One more is in the key.
    rings = [mark for mark in draw().iter(f"{SVG}circle") if mark.get("class") == "victim"]
    assert len(rings) == 2
    dot = find_titled(draw(), "P4:")
    assert (rings[0].get("cx"), rings[0].get("cy")) == (dot.get("cx"), dot.get("cy"))


@pytest.mark.parametrize(("left_out", "text"), [(1, "1 person farther away"), (337, "337 people farther away")])
def test_whoever_is_left_out_is_counted_on_it(left_out: int, text: str) -> None:
    root = draw(caption=replace(CAPTION, left_out=left_out))
    assert f"{text} not drawn." in read_texts(root)
    assert f"{text} not drawn." in (root.findtext(f"{SVG}desc") or "")


def test_somebody_named_with_nobody_is_drawn_alone() -> None:
    texts = read_texts(draw(Ego("P1", (EgoPerson("P1", 0),), ())))
    assert "Named with nobody." in texts
    assert "P1" in texts


def test_no_markup_from_the_data_reaches_the_drawing() -> None:
    odd = "<script>&\x01\"'"
    ego = Ego(odd, (EgoPerson(odd, 0), EgoPerson("P2", 1)), (make_link(odd, "P2"),))
    root = draw(ego, replace(CAPTION, marking="A & B", edition="<b>"))
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>&\ufffd\"'" in read_texts(root)
    assert "A & B" in read_texts(root)


def test_a_long_id_is_shortened_and_told_whole_in_its_title() -> None:
    long = "R" * 20 + "-" + "9" * 20
    ego = Ego("P1", (EgoPerson("P1", 0), EgoPerson(long, 1)), (make_link("P1", long),))
    root = draw(ego)
    assert "RRRRRRRRRRRR…999999999999" in read_texts(root)
    assert find_titled(root, f"{long}: ").get("r")


@pytest.mark.parametrize("count", [1, 2, 12, 60, 149])
@pytest.mark.parametrize("name", ["P{:05}", "RECORDS-{:016}"])
def test_everything_stands_on_the_sheet(count: int, name: str) -> None:
    names = [name.format(number) for number in range(count + 1)]
    people = tuple(EgoPerson(each, min(at, 1), 1234.56, 1) for at, each in enumerate(names))
    root = draw(Ego(names[0], people, tuple(make_link(names[0], other) for other in names[1:])))
    # Before it is turned a label reaches this far from the middle.
    for label in root.iter(f"{SVG}text"):
        if label.get("class") == "id":
            reach = len(label.text or "") * float(label.get("font-size") or 0) * 0.58
            away = ((float(label.get("x") or 0) - 105) ** 2 + (float(label.get("y") or 0) - 150) ** 2) ** 0.5
            assert away + reach < 104
    ring = max(float(mark.get("r") or 0) for mark in root.iter(f"{SVG}circle") if mark.get("class") == "ring")
    assert ring > 48


def test_the_same_network_gives_the_same_bytes_and_lengths_to_a_hundredth() -> None:
    content = render_svg(EGO, CAPTION)
    assert content == render_svg(EGO, CAPTION)
    lengths = re.findall(r'(?:x|y|x1|y1|x2|y2|cx|cy|r)="(-?[0-9.]+)"', content.decode())
    assert len(lengths) > 50
    assert all(re.fullmatch(r"-?\d+(\.\d{1,2})?", length) for length in lengths)

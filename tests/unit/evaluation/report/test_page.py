"""The page: whole, without scripts, the same bytes, and honest about what is not known."""

import re
from html.parser import HTMLParser

import numpy as np
import polars as pl
import pytest

from tests.support.scored import FEBRUARY, JANUARY, make_horizons, make_scored
from v100.evaluation.report.page import write_evaluation_page
from v100.evaluation.subgroups import summarise_groups
from v100.evaluation.summary import summarise_rankers

IDS = [f"P{number:03d}" for number in range(300)]
VOID = {"meta", "br", "line", "polyline", "circle"}
HOSTILE = '</style><script>alert("x")</script>&'


class Outline(HTMLParser):
    """Tags that are open, ids, and everything that would load or run."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.references, self.loads = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        self.references += attributes.get("aria-labelledby", "").split()
        self.references += [attributes["href"].removeprefix("#")] if "href" in attributes else []
        if tag in {"script", "link", "img", "iframe", "object"} or {"src", "srcset", "onload", "onclick"} & set(
            attributes
        ):
            self.loads.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


def read_outline(page):
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    return outline


def make_world(rankers=("model", "harm", "count")):
    generator = np.random.default_rng(3)
    risk = generator.gamma(0.5, 1, 300)
    scored = pl.concat(
        make_scored(
            risk,
            np.where(generator.random(300) < risk / (1 + risk), 150, 0),
            as_of=as_of,
            ids=IDS,
            probability=(risk / (1 + risk)).tolist(),
            harm=np.round(risk * generator.gamma(1, 1, 300), 1),
            count=np.round(risk),
        )
        for as_of in (JANUARY, FEBRUARY)
    )
    summary = summarise_rankers(scored, make_horizons(scored), rankers, k=30, draws=100, seed=1)
    names = ["a"] * 180 + ["b_c"] * 110 + [HOSTILE] * 10
    groups = pl.DataFrame({"person_id": IDS, "kind": ["age_band"] * 300, "group": names})
    return summary, summarise_groups(scored, groups, "model", k=30, draws=100, seed=1)


WORLD = make_world()


def write(summary=WORLD[0], groups=WORLD[1], **options):
    options = {"title": "Spring", "marking": "OFFICIAL-SENSITIVE", "spec_name": "default"} | options
    return write_evaluation_page(summary, groups, horizon_days=365, serious_days=90, **options).decode()


PAGE = write()


def read_text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<body>")[1]))


def test_it_needs_nothing_else_and_its_parts_name_each_other():
    outline = read_outline(PAGE)
    assert outline.loads == []
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.references) <= set(outline.ids)
    assert "default-src 'none'" in PAGE
    assert not re.search(r"https?://|url\(|@import", PAGE)


def test_every_chart_says_what_it_shows():
    charts = re.findall(r"<svg.*?</svg>", PAGE, re.DOTALL)
    assert len(charts) == 4
    for chart in charts:
        assert 'role="img"' in chart
        assert re.search(r"<title[^>]*>\w", chart)
        assert re.search(r"<desc[^>]*>\w", chart)


def test_the_headline_says_the_ratio_and_its_interval():
    pair = WORLD[0]["paired"]["model_vs_harm"]
    low, high = pair["ci95"]
    assert (
        f"On 2 dates the model's first 30 did {pair['harm_captured_ratio']:.2f} times the harm of the stack's first 30 "
        f"(95 % {low:.2f} to {high:.2f})." in read_text(PAGE).replace("&#39;", "'")
    )


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ([1.01, 1.4], "better than the stack"),
        ([0.5, 0.99], "worse than the stack"),
        ([0.9, 1.2], "do not show"),
        ([1.0, 1.2], "do not show"),
        (None, "not enough to say"),
    ],
)
def test_the_verdict_follows_the_interval(interval, said):
    pair = WORLD[0]["paired"]["model_vs_harm"] | {"ci95": interval}
    page = write(WORLD[0] | {"paired": WORLD[0]["paired"] | {"model_vs_harm": pair}})
    statement = re.search(r'class="statement">(.*?)</p>', page)[1]
    assert said in statement


def test_the_values_of_the_charts_stand_in_tables():
    text = read_text(PAGE)
    for ranker in WORLD[0]["rankers"].values():
        assert f"{100 * ranker['harm_captured_at_k']:.1f} %" in text
    for name in ("model", "harm"):
        for here in WORLD[0]["rankers"][name]["by_date"]:
            assert f"{100 * here['harm_captured_at_k']:.1f} %" in text
    for each in WORLD[0]["reliability"]:
        assert f"{100 * each['low']:.0f} to {100 * each['high']:.0f} %" in text
        assert not each["rows"] or f"{100 * each['observed']:.1f} %" in text


def test_small_groups_are_shown_and_nothing_is_said_of_them():
    text = read_text(PAGE)
    # Once in the chart, once in the table.
    assert PAGE.count(">too small to say<") == 2
    assert "b c" in text
    assert "a (reference)" in text


def test_markup_from_the_data_is_text():
    page = write(title=HOSTILE, marking=HOSTILE, spec_name=HOSTILE, made=[(HOSTILE, HOSTILE)])
    assert "<script" not in page
    assert page.count("</style>") == 1
    assert read_outline(page).loads == []


def test_the_same_input_gives_the_same_bytes():
    again = make_world()
    assert write(*again) == PAGE


def test_without_groups_it_says_that_nothing_can_be_said():
    assert "No groups are held" in read_text(write(groups=None))


def test_an_evaluation_of_nobody_is_still_a_page():
    nobody = make_scored([], [], harm=[])
    summary = summarise_rankers(nobody, make_horizons(nobody), ("model", "harm"), k=10, draws=10, seed=1)
    page = write(summary, None)
    text = read_text(page)
    read_outline(page)
    assert "could not be compared" in text
    assert "No value is defined." in text
    assert "No ranker gave a probability." in text
    assert not re.search(r"\b(nan|inf)\b", text, re.IGNORECASE)
    assert "None" not in page


def test_without_a_model_it_says_so():
    page = write(make_world(("harm", "count"))[0], None)
    assert "No model was compared with the stack." in read_text(page)


def test_a_date_without_label_leaves_a_gap_in_the_line():
    nothing = make_scored([2, 1], [0, 0], as_of=FEBRUARY, harm=[2, 1])
    some = [make_scored([2, 1], [150, 0], as_of=day, harm=[2, 1]) for day in (JANUARY, FEBRUARY.replace(month=3))]
    scored = pl.concat([some[0], nothing, some[1]])
    summary = summarise_rankers(scored, make_horizons(scored), ("model", "harm"), k=1, draws=20, seed=1)
    page = write(summary, None)
    chart = re.search(r'<svg.*?aria-labelledby="captured-t.*?</svg>', page, re.DOTALL)[0]
    assert len(re.findall(r'<polyline class="line model"', chart)) == 2
    assert "On 2 dates" in read_text(page)

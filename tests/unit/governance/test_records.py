"""A transparency record is filled from what is known, says its gaps, and is dated and hashed over what went in."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

import v100.governance.records.record as module
from v100.governance.records.facts import write_facts
from v100.governance.records.gather import FeedHeld, Holdings
from v100.governance.records.people_say import GAP, KEYS, list_strangers, say
from v100.governance.records.record import KINDS, MISSING, fill_record
from v100.governance.records.render import write_markdown, write_page
from v100.settings import Settings

DAY = date(2026, 11, 25)
TEMPLATES = Path(module.__file__).parent / "templates"
EMPTY = Holdings(
    day=DAY,
    feeds=[],
    absent=["orders"],
    edition=None,
    weights=0,
    attested=0,
    lists=[],
    last_list=None,
    promoted=None,
    promoted_spec=None,
    evaluation_id=None,
    evaluation=None,
    log=[],
    challenges=[],
    link_runs=[],
    judgements={},
    joined=0,
)
# Tier, section and number of each field of the standard, version 3.0.
ATRS = [
    *("1.1", "1.2", "1.3", "1.4"),
    *(f"2.1.{number}" for number in (1, 2, 3, 4)),
    *(f"2.1.4.{number}" for number in (1, 2, 3, 4, 5)),
    *(f"2.2.{number}" for number in (1, 2, 3, 4)),
    *(f"2.3.{number}" for number in (1, 2, 3, 4, 5)),
    *(f"2.4.1.{number}" for number in range(1, 6)),
    *(f"2.4.2.{number}" for number in range(1, 10)),
    *(f"2.4.3.{number}" for number in range(1, 10)),
    *(f"2.4.4.{number}" for number in range(1, 6)),
    *("2.5.1", "2.5.2"),
]


def fill(kind, settings=None, holdings=EMPTY, *, publish=False):
    settings = settings or Settings()
    return fill_record(kind, write_facts(holdings, settings, publish=publish), settings, DAY)


def list_fields(record):
    return [field for part in record.parts for field in part.fields]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_workspace_fills_every_record_and_marks_what_is_missing(kind):
    record = fill(kind)
    assert record.gaps
    assert all(field.text for field in list_fields(record))
    assert all(field.is_gap == (GAP in field.text) for field in list_fields(record))
    assert record.describe()["gaps"] == len(record.gaps)
    assert f"fields with a gap: {len(record.gaps)}." in write_markdown(record)


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_said_closes_the_gaps_that_only_they_can_close(kind):
    settings = Settings(records=dict.fromkeys(KEYS, "said by people"))
    left = [field for field in list_fields(fill(kind, settings)) if field.is_gap]
    missing = set(MISSING.values()) | {"edition is not on record", "feed_names is not on record"}
    assert all(any(words in field.text for words in missing) for field in left)
    assert len(left) < len(fill(kind).gaps)


def test_the_transparency_record_has_every_field_of_the_standard_in_its_order():
    assert [field.ref for field in list_fields(fill("atrs"))] == ATRS


def test_algo_care_asks_its_eight_questions():
    assert "".join(field.ref for field in list_fields(fill("algo-care"))) == "ALGOCARE"


def test_the_impact_assessment_has_the_seven_steps():
    titles = [part.title for part in fill("dpia").parts]
    assert [title.split(":")[0] for title in titles] == [f"Step {number}" for number in range(1, 8)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_asks_for_nothing_that_nobody_gathers(kind):
    template = tomllib.loads((TEMPLATES / f"{kind}.toml").read_text(encoding="utf-8"))
    fields = [field for part in template["part"] for field in part["field"]]
    holes = {hole for field in fields for hole in re.findall(r"\{([a-z_]+)\}", field.get("text", ""))}
    assert holes <= set(write_facts(EMPTY, Settings()))
    assert {key for field in fields for key in field.get("say", ())} <= set(KEYS)


def test_every_key_people_are_asked_for_is_asked_by_some_record_or_answer():
    asked = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.toml"))
    elsewhere = {"data_protection_officer", "controller", "recipients"}
    assert {key for key in KEYS if f'"{key}"' not in asked} <= elsewhere


def test_a_gap_is_never_filled_by_a_guess():
    assert say(Settings(), "team").startswith(GAP)
    assert say(Settings(records={"team": "  "}), "team").startswith(GAP)
    assert say(Settings(records={"team": "Area review"}), "team") == "Area review"
    assert list_strangers(Settings(records={"taem": "x", "team": "y"})) == ["taem"]
    facts = write_facts(EMPTY, Settings())
    assert [facts[name] for name in ("feeds", "lists", "last_list", "evaluation", "identity", "reviews")] == [None] * 6


def test_the_same_inputs_give_the_same_bytes_and_others_another_hash():
    assert write_markdown(fill("atrs")) == write_markdown(fill("atrs"))
    assert write_page(fill("atrs")) == write_page(fill("atrs"))
    hashes = {
        fill("atrs").inputs_sha256,
        fill("dpia").inputs_sha256,
        fill("atrs", Settings(top=50)).inputs_sha256,
        fill("atrs", Settings(records={"team": "x"})).inputs_sha256,
    }
    assert len(hashes) == 4


def test_markup_from_the_settings_is_shown_as_text():
    settings = Settings(records={"team": "<script>alert(1)</script> [x](y) *z*"})
    assert b"<script>alert" not in write_page(fill("atrs", settings))
    assert r"\<script\>" in write_markdown(fill("atrs", settings))
    assert r"\[x\](y) \*z\*" in write_markdown(fill("atrs", settings))


def test_a_published_record_says_a_month_and_no_small_count():
    held = [FeedHeld("incidents", 1234, date(2026, 11, 20)), FeedHeld("orders", 3, date(2026, 10, 2))]
    settings = Settings()
    facts = write_facts(Holdings(**{**_fields(EMPTY), "feeds": held}), settings, publish=True)
    assert facts["feeds"] == "incidents (about 1,235 rows, newest 2026-11); orders (fewer than 10 rows, newest 2026-10)"
    inside = write_facts(Holdings(**{**_fields(EMPTY), "feeds": held}), settings)
    assert inside["feeds"] == "incidents (1,234 rows, newest 2026-11-20); orders (3 rows, newest 2026-10-02)"


def _fields(holdings):
    return {name: getattr(holdings, name) for name in Holdings.__dataclass_fields__}

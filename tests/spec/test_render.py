"""The page says what the tests say."""

import pytest

from tests.spec import render
from tests.spec.book import BOOK


def test_the_page_is_current():
    assert render.PAGE.read_text(encoding="utf-8") == render.render_page()


def test_the_page_has_every_case_of_every_rule():
    page = render.render_page()
    assert all(rule.title in page for rule in BOOK)
    assert page.count("\n| ") == sum(len(rule.cases) + 2 for rule in BOOK)


def test_check_says_that_a_stale_page_is_stale(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(render, "render_page", lambda: "another page")
    assert render.run(["--check"]) == 1
    assert "is stale" in capsys.readouterr().err


def test_anything_else_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert render.run([]) == 2
    assert "--write" in capsys.readouterr().err

"""The page of the equality audit beside a list that is issued by itself."""

import shutil
from pathlib import Path

from tests.support.command_line import call
from tests.support.force import AS_OF

ISSUE = ("list", "issue", "--as-of", AS_OF)


def test_a_list_issued_by_itself_has_its_page_too(workspace: Path) -> None:
    issued = call(workspace, *ISSUE, "--json").require_success().json
    page = Path(issued["equality_page"])
    assert page == workspace / "lists" / "V100-0001" / "equality.html"
    assert page.stat().st_mode & 0o777 == 0o600
    assert "Equality of list V100-0001" in page.read_text(encoding="utf-8")
    assert "By group: lists/V100-0002/equality.html" in call(workspace, *ISSUE).require_success().out


def test_a_page_that_cannot_be_written_does_not_hide_that_the_list_is_issued(workspace: Path) -> None:
    shutil.rmtree(workspace / "lists", ignore_errors=True)
    (workspace / "lists").write_text("in the way", encoding="utf-8")
    refused = call(workspace, *ISSUE)
    refused.require_refusal(12, "V100-0001 is issued, but the page", "v100 equality V100-0001 --out")
    assert [each["list_id"] for each in call(workspace, "list", "all", "--json").require_success().json] == [
        "V100-0001"
    ]

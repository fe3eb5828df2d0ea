"""Issuing while others work on the same workspace."""

from datetime import UTC, date, datetime

from v100.settings import Settings, Workspace
from v100.tasking import editions, issue

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
TABLE = "offence_code,title,theme,harm_days,in_scope\nA,A,other,{days},true\nB,B,other,7,true\n"


def adopt(root, tmp_path, days):
    path = tmp_path / f"{days}.csv"
    path.write_text(TABLE.format(days=days), encoding="utf-8")
    editions.adopt_table(Workspace(root), Settings(), path, "ours", now=NOW, actor="tester")


def issue_list(root):
    asked = issue.Asked(date(2026, 6, 1), edition="ours")
    return issue.issue_list(Workspace(root), Settings(), asked, now=NOW, actor="tester", reason="")


def test_weights_imported_while_a_list_is_composed_are_the_weights_of_the_list(workspace, tmp_path, monkeypatch):
    adopt(workspace, tmp_path, 5)
    compose, started = issue.compose_list, []

    def compose_and_import(*arguments):
        if not started:
            started.append(True)
            adopt(workspace, tmp_path, 50)
        return compose(*arguments)

    monkeypatch.setattr(issue, "compose_list", compose_and_import)
    entries = issue_list(workspace)["entries"]
    assert {line["harm_days"] for entry in entries for line in entry["ledger"]} == {50.0, 7.0}

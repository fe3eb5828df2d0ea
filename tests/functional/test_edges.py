"""Small ways in which a command can go wrong, each refused in words."""

from tests.support.command_line import call
from tests.support.force import AS_OF


def test_text_that_is_not_utf8_is_refused(workspace):
    call(workspace, "ledger", "P\udcff", "--as-of", AS_OF).require_refusal(2, "not UTF-8")


def test_a_deferral_into_the_past_is_refused(workspace):
    call(workspace, "list", "issue", "--as-of", AS_OF).require_success()
    person = call(workspace, "list", "show", "V100-0001", "--json").json["entries"][0]["person_id"]
    call(
        workspace, "review", "V100-0001", person, "--decision", "defer", "--rationale", "r", "--until", "2001-01-01"
    ).require_refusal(2, "2001-01-01")


def test_no_backup_is_made_without_the_decisions(workspace, tmp_path):
    (workspace / "casework" / "casework.duckdb").unlink()
    answer = call(workspace, "backup", tmp_path / "b.tar")
    assert answer.code == 12
    assert not (tmp_path / "b.tar").exists()


def test_a_damaged_store_is_not_called_a_backup(workspace, tmp_path):
    (workspace / "casework" / "casework.duckdb").write_bytes(b"junk" * 4000)
    assert call(workspace, "backup", tmp_path / "b.tar").code == 12


def test_a_marking_that_is_nothing_is_refused(workspace):
    (workspace / "v100.toml").write_text('marking = ""\n')
    call(workspace, "rank", "--as-of", AS_OF).require_refusal(2, "marking")

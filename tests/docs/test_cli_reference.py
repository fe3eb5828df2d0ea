"""The command-line reference is what the application says, and the application says something everywhere."""

import pytest

from tools.render_cli_reference import PAGE, Command, list_parameters, render_page, run, walk_commands

COMMANDS = list(walk_commands())


def name_command(words: tuple[str, ...]) -> str:
    return "-".join(words)


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_page()


def test_check_says_that_a_stale_page_is_stale(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tools.render_cli_reference.render_page", lambda: "another page")
    assert run(["--check"]) == 1
    assert "is stale" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[name_command(words) for words, _ in COMMANDS])
def test_every_command_and_each_of_its_parameters_has_help(words: tuple[str, ...], command: Command) -> None:
    silent = [each.name for each in list_parameters(command) if not each.help]
    assert command.help, "the command itself"
    assert silent == []

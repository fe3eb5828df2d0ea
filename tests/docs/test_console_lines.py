"""Every command shown in the documentation is one that the application has."""

import shlex
from collections.abc import Iterator

import pytest

from tests.support.pages import ROOT, list_console_commands, list_pages, name_page
from tools.render_cli_reference import Command, list_parameters, walk_commands

COMMANDS = dict(walk_commands())
OTHER_PROGRAMS = ("make", "export", "openssl", "chmod")
LINES = [
    pytest.param(line, id=f"{name_page(page)}-{number}")
    for page in list_pages()
    for number, line in enumerate(list_console_commands(page.read_text(encoding="utf-8")))
]


def take_options(words: list[str], command: Command) -> Iterator[str]:
    """Yield the words that are not options of `command`; an unknown option fails."""
    options = {name: each for each in list_parameters(command) for name in each.opts if name.startswith("-")}
    rest = iter(words)
    for word in rest:
        if not word.startswith("-"):
            yield word
            yield from rest if hasattr(command, "commands") else ()
            if hasattr(command, "commands"):
                return
            continue
        assert word in options, f"{word} is no option of {command.name}"
        if not getattr(options[word], "is_flag", False):
            next(rest)


def find_command(line: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the words that name the command of `line`, and its arguments; an unknown command fails."""
    name, *words = shlex.split(line)
    found: tuple[str, ...] = (name,)
    while hasattr(COMMANDS[found], "commands"):
        words = list(take_options(words, COMMANDS[found]))
        if not words and getattr(COMMANDS[found], "invoke_without_command", False):
            return found, []
        member, *words = words
        found = (*found, member)
        assert found in COMMANDS, f"{' '.join(found)} is no command"
    return found, list(take_options(words, COMMANDS[found]))


@pytest.mark.parametrize("line", LINES)
def test_a_shown_command_is_one_that_exists(line: str) -> None:
    program = line.split(maxsplit=1)[0]
    if program == "make":
        assert f"\n{line.split()[1]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    elif program not in OTHER_PROGRAMS:
        assert program == "v100"
        find_command(line)


@pytest.mark.parametrize("line", LINES)
def test_a_shown_command_has_every_argument_and_option_it_requires(line: str) -> None:
    if line.split(maxsplit=1)[0] in OTHER_PROGRAMS:
        pytest.skip("another program's")
    found, arguments = find_command(line)
    required = [each for each in list_parameters(COMMANDS[found]) if each.required]
    options = [each for each in required if each.opts[0].startswith("-")]
    assert len(arguments) >= len(required) - len(options)
    assert [each.opts[0] for each in options if each.opts[0] not in shlex.split(line)] == []


def test_a_command_that_does_not_exist_is_found() -> None:
    with pytest.raises(AssertionError, match="no command"):
        find_command("v100 --as somebody list forget V100-0001")


def test_an_option_that_does_not_exist_is_found() -> None:
    with pytest.raises(AssertionError, match="no option"):
        find_command("v100 rank --as-of 2026-11-23 --loud")

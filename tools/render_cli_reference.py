"""The command-line reference, made from the live application.

In: the Typer app. Out: `docs/reference/cli.md`, every command with its arguments, options and defaults, in the order of
`v100 --help`. Refuses to leave the page stale: `--check` exits with 1 where it differs from what the app says.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Final, TypeAlias

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from v100.cli.app import app

Command: TypeAlias = TyperCommand | TyperGroup
Parameter: TypeAlias = TyperArgument | TyperOption

PAGE: Final = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"
_COMMAND: Final = "python -m tools.render_cli_reference --write"
_INTRODUCTION: Final = f"""<!-- Made from the application by `{_COMMAND}`; not to be edited by hand. -->

# The command line

The options of `v100` itself stand before the command. With `--json` a command prints one JSON document on standard
output and nothing else there; progress and notices go to standard error. What an exit code means:
[exit codes](exit-codes.md). What the settings are: [settings](settings.md).
"""
_KINDS: Final = {"int": "N", "float": "N", "Path": "PATH", "str": "TEXT"}


def walk_commands() -> Iterator[tuple[tuple[str, ...], Command]]:
    """Yield every command with the words that call it, groups before their members."""
    yield from _walk(_require_command(typer.main.get_command(app)), ("v100",))


def _walk(command: Command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Command]]:
    yield words, command
    if isinstance(command, TyperGroup):
        for name, member in command.commands.items():
            yield from _walk(_require_command(member), (*words, name))


def _require_command(found: object) -> Command:
    if isinstance(found, TyperCommand | TyperGroup):
        return found
    message = f"{type(found).__name__} is not a command that this page can describe"
    raise TypeError(message)


def list_parameters(command: Command) -> list[Parameter]:
    """Return a command's arguments and options, in order, without `--help`."""
    return [each for each in command.params if isinstance(each, TyperArgument | TyperOption)]


def render_page() -> str:
    """Return the page in Markdown."""
    sections = [_render_command(words, command) for words, command in walk_commands()]
    return "\n".join([_INTRODUCTION, *sections])


def _render_command(words: tuple[str, ...], command: Command) -> str:
    parameters = list_parameters(command)
    parts = [f"## {' '.join(words)}\n", f"{command.help}\n"]
    parts.append(f"    {_write_usage(words, command, parameters)}\n")
    if parameters:
        rows = [f"| `{_name_parameter(each)}` | {_describe(each)} |" for each in parameters]
        parts.append("\n".join(["| name | meaning |", "| --- | --- |", *rows]) + "\n")
    return "\n".join(parts)


def _write_usage(words: tuple[str, ...], command: Command, parameters: Sequence[Parameter]) -> str:
    arguments = [str(each.metavar) for each in parameters if isinstance(each, TyperArgument)]
    required = [_name_parameter(each) for each in parameters if isinstance(each, TyperOption) and each.required]
    optional = any(isinstance(each, TyperOption) and not each.required for each in parameters)
    pieces = [*arguments, *required, *(["[OPTIONS]"] if optional else [])]
    return " ".join([*words, *pieces, *(["COMMAND …"] if isinstance(command, TyperGroup) else [])])


def _name_parameter(parameter: Parameter) -> str:
    if isinstance(parameter, TyperArgument):
        return str(parameter.metavar)
    name = ", ".join(parameter.opts)
    return name if parameter.is_flag else f"{name} {_name_value(parameter)}"


def _name_value(option: TyperOption) -> str:
    if option.metavar:
        return option.metavar
    kind = option.type_descriptor.annotation
    return _KINDS.get(getattr(kind, "__name__", ""), "VALUE")


def _describe(parameter: Parameter) -> str:
    said = [parameter.help or ""]
    kind = parameter.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        said.append(f"One of {', '.join(f'`{member.value}`' for member in kind)}.")
    minimum = getattr(parameter.type_descriptor.parameter_info, "min", None)
    if minimum is not None:
        said.append(f"At least {minimum}.")
    default = parameter.default
    if parameter.required and isinstance(parameter, TyperOption):
        said.append("Required.")
    elif default is not None and not isinstance(default, bool):
        said.append(f"Default: {default.value if isinstance(default, Enum) else default}.")
    return " ".join(said)


def run(arguments: list[str]) -> int:
    """Write the page, or say that it is stale; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.render_cli_reference")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--write", action="store_true", help="write the page")
    mode.add_argument("--check", action="store_true", help="exit with 1 where the page is stale")
    write = bool(parser.parse_args(arguments).write)
    text = render_page()
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    if write:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    sys.stderr.write(f"{PAGE.name} is stale: {_COMMAND}\n")
    return 1


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

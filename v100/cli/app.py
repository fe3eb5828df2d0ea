"""The command line: `v100 [--workspace DIR] [--as NAME] [--reason TEXT] [--recipient TEXT] COMMAND …`.

In: what was typed. Out: an exit code. Refuses in one or two sentences, with the exit codes of `v100.errors`; only a
defect of ours ends with 1.
"""

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Final

import typer

from v100 import __version__
from v100.cli import (
    access,
    audit,
    cases,
    casework,
    data,
    equality,
    governance,
    harm,
    identity,
    impact,
    lists,
    models,
    network,
    persons,
    progress,
    rankings,
    retention,
    store,
    synthetic,
    workspace,
)
from v100.cli.gate import put_behind_gate
from v100.cli.session import open_session
from v100.errors import StoreError, UsageError, V100Error

app = typer.Typer(
    name="v100",
    help="Offender risk prioritisation: from the feeds to the weekly list, every figure with its evidence.",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"v100 {__version__}\n")
        raise typer.Exit


@app.callback()
def open_command(
    context: typer.Context,
    workspace_folder: Annotated[
        Path | None,
        typer.Option("--workspace", metavar="DIR", help="The workspace [V100_WORKSPACE, else ./v100-workspace]."),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option("--as", metavar="NAME", help="Who is acting [V100_ACTOR, else the login name]."),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the record.")] = None,
    recipient: Annotated[
        str | None, typer.Option("--recipient", metavar="TEXT", help="To whom the answer or file goes, for the record.")
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Open the session that every command starts from."""
    context.obj = open_session(workspace_folder, actor, reason, recipient)


for group in (access, workspace, data, rankings, persons, network, casework, cases, progress, models, synthetic):
    group.register(app)
for group in (equality, governance):
    group.register(app)
app.add_typer(lists.commands, name="list")
app.add_typer(store.commands, name="store")
app.add_typer(harm.commands, name="harm")
app.add_typer(impact.commands, name="impact")
app.add_typer(identity.commands, name="identity")
app.add_typer(data.contract_commands, name="contracts")
app.add_typer(audit.commands, name="audit")
app.add_typer(retention.commands, name="retention")
put_behind_gate(app)


_CLOSED_TO_OTHERS: Final = 0o077


def _refuse_broken_text(arguments: list[str]) -> None:
    """Bytes that are not UTF-8 reach us as lone surrogates, which no store or file can hold."""
    for position, text in enumerate(arguments, start=1):
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise UsageError(f"Argument {position} is not UTF-8 text.", hint="Type it again.")


@cache
def _build_command() -> Callable[[], object]:
    """Return the tree of commands, made once in a process however often it answers."""
    return typer.main.get_command(app)


def _run_app() -> int:
    try:
        _build_command()()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def answer() -> int:
    """Run the command line on `sys.argv`, say what went wrong in words, and return the exit code."""
    # Whatever is made meanwhile, by a library too, is its owner's alone from its first byte.
    before = os.umask(_CLOSED_TO_OTHERS)
    try:
        return _answer()
    finally:
        os.umask(before)


def _answer() -> int:
    try:
        _refuse_broken_text(sys.argv[1:])
        code = _run_app()
        sys.stdout.flush()
    except V100Error as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except BrokenPipeError:
        # The reader has seen enough; what is left must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'The output'}: {error.strerror or error}. Check the path and the disk.\n")
        return StoreError.exit_code
    except Exception as error:
        # A traceback could print a row of somebody's data; developers ask for it.
        if os.environ.get("V100_TRACEBACK"):
            raise
        sys.stderr.write(
            f"This is a defect in V100 ({type(error).__name__}). Run again with V100_TRACEBACK=1 and report it.\n"
        )
        return 1
    return code


def run() -> None:
    """Run the command line as the `v100` script does, and end the process."""
    code = answer()
    sys.stderr.flush()
    # A thread of a library that is still letting go of a file of ours aborts the process when the interpreter is taken
    # down under it, and the exit code is lost. Everything of ours is closed by now.
    os._exit(code)

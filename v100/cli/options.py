"""Options that several commands share, said once.

In: nothing. Out: annotated types for command signatures. Refuses nothing.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Ranker(StrEnum):
    """What orders the ranking."""

    harm = "harm"
    model = "model"
    auto = "auto"


EncryptTo = Annotated[
    list[str] | None,
    typer.Option(
        "--encrypt-to",
        metavar="RECIPIENT",
        help="An age public key that may open the file; beside those in the settings.",
    ),
]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="The day of knowledge, YYYY-MM-DD.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Edition = Annotated[
    str | None,
    typer.Option("--edition", help="Edition of the harm weights; the offences feed's own if not given."),
]
WindowDays = Annotated[
    int | None,
    typer.Option("--window-days", min=1, max=36500, help="Length of the window in days [settings, else 365]."),
]
MinAllegations = Annotated[
    int | None,
    typer.Option("--min-allegations", min=1, help="Counting allegations needed to be on the stack [settings, else 2]."),
]
RankerOption = Annotated[
    Ranker, typer.Option("--ranker", help="What orders the ranking; auto is the promoted model, else the stack.")
]

KeyFile = Annotated[
    Path | None, typer.Option("--key-file", metavar="FILE", help="The file, outside the workspace, with the key.")
]
KeyEnv = Annotated[
    str | None, typer.Option("--key-env", metavar="NAME", help="The variable of the environment with the key.")
]
KeyCommand = Annotated[
    str | None, typer.Option("--key-command", metavar="COMMAND", help="The program that prints the key.")
]
OverrideEquality = Annotated[
    str | None,
    typer.Option(
        "--override-equality",
        metavar="REASON",
        help="Issue though a limit of equality is broken; takes the role of a supervisor.",
    ),
]

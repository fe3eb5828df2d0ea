"""Commands on harm weights: import, show, diff.

In: what was typed. Out: the work of `v100.harm` and `v100.tasking`. No logic of its own.
"""

import typer

commands = typer.Typer(help="Editions of the harm weights.", no_args_is_help=True)

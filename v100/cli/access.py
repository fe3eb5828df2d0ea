"""The command that says who one is here: whoami.

In: what was typed. Out: name, account, roles and what they allow. No logic of its own; the gate itself is `gate.py`.
"""

from dataclasses import asdict

import typer

from v100.cli.gate import identify
from v100.cli.options import Json
from v100.cli.output import print_json, print_table, say
from v100.cli.session import current_session, read_account, read_groups


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("whoami")(whoami)


def whoami(context: typer.Context, as_json: Json = False) -> None:
    """Who you are to V100, which roles you have in this workspace, and which commands they allow."""
    from v100.errors import RefusedError
    from v100.governance.roles import OWNER, read_policy

    session, policy = current_session(context), read_policy()
    account, full_name = read_account()
    if not session.workspace.records.exists():
        found = {"actor": session.actor, "account": account, "roles": [], "mapped": False, "groups": [], "commands": []}
        if as_json:
            print_json({**found, "workspace": None})
        else:
            say(f"{session.actor} (account {account}). There is no workspace in {session.root}, so there are no roles.")
        return
    standing = identify(session, session.settings())
    allowed = []
    for rule in policy.rules.values():
        try:
            standing.require_role(rule)
        except RefusedError:
            continue
        allowed.append(rule.command)
    if as_json:
        groups = read_groups(account)
        print_json(
            {**asdict(standing), "full_name": full_name, "groups": groups, "commands": allowed}
            | {"workspace": str(session.root)}
        )
        return
    say(f"{standing.actor} (account {account}).")
    if not standing.mapped:
        say("No roles are given out here: whoever owns the workspace has all of them, nobody else has any.")
    rows = [[role, policy.roles[role]] for role in standing.roles if role != OWNER]
    print_table("Roles", ("role", "what for"), rows)
    say(f"Commands: {', '.join(allowed)}.")

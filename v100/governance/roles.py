"""Roles: who may use which command, and what a command does with personal data.

In: the policy file, the roles of the settings, and who is at the keyboard. Out: the rule of a command; the roles of a
person; the one under which he uses the command. Refuses, with RefusedError (13), a command outside the policy, a person
without a role that has it, and a name that is not the account's own unless a front end is trusted to say it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from v100.audit.line import KINDS
from v100.errors import RefusedError, UsageError

ALL: Final = "all"
NONE: Final = "none"
OWNER: Final = "owner"
_POLICY: Final = Path(__file__).with_name("policy.toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """What the policy says of one command."""

    command: str
    kind: str
    roles: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    everyone: frozenset[str] = frozenset()
    looks_up: bool = False
    mends: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anybody may use it and it touches no personal data."""
        return self.kind == NONE and ALL in self.roles

    def list_kinds(self, arguments: Mapping[str, Any]) -> list[str]:
        """Return what the command does with personal data when it is given these arguments."""
        more = [kind for name, kind in self.also.items() if arguments.get(name)]
        return [kind for kind in KINDS if kind in {self.kind, *more}]

    def narrow(self, arguments: Mapping[str, Any]) -> "Rule":
        """Return the rule for these arguments: some may be given by fewer roles than the command is open to."""
        for name, roles in self.only.items():
            if arguments.get(name):
                option = name.replace("_", "-")
                return replace(self, command=f"{self.command} --{option}", roles=tuple(roles))
        return self


@dataclass(frozen=True, slots=True)
class Policy:
    """The roles, what each is for, and the rule of every command."""

    roles: Mapping[str, str]
    rules: Mapping[str, Rule]

    def find_rule(self, command: str) -> Rule:
        """Return the rule of a command; raises RefusedError (13) where there is none."""
        if command not in self.rules:
            raise RefusedError(f"Nobody may use {command!r}: no policy is made for it.", hint="Report it as a defect.")
        return self.rules[command]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is at the keyboard: the name he goes by, his account, his roles; `mapped` where the settings give roles."""

    actor: str
    account: str
    roles: tuple[str, ...]
    mapped: bool

    def require_role(self, rule: Rule) -> str:
        """Return the role under which he uses the command; raises RefusedError (13)."""
        if not self.mapped and OWNER in self.roles:
            return OWNER
        for role in self.roles if ALL in rule.roles else rule.roles:
            if role in self.roles:
                return role
        if ALL in rule.roles:
            return NONE
        needed = ", ".join(rule.roles)
        hint = "See `v100 whoami`; roles are given by groups of the operating system, in the setting `roles`."
        raise RefusedError(f"`{rule.command}` needs one of the roles {needed}.", hint=hint)


@cache
def read_policy() -> Policy:
    """Read the policy that comes with this version."""
    return parse_policy(_POLICY.read_text(encoding="utf-8"))


def parse_policy(text: str) -> Policy:
    """Return the policy of a text; raises ValueError on a role or kind that is none: that is a defect of ours."""
    content = tomllib.loads(text)
    roles: dict[str, str] = content["roles"]
    rules = {name: _read_rule(name, values) for name, values in content["commands"].items()}
    for rule in rules.values():
        if not set(rule.roles) <= {ALL, *roles} or not rule.roles:
            message = f"{rule.command}: a role is not known"
            raise ValueError(message)
        if not {role for some in rule.only.values() for role in some} <= set(rule.roles):
            message = f"{rule.command}: a parameter is open to a role that the command is not"
            raise ValueError(message)
        kinds = {rule.kind, *rule.also.values()}
        if not kinds <= {NONE, *KINDS} or not rule.everyone <= kinds:
            message = f"{rule.command}: a kind is not known"
            raise ValueError(message)
    return Policy(roles, rules)


def _read_rule(command: str, values: dict[str, Any]) -> Rule:
    kinds = {values["kind"], *values.get("also", {}).values()}
    everyone = values.pop("everyone", ())
    whole = frozenset(kinds if everyone is True else everyone)
    return Rule(command=command, roles=tuple(values.pop("roles")), everyone=whole, **values)


def find_roles(policy: Policy, mapping: Mapping[str, Sequence[str]], groups: Sequence[str]) -> tuple[str, ...]:
    """Return the roles that the groups give, in the order of the policy; raises UsageError (2) on an unknown role."""
    unknown = sorted(set(mapping) - set(policy.roles))
    if unknown:
        raise UsageError(
            f"The setting `roles` names {', '.join(unknown)}, which is no role.",
            hint=f"Roles: {', '.join(policy.roles)}.",
        )
    return tuple(role for role in policy.roles if set(mapping.get(role, ())) & set(groups))


def stand_without_mapping(policy: Policy, account: str, named: str, *, owns: bool) -> Standing:
    """Return the standing where no roles are given out: the owner of the workspace has all of them, others none."""
    roles = (OWNER, *policy.roles) if owns else ()
    return Standing(named or account, account, roles, mapped=False)


def require_own_name(account: str, named: str, *, trusted: bool) -> str:
    """Return the name to act under; raises RefusedError (13) on somebody else's."""
    if named and named != account and not trusted:
        raise RefusedError(
            "Roles are given out here, so nobody acts under another name.",
            hint="Leave out --as and V100_ACTOR; a front end that knows its users needs the setting trust_front_end.",
        )
    return named or account

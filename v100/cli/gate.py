"""The one gate that every command passes: who asks, may he, and no answer before it is on record whom it is about.

In: a command about to run. Out: its answer, held back until the log has its lines. Refuses, before anything is
computed, whoever has no role for it, and shows nothing where the log cannot be written. A folder without a workspace
has nothing to protect: there a command goes through and says so itself.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from v100.cli.output import HeldText
from v100.cli.session import Session, owns_folder, read_account, read_groups
from v100.errors import IntegrityError, RefusedError, StoreError, V100Error

if TYPE_CHECKING:
    from v100.audit.line import Stage
    from v100.governance.roles import Rule, Standing
    from v100.settings import Settings

_PASSAGE = "v100.passage"
# A command that does more than look says that it begins.
_LOOKS = frozenset({"consultation"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """The log's word that a file may be written: the numbers of the lines that say who is in it."""

    lines: tuple[int, ...]


@dataclass(slots=True)
class Passage:
    """One command on its way through the gate."""

    session: Session
    settings: "Settings"
    standing: "Standing"
    rule: "Rule"
    role: str
    arguments: dict[str, Any]
    begun: dict[str, int] = field(default_factory=dict)
    published: bool = False
    remarks: dict[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> list[str]:
        """What the command does with personal data; nothing for one that has none."""
        return self.rule.list_kinds(self.arguments)

    def put_on_record(self, stage: "Stage", kinds: Iterable[str], shown: Iterable[Any]) -> dict[str, int]:
        """Write one line a kind, in one transaction, and return their numbers; raises what the stores raise."""
        from v100.cli.record import write_lines

        return write_lines(self, stage, list(kinds), shown, everyone=self.rule.everyone)

    def declare(self, *people: Any) -> Receipt:
        """Put on record who is in a file that is about to be written."""
        kinds = [kind for kind in self.kinds if kind == "disclosure"] or self.kinds
        lines = self.put_on_record("published", kinds, people)
        self.published = True
        return Receipt(tuple(lines.values()))

    def begin(self) -> None:
        """Put on record that something begins that does more than look."""
        if set(self.kinds) - _LOOKS:
            with self._mending():
                self.begun = self.put_on_record("begun", self.kinds, ())

    def end(self, stage: "Stage", shown: Iterable[Any]) -> None:
        """Put on record how it ended and who is about to be shown."""
        with self._mending():
            self.put_on_record(stage, self.kinds, shown)

    def _mending(self) -> contextlib.AbstractContextManager[None]:
        """A command that mends the stores, and shows nobody, must not fail for want of a store to write to."""
        return contextlib.suppress(StoreError, IntegrityError) if self.rule.mends else contextlib.nullcontext()


class GatedCommand(TyperCommand):
    """A command that runs behind the gate."""

    def invoke(self, ctx: Any) -> Any:
        """Run it, if the gate lets it."""
        return pass_gate(ctx, lambda: super(GatedCommand, self).invoke(ctx))


class GatedGroup(TyperGroup):
    """A group whose own command, where it has one, runs behind the gate."""

    def invoke(self, ctx: Any) -> Any:
        """Run the member that was named, or the group's own command if the gate lets it."""
        own = self.callback
        if own is None or ctx.parent is None:
            return super().invoke(ctx)

        def run(**values: Any) -> Any:
            return own(**values) if ctx.invoked_subcommand else pass_gate(ctx, lambda: own(**values))

        self.callback = run
        try:
            return super().invoke(ctx)
        finally:
            self.callback = own


def put_behind_gate(app: typer.Typer) -> None:
    """Put every command of the application, and of each group in it, behind the gate."""
    for command in app.registered_commands:
        command.cls = GatedCommand
    for group in app.registered_groups:
        group.cls = GatedGroup
        if group.typer_instance is not None:
            put_behind_gate(group.typer_instance)


def name_command(context: typer.Context) -> str:
    """Return the words that call a command, without the program's own name."""
    words: list[str] = []
    here: Any = context
    while here.parent is not None:
        words.insert(0, here.info_name)
        here = here.parent
    return " ".join(words)


def pass_gate(context: typer.Context, run: Callable[[], Any]) -> Any:
    """Run a command behind the gate and show its answer once it is on record; raises RefusedError (13)."""
    passage = _admit(context)
    if passage is None:
        return run()
    if not passage.kinds:
        return run()
    context.find_root().meta[_PASSAGE] = passage
    passage.begin()
    held = HeldText(sys.stdout)
    try:
        with contextlib.redirect_stdout(held):
            answer = run()
    except typer.Exit:
        _show(passage, held, "done")
        raise
    except V100Error as error:
        _show(passage, held, "refused" if isinstance(error, RefusedError) else "failed", str(error))
        raise
    except Exception as error:
        # Neither what was half printed nor what the defect says is shown, but somebody was looked at.
        passage.end("failed", [*held.values, *held.notices, str(error)])
        raise
    _require_declared(passage)
    _show(passage, held, "done")
    return answer


def declare_people(context: typer.Context, *people: Any) -> Receipt:
    """Put on record who is in a file that is about to be written; the file must not be written before.

    `people` are ids, or documents in which every id stands as a text of its own.
    """
    passage = context.find_root().meta.get(_PASSAGE)
    return passage.declare(*people) if passage is not None else Receipt(())


@contextlib.contextmanager
def pass_inside(session: Session, command: str, arguments: dict[str, Any]) -> Iterator[Passage]:
    """Yield the passage of a command that another one does for itself, in a workspace of its own."""
    from v100.governance.roles import read_policy

    settings, rule = session.settings(), read_policy().find_rule(command)
    standing = identify(session, settings)
    passage = Passage(session, settings, standing, rule, standing.require_role(rule), arguments)
    passage.begin()
    yield passage
    _require_declared(passage)
    passage.end("done", ())


def find_passage(context: typer.Context) -> Passage | None:
    """Return the passage of the running command; None where there was nothing to protect."""
    passage: Passage | None = context.find_root().meta.get(_PASSAGE)
    return passage


def identify(session: Session, settings: "Settings") -> "Standing":
    """Return who is at the keyboard; raises RefusedError (13) on a name that is not his own."""
    from v100.governance.roles import Standing, find_roles, read_policy, require_own_name, stand_without_mapping

    account, _ = read_account()
    policy = read_policy()
    if not settings.roles:
        return stand_without_mapping(policy, account, session.actor, owns=owns_folder(session.root))
    actor = require_own_name(account, session.named, trusted=settings.trust_front_end)
    return Standing(actor, account, find_roles(policy, settings.roles, read_groups(actor)), mapped=True)


def _admit(context: typer.Context) -> Passage | None:
    """Return the passage of somebody who may use the command; None where there is nothing to protect."""
    from v100.governance.roles import NONE, Standing, read_policy
    from v100.settings import Workspace

    session: Session = context.find_root().obj
    rule = read_policy().find_rule(name_command(context))
    if rule.is_open or not Workspace(session.root).records.exists():
        return None
    settings = session.settings()
    arguments = {name: value for name, value in context.params.items() if value is not None}
    try:
        standing = identify(session, settings)
        role = standing.require_role(rule.narrow(arguments))
        if rule.kind != NONE:
            _require_reason(session, settings)
    except RefusedError as error:
        account, _ = read_account()
        # A front end that is trusted has said who it is; anybody else goes by his account.
        actor = session.named if settings.trust_front_end and session.named else account
        nobody = Standing(actor, account, (), mapped=True)
        # Whoever was turned away has gone through nobody.
        turned_away = Passage(session, settings, nobody, replace(rule, everyone=frozenset()), NONE, arguments)
        turned_away.put_on_record("refused", [rule.kind], [error.message])
        raise
    context.find_root().obj = replace(session, actor=standing.actor)
    return Passage(session, settings, standing, rule, role, arguments)


def _require_reason(session: Session, settings: "Settings") -> None:
    if settings.audit_reason_required and not session.reason.strip():
        raise RefusedError("This workspace wants to know why.", hint="Say so with --reason TEXT, before the command.")


def _show(passage: Passage, held: HeldText, stage: "Stage", error: str = "") -> None:
    """Put on record who is in an answer, then let it out."""
    passage.end(stage, [*held.values, *held.notices, error])
    # Nothing of an answer is lost where only the reader of the notices has gone away.
    with contextlib.suppress(BrokenPipeError):
        for text in held.notices:
            sys.stderr.write(f"{text}\n")
    sys.stdout.write(held.getvalue())


def _require_declared(passage: Passage) -> None:
    """Hold every command that writes people into a file to having said so before."""
    if "disclosure" in passage.kinds and not (passage.published or "disclosure" in passage.rule.everyone):
        message = f"{passage.rule.command} wrote a file and did not say who is in it"
        raise TypeError(message)


def draw_seed() -> bytes:
    """Return what salts are made from; it is forgotten with the command."""
    return os.urandom(32)

"""Lines of the audit log written for the gate.

In: a command on its way through the gate, and what it is about to show. Out: the lines' numbers, once they are in the
casework store. Refuses what the stores refuse: then nothing may be shown.
"""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from v100.audit.line import Entry
from v100.audit.log import append_entries
from v100.audit.people import add_people_of_casework, find_people
from v100.audit.words import collect_words
from v100.cli.gate import draw_seed
from v100.store.casework import open_casework

if TYPE_CHECKING:
    from v100.audit.line import Stage
    from v100.cli.gate import Passage

# What people write in their own words never gets into the log, not even in one word.
_OWN_WORDS: Final = frozenset(
    {
        "answer",
        "authorised_by",
        "changed",
        "grounds",
        "how",
        "legal_ground",
        "override_equality",
        "rationale",
        "reason",
        "recipient",
        "summary",
        "text",
        "what",
        "withhold",
    }
)
_PLAIN: Final = re.compile(r"[\w.,:/+@-]{1,200}")
WITHHELD: Final = "(in words)"


def write_lines(
    passage: "Passage", stage: "Stage", kinds: Sequence[str], shown: Iterable[Any], *, everyone: AbstractSet[str]
) -> dict[str, int]:
    """Write one line a kind and return their numbers; `everyone` holds the kinds that concern all people."""
    named = collect_words([_plain_values(value) for value in passage.arguments.values()])
    words = collect_words(shown) | named
    session = passage.session
    found = find_people(session.workspace, words)
    with open_casework(session.workspace, passage.settings) as casework:
        people = tuple(add_people_of_casework(casework, found.people, words))
        entries = [
            Entry(
                happened_at=session.now,
                kind=kind,
                stage=stage,
                command=passage.rule.command,
                actor=passage.standing.actor,
                account=passage.standing.account,
                role=passage.role,
                run_id=found.run_id,
                everyone=kind in everyone,
                people=people,
                named=tuple(sorted(named)),
                completes=passage.begun.get(kind),
                arguments=keep_arguments(passage.arguments) | passage.remarks,
                reason=session.reason or None,
                recipient=passage.arguments.get("recipient") or session.recipient or None,
            )
            for kind in kinds
        ]
        lines = append_entries(casework, entries, draw_seed())
    return {line.kind: line.line for line in lines}


def keep_arguments(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments as the log keeps them: ids, days and numbers, nothing in anybody's own words."""
    return {
        name: WITHHELD if name in _OWN_WORDS else _keep(_plain_values(value))
        for name, value in sorted(arguments.items())
        if value is not False
    }


def _plain_values(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain_values(item) for item in value]
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def _keep(value: Any) -> Any:
    if isinstance(value, list):
        return [_keep(item) for item in value]
    return value if not isinstance(value, str) or _PLAIN.fullmatch(value) else WITHHELD

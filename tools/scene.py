"""A workspace to be damaged, and what is asked of it afterwards.

In: an empty folder. Out: a synthetic force with a list, decisions, a model that ranks, an encrypted twin, a twin whose
last decision is still in the log of its store, and a backup. Refuses nothing.
"""

import contextlib
import io
import json
import shutil
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from v100.cli.app import answer
from v100.model.registry import list_model_events, record_model_event
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework

AS_OF: Final = "2025-12-20"
ADMITTED: Final = frozenset({0, 2, 10, 11, 12, 13, 14})
_KEY_TEXT: Final = "a secret for a workspace that is there to be damaged\n"
_TRUTH: Final = "truth.json"
_CASEWORK: Final = "casework/casework.duckdb"
_RECORDS: Final = "store/records.duckdb"
_SPEC: Final = """
name = "small"
meaning = "A specification small enough to be damaged ten thousand times."
[label]
serious_days = 30
[features]
use = ["harm__capped__decay365d", "frequency__counting__decay365d", "recency__counting__days"]
relative = ["harm__*"]
[[component]]
name = "expected_harm"
objective = "poisson"
target = "capped_harm"
scale_days = 365
rounds = 10
parameters = { num_leaves = 4, min_data_in_leaf = 20 }
[[component]]
name = "serious"
objective = "binary"
target = "serious"
rounds = 10
parameters = { num_leaves = 4, min_data_in_leaf = 20 }
[ranker]
blend = { expected_harm = 1.0 }
"""
_SETTINGS: Final = """window_days = 365
min_allegations = 2
top = 20
marking = "OFFICIAL-SENSITIVE"
store_wait_seconds = 5.0

[units.North]
capacity = 40
"""


Command = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of file to damage, in which twin, and what may be asked afterwards: one or several commands in a row."""

    name: str
    twin: str
    files: tuple[str, ...]
    plans: tuple[tuple[Command, ...], ...]
    # A command that was killed before it answered happened or did not: what this other target says is as good.
    or_else: str = ""


def call(workspace: Path, *arguments: str | Path) -> Said:
    """Run `v100` in this process, through the same door as the script."""
    argv, out, err = sys.argv, io.StringIO(), io.StringIO()
    sys.argv = ["v100", "--workspace", str(workspace), "--as", "tester", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = answer()
    finally:
        sys.argv = argv
    return Said(code, out.getvalue(), err.getvalue())


def list_targets(scene: Path) -> list[Target]:
    """Return what there is to damage."""
    model = next((scene / "plain" / "models").iterdir())
    texts = tuple(path.relative_to(scene / "plain").as_posix() for path in sorted(model.iterdir()))
    rank, show = ("rank", "--as-of", AS_OF, "--json"), ("list", "show", "V100-0001", "--json")
    stack, by_model = (*rank, "--ranker", "harm"), (*rank, "--ranker", "model")
    records = ((stack,), (stack,), (("list", "verify", "V100-0001", "--json"),))
    decisions = ((("audit", "verify", "--json"),), (show,), (("worklist", "V100-0001", "--json"),))
    restored = ("restore", "{twin}/backup.tar")
    imported = ("harm", "import", "{twin}/harm.csv", "--edition", "e1", "--json")
    return [
        Target("record store", "plain", (_RECORDS,), records),
        Target("casework store", "plain", (_CASEWORK,), decisions),
        Target("log of the casework store", "logged", (f"{_CASEWORK}.wal",), decisions, "casework store"),
        Target("notes of pages", "plain", (f"{_RECORDS}.pages", f"{_CASEWORK}.pages"), ((stack,), (show,))),
        Target("settings", "plain", ("v100.toml",), ((stack,), (show,))),
        Target("model", "plain", texts, ((by_model,), (("card", model.name),))),
        Target("encrypted record store", "encrypted", (_RECORDS,), records),
        Target("encrypted casework store", "encrypted", (_CASEWORK,), decisions),
        Target("backup", "backup", ("backup.tar",), ((restored, stack), (restored, show))),
        Target("harm table", "plain", ("harm.csv",), ((imported,),)),
    ]


def build_scene(scene: Path) -> None:
    """Make the twins in `scene`."""
    root, feeds = scene / "plain", scene / "feeds"
    _require(call(root, "synth", feeds, "--people", "600", "--years", "3", "--seed", "3", "--until", "2026-01-01"))
    _require(call(root, "init"))
    (root / "v100.toml").write_text(_SETTINGS, encoding="utf-8")
    _require(call(root, "refresh", feeds, "--allow-unmapped"))
    spec = scene / "small.toml"
    spec.write_text(_SPEC, encoding="utf-8")
    _require(call(root, "train", "--spec", spec, "--until", "2025-06-01"))
    issued = json.loads(_require(call(root, "list", "issue", "--as-of", AS_OF, "--top", "10", "--json")).out)
    _decide(root, issued["list_id"])
    _promote(root)
    edition = ("offence_code,title,theme,harm_days,in_scope", "A,Offence A,rape,100,true", "B,Offence B,rape,50,true")
    (root / "harm.csv").write_text("\n".join((*edition, "")), encoding="utf-8")
    _leave_in_log(Path(shutil.copytree(root, scene / "logged")))
    (scene / "key").write_text(_KEY_TEXT, encoding="utf-8")
    (scene / "key").chmod(0o600)
    encrypted = Path(shutil.copytree(root, scene / "encrypted"))
    _require(call(encrypted, "store", "rekey", "--to-file", scene / "key"))
    (scene / "backup").mkdir()
    _require(call(root, "backup", scene / "backup" / "backup.tar"))
    _note_truth(scene)


def ask(plan: tuple[Command, ...], twin: Path) -> list[Said]:
    """Run the commands one after another on a twin."""
    return [call(twin, *(word.replace("{twin}", str(twin)) for word in command)) for command in plan]


def _require(said: Said) -> Said:
    if said.code:
        message = f"the scene cannot be built: {said.err}"
        raise RuntimeError(message)
    return said


def _decide(root: Path, list_id: str) -> None:
    document = json.loads(_require(call(root, "list", "show", list_id, "--json")).out)
    for entry, decision in zip(document["entries"][:3], ("accept", "decline", "accept"), strict=True):
        reviewed = ("review", list_id, entry["person_id"], "--decision", decision, "--rationale", "seen")
        _require(call(root, *reviewed))


def _promote(root: Path) -> None:
    """Put a promotion on record as if it had been earned: what is read is under test, not the gate."""
    with open_casework(Workspace(root), Settings()) as casework:
        trained = list_model_events(casework)[-1]
        values: dict[str, Any] = {"model_id": trained.model_id, "spec": "small", "detail": "for the scene"}
        now = datetime(2025, 6, 1, tzinfo=UTC)
        record_model_event(casework, "promoted", **values, now=now, actor="tester", reason="")


def _leave_in_log(root: Path) -> None:
    """Decide as a command does that is killed between its commit and its end."""
    with duckdb.connect(str(root / _CASEWORK)) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("update casework_events set rationale = 'still in the log'")


def copy_twin(source: Path, twin: Path) -> None:
    """Put a fresh twin in the place of the one before."""
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(source, twin)


def read_truth(scene: Path) -> dict[str, list[Said]]:
    """Return what every plan of every target says where nothing is damaged."""
    noted = json.loads((scene / _TRUTH).read_text(encoding="utf-8"))
    return {name: [Said(*each) for each in said] for name, said in noted.items()}


def _note_truth(scene: Path) -> None:
    found = {}
    for target in list_targets(scene):
        for number, plan in enumerate(target.plans):
            copy_twin(scene / target.twin, scene / "twin")
            found[f"{target.name} {number}"] = [(each.code, each.out, each.err) for each in ask(plan, scene / "twin")]
    shutil.rmtree(scene / "twin")
    (scene / _TRUTH).write_text(json.dumps(found), encoding="utf-8")

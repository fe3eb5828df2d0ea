"""Letting a model rank, and stopping it: decisions with who, why and on what evidence, all of them on record.

In: a workspace, a model, the moment, the actor and a reason. Out: the gates, and an event in the register. Refuses to
promote a model that any gate stops (RefusedError); the refusal is recorded too, so that nobody tries until it passes
without leaving a trace.
"""

from dataclasses import dataclass
from datetime import datetime

from v100.errors import RefusedError
from v100.evaluation.promotion import Gate, find_evaluation, judge_promotion
from v100.evaluation.register import list_evaluations, read_evaluation
from v100.model.artefact import load_artefact
from v100.model.registry import find_promoted, list_model_events, record_model_event
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a model, on which evaluation, and how each gate stood."""

    model_id: str
    evaluation_id: str
    gates: list[Gate]


def promote_model(
    workspace: Workspace, settings: Settings, model_id: str, *, now: datetime, actor: str, reason: str
) -> Decision:
    """Make it the model that ranks; raises RefusedError (13) naming the gates that stop it."""
    manifest, model = load_artefact(workspace.models / model_id)
    spec, origin = model.spec, manifest.origin
    with open_casework(workspace, settings) as casework:
        row = find_evaluation(list_evaluations(casework), spec.sha256, origin.edition_sha256)
        if row is None:
            stopped = ["it was never evaluated with this specification and these weights"]
            gates: list[Gate] = []
        else:
            document = read_evaluation(casework, row.evaluation_id)
            gates = judge_promotion(spec, document, evaluated_on=row.evaluated_at.date(), today=now.date())
            stopped = [f"{gate.name}: asked {gate.asked}, found {gate.found}" for gate in gates if not gate.passed]
        record_model_event(
            casework,
            "refused" if stopped else "promoted",
            model_id=model_id,
            spec=spec.name,
            evaluation_id=row.evaluation_id if row else None,
            detail="; ".join(stopped) if stopped else "passed every gate",
            now=now,
            actor=actor,
            reason=reason,
        )
    if stopped or row is None:
        raise RefusedError(
            f"{model_id} is not promoted: {'; '.join(stopped)}.",
            hint=f"Evaluate it with `v100 evaluate --spec {spec.name}`, or rank by the harm stack.",
        )
    return Decision(model_id, row.evaluation_id, gates)


def demote_model(workspace: Workspace, settings: Settings, *, now: datetime, actor: str, reason: str) -> str:
    """Stop the promoted model and return its id; raises RefusedError (13) where none is promoted."""
    with open_casework(workspace, settings) as casework:
        promoted = require_promoted(casework)
        record_model_event(
            casework,
            "demoted",
            model_id=promoted,
            spec=promoted.rsplit("-", 2)[0],
            detail="lists are ranked by the harm stack from now on",
            now=now,
            actor=actor,
            reason=reason,
        )
    return promoted


def require_promoted(casework: Connection) -> str:
    """Return the id of the model that ranks; raises RefusedError (13) where there is none."""
    promoted = find_promoted(list_model_events(casework))
    if promoted is None:
        raise RefusedError("No model is promoted.", hint="Rank by the harm stack: --ranker harm.")
    return promoted.model_id

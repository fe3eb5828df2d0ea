"""A specification at work on a workspace: trained for a day, or evaluated over dates, and the result put on record.

In: a workspace, a specification, dates, the moment and the actor. Out: a stored model, or a recorded evaluation with
its page. Refuses what training, the dates and the stores refuse, and records that do not reach over the last horizon.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from v100 import __version__
from v100.errors import RefusedError
from v100.evaluation.backtest import Backtest, Plan, find_first_date, run_backtest
from v100.evaluation.dates import list_training_dates
from v100.evaluation.group_results import Groups
from v100.evaluation.groups import read_groups
from v100.evaluation.register import record_evaluation
from v100.evaluation.report.page import write_evaluation_page
from v100.evaluation.results import Summary
from v100.evaluation.subgroups import summarise_groups
from v100.evaluation.summary import summarise_rankers
from v100.evaluation.yardsticks import add_moj_yardstick
from v100.features.past import open_past
from v100.features.records import EPOCH, read_records
from v100.harm.weights import Edition
from v100.model.artefact import identify_model, save_model
from v100.model.folds import find_oldest
from v100.model.manifest import Manifest
from v100.model.matrix import build_labels, build_panel, choose_features, hash_frame, list_directions, measure_spec
from v100.model.registry import record_model_event
from v100.model.spec import Spec
from v100.model.train import train_model
from v100.model.trained import Model, Origin
from v100.progress import Progress
from v100.ranking.known import Known, open_knowledge
from v100.settings import Settings, Workspace
from v100.store.casework import open_casework
from v100.store.disk import explain_disk_errors, make_private_folder, publish_file

DRAWS: Final = 1_000
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """An evaluation as asked for; `edition` None means what the settings say."""

    first: date
    last: date
    every: str
    retrain_every: str
    k: int
    edition: str | None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A recorded evaluation: its id, its document, and where its page is."""

    evaluation_id: str
    document: dict[str, Any]
    summary: Summary
    page: Path


def train_spec(
    workspace: Workspace,
    settings: Settings,
    spec: Spec,
    until: date,
    *,
    edition: str | None,
    now: datetime,
    actor: str,
    reason: str,
    progress: Progress,
) -> Manifest:
    """Train a model on what was known before `until`, store it and note it in the register."""
    model = _train(workspace, settings, spec, until, edition=edition, progress=progress)
    manifest = identify_model(model)
    save_model(model, workspace.models)
    with open_casework(workspace, settings) as casework:
        record_model_event(
            casework,
            "trained",
            model_id=manifest.model_id,
            spec=spec.name,
            detail=f"{model.rows} rows on {len(model.training_dates)} dates up to {model.training_dates[-1]}",
            now=now,
            actor=actor,
            reason=reason,
        )
    return manifest


def _train(
    workspace: Workspace, settings: Settings, spec: Spec, until: date, *, edition: str | None, progress: Progress
) -> Model:
    features = choose_features(spec.features.use)
    with open_knowledge(workspace, settings, until) as known:
        weights = known.find_edition(edition or settings.edition)
        progress("reading what was known", None)
        oldest = find_oldest(until, spec.training.years, spec.training.first)
        past = open_past(read_records(known.knowledge.with_persons_of(oldest or EPOCH), weights), measure_spec(spec))
    days = list_training_dates(
        find_first_date(past, spec),
        until,
        spec.training.every,
        years=spec.training.years,
        horizon_days=spec.label.horizon_days,
    )
    progress(f"features of {len(days)} dates", None)
    matrix = build_panel(past, days, features, min_allegations=spec.cohort.stack_gate).matrix
    labels = build_labels(past, days, horizon_days=spec.label.horizon_days, known_on=until).people
    origin = Origin(
        knowledge_sha256=hash_frame(matrix.hstack(labels.drop("as_of", "person_id"))),
        edition=weights.name,
        edition_sha256=weights.hash,
        code_version=__version__,
    )
    return train_model(spec, matrix, labels, list_directions(), until=until, progress=progress, origin=origin)


def evaluate_spec(
    workspace: Workspace,
    settings: Settings,
    spec: Spec,
    asked: Asked,
    *,
    now: datetime,
    actor: str,
    progress: Progress,
) -> Evaluated:
    """Evaluate forward in time, record the document and write its page."""
    ends = asked.last + timedelta(days=spec.label.horizon_days)
    features = choose_features(spec.features.use)
    with open_knowledge(workspace, settings, ends) as known:
        weights = known.find_edition(asked.edition or settings.edition)
        progress("reading what was known", None)
        oldest = find_oldest(asked.first, spec.training.years, spec.training.first)
        knowledge = known.knowledge.with_persons_of(oldest or EPOCH)
        past = open_past(read_records(knowledge, weights), measure_spec(spec))
        plan = Plan(asked.first, asked.last, asked.every, asked.retrain_every, find_reach(known, settings, ends))
        backtest = run_backtest(past, spec, features, plan, progress=progress)
        backtest = add_moj_yardstick(backtest, knowledge)
        groups = read_groups(knowledge, backtest.scored["person_id"], on=asked.last)
    progress("measures and intervals", None)
    summary = summarise_rankers(backtest.scored, backtest.horizons, backtest.rankers, k=asked.k, draws=DRAWS, seed=SEED)
    by_group = summarise_groups(backtest.scored, groups, "model", k=asked.k, draws=DRAWS, seed=SEED)
    document = _write_document(spec, weights, asked, backtest, summary, by_group)
    with open_casework(workspace, settings) as casework:
        evaluation_id = record_evaluation(casework, document, now=now, actor=actor)
    page = _write_page(workspace, settings, spec, evaluation_id, summary, by_group)
    return Evaluated(evaluation_id, document, summary, page)


def find_reach(known: Known, settings: Settings, ends: date) -> date:
    """Return up to when what came true can be told: `ends`, or earlier where the newest report is older.

    A feed may be some days behind without being at its end (`feed_behind_days`).
    """
    newest = known.knowledge.fetch("ranking/find_newest_incident")["recorded_at"].item()
    if newest is None:
        raise RefusedError("No incident is known.", hint="Load the feeds with `v100 refresh DIR`.")
    reach: date = newest.date() + timedelta(days=settings.feed_behind_days)
    return min(ends, reach)


def _write_document(
    spec: Spec, weights: Edition, asked: Asked, backtest: Backtest, summary: Summary, groups: Groups
) -> dict[str, Any]:
    return {
        "spec": spec.name,
        "spec_sha256": spec.sha256,
        "edition": weights.name,
        "edition_sha256": weights.hash,
        "horizon_days": spec.label.horizon_days,
        "serious_days": spec.label.serious_days,
        "every": asked.every,
        "retrain_every": asked.retrain_every,
        "code_version": __version__,
        "folds": [
            {
                "until": fold.until.isoformat(),
                "training_dates": [fold.training[0].isoformat(), fold.training[-1].isoformat(), len(fold.training)],
                "test_dates": [day.isoformat() for day in fold.test],
            }
            for fold in backtest.folds
        ],
        "scores_sha256": hash_frame(backtest.scored.select(pl.all().exclude("probability"))),
        **summary,
        "groups": groups,
    }


def _write_page(
    workspace: Workspace, settings: Settings, spec: Spec, evaluation_id: str, summary: Summary, groups: Groups
) -> Path:
    content = write_evaluation_page(
        summary,
        groups,
        title=f"Evaluation {evaluation_id} of {spec.name}",
        marking=settings.marking,
        spec_name=spec.name,
        horizon_days=spec.label.horizon_days,
        serious_days=spec.label.serious_days,
    )
    path = workspace.evaluations / f"{evaluation_id}.html"
    partial = path.with_name(f".{path.name}.partial")
    with explain_disk_errors(path):
        make_private_folder(path.parent)
        partial.write_bytes(content)
        publish_file(partial, path)
    return path

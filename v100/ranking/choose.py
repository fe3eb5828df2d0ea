"""Which ranker a ranking uses: the stack, or the promoted model where it may rank on that day.

In: what was asked (`harm`, `model`, `auto`), the promotion in force, the model's artefact and what was known. Out: a
`Choice` with the model's order, or the reason why the stack ranks instead. Refuses `model` where it may not rank
(RefusedError, 13); `auto` then falls back to the stack and says why. A model trained on what was recorded on or after
the day may never rank it.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal

from v100.errors import IntegrityError, NotFoundError, RefusedError
from v100.harm.weights import Edition
from v100.model.artefact import load_artefact
from v100.model.drift import Reading, measure_drift
from v100.model.trained import Model
from v100.ranking.model_order import ModelOrder, order_by_model
from v100.ranking.parameters import Request
from v100.store.knowledge import Knowledge

Asked = Literal["harm", "model", "auto"]
NOT_PROMOTED: Final = "no model is promoted"


@dataclass(frozen=True, slots=True)
class Choice:
    """`order` is None where the stack ranks; `because` says why it does though a model was asked for."""

    order: ModelOrder | None
    because: str | None


def choose_ranker(
    asked: Asked, promoted: str | None, models: Path, knowledge: Knowledge, edition: Edition, request: Request
) -> Choice:
    """Choose and, where a model ranks, score the cohort; raises RefusedError (13) for `model` where it may not."""
    if asked == "harm":
        return Choice(None, None)
    choice = _try_model(promoted, models, knowledge, edition, request)
    if asked == "model" and choice.because is not None:
        raise RefusedError(f"The model may not rank: {choice.because}.", hint="Use --ranker harm.")
    return choice


def _try_model(promoted: str | None, models: Path, knowledge: Knowledge, edition: Edition, request: Request) -> Choice:
    if promoted is None:
        return Choice(None, NOT_PROMOTED)
    try:
        model = load_artefact(models / promoted)[1]
    except (IntegrityError, NotFoundError) as error:
        return Choice(None, f"{promoted} cannot be used: {error.message.rstrip('.')}")
    obstacles = list_obstacles(model, knowledge, edition, request)
    if obstacles:
        return Choice(None, f"{promoted} may not rank this day: {'; '.join(obstacles)}")
    try:
        order = order_by_model(knowledge, edition, promoted, model)
    except RefusedError as error:
        return Choice(None, f"{promoted} cannot score this cohort: {error.message.rstrip('.')}")
    drifted = list_drifted(order, knowledge)
    if drifted:
        return Choice(None, f"{promoted} is outside its drift limits: {'; '.join(drifted)}")
    return Choice(order, None)


def list_obstacles(model: Model, knowledge: Knowledge, edition: Edition, request: Request) -> list[str]:
    """Return why a model may not rank the day, before anything is scored."""
    spec, found = model.spec, []
    if model.until > knowledge.as_of:
        found.append(f"it was trained on what was known up to {model.until}")
    elif knowledge.as_of > model.until + timedelta(days=spec.expiry.model_days):
        found.append(f"it expired on {model.until + timedelta(days=spec.expiry.model_days)}")
    if model.record is None or model.record.origin.edition_sha256 != edition.hash:
        found.append(f"it was trained with other weights than those of {edition.name}")
    if request.window_days != spec.cohort.window_days:
        found.append(f"it was trained with a window of {spec.cohort.window_days} days")
    found += [f"there is no {feed} feed" for feed in spec.features.needs if not knowledge.has_feed(feed)]
    return found


def list_drifted(order: ModelOrder, knowledge: Knowledge) -> list[str]:
    """Return the figures beyond their limits on the day."""
    return [
        f"{item.name} {item.value:.2f}, limit {item.limit:g}" for item in read_drift(order, knowledge) if not item.ok
    ]


def read_drift(order: ModelOrder, knowledge: Knowledge) -> list[Reading]:
    """Return every figure of the day beside its limit, the rate of serious among them where a horizon is over."""
    newest = knowledge.fetch("ranking/find_newest_incident")["recorded_at"].item()
    lag = (knowledge.as_of - newest.date()).days
    return measure_drift(
        order.model, order.matrix, order.scored["score"], lag_days=lag, label_rate=order.find_label_rate()
    )

"""A ranking by a model: what it makes of the cohort of a day, and how firmly each of its ranks is held.

In: what was known, an edition of weights and a trained model. Out: a `ModelOrder`. Refuses nothing about the model
itself: whether it may rank on the day is judged before (`v100/ranking/choose.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from v100.features.history import History, look_back
from v100.features.label import look_ahead
from v100.features.past import open_past
from v100.features.records import count_days, read_records
from v100.features.redraw import pick_people, redraw
from v100.harm.weights import Edition
from v100.model.boosting import predict_margin
from v100.model.matrix import build_features, measure_spec
from v100.model.prepare import find_means, make_rows
from v100.model.score import score_model
from v100.model.trained import Model
from v100.ranking.intervals import DEPTH, Floats, RankInterval, draw_times, find_intervals
from v100.store.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class ModelOrder:
    """`scored`: person_id, score, probability of the cohort; `matrix`: its features, in the same order."""

    model_id: str
    model: Model
    scored: pl.DataFrame
    matrix: pl.DataFrame
    history: History

    def find_intervals(self, ordered: Sequence[str], shown: int) -> dict[str, RankInterval]:
        """Return the interval of the first `shown` of `ordered`; empty for a blend, whose score is a rank already."""
        if len(self.model.spec.blend) != 1:
            return {}
        deep = ordered[: max(DEPTH * shown, 1)]
        place_of = {person: place for place, person in enumerate(self.scored["person_id"])}
        places = np.array(sorted(place_of[person] for person in deep), dtype=np.int32)
        drawn = self._draw(places)
        others = np.delete(self._find_margins(), places)
        people = [self.scored["person_id"][int(place)] for place in places]
        found = dict(zip(people, find_intervals(drawn, others), strict=True))
        return {person: found[person] for person in ordered[:shown]}

    def find_label_rate(self) -> float | None:
        """Return the share of serious people in the newest cohort whose horizon is over; None without such a one."""
        spec, past = self.model.spec, self.history.past
        day = self.history.day - spec.label.horizon_days
        cohort = look_back(past, day).cohort
        if cohort.size == 0:
            return None
        future = look_ahead(past, day, cohort, horizon_days=spec.label.horizon_days, known_on=self.history.day)
        return float((future.max_micro_days >= past.measure.serious_micro_days).mean())

    def _find_margins(self) -> Floats:
        rows = make_rows(self.model.spec, self.matrix, self.model.features)
        return np.round(predict_margin(self.model.texts[next(iter(self.model.spec.blend))], rows), 9)

    def _draw(self, places: "np.ndarray[tuple[int], np.dtype[np.int32]]") -> Floats:
        model, chosen = self.model, pick_people(self.history, places)
        times = draw_times(chosen.allegations.place.size)
        drawn = redraw(chosen, times)
        size, draws = places.size, len(times)
        people = [f"{draw:06d} {place:09d}" for draw in range(draws) for place in range(size)]
        frame = pl.DataFrame(
            {"as_of": pl.repeat(self.matrix["as_of"][0], len(people), eager=True), "person_id": people}
        )
        frame = frame.with_columns(**build_features(drawn, model.features))
        rows = make_rows(model.spec, frame, model.features, find_means(model.spec, self.matrix, model.features))
        margins = np.round(predict_margin(model.texts[next(iter(model.spec.blend))], rows), 9)
        # Nobody without a counting report is in a cohort: in such a draw he stands below everybody.
        margins[drawn.pick("counting", model.spec.cohort.window_days).count() == 0] = -np.inf
        return margins.reshape(draws, size)


def order_by_model(knowledge: Knowledge, edition: Edition, model_id: str, model: Model) -> ModelOrder:
    """Score everybody in the cohort of the day."""
    past = open_past(read_records(knowledge, edition), measure_spec(model.spec))
    history = look_back(past, count_days(knowledge.as_of))
    people = past.person_ids.gather(history.cohort)
    matrix = pl.DataFrame(
        {"as_of": pl.repeat(knowledge.as_of, people.len(), dtype=pl.Date, eager=True), "person_id": people}
    ).with_columns(**build_features(history, model.features))
    scored = score_model(model, matrix).select("person_id", "score", "probability")
    return ModelOrder(model_id, model, scored, matrix, history)

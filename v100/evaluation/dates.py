"""The dates of an evaluation: which are tested, when a model is trained anew, and on which dates each may train.

In: the first and last test date, the steps between, the horizon and what was known. Out: `Fold`s, forward only.
Refuses a test date whose horizon is not over in what is known, and a first date with no past to train on. The embargo
is a full horizon: a date is trained on only when its whole horizon lies before the training date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from v100.errors import RefusedError, UsageError
from v100.model.folds import find_oldest


@dataclass(frozen=True, slots=True)
class Fold:
    """A model trained on what was known before `until`, from `training` dates, and tested on `test` dates."""

    until: date
    training: tuple[date, ...]
    test: tuple[date, ...]


def list_dates(first: date, last: date, every: str) -> list[date]:
    """Return the dates from `first` to `last`, both included, `every` so often (1mo, 2w, 12mo); raises UsageError."""
    if last < first:
        raise UsageError(f"{last} lies before {first}.", hint="Give --from and --to in order.")
    try:
        return pl.date_range(first, last, every, eager=True).to_list()
    except (pl.exceptions.PolarsError, ValueError, OverflowError) as error:
        raise UsageError(f"{every!r} is not a step in time.", hint="Write it as 1mo, 2w or 12mo.") from error


def refuse_open_horizon(last: date, horizon_days: int, known_until: date) -> None:
    """Raise RefusedError (13) where what came true of `last` is not known yet on `known_until`."""
    ends = last + timedelta(days=horizon_days)
    if ends > known_until:
        raise RefusedError(
            f"The horizon of {last} ends on {ends}, but records reach only to {known_until}.",
            hint=f"The last date that can be tested is {known_until - timedelta(days=horizon_days)}.",
        )


def plan_folds(
    test: Sequence[date],
    *,
    retrain_every: str,
    train_from: date,
    train_every: str,
    years: int | None,
    horizon_days: int,
) -> list[Fold]:
    """Return one fold a training date; raises RefusedError (13) where the first has nothing to train on.

    Every fold trains from `train_from` on, or on the last `years` years before its training date alone.
    """
    starts = list_dates(test[0], test[-1], retrain_every)
    folds = []
    for place, until in enumerate(starts):
        following = starts[place + 1] if place + 1 < len(starts) else None
        tested = tuple(day for day in test if until <= day and (following is None or day < following))
        if tested:
            training = list_training_dates(train_from, until, train_every, years=years, horizon_days=horizon_days)
            folds.append(Fold(until, tuple(training), tested))
    return folds


def list_training_dates(
    train_from: date, until: date, every: str, *, years: int | None, horizon_days: int
) -> list[date]:
    """Return the dates from `train_from` whose horizon is over by `until`; raises RefusedError (13) without any."""
    last = until - timedelta(days=horizon_days)
    oldest = find_oldest(until, years, None)
    if last < train_from:
        raise RefusedError(
            f"Nothing can be trained for {until}: the first date to train on is {train_from}, "
            f"and its horizon of {horizon_days} days is not over.",
            hint=f"Start at {train_from + timedelta(days=horizon_days)} or later.",
        )
    return [day for day in list_dates(train_from, last, every) if oldest is None or day >= oldest]

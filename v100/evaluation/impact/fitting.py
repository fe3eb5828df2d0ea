"""The libraries that estimate, behind plain functions of arrays: the one place that imports them.

In: arrays in an order that does not depend on threads. Out: an estimate with its interval, or None where the fit did
not end. Refuses nothing. Their warnings stay here: what matters of them comes out as None.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rddensity import rddensity
from rdrobust import rdrobust
from scipy.stats import t
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.stats.rates import power_poisson_ratio_2indep

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SURE: Final = 0.975


@dataclass(frozen=True, slots=True)
class Fit:
    """An estimate, its 95 % interval and the probability of one as large by chance."""

    estimate: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump at nought: the conventional estimate, the robust bias-corrected interval, and what went into it."""

    fit: Fit
    just_below: float
    bandwidth: float
    n_left: int
    n_right: int


@contextmanager
def _quiet() -> Iterator[None]:
    # rdrobust says on standard output what it thinks of ties.
    with warnings.catch_warnings(), np.errstate(all="ignore"), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        yield


def fit_jump(y: Floats, x: Floats, cluster: Ints, share: Floats | None = None) -> Jump | None:
    """Fit a local linear jump of `y` at x = 0 by rdrobust, people clustered; over the jump of `share` if given."""
    with _quiet():
        try:
            found = rdrobust(y, x, cluster=cluster, vce="cr3", fuzzy=share)
        except (ValueError, ZeroDivisionError, IndexError, TypeError, AttributeError, np.linalg.LinAlgError):
            # It fails in these ways where too little is left on a side.
            return None
        low, high = (float(value) for value in found.ci.loc["Robust"])
        # The estimate that the interval is about: its middle lies elsewhere than the conventional one.
        estimate = float(found.coef.loc["Bias-Corrected"].iloc[0])
        jump = Jump(
            Fit(estimate, low, high, float(found.pv.loc["Robust"].iloc[0])),
            float(found.tau_cl[0]),
            float(found.bws.loc["h", "left"]),
            int(found.N_h[0]),
            int(found.N_h[1]),
        )
    return jump if np.isfinite([low, high, estimate]).all() else None


def find_density_p(x: Floats) -> float | None:
    """Return the probability of so large a jump of the density at 0 by chance, by rddensity."""
    with _quiet():
        try:
            p = float(rddensity(x).test["p_jk"])
        except (ValueError, ZeroDivisionError, IndexError, KeyError, np.linalg.LinAlgError):
            return None
    return p if np.isfinite(p) else None


def fit_rates(counts: Floats, exposure: Floats, design: Floats, cluster: Ints, wanted: list[int]) -> list[Fit] | None:
    """Fit Poisson rates; return the ratio of each wanted column, by person-clustered errors and quantiles of t."""
    groups = np.unique(cluster).size
    with _quiet():
        try:
            found = GLM(counts, design, family=Poisson(), exposure=exposure).fit(
                cov_type="cluster", cov_kwds={"groups": cluster}, maxiter=60
            )
        except (ValueError, np.linalg.LinAlgError):
            return None
        ended = bool(found.converged)
        estimates, errors = np.asarray(found.params), np.asarray(found.bse)
    if not ended or groups <= 1:
        return None
    return [_make_ratio(float(estimates[place]), float(errors[place]), groups - 1) for place in wanted]


def _make_ratio(estimate: float, error: float, freedom: int) -> Fit:
    reach = float(t.ppf(_SURE, freedom)) * error
    p = float(2 * t.sf(abs(estimate) / error, freedom)) if error > 0 else float("nan")
    return Fit(float(np.exp(estimate)), float(np.exp(estimate - reach)), float(np.exp(estimate + reach)), p)


def fit_hazards(time: Floats, ended: Ints, design: Floats, cluster: Ints) -> Fit | None:
    """Fit Cox's model; return the hazard ratio of the first column, people clustered."""
    with _quiet():
        try:
            found = PHReg(time, design, status=ended, ties="breslow").fit(groups=cluster)
        except (ValueError, np.linalg.LinAlgError):
            return None
        estimate, error = float(found.params[0]), float(found.bse[0])
    if not np.isfinite([estimate, error]).all() or error <= 0:
        return None
    return _make_ratio(estimate, error, np.unique(cluster).size - 1)


def estimate_waiting(time: Floats, ended: Ints, days: int) -> Fit:
    """Return the share with the outcome by `days`, by Kaplan and Meier, and its interval."""
    with _quiet():
        curve = SurvfuncRight(time, ended)
        at = int(np.searchsorted(curve.surv_times, days, side="right")) - 1
        if at < 0:
            return Fit(0.0, 0.0, 0.0, float("nan"))
        share, error = 1 - float(curve.surv_prob[at]), float(curve.surv_prob_se[at])
    error = 0.0 if not np.isfinite(error) else error
    return Fit(share, max(0.0, share - 1.96 * error), min(1.0, share + 1.96 * error), float("nan"))


def find_power(base_rate: float, ratio: float, base_years: float, other_years: float) -> float:
    """Return the power, two-sided at 5 %, to tell two Poisson rates apart."""
    with _quiet():
        found = power_poisson_ratio_2indep(
            base_rate * ratio,
            base_rate,
            nobs1=other_years,
            nobs_ratio=base_years / other_years,
            value=1,
            alpha=0.05,
            alternative="two-sided",
        )
    power = float(found.power if hasattr(found, "power") else found)
    return min(max(power, 0.0), 1.0)

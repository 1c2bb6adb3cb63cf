"""Which values of a few traits are compatible with a film: simulation, and no likelihood.

Approximate Bayesian computation: traits are drawn evenly from their whole ranges, the families
filmed and coded like the real dyad, and those whose films are most alike are kept. Alike means
alike in what a regression makes of the film's summaries for each trait (Fearnhead & Prangle 2012);
the kept values are corrected for what remains different (Beaumont, Zhang & Balding 2002).

First it is checked whether films like this one can tell at all: simulated families take the real
dyad's place, and their traits are known. By the first half of them intervals are widened until they
hold as often as they say; in the second half it is counted how often they do. Where traits are not
recovered, nothing is told.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from attune_sim.codes import Floats
from attune_sim.errors import InputError, near, shown
from attune_sim.observations.dyads import values_of
from attune_sim.parameters import CAREGIVER, PARAMETERS, TEMPERAMENT
from attune_sim.scenario import Distribution, Scenario

TRAITS = (
    "responsiveness_in_play",
    "repair_rate",
    "following",
    "misreading",
    "reactivity",
    "signal_clarity",
)
"""What shows in play, and says nothing about anybody's worth as a caregiver."""
USUAL = ("responsiveness_in_play", "repair_rate", "following")
MOST_TRAITS = 4
LEVEL = 0.9
"""Of intervals."""
KEPT = 0.1
"""Share of the simulated families that are most alike."""
CHECKED = 400
"""Simulated families that take the real dyad's place."""
UNLIKE = 0.01
"""A film is like none if fewer simulated films than this share lie as far out."""
LEAST_RECOVERED = 0.5
"""Correlation of true and recovered values below which films do not tell."""
LEAST_NARROWED = 0.2
"""Share of the range that an interval has to rule out, or the film does not tell."""
LAGS = (-3, -2, -1, 1, 2, 3)

TELLS, SILENT, UNKNOWN = "narrowed", "the data do not tell", "no simulated film is like it"


class Compatible(NamedTuple):
    """What was found of one film.

    Attributes:
        table: a row a trait; see `codebook`.
        unlike: share of the simulated films that lie as far out as the real one.
    """

    table: pd.DataFrame
    unlike: float


def checked(names: list[str]) -> tuple[str, ...]:
    """Traits that may be asked about.

    Raises:
        InputError: one that play does not show, or too many.
    """
    for name in names:
        if name in TRAITS:
            continue
        if name in (*CAREGIVER, *TEMPERAMENT):
            raise InputError(
                f"{name} is not asked about: a film of play does not show it, or it would be taken"
                f" for a verdict; known are {', '.join(TRAITS)}"
            )
        raise InputError(f"there is no trait {shown(name)}; {near(name, TRAITS)}")
    found = tuple(dict.fromkeys(names))
    if len(found) > MOST_TRAITS:
        raise InputError(f"{len(found)} traits are too many for one film; at most {MOST_TRAITS}")
    return found


def with_even_traits(scenario: Scenario, names: tuple[str, ...]) -> Scenario:
    """The scenario with these traits spread evenly over their ranges; the others as they are."""
    even = {
        name: Distribution("uniform", low=PARAMETERS[name].low, high=PARAMETERS[name].high)
        for name in names
    }
    return scenario.with_(**even)


def summaries(infant: Floats, caregiver: Floats, tolerance: float, unit: float) -> Floats:
    """What is compared of films, (films, summaries), NaN where undefined."""
    gap = np.abs(infant - caregiver)
    columns = [
        *(f(values) for values in (infant, caregiver, gap) for f in (_mean, _spread)),
        *(_goes_with(values[:, :-1], values[:, 1:]) for values in (infant, caregiver)),
        _goes_with(infant, caregiver),
        *(_lagged(infant, caregiver, lag) for lag in LAGS),
    ]
    measured = values_of(infant, caregiver, tolerance, unit)
    columns += [
        measured[name]
        for name in (
            "attuned_share", "transitions_per_min", "repair_latency_s", "match_duration_s",
            "next_step_repair", "repaired_by_caregiver",
        )
    ]  # fmt: skip
    return np.column_stack(columns)


def compatible(films: Floats, traits: dict[str, Floats], real: Floats) -> Compatible:
    """Which values of the traits go with a film.

    Args:
        films: summaries of simulated films, (families, summaries).
        traits: by name, of the same families, spread evenly over their ranges.
        real: summaries of the real film.
    """
    names = list(traits)
    theta = np.column_stack([traits[name] for name in names])
    x, y = _standard(films, real)
    unlike = _as_far_out(x, y)
    count = min(CHECKED, len(x) // 4)
    test, train = slice(0, count), slice(count, None)
    check = slice(count // 2, count)
    predicted = _predict(x[train], theta[train], x)
    scale = predicted[train].std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    at = predicted / scale
    ends = np.stack([_posterior(theta[train], at[train], one) for one in at[test]], axis=1)
    wider = _widening(ends[:, : count // 2], theta[: count // 2])
    ends = _widened(ends[:, count // 2 :], wider)
    inside = (ends[0] <= theta[check]) & (theta[check] <= ends[2])
    where = _predict(x[train], theta[train], y[None])[0] / scale
    here = _widened(_posterior(theta[train], at[train], where), wider)
    rows = []
    for k, name in enumerate(names):
        low, high = PARAMETERS[name].low, PARAMETERS[name].high
        bottom, middle, top = (float(v) for v in np.clip(here[:, k], low, high))
        recovered = _correlation(ends[1, :, k], theta[check, k])
        narrowed = 1 - (top - bottom) / (LEVEL * (high - low))
        tells = recovered >= LEAST_RECOVERED and narrowed >= LEAST_NARROWED
        rows.append(
            {
                "trait": name, "possible_low": low, "possible_high": high,
                "low": bottom, "median": middle, "high": top,
                "narrowed": max(0.0, narrowed), "recovered": recovered,
                "covered": float(inside[:, k].mean()),
                "answer": UNKNOWN if unlike < UNLIKE else TELLS if tells else SILENT,
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    if unlike < UNLIKE:
        table[["low", "median", "high", "narrowed"]] = np.nan
    return Compatible(table, unlike)


def _mean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    return np.asarray(np.where(known, values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def _spread(values: Floats) -> Floats:
    return np.asarray(np.sqrt(_mean((values - _mean(values)[:, None]) ** 2)))


def _goes_with(a: Floats, b: Floats) -> Floats:
    """Pearson's r of each row's known pairs; 0 where one of them never changes."""
    known = ~np.isnan(a - b)
    a, b = np.where(known, a, np.nan), np.where(known, b, np.nan)
    da, db = a - _mean(a)[:, None], b - _mean(b)[:, None]
    below = np.sqrt(_mean(da**2) * _mean(db**2))
    return np.asarray(_mean(da * db) / np.where(below > 1e-12, below, np.inf))


def _lagged(infant: Floats, caregiver: Floats, lag: int) -> Floats:
    """The same with the caregiver so many units later (before, if below 0)."""
    if lag < 0:
        return _lagged(caregiver, infant, -lag)
    return _goes_with(infant[:, :-lag], caregiver[:, lag:])


def _standard(films: Floats, real: Floats) -> tuple[Floats, Floats]:
    """Both on the simulated films' scale; what is undefined is as the mean film."""
    known = np.isfinite(films)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, films, 0).sum(axis=0) / count
    filled = np.where(known, films, mean)
    sd = filled.std(axis=0)
    used = sd > 1e-9
    sd = np.where(used, sd, 1.0)
    whole = np.where(np.isfinite(real), real, mean)
    return ((filled - mean) / sd)[:, used], ((whole - mean) / sd)[used]


def _as_far_out(x: Floats, y: Floats) -> float:
    """Share of the simulated films that are as far from their middle as the real one."""
    covariance = np.cov(x.T) + 0.01 * np.eye(x.shape[1])
    inverse = np.linalg.inv(covariance)

    def out(z: Floats) -> Floats:
        return np.asarray(np.einsum("ij,jk,ik->i", z, inverse, z))

    return float((out(x) >= out(y[None])[0]).mean())


def _predict(x: Floats, theta: Floats, of: Floats) -> Floats:
    """What a ridge regression on summaries and their squares makes of films, for each trait."""

    def terms(z: Floats) -> Floats:
        bounded = np.clip(z, -4, 4)
        return np.column_stack([np.ones(len(z)), bounded, bounded**2])

    design = terms(x)
    penalty = 1.0 * np.eye(design.shape[1])
    penalty[0, 0] = 0
    weights = np.linalg.solve(design.T @ design + penalty, design.T @ theta)
    return np.asarray(terms(of) @ weights)


def _posterior(theta: Floats, at: Floats, here: Floats) -> Floats:
    """Lower end, median and upper end of each trait, (3, traits)."""
    distance = np.sqrt(((at - here) ** 2).sum(axis=1))
    kept = np.argsort(distance)[: max(60, round(KEPT * len(at)))]
    reach = max(float(distance[kept[-1]]), 1e-12)
    weight = np.maximum(1 - (distance[kept] / reach) ** 2, 1e-3)
    design = np.column_stack([np.ones(len(kept)), at[kept] - here])
    weighted = design * weight[:, None]
    slope = np.linalg.pinv(weighted.T @ design, hermitian=True) @ (weighted.T @ theta[kept])
    corrected = theta[kept] - (at[kept] - here) @ slope[1:]
    return np.stack([_quantiles(column, weight) for column in corrected.T], axis=1)


def _widening(ends: Floats, true: Floats) -> Floats:
    """By what factor to widen intervals so that they hold LEVEL of the true values, per trait.

    Args:
        ends: lower ends, medians and upper ends, (3, families, traits).
        true: (families, traits).
    """
    low, middle, high = ends
    below = (middle - true) / np.maximum(middle - low, 1e-12)
    above = (true - middle) / np.maximum(high - middle, 1e-12)
    needed = np.sort(np.maximum(below, above), axis=0)
    last = min(len(true) - 1, int(np.ceil((len(true) + 1) * LEVEL)) - 1)
    return np.asarray(np.maximum(1.0, needed[last]))


def _widened(ends: Floats, factor: Floats) -> Floats:
    middle = ends[1]
    return np.asarray(middle + (ends - middle) * factor)


def _quantiles(values: Floats, weight: Floats) -> Floats:
    order = np.argsort(values)
    share = np.cumsum(weight[order]) / weight.sum()
    return np.interp([(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], share, values[order])


def _correlation(a: Floats, b: Floats) -> float:
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])

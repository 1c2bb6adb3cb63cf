"""Many families with traits drawn from distributions: lived once, observed as often as asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from attune_dashboard.compute.cache import kept
from attune_sim import evidence
from attune_sim.evidence.studies.design import population
from attune_sim.figures.base.plotly_draft import Draft
from attune_sim.figures.families.patterns import pattern_draft
from attune_sim.figures.families.population import (
    Correlation,
    correlated,
    drawn,
    samples_draft,
    security_draft,
)
from attune_sim.intervals import least_correlation
from attune_sim.life.course import Cancelled, Progress
from attune_sim.measurement import observe
from attune_sim.population import Population
from attune_sim.run import grown

FAMILIES, PART = 400, 40
"""Families on the page, and in each part that is shown as it comes."""
AGE = 365
SAMPLES = 300
SIZES = (10, 20, 30, 50, 80, 120, 200, 300)
MEASURES = ("attuned_share", "sensitivity_rating")
PUBLISHED_ROW = "4.02b"
"""Maternal sensitivity and security, pooled."""

_turn = threading.Lock()
"""Whoever asks for families takes turns, a part each; who asks for the same finds them done."""


@kept(60, key=lambda name, seed, first, _: (name, seed, first))
def _part(name: str, seed: int, first: int, cancelled: Callable[[], bool]) -> Population:
    """Some families of a population, grown to one year; not to be changed."""
    made = grown(
        population(name).with_(days=AGE, seed=seed),
        numbers=range(first, first + PART),
        progress=Progress(cancelled=cancelled),
    )
    return made


@kept(200)
def _observed(name: str, seed: int, first: int, noise: float) -> pd.DataFrame:
    families = _part(name, seed, first, lambda: False)
    noisy = families.with_settings(
        **{error: noise * families.settings[error] for error in ("observer_error", "coder_error")}
    )
    table = observe(noisy, AGE, measures=["attuned_share", "sensitivity_rating", "patterns"])
    return table.assign(secure=table["patterns_secure"])


def observed(
    name: str, seed: int, noise: float, cancelled: Callable[[], bool]
) -> Iterator[pd.DataFrame]:
    """The families as they are rated, more and more of them: a row a family.

    Args:
        name: of the population.
        seed: of the families' random numbers.
        noise: raters' and coders' error, as a multiple of the usual.
        cancelled: asked now and then.

    Raises:
        Cancelled: if `cancelled` says so.
    """
    parts = []
    for first in range(0, FAMILIES, PART):
        if cancelled():
            raise Cancelled
        with _turn:
            _part(name, seed, first, cancelled)
            parts.append(_observed(name, seed, first, noise))
        yield pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class Study:
    """What the families show.

    Attributes:
        table: a row a family.
        security, samples, patterns: figures.
        whole: correlation of sensitivity as rated with security in all families.
        clear, against: share of the samples in which r differs from 0 at p < .05, and share in
            which it is below 0.
    """

    table: pd.DataFrame
    security: Draft
    samples: Draft
    patterns: Draft
    whole: Correlation
    clear: float
    against: float


def study(table: pd.DataFrame, size: int, draw: int, title: str) -> Study:
    """Figures and numbers from rated families.

    Args:
        table: as `observed` gives it.
        size: families in each sample.
        draw: another number draws other samples.
        title: of the population.
    """
    x, secure = table["sensitivity_rating"].to_numpy(float), table["secure"].to_numpy(float)
    found = drawn(x, secure, size, SAMPLES, np.random.default_rng(draw))
    sizes = [n for n in SIZES if n < len(table)] or [min(SIZES[0], len(table))]
    by_size = {n: drawn(x, secure, n, SAMPLES, np.random.default_rng([draw, n])) for n in sizes}
    row = evidence.published()[PUBLISHED_ROW]
    whole = correlated(x, secure)
    known = found[np.isfinite(found)]
    return Study(
        table,
        security_draft(table, measures=MEASURES),
        samples_draft(
            found,
            by_size,
            size=size,
            whole=whole,
            published=(row.value, row.low, row.high),
        ),
        pattern_draft({title: list(table["pattern"])}, of="families"),
        whole,
        float((np.abs(known) > least_correlation(size)).mean()) if len(known) else 0.0,
        float((known < 0).mean()) if len(known) else 0.0,
    )

"""The answer to a question: for each design how reliable its measure is, and what it takes.

Reliability is that of generalizability theory (Cronbach et al. 1972): the share of the variance of
scores that lies between dyads, with visits within dyads and coders within visits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from attune_sim.codes import Floats
from attune_sim.errors import InputError
from attune_sim.intervals import NORMAL, fisher
from attune_sim.life.course import Progress
from attune_sim.plan import textbook
from attune_sim.plan.designs import Costs, Design
from attune_sim.plan.films import Scores, scored
from attune_sim.plan.question import DIFFERENCE, INTERACTION, Question
from attune_sim.plan.statistics import half_widths, of_all, of_samples, significant

MOST = 4000
"""Dyads up to which samples are drawn; beyond, the formula alone answers."""
LEAST_FAMILIES, MOST_FAMILIES = 100, 20_000
LEAST_SCORED = 0.5  # share of the families that have a score, or a design says nothing
SIZES = 60  # of samples, in steps of equal ratio


class Wanted(NamedTuple):
    """What a study has to reach: one of the two.

    Attributes:
        power: how often it finds the effect.
        within: half-width of the effect's 95% interval; None where power is asked.
    """

    power: float = 0.8
    within: float | None = None

    def check(self) -> None:
        """Refuse what cannot be reached.

        Raises:
            InputError: that says what is allowed.
        """
        if not 0.05 < self.power < 1:
            raise InputError(
                f"power = {self.power!r} is not a number between 0.05 and 1; write 0.8 or 80%"
            )
        if self.within is not None and not 0 < self.within <= 10:
            raise InputError(f"within = {self.within!r} is not a number above 0, and at most 10")


class Answer(NamedTuple):
    """What was found.

    Attributes:
        table: a row for each design, the cheapest first; see `codebook`.
        curves: a row for each design and number of dyads: power, and half-width of the interval.
    """

    table: pd.DataFrame
    curves: pd.DataFrame


def answer(
    question: Question,
    designs: Sequence[Design],
    wanted: Wanted,
    costs: Costs,
    *,
    families: int,
    reliability: float = 1.0,
    threads: int = 1,
    progress: Progress | None = None,
) -> Answer:
    """Simulate a study's question, and say what each design takes.

    Args:
        question: what is asked.
        designs: ways to measure.
        wanted: power or precision.
        costs: of the study.
        families: simulated in each group.
        reliability: of traits, as a questionnaire tells them.
        threads: changes no number.
        progress: who is told.

    Raises:
        InputError: a number that is not allowed, or families of whom nothing can be told.
    """
    wanted.check()
    if not LEAST_FAMILIES <= families <= MOST_FAMILIES:
        raise InputError(
            f"families = {families} is not a whole number from {LEAST_FAMILIES} to"
            f" {MOST_FAMILIES:,}"
        )
    if not 0.01 <= reliability <= 1:
        raise InputError(f"reliability = {reliability!r} is not a number from 0.01 to 1")
    groups = tuple(replace(group, infants=families) for group in question.groups)
    asked = replace(question, groups=groups)
    scores = scored(asked, designs, reliability=reliability, threads=threads, progress=progress)
    rows, curves = [], []
    for design in designs:
        row, curve = _of_design(asked, design, scores, wanted)
        row["cost_dyad"] = costs.of_dyad(asked, design)
        row["cost"] = row["cost_dyad"] * row["dyads"]
        rows.append(row)
        curves.append(curve)
    table = pd.DataFrame(rows).sort_values("cost", kind="stable", na_position="last")
    return Answer(table.reset_index(drop=True), pd.concat(curves, ignore_index=True))


def reliability_of(each: Floats, design: Design) -> float:
    """Share of the variance of scores that lies between dyads, 0 to 1.

    Args:
        each: (families, visits, coders) with two or more visits and coders; families with
            undefined scores are left out.
        design: how many visits and coders are averaged.
    """
    values = each[np.isfinite(each).all(axis=(1, 2))]
    n, v, c = values.shape
    if n < 3 or v < 2 or c < 2:
        return math.nan
    of_visit, of_family = values.mean(axis=2), values.mean(axis=(1, 2))
    coder = values.var(axis=2, ddof=1).mean()
    between_visits = of_visit.var(axis=1, ddof=1).mean()
    visit = max(0.0, between_visits - coder / c)
    family = max(0.0, of_family.var(ddof=1) - between_visits / v)
    whole = family + visit / design.visits + coder / (design.visits * design.coders)
    return float(family / whole) if whole > 0 else math.nan


def _of_design(
    question: Question, design: Design, scores: Sequence[Scores], wanted: Wanted
) -> tuple[dict[str, float], pd.DataFrame]:
    samples = [_sample(question, design, group) for group in scores]
    known = [sample[np.isfinite(sample).all(axis=-1)] for sample in samples]
    blocks = [len(sample) for sample in samples]
    share = min(len(k) / s[..., 0].size for k, s in zip(known, samples, strict=True))
    head: dict[str, float] = {
        "minutes": design.minutes,
        "visits": design.visits,
        "coders": design.coders,
        "reliability": _reliability(question, design, scores),
        "scored": share,
    }
    nothing = dict.fromkeys(
        ("effect", "effect_low", "effect_high", "dyads", "dyads_low", "dyads_high", "textbook"),
        math.nan,
    )
    if share < LEAST_SCORED or not all(np.ptp(k, axis=0).all() for k in known):
        return head | nothing | {"sampled": False}, _no_curve()
    if question.kind == INTERACTION:
        known = [(k - k.mean(axis=0)) / k.std(axis=0) for k in known]
    whole = of_all(question.kind, known)
    # Blocks are of the same families, so they tell no more than one of them about the effect.
    n = sum(len(k) // count for k, count in zip(known, blocks, strict=True))
    effect = float(whole.estimate[0, 0])
    t = float(whole.t[0, 0]) / math.sqrt(blocks[0])
    low, high = _interval(question.kind, effect, t, n)
    # By the formula at the ends: the weaker effect takes more dyads.
    by_formula = [_by_formula(question.kind, e, effect, t, n, wanted) for e in (effect, low, high)]
    least = textbook.LEAST[question.kind]
    sizes = _sizes(question.kind, max(4 * least, min(MOST, 4 * by_formula[0])))
    drawn = of_samples(question.kind, known, sizes, seed=n)
    power, half = significant(drawn, effect), half_widths(drawn)
    if wanted.within is None:
        dyads = _crossing(sizes, power, wanted.power, question.kind)
    else:
        dyads = _crossing(sizes, -half, -wanted.within, question.kind)
    sampled = by_formula[0] <= MOST
    if not sampled:
        dyads = by_formula[0]
    ratio = dyads / by_formula[0] if math.isfinite(by_formula[0]) else math.nan
    ends = [ratio * end for end in by_formula[1:]]
    if wanted.within is None and low <= 0 <= high:  # there may be nothing to find
        ends = [min(ends), math.inf]
    found = {
        "effect": effect, "effect_low": low, "effect_high": high,
        "dyads": dyads, "dyads_low": _up(min(ends)), "dyads_high": _up(max(ends)),
        "textbook": by_formula[0], "sampled": sampled,
    }  # fmt: skip
    curve = pd.DataFrame({"dyads": sizes, "power": power, "half_width": half})
    for name in ("coders", "visits", "minutes"):
        curve.insert(0, name, int(head[name]))
    return head | found, curve


def _sample(question: Question, design: Design, scores: Scores) -> Floats:
    """What is known of each family, (blocks, families, columns)."""
    columns = [scores.values(column, design) for column in question.columns]
    count = max(map(len, columns))
    return np.stack([np.repeat(c, count // len(c), axis=0) for c in columns], axis=-1)


def _no_curve() -> pd.DataFrame:
    return pd.DataFrame(columns=["minutes", "visits", "coders", "dyads", "power", "half_width"])


def _reliability(question: Question, design: Design, scores: Sequence[Scores]) -> float:
    """Of the first measure that the design varies, over the groups."""
    column = next(c for c in question.columns if c.procedure == question.procedure)
    found = [reliability_of(group.coded[column, design.minutes], design) for group in scores]
    return float(np.mean(found))


def _interval(kind: str, effect: float, t: float, n: int) -> tuple[float, float]:
    """95% interval of an effect that was found in the simulated families."""
    if kind == DIFFERENCE:
        half = textbook.half_width_of_difference(effect, n)
    elif kind == INTERACTION:
        half = NORMAL * abs(effect / t)
    else:
        return fisher(min(max(effect, -1 + 1e-9), 1 - 1e-9), n)
    return effect - half, effect + half


def _by_formula(
    kind: str, effect: float, measured: float, t: float, n: int, wanted: Wanted
) -> float:
    """Dyads by the textbook, for an effect at or beside the measured one."""
    error = abs(measured / t) * math.sqrt(n) if t else math.nan
    if wanted.within is not None:
        return textbook.dyads_for_half_width(kind, effect, error, wanted.within)
    size = effect / error if kind == INTERACTION else effect
    return textbook.dyads_for_power(kind, size, wanted.power)


def _sizes(kind: str, most: float) -> np.ndarray:
    step = 2 if kind == DIFFERENCE else 1
    least = textbook.LEAST[kind]
    return np.unique(np.geomspace(least, most, SIZES) // step * step).astype(np.int64)


def _crossing(sizes: np.ndarray, reached: Floats, wanted: float, kind: str) -> float:
    """The number of dyads from which on what is wanted is reached; inf if never."""
    below = np.flatnonzero(~(reached >= wanted))
    last = int(below[-1]) if len(below) else -1
    if last == len(sizes) - 1:
        return math.inf
    if last < 0:
        return float(sizes[0])
    part = (wanted - reached[last]) / (reached[last + 1] - reached[last])
    exact = sizes[last] + part * (sizes[last + 1] - sizes[last]) if math.isfinite(part) else 0.0
    found = _up(max(exact, float(sizes[last])))
    return found + found % 2 if kind == DIFFERENCE else found


def _up(dyads: float) -> float:
    return float(math.ceil(dyads - 1e-9)) if math.isfinite(dyads) else dyads

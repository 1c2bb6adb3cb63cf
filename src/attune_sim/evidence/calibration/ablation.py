"""What each mechanism buys: the comparison with published figures once more without it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from attune_sim.evidence.calibration.targets import log_likelihood, target
from attune_sim.evidence.studies.design import Finding
from attune_sim.evidence.validation.comparison import SEED, Comparison, validate
from attune_sim.evidence.verdicts import VERDICTS
from attune_sim.intervals import NORMAL

MECHANISMS: dict[str, dict[str, float]] = {
    "giving up": {"give_up": 0.0},
    "distress of mismatch": {"mismatch_distress": 0.0},
    "short ruptures are borne": {"borne_s": 0.0},
    "distress of over-stimulation": {"overstimulation": 0.0},
    "needs": {"need_distress": 0.0},
    "cost of crying": {"cry_cost": 0.0},
    "turning away shuts out": {"turning_away_cut": 0.0},
    "turning away relieves": {"turning_away_relief": 0.0},
    "fear conflict": {"fear_strength": 0.0},
    "watchfulness": {"watchfulness": 0.0},
    "learning self-regulation": {"self_regulation_growth": 0.0, "self_regulation_loss": 0.0},
    "solicitation": {"solicitation": 0.0},
    "slow variation of care": {"slow_variation": 0.0},
    "drift of care": {"care_drift": 0.0},
    "phases of life": {"phase_changes": 0.0},
    "prototype": {"prototype_pull": 0.0, "prototype_rate": 0.0},
    "policy of a bond": {"generalization": 1.0},
    "slow forgetting of alarm": {"alarm_forgetting": 1.0},
    "soothing of alarm": {"soothed_alarm": 0.0},
    "alarm of overload": {"overload_alarm": 0.0},
    "helplessness": {"alarm_when_calm": 1.0, "alarm_by_display": 2.0},
    "turned away, nothing is missed": {"turned_away_misses": 1.0},
    "days that differ for the infant": {"daily_reactivity": 0.0, "arrival_distress": 0.0},
    "crying by week": {"crying_curve": 0.0},
    "maturation": {"maturation": 0.0},
    "learning": {"learning_rate": 0.0},
}
"""Each mechanism with what switches it off."""


LUCKS = {f"nothing, other luck ({n})": SEED + n for n in (1, 2, 3)}
"""Seeds of comparisons with all mechanisms: what differs between them is chance."""


def ablate(
    findings: Sequence[Finding],
    *,
    families: int,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> dict[str, list[Comparison]]:
    """The comparison without each mechanism in turn; with all of them under the empty name.

    Those with all of them and other seeds are under the names of LUCKS.

    Args:
        findings: what is compared.
        families: simulated in each cohort; the same random numbers in all comparisons but LUCKS.
        jobs: processes; changes no number.
        report: called with the share of work done since the last call.
    """
    cases: list[tuple[str, dict[str, float], int]] = [("", {}, SEED)]
    cases += [(name, {}, seed) for name, seed in LUCKS.items()]
    cases += [(name, off, SEED) for name, off in MECHANISMS.items()]
    found = {}
    for name, off, seed in cases:
        found[name] = validate(
            findings,
            families=families,
            seed=seed,
            overrides=off,
            jobs=jobs,
            report=None if report is None else lambda share: report(share / len(cases)),
        )
    return found


def fit_lost(
    findings: Sequence[Finding], whole: Sequence[Comparison], without: Sequence[Comparison]
) -> float:
    """How much log likelihood of the fitted figures is lost, as calibration counts it.

    Figures that are undefined in one of the two count in neither.
    """
    aims = {p.id: target(p) for p in findings if p.fitted}

    def fits(found: Sequence[Comparison]) -> dict[str, float]:
        out = {}
        for c in found:
            aim, value, sd = aims.get(c.id), c.model.value, (c.model.high - c.model.low)
            if aim is None or not (math.isfinite(sd) and (value > 0 or not aim.log)):
                continue
            sd /= 2 * NORMAL
            if aim.log:
                value, sd = math.log(value), sd / value
            out[c.id] = float(log_likelihood([aim], np.array([[value]]), np.array([[sd]]))[0])
        return out

    before, after = fits(whole), fits(without)
    return sum(before[k] - after[k] for k in before if k in after)


def bought(
    whole: Sequence[Comparison], without: Sequence[Comparison]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Findings that are worse without a mechanism, and those that are better: id, before, after."""
    after = {c.id: c for c in without}
    lost: list[dict[str, Any]] = []
    won: list[dict[str, Any]] = []
    for c in whole:
        before, now = VERDICTS[c.verdict].agreement, VERDICTS[after[c.id].verdict].agreement
        if before == now:
            continue
        entry = {"id": c.id, "fitted": c.fitted, "with": c.verdict, "without": after[c.id].verdict}
        (lost if now < before else won).append(entry)
    return lost, won

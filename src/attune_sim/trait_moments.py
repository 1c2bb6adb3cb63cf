"""The mean and SD that a trait really has, where its distribution is cut off at the trait's range.

A normal with mean 0.9 and SD 0.5 of a share from 0 to 1 has less of both: what would lie outside is
not there. People should not have to simulate to learn that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from attune_sim import numbers
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution, Scenario
from attune_sim.traits import values

POINTS = 100_000
"""Equally likely values by which a distribution is summed up."""
TOLD_FROM = 0.02
"""Share of the SD by which mean or SD must be off to be told."""


def realised(name: str, distribution: Distribution) -> tuple[float, float]:
    """Mean and SD over a large population."""
    from scipy import special

    scores = special.ndtri((np.arange(POINTS) + 0.5) / POINTS)
    drawn = np.asarray(values(name, distribution, scores), float)
    return float(drawn.mean()), float(drawn.std())


def differences(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Each trait that has another mean or SD than its distribution names.

    Yields:
        Its name, whose it is (a caregiver's name where several differ; otherwise empty), and a
        sentence.
    """
    several = len(scenario.caregivers) > 1
    for name, value in scenario.parameters.items():
        if isinstance(value, Distribution) and (said := _said(name, value)):
            yield name, "", said
    for caregiver in scenario.caregivers:
        for name, value in caregiver.parameters.items():
            if isinstance(value, Distribution) and (said := _said(name, value)):
                yield name, caregiver.name if several else "", said


def notes(scenario: Scenario) -> dict[str, str]:
    """The same for a codebook: a sentence for each trait's column."""
    return joined("In this run", differences(scenario))


def joined(where: str, told: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Sentences on traits, by trait.

    Args:
        where: the beginning of each.
        told: name, whose it is and sentence, as from `differences`.
    """
    out: dict[str, str] = {}
    for name, whose, said in told:
        sentence = f"{where} ({whose}): {said}" if whose else f"{where}: {said}"
        out[name] = f"{out[name]} {sentence}" if name in out else sentence
    return out


def _said(name: str, d: Distribution) -> str:
    """In words, how a distribution's moments differ from those that it names; empty if hardly."""
    if d.mean is None or d.sd is None or d.sd == 0 or d.shape == "beta":
        return ""  # a beta distribution ends where the range does: nothing is cut off
    mean, sd = realised(name, d)
    if max(abs(mean - d.mean), abs(sd - d.sd)) <= TOLD_FROM * d.sd:
        return ""
    p = PARAMETERS[name]
    ends = numbers.interval(numbers.plain(p.low), numbers.plain(p.high))
    return (
        f"{d.shape} with mean {numbers.plain(d.mean)} and SD {numbers.plain(d.sd)}, cut off at its"
        f" range ({ends}): really mean {numbers.significant(mean, 2)}, SD"
        f" {numbers.significant(sd, 2)}."
    )

"""Every parameter, declared once.

Array dtypes, the model's signature, command-line options, sliders and their help, sweep axes and
the documentation's table all walk these declarations. Bounds live here only.

Each parameter says where its default comes from: a study (author year), 'calibrated' (chosen so
that the whole model behaves as in docs/model.md; no measurement fixes it alone), or 'assumed'
(nothing was found that it could be fitted to).
"""

from __future__ import annotations

from attune_sim.parameters.days import Days
from attune_sim.parameters.declaration import Parameter, parameter_of
from attune_sim.parameters.family import Family
from attune_sim.parameters.fixed import Fixed
from attune_sim.parameters.growth import Growth
from attune_sim.parameters.observation import Observation
from attune_sim.parameters.people import People
from attune_sim.parameters.second import Second


class Parameters(People, Family, Second, Days, Growth, Observation, Fixed):
    """A full set of parameter values; strict, frozen, within bounds."""


_ORDER = (
    *("caregiver", "care over time", "circumstances", "infant", "the infant's day"),
    *("interaction", "distress", "alarm", "approach and fear", "learning", "memory"),
    *("everyday life", "family life", "growth", "generations", "observation", "fixed"),
)
_ALL = [parameter_of(name, field) for name, field in Parameters.model_fields.items()]
PARAMETERS: dict[str, Parameter] = {
    p.name: p for p in sorted(_ALL, key=lambda p: _ORDER.index(p.group))
}
"""All declarations by name, in order."""

CAREGIVER = tuple(
    name
    for name, p in PARAMETERS.items()
    if p.group in ("caregiver", "care over time", "circumstances")
)
"""Names of the caregiver's traits and circumstances: columns of a caregiver."""

CIRCUMSTANCES = tuple(name for name, p in PARAMETERS.items() if p.group == "circumstances")
"""Those of them that say what weighs on the caregiver: nothing by default."""

FAMILY_WIDE = ("money_strain", "conflict")
"""Circumstances that all caregivers of an infant share, but those who are given their own."""

TEMPERAMENT = tuple(name for name, p in PARAMETERS.items() if p.group == "infant")
"""Names of the infant's temperament: columns of an infant."""

OBSERVATION = tuple(name for name, p in PARAMETERS.items() if p.group == "observation")
"""Names of parameters of instruments, not of the dyad."""

MECHANISMS = tuple(
    name for name in PARAMETERS if name not in (*CAREGIVER, *TEMPERAMENT, *OBSERVATION)
)
"""Names of the mechanisms' constants: columns of a family's mechanisms."""

__all__ = [
    "CAREGIVER",
    "CIRCUMSTANCES",
    "FAMILY_WIDE",
    "MECHANISMS",
    "OBSERVATION",
    "PARAMETERS",
    "TEMPERAMENT",
    "Parameter",
    "Parameters",
]

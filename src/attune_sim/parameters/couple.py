"""Parameters of couples: how two adults affect each other.

A couple's scenario sets them, not a family's, so they are kept apart from the others.
"""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import (
    ASSUMED,
    Declarations,
    Parameter,
    declared,
    parameter_of,
)

MARRIAGES = (
    "calibrated: 20% of first marriages were over after 5 years, 33% after 10 (Bramlett & Mosher"
    " 2002, from memory)"
)
_couple = partial(declared, "couple")


class Couple(Declarations):
    """How two adults affect each other as a couple."""

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
    contagion: float = _couple(
        0.01, 0.0, 0.1, "per second", "Contagion",
        "How fast fully shown distress of one partner raises the other's distress; 0 switches it"
        " off.",
        ASSUMED,
    )
    disengagement: float = _couple(
        1.0, 0.0, 1.0, "share", "Disengagement",
        "How much of one's attention to the other is lost when one turns fully away; 0 switches it"
        " off.", ASSUMED,
    )
    self_focus: float = _couple(
        0.5, 0.0, 1.0, "share", "Self-focus",
        "How much of one's attention to the other one's own full distress takes away; 0 switches it"
        " off.",
        ASSUMED,
    )
    flooding: float = _couple(
        0.5, 0.0, 1.0, "share", "Flooding",
        "How much less a fitting answer soothes somebody in overload; 0 switches it off.",
        "flooded partners take in less (Gottman 1994, from memory); the size: assumed",
    )
    needs: float = _couple(
        0.15, 0.0, 1.0, "share of episodes", "Needs",
        "How often an adult without any load needs the other.", ASSUMED,
    )
    shared_needs: float = _couple(
        0.3, 0.0, 1.0, "share of needs", "Shared needs",
        "How often one partner's need is a need of both at once, as in a conflict.", ASSUMED,
    )
    need_under_load: float = _couple(
        0.25, 0.0, 2.0, "log odds per load", "Need under load",
        "How much more often somebody under load needs the other; 0 switches it off.",
        ASSUMED,
    )
    adult_learning: float = _couple(
        0.2, 0.0, 1.0, "share", "Adult learning",
        "How fast adults learn compared with infants; at 0 they keep what they brought and learn"
        " nothing.",
        ASSUMED,
    )
    mirroring: float = _couple(
        0.5, 0.0, 1.0, "correlation", "Mirroring",
        "How closely the care adults give a partner follows from what they learnt as infants; at 0"
        " it is unrelated.", ASSUMED,
    )
    quality_days: float = _couple(
        365.0, 1.0, 3650.0, "days", "Length of quality",
        "How long a partner's sense of the couple's quality takes to follow their days.", ASSUMED,
    )
    breakup_rate: float = _couple(
        0.075, 0.0, 5.0, "per year", "Break-ups",
        "How often couples part when both feel a quality of 0; 0 switches break-ups off.",
        MARRIAGES,
    )
    breakup_by_quality: float = _couple(
        2.0, 0.0, 20.0, "log rate per quality", "Break-up by quality",
        "How much more often couples part when quality is low for one of them.", MARRIAGES,
    )
    # fmt: on


COUPLE: dict[str, Parameter] = {
    name: parameter_of(name, spec) for name, spec in Couple.model_fields.items()
}
"""All declarations by name, in order."""

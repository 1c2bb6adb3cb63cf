"""Parameters of couples: what two adults add to what each of them is.

They are set in a couple's scenario, not in a family's, so they stand apart from the others.
"""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import Declarations, Parameter, declared, parameter_of

ASSUMED = "assumed"
MARRIAGES = (
    "calibrated: 20% of first marriages were over after 5 years, 33% after 10 (Bramlett & Mosher"
    " 2002, from memory)"
)
_couple = partial(declared, "couple")


class Couple(Declarations):
    """What a couple adds to two people."""

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
    contagion: float = _couple(
        0.01, 0.0, 0.1, "per second", "Contagion",
        "How fast distress that one of them fully shows raises the other's; 0 switches it off.",
        ASSUMED,
    )
    disengagement: float = _couple(
        1.0, 0.0, 1.0, "share", "Disengagement",
        "Share of attention for the other that turning fully away from them takes; 0 switches it"
        " off.", ASSUMED,
    )
    self_focus: float = _couple(
        0.5, 0.0, 1.0, "share", "Self-focus",
        "Share of attention for the other that one's own full distress takes; 0 switches it off.",
        ASSUMED,
    )
    flooding: float = _couple(
        0.5, 0.0, 1.0, "share", "Flooding",
        "Share of a fitting answer's soothing that is lost on somebody in overload; 0 switches it"
        " off.",
        "flooded partners take in less (Gottman 1994, from memory); the size: assumed",
    )
    needs: float = _couple(
        0.15, 0.0, 1.0, "share of episodes", "Needs",
        "How often an adult on whom nothing weighs needs the other.", ASSUMED,
    )
    shared_needs: float = _couple(
        0.3, 0.0, 1.0, "share of needs", "Shared needs",
        "How many needs of one are needs of both at once, as in a conflict.", ASSUMED,
    )
    need_under_load: float = _couple(
        0.25, 0.0, 2.0, "log odds per load", "Need under load",
        "How much more often somebody needs the other, the more weighs on them; 0 switches it off.",
        ASSUMED,
    )
    adult_learning: float = _couple(
        0.2, 0.0, 1.0, "share", "Adult learning",
        "How fast adults learn, as a share of how fast infants do; 0 freezes what they brought.",
        ASSUMED,
    )
    mirroring: float = _couple(
        0.5, 0.0, 1.0, "correlation", "Mirroring",
        "How far adults answer a partner by what they learnt as infants themselves; 0 is a draw"
        " that knows nothing of it.", ASSUMED,
    )
    quality_days: float = _couple(
        365.0, 1.0, 3650.0, "days", "Length of quality",
        "How long each one's sense of the couple's quality takes to follow their days.", ASSUMED,
    )
    breakup_rate: float = _couple(
        0.075, 0.0, 5.0, "per year", "Break-ups",
        "How often couples part to whom the quality is nought; 0 switches it off.", MARRIAGES,
    )
    breakup_by_quality: float = _couple(
        2.0, 0.0, 20.0, "log rate per quality", "Break-up by quality",
        "How much more often couples part, the lower the quality is to one of them.", MARRIAGES,
    )
    # fmt: on


COUPLE: dict[str, Parameter] = {
    name: parameter_of(name, spec) for name, spec in Couple.model_fields.items()
}
"""All declarations by name, in order."""

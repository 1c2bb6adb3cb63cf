"""At which ages a procedure may be carried out, and a result read as it stands.

A life may be simulated up to `attune_sim.scenario.MOST_DAYS`. The model describes the first two
years: what develops later (language, shared goals, other people) is not in it, so an infant who
lives on stays a two-year-old. The Strange Situation is made for 12 to 20 months (Ainsworth et al.
1978), and means nothing for an infant who cannot move.
"""

from __future__ import annotations

from attune_sim import numbers
from attune_sim.dyad.maturation import mobility
from attune_sim.errors import InputError
from attune_sim.scenario import Scenario

LAST_DESCRIBED = 730
STRANGE_SITUATION = (365, 609)
"""Days between which the Strange Situation is carried out: 12 to 20 months."""
LEAST_MOBILITY = 0.05  # share of full locomotion below which an infant cannot come or leave

ABOUT = "the Strange Situation is about coming and leaving"


def can_move(scenario: Scenario) -> bool:
    """Whether the scenario's infants can come and leave on their last day."""
    held = scenario.value("maturation")
    by_age = held if isinstance(held, int | float) else 1.0
    moving = 1.0 - by_age * (1.0 - float(mobility(scenario.days)))
    return moving >= LEAST_MOBILITY


def check_strange_situation(scenario: Scenario) -> None:
    """Refuse the Strange Situation for infants who cannot move.

    Raises:
        InputError: that says why.
    """
    if not can_move(scenario):
        raise InputError(
            f"infants of {numbers.count(scenario.days, 'day')} cannot move, and {ABOUT}; observe"
            " older infants, or another procedure"
        )


def notes(scenario: Scenario, *, strange_situation: bool = True) -> list[str]:
    """What to keep in mind about the age at which infants were observed, in sentences.

    Args:
        scenario: its days are the age.
        strange_situation: whether that is among what was to be observed.
    """
    out = []
    low, high = STRANGE_SITUATION
    if strange_situation and not can_move(scenario):
        out.append(f"Not carried out: at this age infants cannot move, and {ABOUT}.")
    elif strange_situation and not low <= scenario.days <= high:
        out.append(
            f"The Strange Situation is made for infants of 12 to 20 months ({low} to {high} days)."
            f" These are {numbers.count(scenario.days, 'day')} old: compare their patterns with no"
            " published share."
        )
    if scenario.days > LAST_DESCRIBED:
        out.append(
            "The model describes the first two years. These infants are"
            f" {numbers.count(scenario.days, 'day')} old, and nothing has developed in them since."
        )
    return out

"""At which ages a procedure may be carried out, and a result read as it stands.

A life may be simulated up to `attune_sim.scenario.MOST_DAYS`. Without `growth` the model describes
the first two years: an infant who lives on stays as they are. The Strange Situation is made for 12
to 20 months (Ainsworth et al. 1978), and means nothing for an infant who cannot move.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from attune_sim import numbers
from attune_sim.errors import InputError
from attune_sim.outcomes import FACE, LATER, OUTCOMES, SSP, chosen
from attune_sim.scenario import Scenario

TWO_YEARS = 730
"""Age in days from which children who grow up are no infants any more."""
STRANGE_SITUATION = (365, 609)
"""Days between which the Strange Situation is carried out: 12 to 20 months."""
FOR_INFANTS = (FACE, SSP)
"""Procedures that mean nothing with children who are no infants any more."""
LEAST_MOBILITY = 0.05  # share of full locomotion below which an infant cannot come or leave

LEFT_OUT = "genes, school, friends and love are left out"
ABOUT = "the Strange Situation is about coming and leaving"


def can_move(scenario: Scenario) -> bool:
    """Whether the scenario's infants can come and leave on their last day."""
    from attune_sim.dyad.maturation import mobility  # loads numba

    held = scenario.value("maturation")
    by_age = held if isinstance(held, int | float) else 1.0
    moving = 1.0 - by_age * (1.0 - float(mobility(scenario.days)))
    return moving >= LEAST_MOBILITY


def grows(scenario: Scenario) -> bool:
    """Whether children, or some of them, go on growing after their first birthday."""
    return scenario.value("growth") != 0


def is_child(scenario: Scenario, age: int) -> bool:
    """Whether those who live in the scenario are no infants any more at an age, in days."""
    return grows(scenario) and age >= TWO_YEARS


def outcomes_at(
    scenario: Scenario, age: int, wanted: Sequence[str] | None = None
) -> tuple[str, ...]:
    """What of that which is wanted can be looked at in those who live in a scenario, at an age.

    The Strange Situation is left out while infants cannot move. Of children who grow up, what is
    made for infants is left out from two years on; procedures for children are carried out then.

    Args:
        scenario: its days do not count.
        age: in days.
        wanted: names or groups of outcomes; None is all that suit the age.
    """
    if is_child(scenario, age):
        unfit = set(FOR_INFANTS)
    else:
        unfit = {*LATER, *([] if can_move(scenario.with_(days=age)) else [SSP])}
    names = OUTCOMES if wanted is None else chosen(wanted)
    return tuple(name for name in names if OUTCOMES[name].needs not in unfit)


def check_later(days: int, procedure: str) -> None:
    """Refuse a procedure for children with those who are too young for it.

    Args:
        days: their age.
        procedure: which.

    Raises:
        InputError: that says why.
    """
    if days < TWO_YEARS:
        raise InputError(
            f"{procedure} is for children from two years on; these are"
            f" {numbers.count(days, 'day')} old. Give an age of {TWO_YEARS} or more, and"
            " growth = 1 for children who grow up"
        )


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


def other_ages(coded: Collection[int]) -> list[str]:
    """What to keep in mind about patterns that were coded at several ages, in sentences."""
    low, high = STRANGE_SITUATION
    if all(low <= age <= high for age in coded):
        return []
    return [
        f"The Strange Situation is made for infants of 12 to 20 months ({low} to {high} days): do"
        " not compare patterns at other ages with published shares."
    ]


def notes(
    scenario: Scenario, done: Collection[str] = (), *, strange_situation: bool = False
) -> list[str]:
    """What to keep in mind about the age at which infants were observed, in sentences.

    Args:
        scenario: its days are the age.
        done: the procedures that were carried out.
        strange_situation: whether the Strange Situation is missed where it is not among them.
    """
    old = f"{numbers.count(scenario.days, 'day')} old"
    out = []
    low, high = STRANGE_SITUATION
    if SSP not in done:
        if strange_situation and not can_move(scenario):
            out.append(f"Not carried out: at this age infants cannot move, and {ABOUT}.")
        elif strange_situation:
            out.append("Not carried out: the Strange Situation is made for infants.")
    elif not low <= scenario.days <= high:
        out.append(
            f"The Strange Situation is made for infants of 12 to 20 months ({low} to {high} days)."
            f" These are {old}: compare their patterns with no published share."
        )
    if scenario.days < TWO_YEARS and not set(LATER).isdisjoint(done):
        out.append(
            "Hard problems and play with a peer are for children from two years on. These are"
            f" {old}, so their results mean little."
        )
    if is_child(scenario, scenario.days):
        who = "these children" if scenario.value("growth") == 1 else "those with growth = 1"
        out.append(f"From their first birthday on {who} mature by age alone; {LEFT_OUT}.")
    elif scenario.days > TWO_YEARS:
        out.append(
            "The model describes the first two years. These infants are"
            f" {old}, and nothing has developed in them since (growth = 1 lets them grow up)."
        )
    return out

"""Columns of a study: what a statistic or a condition is computed of, and how it is written.

home.sensitivity_rating          an outcome of a visit
ssp.secure                       one of PATTERN_COLUMNS, of a visit with a Strange Situation
trait.responsiveness             a parameter as it was drawn
trait.responsiveness.1           that of the second caregiver; they are counted from 0
event.help                       1 where the event of this title befalls the family, else 0
group.helped                     1 in this group, else 0
subgroup.irritable               1 in the families that meet these conditions, else 0
late.felt_security - early.felt_security     the difference of two
"""

from __future__ import annotations

from dataclasses import dataclass

from attune_sim.errors import near, shown
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import CAREGIVER, PARAMETERS
from attune_sim.textfiles.kinds import check_known

TRAIT, EVENT, GROUP, SUBGROUP = "trait", "event", "group", "subgroup"
NOT_VISITS = (TRAIT, EVENT, GROUP, SUBGROUP)
"""What may stand before the dot, besides a visit."""
LABELS = ("pattern", "forced_pattern")
PATTERN_COLUMNS = (
    "secure", "insecure", "avoidant", "resistant", "disorganized", "organized",
    "forced_secure", "forced_insecure", "forced_avoidant", "forced_resistant", *LABELS,
)  # fmt: skip
"""Of a Strange Situation: 0 or 1, and the pattern's label as a number.

Forced: in three classes, each infant in the one that fits best but for disorganization, as all were
classified before the fourth was described.
"""


@dataclass(frozen=True)
class Known:
    """What a study has, and its columns may name.

    Attributes:
        visits, groups, subgroups: their names.
        events: titles of events that befall some group.
        caregivers: how many every family has.
        outcomes: of a visit.
        traits: whether traits are known as they were drawn.
    """

    visits: tuple[str, ...]
    groups: tuple[str, ...]
    subgroups: tuple[str, ...]
    events: tuple[str, ...]
    caregivers: int
    outcomes: tuple[str, ...] = (*OUTCOMES, *PATTERN_COLUMNS)
    traits: bool = True


def visits_and_outcomes(column: str) -> list[tuple[str, str]]:
    """The one or two (visit, outcome) of a column; of two, the difference is meant."""
    parts = [part.strip().partition(".") for part in column.split(" - ")]
    return [(visit, name) for visit, _, name in parts]


def trait_and_caregiver(name: str) -> tuple[str, int]:
    """A parameter and the number of the caregiver, of what is written after `trait.`."""
    trait, _, caregiver = name.partition(".")
    return trait, int(caregiver or 0)


def check_column(column: str, known: Known, *, labels: bool = False) -> None:
    """Refuse a column that the study does not have.

    Args:
        column: as it is written.
        known: what the study has.
        labels: whether it may be a label.

    Raises:
        ValueError: with what is allowed.
    """
    parts = visits_and_outcomes(column)
    if len(parts) > 2 or not all(visit and name for visit, name in parts):
        raise ValueError(
            "it is not written visit.outcome or trait.name, or as the difference of two of these"
        )
    for visit, name in parts:
        if visit == TRAIT and not known.traits:
            raise ValueError("this study knows of no traits")
        if visit == TRAIT:
            _check_trait(name, known.caregivers)
        elif visit in NOT_VISITS:
            names = {EVENT: known.events, GROUP: known.groups, SUBGROUP: known.subgroups}[visit]
            if not names:
                raise ValueError(f"the study has no {visit} with a name")
            check_known(name, names, visit)
        else:
            if visit not in known.visits:
                near_it = near(visit, (*known.visits, *NOT_VISITS))
                raise ValueError(f"there is no visit {shown(visit)}; {near_it}")
            check_known(name, known.outcomes, "outcome")
            if name in LABELS and (len(parts) > 1 or not labels):
                raise ValueError("it is a label, which this statistic cannot compute")


def _check_trait(name: str, caregivers: int) -> None:
    trait, dot, number = name.partition(".")
    check_known(trait, PARAMETERS, "parameter")
    if not dot:
        return
    if trait not in CAREGIVER:
        raise ValueError(f"{trait} is not a caregiver's trait, so no caregiver is named")
    if not (number.isdecimal() and int(number) < caregivers):
        raise ValueError(
            f"{shown(number)} is not the number of a caregiver, from 0 to {caregivers - 1}"
        )

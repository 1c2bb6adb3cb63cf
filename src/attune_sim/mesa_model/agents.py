"""Caregiver and Infant: Mesa agents over the rows of the engine's arrays.

An agent holds a row number and looks its row up each time, never keeping a view, so that agents and
arrays cannot come apart. What it shows follows the arrays' columns: traits can be read and set
within their declared range; state can be read.
"""

from __future__ import annotations

import itertools
import math
import weakref
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, NoReturn, TypeVar

import mesa
import numpy as np

from attune_sim.dyad import days
from attune_sim.dyad.state import BOND_DTYPE, INFANT_DTYPE
from attune_sim.errors import InputError
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution, check_value

ADDRESS = frozenset({"key_low", "key_high", "bonds", "first_bond"})
"""Columns that say where a row lies and whose luck it has: nothing for an agent."""

SETTABLE_STATE = {
    "share": "Share of the infant's care that this caregiver gives, 0 to 1. Only the proportion to"
    " the shares of the infant's other caregivers counts.",
    "responsiveness_today": "Mean availability in distress today, 0 to 1; in play it is shifted as"
    " far from its trait. `begin_day` sets it.",
}
"""Columns that can be set though they are no parameters, with their meaning."""

AgentClass = TypeVar("AgentClass", bound="type[RowAgent]")


class _Counters(weakref.WeakKeyDictionary[Any, Iterator[int]]):
    """A counter of ids for each model that is still there."""

    def __getitem__(self, model: Any) -> Iterator[int]:
        return self.setdefault(model, itertools.count(1))


class RowAgent(mesa.Agent):
    """A Mesa agent that is a row of one of the population's arrays.

    Attributes:
        row: number of the row.
    """

    # Mesa 3.3 keeps these counters in a dict of its class, and so never frees a model.
    _ids = _Counters()
    _array: ClassVar[str]

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def record(self) -> Any:
        """The agent's row as it is now, with all columns."""
        return getattr(self.model.population, self._array)[self.row]

    def remove(self) -> NoReturn:
        """Not possible, because the engine would go on with the row.

        Raises:
            InputError: always.
        """
        raise InputError(
            "families stay together, so no agent can be removed; to let a caregiver leave an"
            " infant, set its share to 0"
        )


def plain(value: Any) -> Any:
    """A NumPy scalar as a plain number; anything else as it is."""
    return value.item() if isinstance(value, np.generic) else value


def _checked(name: str, value: Any) -> float | int:
    value = plain(value)
    if name in SETTABLE_STATE:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (number and 0.0 <= value <= 1.0):
            raise InputError(f"{name} = {value!r} is not a number from 0 to 1")
        return float(value)
    if isinstance(value, Distribution):
        raise InputError(f"{name} of one agent is {PARAMETERS[name].allowed}, not a distribution")
    checked = check_value(name, value)
    assert not isinstance(checked, Distribution)
    return checked


def _column(name: str) -> property:
    """The property that reads one column of an agent's row, and sets it where that is allowed."""

    def read(agent: RowAgent) -> float | int:
        number: float | int = agent.record[name].item()
        return number

    def write(agent: RowAgent, value: Any) -> None:
        agent.record[name] = _checked(name, value)

    def refuse(agent: RowAgent, value: Any) -> None:
        raise AttributeError(
            f"{name} is state of the engine, which is read only; an attribute of your own needs"
            " another name"
        )

    if name in PARAMETERS:
        spec = PARAMETERS[name]
        return property(read, write, doc=f"{spec.meaning} ({spec.unit}; {spec.allowed})")
    if name in SETTABLE_STATE:
        return property(read, write, doc=SETTABLE_STATE[name])
    return property(read, refuse, doc=f"The engine's state '{name}'; read only.")


def _with_columns(dtype: np.dtype[np.void]) -> Callable[[AgentClass], AgentClass]:
    """Give a class of agents a property for each column."""

    def add(agent_class: AgentClass) -> AgentClass:
        for name in dtype.names or ():
            if name not in ADDRESS:
                setattr(agent_class, name, _column(name))
        return agent_class

    return add


@_with_columns(INFANT_DTYPE)
class Infant(RowAgent):
    """An infant: its temperament, its policy, its state.

    Every column of an infant's row is a property. Its temperament and the mechanisms' constants
    (such as `reactivity`) can be set. What it has learnt (`log_display_gain`, `turning_away`,
    `self_regulation`) and its state at the last second lived (`distress`, `display`, `affect` and
    others) can be read.

    Attributes:
        row: number of its row in `model.population.infants`.
        caregivers: the Caregiver agents of its bonds, in the scenario's order.
    """

    _array = "infants"

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model, row)
        self.caregivers: list[Caregiver] = []

    @property
    def age(self) -> int:
        """Days lived."""
        return int(self.model.day)

    @property
    def display_gain(self) -> float:
        """Learnt policy: displayed distress as a multiple of felt distress."""
        return math.exp(self.record["log_display_gain"])

    def begin_day(self) -> None:
        """Nothing here. A subclass may change its traits, before its caregivers begin their day."""


@_with_columns(BOND_DTYPE)
class Caregiver(RowAgent):
    """A caregiver with one infant, which is one bond: traits, state, and what is expected of it.

    Every column of a bond's row is a property. Traits (such as `responsiveness`, `consistency`,
    `repair_rate`), `share` and `responsiveness_today` can be set. The infant's internal working
    model of this caregiver (`expected_relief`, `relief_variance`, `expected_alarm`), the state at
    the last second lived (`engagement`, `availability` and others) and sums over the last day
    (`day_seconds`, `day_attuned` and others) can be read.

    To write a caregiver of your own, override `begin_day` in a subclass and name that subclass as
    `caregiver_class` of a subclass of AttunementModel.

    Attributes:
        row: number of its row in `model.population.bonds`.
        infant: the Infant agent it cares for.
        which: its number among this infant's caregivers, from 0.
    """

    _array = "bonds"

    def __init__(self, model: Any, row: int, infant: Infant, which: int) -> None:
        super().__init__(model, row)
        self.infant = infant
        self.which = which
        infant.caregivers.append(self)

    @property
    def name(self) -> str:
        """Its name in the scenario."""
        return str(self.model.scenario.caregivers[self.which].name)

    def begin_day(self) -> None:
        """Decide today's `responsiveness_today`: the trait, a little different each day.

        Yesterday's sums (`day_seconds`, `day_distress` and others) can be read until this has run;
        it sets them to zero. The numbers are the same whether it is called for one caregiver or all
        begin their day at once.
        """
        days.begin_day(self.infant.record, self.record, self.which, self.model.day)

    @property
    def attuned_share_everyday(self) -> float:
        """Share of attuned seconds in the last day's episodes; NaN if there were none."""
        return self._per_second("day_attuned")

    @property
    def distress_everyday(self) -> float:
        """The infant's mean distress in the last day's episodes, 0 to 1; NaN if there were none."""
        return self._per_second("day_distress")

    @property
    def display_everyday(self) -> float:
        """The infant's mean display in the last day's episodes, 0 to 1; NaN if there were none."""
        return self._per_second("day_display")

    def _per_second(self, tally: str) -> float:
        record = self.record
        seconds = float(record["day_seconds"])
        return float(record[tally]) / seconds if seconds else math.nan

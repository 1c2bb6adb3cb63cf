"""Caregiver and Infant: Mesa agents over the rows of the engine's arrays.

An agent holds a row number and looks its row up each time, never keeping a view, so that agents and
arrays cannot come apart. What it shows follows the arrays' columns: traits can be read and set
within their declared range; state can be read.
"""

from __future__ import annotations

import functools
import itertools
import math
import weakref
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, NoReturn, TypeVar

import mesa
import numpy as np

from attune_sim import numbers
from attune_sim.dyad.morning import begin_day
from attune_sim.dyad.state import BOND_DTYPE, CAREGIVER_DTYPE, INFANT_DTYPE, MECHANISM_DTYPE
from attune_sim.errors import InputError
from attune_sim.mesa_model.spelling import meant, slip
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution, check_value

ADDRESS = frozenset({"key_low", "key_high", "bonds", "first_bond", "caregiver", "which"})
"""Columns that say where a row is and whose random numbers it uses: of no use to an agent."""

SETTABLE_STATE = {
    "share": "Share of the infant's care that this caregiver gives, 0 to 1. Only the proportion to"
    " the shares of the infant's other caregivers counts.",
    "responsiveness_today": "Mean availability in distress today, 0 to 1; in play it is shifted as"
    " far from its trait. `begin_day` sets it.",
}
"""Columns that can be set though they are no parameters, with their meaning."""

HOOKS = frozenset({"begin_day"})
"""What a subclass may override and the model calls."""

AgentClass = TypeVar("AgentClass", bound="type[RowAgent]")


class _Counters(weakref.WeakKeyDictionary[Any, Iterator[int]]):
    """A counter of ids for each model that is still there."""

    def __getitem__(self, model: Any) -> Iterator[int]:
        return self.setdefault(model, itertools.count(1))


class RowAgent(mesa.Agent):
    """A Mesa agent whose state is a row of the population's arrays.

    Only the model makes them, one for each row. A subclass has one hook, `begin_day`; it may have
    attributes of its own, under names that are not mistaken for a column's.

    Attributes:
        row: number of their row.

    Raises:
        InputError: for an agent that is not the model's own, or a class whose attributes the
            simulation would not heed.
    """

    if hasattr(mesa.Agent, "_ids"):
        # Before 3.4.2 Mesa keeps these counters in a dict of its class and never frees a model.
        _ids = _Counters()
    _shown: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in vars(cls):
            if name in ("step", "advance"):
                raise InputError(
                    f"{cls.__name__}.{name} would never be called, because all families live their"
                    " seconds at once; say in begin_day what differs from day to day"
                )
            if name in cls._shown:
                raise InputError(
                    f"{cls.__name__}.{name} would hide the column '{name}'; set"
                    f" self.{name} in begin_day instead"
                )
            if right := _meant(cls._shown, name):
                raise InputError(slip(cls.__name__, name, right))

    def __init__(self, model: Any, row: int) -> None:
        if not getattr(model, "makes_agents", False):
            raise InputError(
                f"{type(self).__name__}s are made by an AttunementModel only, one for each row;"
                " for more of them ask it for more infants"
            )
        super().__init__(model)
        self.row = row

    def __setattr__(self, name: str, value: Any) -> None:
        if right := _meant(self._shown, name):
            raise AttributeError(slip(type(self).__name__, name, right))
        super().__setattr__(name, value)

    def record(self, array: str) -> Any:
        """The agent's row in one of the population's arrays, as it is now."""
        return getattr(self.model.population, array)[self.row]

    def remove(self) -> NoReturn:
        """Not possible, because the engine would keep simulating the row.

        Raises:
            InputError: always.
        """
        raise InputError(
            "families stay together, so no agent can be removed; to let a caregiver leave an"
            " infant, set their share to 0"
        )


@functools.cache
def _meant(columns: frozenset[str], name: str) -> str | None:
    """What can be set or overridden beside these columns, where a name is a slip for it."""
    if name in columns or hasattr(RowAgent, name):
        return None
    settable = {c for c in columns if c in PARAMETERS or c in SETTABLE_STATE}
    return meant(name, settable | HOOKS)


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


def _column(array: str, name: str) -> property:
    """The property that reads one column of an agent, and sets it where that is allowed."""

    def read(agent: RowAgent) -> float | int:
        number: float | int = agent.record(array)[name].item()
        return number

    def write(agent: RowAgent, value: Any) -> None:
        agent.record(array)[name] = _checked(name, value)

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


def _with_columns(**arrays: np.dtype[np.void]) -> Callable[[AgentClass], AgentClass]:
    """Give a class of agents a property for each column of these arrays of the population."""

    def add(agent_class: AgentClass) -> AgentClass:
        for array, dtype in arrays.items():
            own = frozenset(dtype.names or ()) - ADDRESS
            agent_class._shown |= own
            for name in own:
                setattr(agent_class, name, _column(array, name))
        return agent_class

    return add


@_with_columns(infants=INFANT_DTYPE, mechanisms=MECHANISM_DTYPE)
class Infant(RowAgent):
    """An infant: temperament, policy, state.

    Every column of an infant's rows is a property. Temperament (such as `reactivity`) and the
    constants of the mechanisms (such as `learning_rate`) can be set. What the infant has learnt
    (`log_display_gain`, `turning_away`, `self_regulation`) and the state at the last second lived
    (`distress`, `display`, `affect` and others) can be read.

    Attributes:
        row: number of the infant's row in `model.population.infants` and `.mechanisms`.
        caregivers: the Caregiver agents of the infant's bonds, in the scenario's order.
    """

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model, row)
        self.caregivers: list[Caregiver] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.number}, {numbers.count(self.age, 'day')} old>"

    @property
    def age(self) -> int:
        """Days lived."""
        return int(self.model.day)

    @property
    def display_gain(self) -> float:
        """Learnt policy: displayed distress as a multiple of felt distress."""
        return math.exp(self.log_display_gain)

    def begin_day(self) -> None:
        """Nothing here. A subclass may change traits, before the caregivers begin their day."""


@_with_columns(caregivers=CAREGIVER_DTYPE, bonds=BOND_DTYPE)
class Caregiver(RowAgent):
    """A caregiver: a person with traits and a day of their own, and a bond with an infant.

    Every column of the caregiver's row and of their bond's is a property. Traits (such as
    `responsiveness`, `consistency`, `repair_rate`), `share` and `responsiveness_today` can be set.
    The infant's internal working model of this caregiver (`expected_relief`, `relief_variance`,
    `expected_alarm`), the state at the last second lived (`engagement`, `availability` and others)
    and sums over the last day (`day_seconds`, `day_attuned` and others) can be read.

    To write a caregiver of your own, override `begin_day` in a subclass and name that subclass as
    `caregiver_class` of a subclass of AttunementModel.

    Attributes:
        row: number of their row in `model.population.caregivers`.
        bond_row: number of their bond's row in `model.population.bonds`.
        infant: the Infant agent they care for.
        which: their number among this infant's caregivers, from 0.
    """

    def __init__(self, model: Any, bond_row: int, infant: Infant, which: int) -> None:
        super().__init__(model, int(model.population.bonds["caregiver"][bond_row]))
        self.bond_row = bond_row
        self.infant = infant
        self.which = which
        infant.caregivers.append(self)

    def record(self, array: str) -> Any:
        """The caregiver's row, or their bond's, as it is now."""
        rows = getattr(self.model.population, array)
        return rows[self.bond_row if array == "bonds" else self.row]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} of infant {self.infant.number}>"

    @property
    def name(self) -> str:
        """Their name in the scenario."""
        return str(self.model.setup.caregivers[self.which].name)

    def begin_day(self) -> None:
        """Decide today's `responsiveness_today`: the trait, a little different each day.

        Yesterday's sums (`day_seconds`, `day_distress` and others) can be read here. The numbers
        are the same whether it is called for one caregiver or all begin their day at once.
        """
        mechanism = self.infant.record("mechanisms")
        begin_day(self.record("caregivers"), mechanism, self.model.day)

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
        bond = self.record("bonds")
        seconds = float(bond["day_seconds"])
        return float(bond[tally]) / seconds if seconds else math.nan

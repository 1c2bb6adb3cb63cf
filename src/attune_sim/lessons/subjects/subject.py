"""What a lesson has to know of whom it is about: what is run, and what is measured of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from attune_sim.parameters.declaration import Parameter

Floats = npt.NDArray[np.float64]
Columns = Mapping[str, Floats]
"""What a run gives: a value for each of them, by name."""
Cancelled = Callable[[], bool] | None


@dataclass(frozen=True)
class Group:
    """Those who are run together; arms that differ in nothing but their measure share one.

    Attributes:
        scenario: its name.
        parameters: values that replace the scenario's, as pairs in order.
        days: to which age, or which day together, they live.
        seed: of all random numbers.
        number: how many there are in all.
    """

    scenario: str
    parameters: tuple[tuple[str, float], ...]
    days: int
    seed: int
    number: int


@dataclass(frozen=True)
class Measure:
    """Something that can be compared between two arms.

    Attributes:
        label: for people.
        unit: in words.
        share: whether it is a share, written in per cent.
        needs: names of the columns that it is made of.
        made: of these columns, a value for each of them, whose mean is what is told.
        like: the outcome with whose colour and scale it is drawn; empty if with none.
        whole: whether a share's axis shows all of it.
    """

    label: str
    unit: str
    share: bool
    needs: tuple[str, ...]
    made: Callable[[Columns], Floats]
    like: str = ""
    whole: bool = False


def column(label: str, unit: str, name: str, *, like: str = "", whole: bool = False) -> Measure:
    """A measure that is one column as it is; a share if its unit says so."""
    share = unit.startswith("share of")
    return Measure(label, unit, share, (name,), lambda columns: columns[name], like, whole)


@dataclass(frozen=True)
class Subject:
    """Whom a lesson is about.

    Attributes:
        many: the word for several of them.
        most: how many there may be in a lesson.
        days: first and last day on which they may be looked at.
        measures: what can be compared.
        beside: names of those that may be shown beside it.
        parameters: that an arm may set.
        scenarios: gives the names of scenarios.
        check: raises InputError if a scenario cannot have these values.
        columns: runs some of a group; the others change nothing of these.
    """

    many: str
    most: int
    days: tuple[int, int]
    measures: Mapping[str, Measure]
    beside: Collection[str]
    parameters: Mapping[str, Parameter]
    scenarios: Callable[[], Collection[str]]
    check: Callable[[str, Mapping[str, float]], object]
    columns: Callable[[Group, Sequence[str], range, Cancelled], Columns]

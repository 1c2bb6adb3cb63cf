"""In what two sweeps differ, in words, and whether one only adds to the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attune_sim.errors import shown
from attune_sim.sweep.spec import SweepSpec

MOST_TOLD = 3  # settings in which two sweeps differ
ADDED = "replications, measures, a time series or a table of infants"
"""What can be added to a finished sweep."""
_GROW = ("replications", "measures", "series", "per_infant")


def difference(held: dict[str, Any], fresh: dict[str, Any]) -> str:
    """The first settings in which two sweeps differ, in words; empty if it is none of the spec.

    Args:
        held: the manifest of the sweep that a folder holds.
        fresh: that of the other one.
    """
    there, here = held["spec"], fresh["spec"]
    keys = [key for key in dict.fromkeys([*there, *here]) if key != "question"]
    told = [words for key in keys for words in _told(key, there.get(key), here.get(key))]
    if not told:
        return ": a scenario differs" if held.get("scenarios") != fresh["scenarios"] else ""
    more = f", and {len(told) - MOST_TOLD} more settings" if len(told) > MOST_TOLD else ""
    return f": {'; '.join(told[:MOST_TOLD])}{more}"


def _told(key: str, there: Any, here: Any) -> Iterator[str]:
    """In what they differ: a setting, each of a table of settings, or values of a list."""
    if there == here:
        return
    if isinstance(there, dict) and isinstance(here, dict):
        for name in dict.fromkeys([*there, *here]):
            yield from _told(f"{key}.{name}", there.get(name), here.get(name))
        return
    if isinstance(there, list) and isinstance(here, list):
        only = [(_values(there, here), "there only"), (_values(here, there), "here only")]
        found = ", ".join(f"{values} {where}" for values, where in only if values)
        yield f"{key} {found or 'in another order'}"
        return
    yield f"{key} = {_shown(there)} there, {_shown(here)} here"


def _values(some: list[Any], others: list[Any]) -> str:
    missing = [x if isinstance(x, str) else shown(x) for x in some if x not in others]
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    return f"{', '.join(missing[:3])}{more}"


def _shown(value: Any) -> str:
    return "left out" if value is None else shown(value)


def only_adds(there: SweepSpec, here: SweepSpec) -> bool:
    """Whether a sweep is another one with more replications, measures or tables, and no less."""
    old, new = there.identity(), here.identity()
    for key in _GROW:
        old["spec"].pop(key, None)
        new["spec"].pop(key, None)
    return (
        old == new
        and there.replications <= here.replications
        and set(there.measures) <= set(here.measures)
        and there.series in (None, here.series)
        and there.per_infant <= here.per_infant
    )

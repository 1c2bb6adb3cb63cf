"""In what two sweeps differ, in words, and whether one only adds to the other."""

from __future__ import annotations

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
    differ = [key for key in keys if there.get(key) != here.get(key)]
    if not differ:
        return ": a scenario differs" if held.get("scenarios") != fresh["scenarios"] else ""
    told = [_told(key, there.get(key), here.get(key)) for key in differ[:MOST_TOLD]]
    more = f", and {len(differ) - MOST_TOLD} more settings" if len(differ) > MOST_TOLD else ""
    return f": {'; '.join(told)}{more}"


def _told(key: str, there: Any, here: Any) -> str:
    if key == "measures" and isinstance(there, list) and isinstance(here, list):
        only = [(_names(there, here), "there only"), (_names(here, there), "here only")]
        return f"measures {', '.join(f'{names} {where}' for names, where in only if names)}"
    return f"{key} = {_shown(there)} there, {_shown(here)} here"


def _names(some: list[str], others: list[str]) -> str:
    missing = [name for name in some if name not in others]
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

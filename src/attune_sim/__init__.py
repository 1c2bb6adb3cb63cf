"""attune-sim: how caregivers and infants attune to each other, second by second.

    from attune_sim import AttunementModel

    model = AttunementModel("good-enough", infants=50, rng=1)
    model.run_model()

Names are imported when they are first used, so that importing the package is quick.
"""

__version__ = "0.2.0"

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attune_sim.errors import InputError
    from attune_sim.mesa_model.agents import Caregiver, Infant
    from attune_sim.mesa_model.model import AttunementModel
    from attune_sim.outcomes import OUTCOMES
    from attune_sim.parameters import PARAMETERS
    from attune_sim.scenario import (
        CaregiverSpec,
        Correlation,
        Distribution,
        Scenario,
        load,
        presets,
    )

__all__ = [
    "OUTCOMES",
    "PARAMETERS",
    "AttunementModel",
    "Caregiver",
    "CaregiverSpec",
    "Correlation",
    "Distribution",
    "Infant",
    "InputError",
    "Scenario",
    "__version__",
    "load",
    "presets",
]

_HOME = {
    "AttunementModel": "mesa_model.model",
    "Caregiver": "mesa_model.agents",
    "CaregiverSpec": "scenario",
    "Correlation": "scenario",
    "Distribution": "scenario",
    "Infant": "mesa_model.agents",
    "InputError": "errors",
    "OUTCOMES": "outcomes",
    "PARAMETERS": "parameters",
    "Scenario": "scenario",
    "load": "scenario",
    "presets": "scenario",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Public names, whether imported yet or not."""
    return sorted({*globals(), *__all__})

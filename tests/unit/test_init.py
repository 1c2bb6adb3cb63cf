from __future__ import annotations

import importlib

import pytest

import attune_sim

PUBLIC = {
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
}


def test_public_names_are_these() -> None:
    assert set(attune_sim.__all__) == PUBLIC
    assert set(dir(attune_sim)) >= PUBLIC


def test_each_public_name_is_its_modules() -> None:
    for name, home in attune_sim._HOME.items():
        module = importlib.import_module(f"attune_sim.{home}")
        assert getattr(attune_sim, name) is getattr(module, name)
    assert set(attune_sim._HOME) == PUBLIC - {"__version__"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'AttunmentModel'"):
        _ = attune_sim.AttunmentModel


def test_submodules_import_as_usual() -> None:
    from attune_sim import run

    assert run is importlib.import_module("attune_sim.run")

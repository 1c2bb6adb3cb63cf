"""A machine like any other, but for its cores."""

import os

import pytest
from fixtures.few_families import few_families

__all__ = ["few_families", "one_core"]


@pytest.fixture
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """What works on all cores starts no processes; that it can is tested with the sweeps."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)

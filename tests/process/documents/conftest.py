"""A machine like any other, but for its cores."""

import os

import pytest


@pytest.fixture
def one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """What works on all cores starts no processes; that it can is tested with the sweeps."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)

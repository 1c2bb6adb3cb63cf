"""A machine like any other, but for its cores."""

import os
from collections.abc import Iterator

import pytest
from fixtures.few_families import few_families

__all__ = ["few_families", "one_core"]


@pytest.fixture(scope="module")
def one_core() -> Iterator[None]:
    """What works on all cores starts no processes; that it can is tested with the sweeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
        yield

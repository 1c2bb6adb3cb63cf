"""Who computes a sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import joblib

from attune_sim.errors import InputError, near, shown

MOST_JOBS = 512

Name = Literal["loky", "dask", "ray"]


@dataclass(frozen=True, slots=True)
class Workers:
    """Who computes.

    Attributes:
        jobs: how many at once, on this machine.
        backend: loky for this machine; dask or ray for a cluster.
        address: of the cluster: Dask's scheduler, as tcp://host:8786; Ray's head, 'auto' or None
            for a Ray that is started here.
    """

    jobs: int = 1
    backend: Name = "loky"
    address: str | None = None

    def __post_init__(self) -> None:
        """Check and count processors."""
        jobs = self.jobs
        whole = isinstance(jobs, int) and not isinstance(jobs, bool)
        if not whole or not (1 <= jobs <= MOST_JOBS or jobs == -1):
            raise InputError(
                f"jobs = {shown(jobs)} is not a whole number from 1 to {MOST_JOBS}, or -1 for all"
                " processors"
            )
        if jobs == -1:
            object.__setattr__(self, "jobs", joblib.cpu_count())
        if self.backend not in get_args(Name):
            hint = near(str(self.backend), get_args(Name))
            raise InputError(f"there is no backend {shown(self.backend)}; {hint}")
        if self.backend == "dask" and not self.address:
            raise InputError("the backend dask needs its scheduler's address: --scheduler ADDRESS")
        if self.backend == "loky" and self.address:
            raise InputError("an address is of a backend: add --backend dask or --backend ray")

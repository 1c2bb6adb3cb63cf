"""Where a result comes from: version, scenario, seed, package versions."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import cache
from importlib import metadata
from typing import Any

from attune_sim import __version__

PACKAGES = ("mesa", "numpy", "pandas", "numba", "scipy", "pyarrow", "pydantic")


def provenance(content: Any, seed: int) -> dict[str, Any]:
    """Version, hash of what was asked (scenario or sweep, in plain types), seed, packages."""
    text = json.dumps(content, sort_keys=True, default=str)
    return {
        "version": __version__,
        "hash": hashlib.sha256(text.encode()).hexdigest()[:16],
        "seed": seed,
        "packages": {"python": platform.python_version()} | _versions(),
    }


@cache
def _versions() -> dict[str, str]:
    """Versions of packages; each is a file to be read, and a sweep asks for each part."""
    return {name: metadata.version(name) for name in PACKAGES}

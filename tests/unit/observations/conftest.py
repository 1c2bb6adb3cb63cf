"""Small coded files, made up here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from attune_sim.observations.mapping import Mapping, read_mapping

MAPPING = """
[infant]
tracks = ["infant"]
codes = { up = 1.0, down = 0.0 }
missing = ["out"]
[caregiver]
tracks = ["caregiver"]
codes = { up = 1.0, down = 0.0 }
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file, and get its path."""

    def write(content: str | bytes, name: str = "coded.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def mapping(write: Callable[..., Path]) -> Callable[..., Mapping]:
    """A mapping with some lines before its tables."""

    def mapping(lines: str = "", tables: str = MAPPING) -> Mapping:
        return read_mapping(write(f"{lines}\n{tables}", "map.toml"))

    return mapping

"""Small sweeps."""

from fixtures.sweep import small, spec_file, three_a_batch

__all__ = ["small", "spec_file", "three_a_batch"]

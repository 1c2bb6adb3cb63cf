"""Small designs of studies."""

from fixtures.evidence import finding_file, rng, small

__all__ = ["finding_file", "rng", "small"]

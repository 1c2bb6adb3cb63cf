"""The command line, for all that is tried as people would."""

from fixtures.commands import attune

__all__ = ["attune"]

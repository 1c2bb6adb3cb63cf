"""The command line, thin: options in, what `run`, `sweep` and the procedures return out.

One file a command. Nothing heavy is imported before a command needs it: `--help` answers at once.
"""

from attune_sim.cli.app import main

__all__ = ["main"]

"""`python -m attune_sim` is `attune-sim`."""

import sys

from attune_sim.cli import main

if __name__ == "__main__":
    sys.exit(main())

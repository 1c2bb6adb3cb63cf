"""Runs attune-sim as it is, but what pages show is of few families."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fixtures.few_families import few_families_on_pages

from attune_sim.cli import main

if __name__ == "__main__":
    with few_families_on_pages(parts=2):  # what comes later is drawn into what is there
        main()

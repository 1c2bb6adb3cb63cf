"""Find out which conclusions stand, and keep it: python docs/record_robustness.py [N].

N draws of the posterior and N disturbances of the constants (8 if left out). Writes the record
that comes with the package (what was found, when, by which model); `generate.py` makes
robustness.md of it.

    python docs/record_robustness.py --judge     simulates nothing: judges the stored numbers anew,
                                                 after a rule of judgement was changed
"""

from __future__ import annotations

import sys

from attune_sim.cli.terminal.progress import progress
from attune_sim.evidence.calibration.posterior import posterior
from attune_sim.evidence.calibration.propagation import spread_over
from attune_sim.evidence.robustness.alternatives import alternatives
from attune_sim.evidence.robustness.conclusions import conclusions
from attune_sim.evidence.robustness.record import FILE, record, stored_robustness

MANY = 8


def main() -> None:
    """Ask every conclusion under every condition, or judge anew, and write the record."""
    if sys.argv[1:] == ["--judge"]:
        FILE.write_text(stored_robustness().judged(conclusions()).text(), encoding="utf-8")
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with progress("Asking every conclusion") as report:
        found = record(
            conclusions(),
            alternatives(),
            spread_over(posterior(), count),
            count,
            jobs=-1,
            report=report,
        )
    FILE.write_text(found.text(), encoding="utf-8")


if __name__ == "__main__":
    main()

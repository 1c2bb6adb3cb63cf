"""Numbers that the model gave when they were recorded: python tests/golden/record.py.

Run it only after a deliberate change of the model, and raise `MODEL` in attune_sim/provenance.py
with it: a posterior that was fitted to the old model is then refused.
"""

from __future__ import annotations

import json
from pathlib import Path

from attune_sim import run
from attune_sim.evidence.calibration.stored import summary_of
from attune_sim.provenance import MODEL
from attune_sim.scenario import load

FILE = Path(__file__).parent / "numbers.json"
SCENARIOS = ("good-enough", "erratic", "rejecting", "alarming", "two-caregivers")
MEASURES = ("attuned_share", "repair_latency_s", "felt_security", "policy", "scales", "distress")


def numbers() -> dict[str, dict[str, float]]:
    """Means of a few infants' forty days, with the calibrated constants at their medians.

    The constants are set, so that a change of defaults that calibration moves changes nothing here.
    """
    constants = {
        c["name"]: c["median"] for c in summary_of()["constants"] if c["name"] != "slow_variation"
    }
    out = {}
    for name in SCENARIOS:
        table, _ = run.infants(
            load(name).with_(infants=4, days=40, seed=11, **constants), measures=list(MEASURES)
        )
        found = run.summarise(table)
        out[name] = {k: v for k, v in found.items() if k in table and v == v}
    return out


def main() -> None:
    """Write the record."""
    content = {"model": MODEL, "numbers": numbers()}
    FILE.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

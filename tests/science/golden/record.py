"""Numbers that the model gave when they were recorded: python tests/science/golden/record.py.

Run it only after a deliberate change of the model, and raise `MODEL` in attune_sim/identity.py
with it: a posterior that was fitted to the old model is then refused.
"""

from __future__ import annotations

import json
from pathlib import Path

from attune_sim import run
from attune_sim.identity import MODEL
from attune_sim.scenario import load

FILE = Path(__file__).parent / "numbers.json"
SCENARIOS = ("good-enough", "erratic", "rejecting", "alarming", "two-caregivers")
MEASURES = ("attuned_share", "repair_latency_s", "felt_security", "policy", "scales", "distress")


def numbers(constants: dict[str, float]) -> dict[str, dict[str, float]]:
    """Means of a few infants' forty days, with these values of the calibrated constants.

    The constants are set, so that a change of defaults that calibration moves changes nothing here.
    """
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
    constants = json.loads(FILE.read_text(encoding="utf-8"))["constants"]
    content = {"model": MODEL, "constants": constants, "numbers": numbers(constants)}
    FILE.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

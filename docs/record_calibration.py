"""Check the shipped calibration and keep what came out: python docs/record_calibration.py.

Writes predictive.json (every finding over draws of the posterior) and ablation.json (what each
mechanism buys: verdicts of all findings and, with more families, the fit of the fitted ones) beside
the shipped posterior; `generate.py` makes the tables of docs/calibration.md of them. Batches of the
first are kept in results/predictive, so that an interrupted run can resume.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attune_sim import __version__
from attune_sim.evidence import findings
from attune_sim.evidence.calibration import ablation, predictive
from attune_sim.evidence.calibration.constants import DYAD
from attune_sim.evidence.calibration.posterior import posterior, shipped
from attune_sim.evidence.calibration.propagation import spread_over
from attune_sim.evidence.calibration.targets import fitted, is_of_dyads
from attune_sim.identity import MODEL

DRAWS, FAMILIES, FIT_FAMILIES = 12, 150, 500
SEED = 20260202
RESULTS = Path(__file__).parent.parent / "results" / "predictive"


def _keep(name: str, content: dict[str, Any]) -> None:
    origin = {
        "date": datetime.now(UTC).date().isoformat(),
        "version": __version__,
        "model": MODEL,
        "families": FAMILIES,
    }
    text = json.dumps(origin | content, indent=1, allow_nan=False) + "\n"
    (shipped() / name).write_text(text, encoding="utf-8")


def main() -> None:
    """Check and write."""
    dyadic = [p for p in findings() if is_of_dyads(p)]
    held = predictive.check(
        RESULTS, spread_over(posterior(), DRAWS), dyadic, families=FAMILIES, seed=SEED, jobs=-1
    )
    _keep("predictive.json", {"draws": DRAWS, "seed": SEED, "findings": held})
    cases = ablation.ablate(dyadic, families=FAMILIES, jobs=-1)
    of_dyad = fitted(findings(), DYAD)
    fits = ablation.ablate(of_dyad, families=FIT_FAMILIES, jobs=-1)
    found = []
    for name in (*ablation.LUCKS, *ablation.MECHANISMS):
        lost, won = ablation.bought(cases[""], cases[name])
        fit = round(ablation.fit_lost(of_dyad, fits[""], fits[name]), 2)
        off = ablation.MECHANISMS.get(name, {})
        found.append({"mechanism": name, "off": off, "fit_lost": fit, "lost": lost, "won": won})
    _keep("ablation.json", {"fit_families": FIT_FAMILIES, "mechanisms": found})


if __name__ == "__main__":
    main()

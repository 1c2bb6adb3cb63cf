"""Run the full validation and keep it: python docs/record_validation.py [FAMILIES].

Writes docs/validation.json (what was compared, when, by which version); `generate.py` makes the
table of docs/validation.md of it.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from attune_sim import __version__
from attune_sim.evidence import patterns, validate
from attune_sim.evidence.validate import FULL


def main() -> None:
    """Validate every shipped pattern and write the record."""
    families = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    found = validate(patterns(), families=families, jobs=-1)
    record = {
        "date": datetime.now(UTC).date().isoformat(),
        "version": __version__,
        "families": families,
        "comparisons": [comparison.as_dict() for comparison in found],
    }
    path = Path(__file__).parent / "validation.json"
    path.write_text(json.dumps(record, indent=1, allow_nan=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

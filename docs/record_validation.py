"""Run the full validation and keep it: python docs/record_validation.py [FAMILIES].

Writes the record that comes with the package (what was compared, when, by which version);
`generate.py` makes tables of it and `pictures.py` the forest plots.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from attune_sim import __version__
from attune_sim.evidence import ValidationRecord, findings, validate
from attune_sim.evidence.validation.comparison import FULL
from attune_sim.evidence.validation.record import FILE
from attune_sim.identity import MODEL, settings


def main() -> None:
    """Validate every shipped finding and write the record."""
    families = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    found = validate(findings(), families=families, jobs=-1)
    today = datetime.now(UTC).date().isoformat()
    record = ValidationRecord(
        today, __version__, MODEL, settings(), families, tuple(found)
    ).as_dict()
    FILE.write_text(json.dumps(record, indent=1, allow_nan=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

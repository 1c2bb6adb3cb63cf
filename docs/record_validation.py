"""Run the full validation and keep it: python docs/record_validation.py [FAMILIES].

Writes the record that comes with the package (what was compared, when, by which version);
`generate.py` makes tables of it and `pictures.py` the forest plots.

    python docs/record_validation.py --new       simulates only findings that the record has not,
                                                 with as many families as it has
    python docs/record_validation.py --judge     simulates nothing: judges the stored numbers anew,
                                                 after a rule of judgement was changed
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from attune_sim import __version__
from attune_sim.evidence import ValidationRecord, findings, stored_validation, validate
from attune_sim.evidence.validation.comparison import FULL, Comparison
from attune_sim.evidence.validation.record import FILE
from attune_sim.identity import MODEL, settings


def simulated(families: int) -> ValidationRecord:
    """Every shipped finding, compared now."""
    return _record(validate(findings(), families=families, jobs=-1), families)


def completed() -> ValidationRecord:
    """The stored record, as far as it is of today's findings, with those that it has not.

    Raises:
        SystemExit: it is of another model or other settings, so that nothing of it can be kept.
    """
    stored = stored_validation()
    if (stored.model, stored.settings) != (MODEL, settings()):
        raise SystemExit("the record is of another model or other settings; record it anew")
    held = stored.by_id()
    new = [finding for finding in findings() if finding.id not in held]
    made = {one.id: one for one in validate(new, families=stored.families, jobs=-1)}
    return _record([(made | held)[finding.id] for finding in findings()], stored.families)


def _record(found: Sequence[Comparison], families: int) -> ValidationRecord:
    today = datetime.now(UTC).date().isoformat()
    return ValidationRecord(today, __version__, MODEL, settings(), families, tuple(found))


def main(given: Sequence[str]) -> None:
    """Write the record."""
    if given == ["--judge"]:
        record = stored_validation().judged()
    elif given == ["--new"]:
        record = completed()
    else:
        record = simulated(int(given[0]) if given else FULL)
    text = json.dumps(record.as_dict(), indent=1, allow_nan=False, ensure_ascii=False) + "\n"
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

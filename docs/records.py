"""Bring all that is computed once and kept up to date, in order: python docs/records.py.

    python docs/records.py                       what is due; goes on after an interruption
    python docs/records.py --list                what would run
    python docs/records.py --only tables         these steps, due or not
    python docs/records.py --from robustness     what is due from this step on

docs/changing.md says what each step keeps. A step is due until it was finished for this MODEL,
these settings, the data it reads and the script that runs it, as results/records.json remembers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attune_sim.identity import MODEL, settings
from attune_sim.textfiles.writing import write_text

ROOT = Path(__file__).parent.parent
STATE = ROOT / "results" / "records.json"
GOLDEN = ROOT / "tests" / "science" / "golden" / "numbers.json"
EVIDENCE = "src/attune_sim/evidence"
POPULATIONS = (
    "src/attune_sim/scenario/presets/*.toml",
    "src/attune_sim/scenario/populations/*.toml",
)
FINDINGS = (*POPULATIONS, f"{EVIDENCE}/findings/*.toml", f"{EVIDENCE}/findings/*.csv")
POSTERIOR = (f"{EVIDENCE}/calibration/shipped/*/posterior.csv",)


@dataclass(frozen=True)
class Step:
    """Something to compute and keep.

    Attributes:
        name: what it is called here.
        script: what runs it, from the root of the project.
        reads: patterns of the data files that decide what comes out; None for a step that takes
            so little time that it is always due.
    """

    name: str
    script: str
    reads: tuple[str, ...] | None = ()


STEPS = (
    Step("golden", "tests/science/golden/record.py"),
    Step("calibration", "docs/record_calibration.py", (*FINDINGS, *POSTERIOR)),
    Step("validation", "docs/record_validation.py", FINDINGS),
    Step(
        "robustness",
        "docs/record_robustness.py",
        (*POPULATIONS, *POSTERIOR, f"{EVIDENCE}/robustness/*.toml"),
    ),
    Step("answers", "experiments/answers.py", (*POPULATIONS, *POSTERIOR, "experiments/*.toml")),
    Step("tables", "docs/generate.py", None),
    Step("pictures", "docs/pictures.py", None),
    Step("page-pictures", "docs/page_pictures.py", None),
)
"""In the order in which they need each other: tables and pictures are made of the records."""


def key(step: Step) -> str:
    """Stands for all that decides what a step gives; changed sources count by MODEL alone."""
    digest = hashlib.sha256(f"{MODEL} {settings()}".encode())
    for pattern in (step.script, *(step.reads or ())):
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def finished() -> dict[str, Any]:
    """What was finished: name -> key, date, seconds; nothing where no file can be read."""
    try:
        found: dict[str, Any] = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def why_not(step: Step, done: dict[str, Any]) -> str:
    """Why a step need not run; empty if it is due."""
    if step.name == "golden":  # numbers that may not change are not recorded anew by accident
        recorded = json.loads(GOLDEN.read_text(encoding="utf-8"))["model"]
        return f"recorded for model {MODEL}" if recorded == MODEL else ""
    held = done.get(step.name)
    if step.reads is None or not held or held["key"] != key(step):
        return ""
    return f"finished on {held['date']} in {in_words(held['seconds'])}"


def in_words(seconds: float) -> str:
    """A length of time: '3 h 05 min', '4 min 20 s', '12 s'."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def run(step: Step) -> None:
    """Run a step, and remember that it is finished.

    Raises:
        SystemExit: it failed; with its exit code.
    """
    print(f"{step.name}: {step.script}", flush=True)
    asked, began = key(step), time.monotonic()
    code = subprocess.run([sys.executable, step.script], cwd=ROOT, check=False).returncode
    seconds = time.monotonic() - began
    if code:
        print(f"{step.name}: failed after {in_words(seconds)}", file=sys.stderr)
        raise SystemExit(code)
    print(f"{step.name}: finished in {in_words(seconds)}", flush=True)
    today = datetime.now(UTC).date().isoformat()
    done = finished() | {step.name: {"key": asked, "date": today, "seconds": round(seconds, 1)}}
    STATE.parent.mkdir(exist_ok=True)
    write_text(STATE, json.dumps(done, indent=1) + "\n")


def chosen(arguments: argparse.Namespace) -> list[Step]:
    """The steps that were asked for, in their order."""
    names = [step.name for step in STEPS]
    if arguments.only:
        return [step for step in STEPS if step.name in arguments.only]
    return list(STEPS[names.index(arguments.start) :])


def main(given: Sequence[str] | None = None) -> int:
    """Run what is due, or what is named."""
    names = [step.name for step in STEPS]
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--list", action="store_true", help="say what is due, and run nothing")
    parser.add_argument("--only", nargs="+", choices=names, help="these steps, due or not")
    parser.add_argument("--from", dest="start", choices=names, default=names[0])
    arguments = parser.parse_args(given)
    for step in chosen(arguments):
        reason = "" if arguments.only else why_not(step, finished())
        if reason:
            print(f"{step.name}: {reason}")
        elif arguments.list:
            print(f"{step.name}: due")
        else:
            run(step)
    return 0


if __name__ == "__main__":
    sys.exit(main())

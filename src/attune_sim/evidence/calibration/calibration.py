"""A calibration from beginning to end, in a folder from which it can resume."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.csv_files import csv_text
from attune_sim.errors import InputError
from attune_sim.evidence.calibration import emulator
from attune_sim.evidence.calibration.constants import Constants, Floats
from attune_sim.evidence.calibration.likeliest import try_likeliest
from attune_sim.evidence.calibration.mcmc import Chains, sample
from attune_sim.evidence.calibration.posterior import fixed_defaults
from attune_sim.evidence.calibration.recovery import recover
from attune_sim.evidence.calibration.settings import Settings
from attune_sim.evidence.calibration.simulations import design, simulate_points
from attune_sim.evidence.calibration.summary import summarize
from attune_sim.evidence.calibration.targets import Target, compared, target
from attune_sim.evidence.studies.design import Finding
from attune_sim.identity import MODEL, difference
from attune_sim.textfiles.writing import not_written, write_text

PLAN = "plan.json"
POSTERIOR, SUMMARY, RECOVERY, TRIED = (
    "posterior.csv",
    "calibration.json",
    "recovery.csv",
    "tried.csv",
)


Report = Callable[[float], None]
Stage = Callable[[str], Any]
"""Gives a context for work of this name, which yields a Report."""


@contextmanager
def unseen(what: str) -> Iterator[Report]:
    """A stage without progress."""
    yield lambda share: None


def calibrate(
    folder: Path,
    free: Constants,
    findings: Sequence[Finding],
    settings: Settings,
    *,
    jobs: int = 1,
    stage: Stage = unseen,
) -> dict[str, Any]:
    """Fit the free constants; the summary that is written beside the posterior.

    Args:
        folder: new, empty, or of the same calibration, which then goes on.
        free: the constants to be fitted.
        findings: those that are fitted.
        settings: how.
        jobs: processes; changes no number.
        stage: shows the progress of a named stage.

    Raises:
        InputError: the folder holds something else, or a calibration that was asked otherwise.
    """
    _claim(folder, free, findings, settings)
    targets = [target(p) for p in findings]
    seed = settings.seed * 1000

    def simulated(where: str, points: Floats, families: int, what: str) -> pd.DataFrame:
        nonlocal seed
        with stage(what) as report:
            found = simulate_points(
                folder / where,
                free,
                points,
                findings,
                families=families,
                seed=seed,
                jobs=jobs,
                report=report,
            )
        seed += len(points)
        return found

    def inferred(draws: int, what: str) -> tuple[Chains, list[emulator.Emulator]]:
        with stage(what):
            emulators = emulator.fit_all(points, compared(targets, table))
            chains = sample(
                targets,
                emulators,
                len(free.members),
                draws=draws,
                steps=settings.steps,
                seed=settings.seed + len(points),
            )
        return chains, emulators

    points = design(len(free.members), settings.points, settings.seed)
    table = simulated("spread", points, settings.families, "Simulating over the whole range")
    recovered = _recover(folder, free, targets, points, table, settings, jobs, stage)
    for number in range(1, settings.rounds + 1):
        of = f"round {number} of {settings.rounds}"
        chains, _ = inferred(settings.more_points, f"Sampling, {of}")
        more = simulated(
            f"round-{number}", chains.draws, settings.families, f"Simulating where plausible, {of}"
        )
        points = np.vstack([points, chains.draws])
        table = pd.concat([table, more], ignore_index=True)
    chains, emulators = inferred(settings.draws, "Sampling the posterior")
    tried = try_likeliest(
        targets,
        emulators,
        chains.draws,
        settings.tried,
        settings.families / settings.trial_families,
        lambda chosen: simulated(
            "tried", chosen, settings.trial_families, "Simulating the likeliest draws"
        ),
    )
    summary = summarize(free, targets, emulators, chains, recovered, tried, asdict(settings))
    draws = pd.DataFrame(free.values(chains.draws), columns=free.names).round(6)
    write_text(folder / TRIED, csv_text(tried))
    write_text(folder / POSTERIOR, csv_text(draws))
    write_text(folder / SUMMARY, json.dumps(summary, indent=1, allow_nan=False) + "\n")
    return summary


def _claim(folder: Path, free: Constants, findings: Sequence[Finding], settings: Settings) -> None:
    """Make the folder this calibration's own, or find that it is."""
    asked: dict[str, Any] = {
        "model": MODEL,
        "findings": [p.id for p in findings],
        "constants": [asdict(c) for c in free.members],
        "fixed": fixed_defaults(free),
        "settings": asdict(settings),
    }
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; a folder is needed")
    plan = folder / PLAN
    if plan.exists():
        try:
            earlier = json.loads(plan.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise InputError(f"{plan} cannot be read; choose a new folder") from None
        for key, value in asked.items():
            held = earlier.get(key)
            if difference(held, value) if key == "fixed" and held else held != value:
                raise InputError(
                    f"{folder} holds a calibration with other {key}; choose a new folder"
                )
        return
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} holds something else; choose a folder that is new or empty")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from None
    write_text(plan, json.dumps(asked, indent=1) + "\n")


def _recover(
    folder: Path,
    free: Constants,
    targets: Sequence[Target],
    points: Floats,
    simulated: pd.DataFrame,
    settings: Settings,
    jobs: int,
    stage: Stage,
) -> pd.DataFrame:
    """Recovery at the last points, with emulators that never saw them."""
    path = folder / RECOVERY
    if path.exists():
        with path.open("rb") as file:
            return pd.read_csv(file)
    table, kept = compared(targets, simulated), settings.recovered
    if not kept:
        return pd.DataFrame()
    emulators = emulator.fit_all(points[:-kept], table[:-kept])
    with stage("Recovering known constants") as report:
        found = recover(
            targets,
            emulators,
            free.names,
            points[-kept:],
            table[-kept:],
            steps=settings.steps // 2,
            seed=settings.seed,
            jobs=jobs,
            report=report,
        )
    write_text(path, csv_text(found))
    return found

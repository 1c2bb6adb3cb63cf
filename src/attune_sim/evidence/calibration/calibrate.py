"""A calibration from beginning to end, in a folder that it can go on from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from attune_sim.errors import InputError
from attune_sim.evidence.calibration import emulator
from attune_sim.evidence.calibration.constants import CONSTANTS, NAMES, Floats, units, values
from attune_sim.evidence.calibration.posterior import sample
from attune_sim.evidence.calibration.recovery import recover
from attune_sim.evidence.calibration.simulations import design, simulate_points
from attune_sim.evidence.calibration.stored import fixed_defaults
from attune_sim.evidence.calibration.targets import Target, target
from attune_sim.evidence.designs import Pattern
from attune_sim.provenance import MODEL, provenance

PLAN = "plan.json"
POSTERIOR, SUMMARY, RECOVERY = "posterior.csv", "calibration.json", "recovery.csv"
PINNED = 0.6  # an interval narrower than this share of the prior's says something


@dataclass(frozen=True, slots=True)
class Settings:
    """How a calibration is done.

    Attributes:
        points: simulated in the first stage, spread over the whole range.
        more_points: simulated in the second stage, where the first left it plausible.
        families: in each cohort of a point.
        recovered: points kept out of the first emulators, to be found again.
        draws: of the posterior that are kept.
        steps: of each chain.
        seed: of designs, families and chains.
    """

    points: int = 448
    more_points: int = 64
    families: int = 150
    recovered: int = 40
    draws: int = 400
    steps: int = 3000
    seed: int = 1


Report = Callable[[float], None]
Stage = Callable[[str], Any]
"""Gives a context for work of this name, which yields a Report."""


@contextmanager
def unseen(what: str) -> Iterator[Report]:
    """A stage of which nothing is shown."""
    yield lambda share: None


def calibrate(
    folder: Path,
    patterns: Sequence[Pattern],
    settings: Settings,
    *,
    jobs: int = 1,
    stage: Stage = unseen,
) -> dict[str, Any]:
    """Fit the free constants; the summary that is written beside the posterior.

    Args:
        folder: new, empty, or of the same calibration, which then goes on.
        patterns: the fitted ones.
        settings: how.
        jobs: processes; changes no number.
        stage: shows the progress of a named stage.

    Raises:
        InputError: the folder holds something else, or a calibration that was asked otherwise.
    """
    _claim(folder, patterns, settings)
    targets = [target(p) for p in patterns]
    asked = {"families": settings.families, "jobs": jobs}
    first = design(settings.points, settings.seed)
    with stage("Simulating, stage 1 of 2") as report:
        seed = settings.seed * 1000
        one = simulate_points(
            folder / "stage-1", first, patterns, seed=seed, report=report, **asked
        )
    recovered = _recover(folder, targets, first, one, settings, jobs, stage)
    with stage("Sampling, stage 1 of 2"):
        draws, _ = _infer(targets, first, one, settings, draws=settings.more_points)
    with stage("Simulating, stage 2 of 2") as report:
        two = simulate_points(
            folder / "stage-2", draws, patterns, seed=seed + settings.points, report=report, **asked
        )
    points = np.vstack([first, draws])
    both = pd.concat([one, two], ignore_index=True)
    with stage("Sampling, stage 2 of 2"):
        posterior, emulators = _infer(targets, points, both, settings, draws=settings.draws)
    summary = _summary(targets, emulators, posterior, recovered, settings)
    table = pd.DataFrame(values(posterior), columns=NAMES).round(6)
    _write(folder / POSTERIOR, table.to_csv(index=False))
    _write(folder / SUMMARY, json.dumps(summary, indent=1, allow_nan=False) + "\n")
    return summary


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _claim(folder: Path, patterns: Sequence[Pattern], settings: Settings) -> None:
    """Make the folder this calibration's own, or find that it is."""
    asked = {
        "model": MODEL,
        "patterns": [p.id for p in patterns],
        "constants": [asdict(c) for c in CONSTANTS],
        "fixed": fixed_defaults(),
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
            if earlier.get(key) != value:
                raise InputError(
                    f"{folder} holds a calibration with other {key}; choose a new folder"
                )
        return
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} holds something else; choose a folder that is new or empty")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(plan, json.dumps(asked, indent=1) + "\n")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror or error}") from None


def _table(targets: Sequence[Target], simulated: pd.DataFrame) -> Floats:
    return simulated[[aim.id for aim in targets]].to_numpy(float)


def _recover(
    folder: Path,
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
        return pd.read_csv(path)
    table, kept = _table(targets, simulated), settings.recovered
    if not kept:
        return pd.DataFrame()
    emulators = emulator.fit_all(points[:-kept], table[:-kept])
    with stage("Recovering known constants") as report:
        found = recover(
            targets,
            emulators,
            points[-kept:],
            table[-kept:],
            steps=settings.steps // 2,
            seed=settings.seed,
            jobs=jobs,
            report=report,
        )
    _write(path, found.to_csv(index=False))
    return found


def _infer(
    targets: Sequence[Target],
    points: Floats,
    simulated: pd.DataFrame,
    settings: Settings,
    *,
    draws: int,
) -> tuple[Floats, list[emulator.Emulator]]:
    emulators = emulator.fit_all(points, _table(targets, simulated))
    found = sample(
        targets, emulators, draws=draws, steps=settings.steps, seed=settings.seed + len(points)
    )
    return np.clip(found, 0.0, 1.0), emulators


def _summary(
    targets: Sequence[Target],
    emulators: list[emulator.Emulator],
    posterior: Floats,
    recovered: pd.DataFrame,
    settings: Settings,
) -> dict[str, Any]:
    """What was asked, what came out, and what the evidence does not pin down."""
    low, middle, high = np.quantile(posterior, [0.05, 0.5, 0.95], axis=0)
    by_constant: dict[str, float] = {}
    if len(recovered):
        shares = recovered.groupby("constant")["inside"].mean()
        by_constant = {str(name): round(float(x), 3) for name, x in shares.items()}
    constants = []
    for k, constant in enumerate(CONSTANTS):
        at = [round(float(constant.value(np.array(q[k]))), 6) for q in (low, middle, high)]
        width = float(high[k] - low[k]) / 0.9
        constants.append(
            {
                "name": constant.name,
                "prior": [constant.low, constant.high],
                "log": constant.log,
                "low": at[0],
                "median": at[1],
                "high": at[2],
                "width": round(width, 3),
                "pinned_down": width < PINNED,
                "recovered": by_constant.get(constant.name),
            }
        )
    mean, _ = emulator.predict(emulators, posterior)
    fits = []
    for k, aim in enumerate(targets):
        a, b, c = np.quantile(mean[:, k], [0.05, 0.5, 0.95])
        fits.append(
            {
                "id": aim.id,
                "target": None if aim.direction is not None else aim.value,
                "sd": aim.sd,
                "direction": aim.direction,
                "low": float(a),
                "median": float(b),
                "high": float(c),
                "luck": emulators[k].noise,
                "explained": round(emulators[k].explained, 3),
            }
        )
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "model": MODEL,
        "settings": asdict(settings),
        "coverage": round(float(recovered["inside"].mean()), 3) if len(recovered) else None,
        "cases": int(recovered["case"].nunique()) if len(recovered) else 0,
        "constants": constants,
        "fits": fits,
        "fixed": fixed_defaults(),
        "correlations": _strongest(posterior),
        "provenance": provenance(asdict(settings), settings.seed),
    }


def _strongest(posterior: Floats, least: float = 0.4) -> list[dict[str, Any]]:
    """Pairs of constants that only a combination of is known, strongest first."""
    r = np.asarray(np.corrcoef(posterior.T))
    pairs = [
        {"between": [NAMES[i], NAMES[j]], "r": round(float(r[i, j]), 2)}
        for i in range(len(NAMES))
        for j in range(i)
        if abs(r[i, j]) >= least
    ]
    return sorted(pairs, key=lambda pair: -abs(pair["r"]))


def default_point(posterior: pd.DataFrame) -> dict[str, float]:
    """Defaults for the free constants: the posterior's mean in the unit range, as values."""
    mean = units(posterior[list(NAMES)].to_numpy(float)).mean(axis=0)
    return dict(zip(NAMES, map(float, values(mean[None, :])[0]), strict=True))

"""Measurements of speed in words, and kept one line each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attune_sim.numbers import count, percent

SAME = ("processor", "system", "cores")
"""What of a machine must be the same for two records to be compared."""


def lines(result: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Measure, figure and meaning, as far as an old record has them."""
    measured = result["measured"]
    for size, ratio in result["ratio_to_mesa"].items():
        speeds = [
            f"{result[side][size] / 1e6:,.3g}"
            for side in ("engine_dyad_seconds_per_s", "mesa_dyad_seconds_per_s")
        ]
        yield (
            f"against plain Mesa, {count(int(size), 'dyad')}",
            f"{ratio:,.0f} x",
            f"{speeds[0]} against {speeds[1]} million dyad-seconds per second, one thread",
        )
    dyads = count(measured["dyads"], "dyad")
    yield (
        "all cores",
        f"{result['all_cores_ratio']:.2f} x",
        f"speed over that on one thread, {dyads}",
    )
    for name, ratio in result.get("lanes_ratio", {}).items():
        yield (
            f"side by side, {name}",
            f"{ratio:.2f} x",
            f"speed over that of one family after the other, {dyads}, one thread",
        )
    if result.get("family_ratio") is not None:
        yield (
            "family life",
            f"{result['family_ratio']:.2f} x",
            "time of three caregivers with load, mood and events over that without",
        )
    if result.get("growth_ratio") is not None:
        yield (
            "growing up",
            f"{result['growth_ratio']:.2f} x",
            "time of children of five years who grow up over that of others",
        )
    if result.get("couple_ratio") is not None:
        yield (
            "couples",
            f"{result['couple_ratio']:.2f} x",
            "time of couples over that of as many dyads",
        )
    yield (
        "outside the engine",
        percent(result["outside_kernel_share"], 1),
        f"of the time of a Mesa model with {dyads}, data collected daily",
    )
    for words, key, meaning in (
        ("a sweep of short runs", "sweep_ratio", "processor time over that of the engine in it"),
        ("a sweep on all cores", "sweep_cores_ratio", "speed over that on one core, by the clock"),
        ("the program's help", "start_ratio", "processor time over that of a bare Python"),
        ("a first use", "first_use_ratio", "the same of attune-sim parameters"),
        ("ten times as many runs", "memory_ratio", "memory of a sweep over that of a small one"),
    ):
        if result.get(key) is not None:
            yield words, f"{result[key]:.2f} x", meaning
    to_eighteen = 18 * 1_000 * result["dyad_year_ms"] / 60_000
    yield (
        "a dyad's year",
        f"{result['dyad_year_ms']:.1f} ms",
        f"on one thread; 1,000 children to eighteen in {to_eighteen:.1f} min",
    )
    yield (
        "a dyad",
        f"{result['bond_bytes']:,} bytes",
        "state and parameters of infant and bond",
    )


def append_record(result: Mapping[str, Any], path: str | Path) -> None:
    """Add a line of JSON with what `run_bench` returned, and when, to a file."""
    record = {"when": datetime.now(UTC).isoformat(timespec="seconds"), **result}
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, allow_nan=False) + "\n")


def earlier(result: Mapping[str, Any], path: str | Path) -> dict[str, Any] | None:
    """The last record in a file of a machine like this one; None if there is none."""
    path = Path(path)
    if not path.is_file():
        return None
    wanted = {key: result["machine"].get(key) for key in SAME}
    for line in reversed(path.read_text(encoding="utf-8", errors="replace").splitlines()):
        try:
            record = json.loads(line)
            machine = record["machine"]
            if {key: machine.get(key) for key in SAME} == wanted:
                return dict(record)
        except (ValueError, KeyError, TypeError, AttributeError):  # not a record of ours
            continue
    return None

"""Records, sweeps and time series that the tests of figures share."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from attune_sim.figures.base import style
from attune_sim.outcomes import chosen

# Colours of ours, and of no colour at all.
PALETTE = {
    *style.LEVELS,
    *style.PATTERNS.values(),
    *style.SEQUENTIAL,
    *style.DIVERGING,
    style.ATTUNEMENT,
    style.RUPTURE,
    style.REPAIR,
    style.DISTRESS,
    style.NEUTRAL,
    *style.DARK.values(),
}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)")


def _colours(figure):
    """Colours that a figure sets itself, outside the template; tints as their full colour."""
    plain = json.loads(figure.to_json())
    plain["layout"].pop("template")
    found = set()
    for text in COLOUR.findall(json.dumps(plain)):
        if text.startswith("rgba"):
            red, green, blue = (int(v) for v in text[5:-1].split(",")[:3])
            text = f"#{red:02X}{green:02X}{blue:02X}"
        found.add(text.upper())
    return found


@pytest.fixture
def in_palette():
    """Assert that a figure sets no colour but the ones of the style."""

    def in_palette(figure):
        assert _colours(figure) <= {colour.upper() for colour in PALETTE}
        return True

    return in_palette


@pytest.fixture
def texts():
    """All texts over panels and along axes of a figure, as one string."""

    def texts(figure):
        layout = figure.to_dict()["layout"]
        parts = [a.get("text", "") for a in layout.get("annotations", ())]
        for key, axis in layout.items():
            if key.startswith(("xaxis", "yaxis")):
                parts += [
                    axis.get("title", {}).get("text", ""),
                    *map(str, axis.get("ticktext", ())),
                ]
        return re.sub(r"<[^>]*>", " ", " ".join(parts))

    return texts


@pytest.fixture
def record():
    """A record of so many seconds, of series like those of a film."""

    def record(seconds, seed=1, **changes):
        rng = np.random.default_rng(seed)
        names = ("infant_engagement", "caregiver_engagement", "distress", "display", "affect")
        series = {name: rng.random(seconds).round(3) for name in names}
        series |= {
            "attending": (rng.random(seconds) < 0.6).astype(float),
            "present": np.ones(seconds),
            "alarm": np.zeros(seconds),
            "distance": rng.random(seconds),
        }
        return series | changes

    return record


@pytest.fixture
def sweep_rows():
    """Rows of a made-up sweep: all combinations of the levels, some replications."""

    def sweep_rows(levels, measures, replications=3, seed=1):
        rng = np.random.default_rng(seed)
        grid = pd.MultiIndex.from_product(levels.values(), names=list(levels)).to_frame(index=False)
        rows = pd.concat(
            [grid.assign(replication=r) for r in range(replications)], ignore_index=True
        )
        wanted = chosen(measures)
        for name in wanted:
            rows[name] = rng.random(len(rows))
        patterns = [name for name in wanted if name.startswith("patterns_")]
        rows[patterns] = rows[patterns].div(rows[patterns].sum(axis=1), axis=0)
        return rows.assign(infants=20)

    return sweep_rows


@pytest.fixture
def series():
    """A made-up time series as run.infants gives it, of two caregivers."""
    rows = [
        (day, caregiver, measure, 0.3 + 0.001 * day + 0.1 * caregiver, 0.1, 25)
        for day in (10, 20, 30)
        for caregiver in (0, 1)
        for measure in ("felt_security", "distress_everyday", "display_everyday")
    ]
    return pd.DataFrame(rows, columns=["day", "caregiver", "measure", "mean", "sd", "n"])

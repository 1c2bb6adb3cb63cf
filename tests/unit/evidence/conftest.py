"""Small designs that are quick to simulate."""

import numpy as np
import pytest

from attune_sim.evidence import read_findings

SMALL = """
[[finding]]
id = "share"
published = ["3.01a"]
statistic = "share"
of = ["ssp.secure"]
groups = { families = { population = "good-enough", parameters = { episodes_per_day = 1 } } }
visits = { ssp = { age = 3 } }

[[finding]]
id = "link"
published = ["4.02b"]
fitted = true
statistic = "correlation"
of = ["trait.responsiveness", "play.attuned_share"]
reliability = { "trait.responsiveness" = 0.7 }
groups = { families = { population = "mixed" } }
visits = { play = { age = 2 } }

[[finding]]
id = "contrast"
published = ["3.10a"]
statistic = "hedges-g-groups"
of = ["late.felt_security - early.felt_security"]
direction = -1
visits = { early = { age = 0 }, late = { age = 3 } }
[finding.groups]
one = { population = "mixed", events = [{ day = 1, add = { responsiveness = -0.5 } }] }
two = { population = "mixed" }
"""


@pytest.fixture
def finding_file(tmp_path):
    """Write a file of findings, the small ones if no text is given; text may be replaced in it."""

    def write(text=SMALL, **replaced):
        for old, new in replaced.get("replace", {}).items():
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def small(finding_file):
    """The small findings by id."""
    return {p.id: p for p in read_findings(finding_file())}


@pytest.fixture
def rng():
    return np.random.default_rng(7)

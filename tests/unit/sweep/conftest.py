"""Small sweeps, quick to run: a few infants, a few days of one short episode."""

import pytest

from attune_sim.sweep import load_spec, workload

SMALL = """
question = "Is it so?"
scenario = "good-enough"
infants = 3
days = 2
seed = 7
replications = 2
measures = ["felt_security", "self_regulation"]
[vary]
responsiveness = [0.2, 0.8]
consistency = { from = 0.1, to = 0.9, steps = 3 }
[fixed]
episodes_per_day = 1
episode_seconds = 20
"""


@pytest.fixture
def spec_file(tmp_path):
    """Write a spec, the small one if no text is given; text may be replaced in it."""

    def write(text=SMALL, name="small.toml", **changes):
        for old, new in changes.pop("replace", {}).items():
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.fixture
def small(spec_file):
    """The small sweep: 6 points, 12 runs."""
    return load_spec(spec_file())


@pytest.fixture
def three_a_batch(monkeypatch):
    """Batches of three runs, so that a small sweep has several."""
    monkeypatch.setattr(workload, "BATCH_SECONDS", 3.5 * workload.PER_RUN)
    monkeypatch.setattr(workload, "SHORTEST_BATCH", 0.0)
    monkeypatch.setattr(workload, "GOOD_COUNT", 1)

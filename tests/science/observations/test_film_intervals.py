"""How often an interval for a film holds what is true."""

import numpy as np

from attune_sim.observations import bootstrap


def test_intervals_hold_the_truth_about_as_often_as_they_say(monkeypatch):
    """A chain of matched and unmatched seconds, of which the share is known: one half."""
    monkeypatch.setattr(bootstrap, "REPEATS", 250)  # enough for a share of films
    random = np.random.default_rng(5)
    held = 0
    films, seconds = 150, 600
    for _ in range(films):
        turns = random.random(seconds) < 0.2
        matched = (np.cumsum(turns) + random.integers(2)) % 2 * 1.0
        low, high = bootstrap.intervals(matched[None], np.ones((1, seconds)), 1.0)[0]
        held += low <= 0.5 <= high
    assert 0.88 <= held / films <= 0.99

"""The seconds shown as having earned a rating earn exactly that rating."""

import re

import numpy as np
import pytest

from attune_sim.life.course import live
from attune_sim.measurement import observe
from attune_sim.outcomes import PATTERNS
from attune_sim.population import populate
from attune_sim.procedures import strange_situation as ssp
from attune_sim.procedures import strange_situation_explained
from attune_sim.procedures.thresholds import CONTACT, GAZE, NEAR
from attune_sim.scenario import load


@pytest.fixture(scope="module")
def filmed():
    from attune_sim.population import join

    names = ("good-enough", "rejecting", "erratic", "alarming", "withdrawn-depressed")
    families = join([populate(load(name), numbers=range(6)) for name in names])
    live(families, 40)
    return families, ssp.record(families, age=365)


def share(mask, weight):
    return (weight * mask).sum() / max(weight.sum(), 1.0)


def by_hand(film, infant, item):
    """The rating from the seconds that count, by what the scale says of them."""
    second = np.arange(180)
    seen = {
        name: film.camera(name, item.episode)[infant]
        for name in ("attending", "distance", "display", "infant_engagement")
    }
    available = seen["attending"] == 1.0
    if item.scale == "contact_maintaining":
        return 1 + 6 * np.clip(item.seconds.mean() / 0.6, 0, 1)
    if item.scale == "avoidance":
        weight = np.where(second < 60, 2.0, 1.0) * available
        return 1 + 6 * np.clip(share(item.seconds, weight) / 0.45, 0, 1)
    if item.scale == "resistance":
        touching = seen["distance"] < CONTACT
        late = (available & (second >= 20)).astype(float)
        apart, held = (share(item.seconds & t, late) for t in (~touching, touching))
        return 1 + 6 * np.clip((apart + 0.5 * held) / 0.75, 0, 1)
    away = seen["infant_engagement"] < GAZE
    pace = np.diff(seen["distance"], prepend=seen["distance"][0])
    pace = np.convolve(np.pad(pace, 1, mode="edge"), np.full(3, 1 / 3), mode="valid")
    if item.scale == "proximity_seeking":
        near = seen["distance"] < NEAR
        latency = near.argmax() if near.any() else 180
        coming = item.seconds & (pace < -0.02)
        seeking = 0.6 * np.exp(-latency / 20) + 0.4 * min(1, coming.mean() / 0.10)
        return 1 + 6 * np.clip(seeking, 0, 1)
    place = seen["distance"]
    still = (np.abs(pace) < 0.012) & (place > 0.10) & (place < 0.70) & ~away
    windows = [still[t : t + 5].all() for t in range(176)]
    assert item.seconds[[t + k for t in np.flatnonzero(windows) for k in range(5)]].all()
    count = int(re.match(r"\d+", item.words).group())
    return 1 + 8 * np.clip(0.5 * (count / 3) / 0.7 + 0.5 * np.mean(windows) / 0.25, 0, 1)


def test_the_seconds_give_the_rating(filmed):
    families, film = filmed
    known = {scale: set() for scale in ssp.SCALES}
    for infant in range(len(families)):
        for item in strange_situation_explained.earned(film, infant):
            assert item.rating == pytest.approx(by_hand(film, infant, item), abs=1e-9), item.scale
            known[item.scale].add(round(item.rating, 2))
    assert all(len(values) > 2 for values in known.values()), known


def test_the_first_coder_is_the_one_whose_ratings_a_run_reports(filmed):
    families, _ = filmed
    table = observe(families, 40, measures=["scales", "patterns"])
    first = next(families.parts(1))
    found = strange_situation_explained.codings(ssp.record(first, age=40), first, 3)
    for scale in ssp.SCALES:
        assert found[0].ratings[scale] == table[scale][0]
    assert found[0].pattern == table["pattern"][0]
    assert found[0].ratings != found[1].ratings != found[2].ratings


def test_the_rule_in_words_is_the_rule_of_the_classification():
    random = np.random.default_rng(1)
    begins = {
        "disorganized": "Disorganization is",
        "avoidant": "Avoidance is",
        "resistant": "Resistance is",
        "secure": "No other rule",
    }
    seen = set()
    for _ in range(400):
        ratings = {scale: random.uniform(1, 7) for scale in ssp.SCALES}
        ratings["disorganization"] = random.uniform(1, 6)
        pattern = PATTERNS[int(ssp.classify({k: np.array([v]) for k, v in ratings.items()})[0])]
        assert strange_situation_explained.rule(ratings).startswith(begins[pattern])
        seen.add(pattern)
    assert seen == set(PATTERNS)

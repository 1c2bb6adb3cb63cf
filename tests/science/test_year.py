"""A year of care, told as a whole."""

from attune_sim import run
from attune_sim.scenario import load


def test_a_year_with_a_caregiver_that_answers_differs_from_one_with_none():
    rows = {
        r: run.summarise(
            run.infants(
                load("good-enough").with_(infants=60, responsiveness=r, consistency=0.9),
                threads=2,
            )[0]
        )
        for r in (0.9, 0.05)
    }
    assert rows[0.9]["expected_relief"] > rows[0.05]["expected_relief"] + 0.2
    assert rows[0.9]["sensitivity_rating"] > rows[0.05]["sensitivity_rating"] + 1
    assert rows[0.9]["patterns_secure"] > rows[0.05]["patterns_secure"] + 0.2
    for row in rows.values():
        assert row["attuned_share"] < 0.7

"""Whoever recomputes a printed number from the record of a film gets that number."""

import numpy as np
import pytest

from attune_sim import measures
from attune_sim.film_table import CODES, ENTRIES, film_table
from attune_sim.measurement import observe
from attune_sim.outcomes import OUTCOMES
from attune_sim.population import populate
from attune_sim.procedures import PROCEDURES, still_face
from attune_sim.scenario import Scenario

AGE = 300
SCENARIO = Scenario(infants=4, days=AGE, parameters={"coding_error": 0.07, "home_minutes": 6})


@pytest.fixture(scope="module")
def families():
    return populate(SCENARIO, seed=3)


@pytest.fixture(scope="module")
def printed(families):
    """What `observe` gives of every procedure."""
    wanted = [o.name for o in OUTCOMES.values() if o.needs in CODES]
    return observe(families, AGE, measures=wanted).set_index("infant")


def episode(table, name):
    return table[table["episode"] == name]


def test_the_coders_codes_of_play_give_back_its_measures(families, printed):
    table = film_table("free-play", families, age=AGE)
    shares = table.groupby("infant")["attuned"].mean()
    np.testing.assert_allclose(shares, printed["attuned_share"])
    assert (table["infant_coded"] != table["infant_engagement"]).any()
    tolerance = families.settings["coding_tolerance"][0]
    for number, one in table.groupby("infant"):
        found = measures.interaction_measures(
            one["infant_coded"], one["caregiver_coded"], tolerance
        )
        for name, value in found.items():
            np.testing.assert_allclose(value, printed.loc[number, name], err_msg=name)


def test_those_of_the_still_face_give_back_theirs(families, printed):
    table = film_table("still-face", families, age=AGE)
    still = episode(table, "still face")
    assert still[["infant_coded", "caregiver_coded", "attuned"]].isna().all(axis=None)
    for name, column in (("play", "play"), ("still face", "still"), ("reunion", "reunion")):
        means = episode(table, name).groupby("infant")[["looking", "affect", "display"]].mean()
        for code, measure in (("looking", "gaze"), ("affect", "positive"), ("display", "negative")):
            np.testing.assert_allclose(means[code], printed[f"{measure}_{column}"])
    for name in ("play", "reunion"):
        shares = episode(table, name).groupby("infant")["attuned"].mean()
        np.testing.assert_allclose(shares, printed[f"attuned_share_{name}"])
    assert set(table["phase"]) <= set(still_face.PHASES)


def test_those_of_a_home_visit_give_back_what_is_counted(families, printed):
    table = film_table("home", families, age=AGE)
    fussing = table.groupby("infant")["fussing"].mean()
    np.testing.assert_allclose(fussing, printed["fuss_share"])
    assert (fussing > 0).any()
    code = PROCEDURES["home"].code
    known = code(PROCEDURES["home"].record(families, age=AGE), families)["answered"]
    for (_, one), answered in zip(table.groupby("infant"), known, strict=True):
        windows = one.assign(window=one["second"] // 5).groupby("window")
        begun = windows["signal"].first() == 1
        np.testing.assert_allclose(windows["answer"].max()[begun].mean(), answered)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_column_is_documented_and_within_its_scale(families, procedure):
    table = film_table(procedure, families, age=AGE, caregiver="first")
    entries = {entry.column: entry for entry in ENTRIES}
    assert set(table) <= set(entries)
    assert list(table) == [name for name in entries if name in table]
    assert list(table["caregiver"].unique()) == ["first"]
    for name in table:
        if entries[name].scale in ("0 to 1", "0 or 1"):
            values = table[name].dropna()
            assert values.between(0, 1).all(), name
            if entries[name].scale == "0 or 1":
                assert set(values) <= {0.0, 1.0}, name


def test_all_documented_columns_occur(families):
    found = [set(film_table(name, families, age=AGE)) for name in PROCEDURES]
    assert set().union(*found) == {entry.column for entry in ENTRIES}


def test_each_infant_has_its_seconds_in_order(families):
    table = film_table("strange-situation", families, age=AGE)
    for _, one in table.groupby("infant"):
        assert one["second"].tolist() == list(range(len(one)))

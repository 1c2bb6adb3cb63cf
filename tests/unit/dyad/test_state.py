"""The arrays: columns from the declarations, and a row that is a whole infant."""

import numpy as np

from attune_sim.dyad.state import (
    BOND_DTYPE,
    CAMERA_FIELDS,
    CAREGIVER_DTYPE,
    INFANT_DTYPE,
    MECHANISM_DTYPE,
    PHYSIOLOGY_FIELDS,
    SETTINGS_DTYPE,
    TRACE_DTYPE,
)
from attune_sim.parameters import CAREGIVER, MECHANISMS, OBSERVATION, PARAMETERS, TEMPERAMENT

DTYPES = {
    INFANT_DTYPE: TEMPERAMENT,
    CAREGIVER_DTYPE: CAREGIVER,
    BOND_DTYPE: (),
    MECHANISM_DTYPE: MECHANISMS,
    SETTINGS_DTYPE: OBSERVATION,
}


def test_each_parameter_is_a_column_of_one_array_in_its_own_type():
    for dtype, names in DTYPES.items():
        assert set(names) <= set(dtype.names)
        for name in names:
            assert dtype[name] == (np.int64 if PARAMETERS[name].whole else np.float64)
    for name in PARAMETERS:
        assert sum(name in dtype.names for dtype in DTYPES) == 1


def test_the_dyad_does_not_know_the_study_it_is_in():
    assert set(SETTINGS_DTYPE.names) == set(OBSERVATION)


def test_what_is_learnt_and_felt_is_no_parameter():
    state = (set(INFANT_DTYPE.names) | set(BOND_DTYPE.names)) - set(PARAMETERS)
    assert {"distress", "need", "turning_away", "expected_relief", "expected_alarm"} <= state


def test_rows_are_aligned_and_hold_no_objects():
    for dtype in (*DTYPES, TRACE_DTYPE):
        assert not dtype.hasobject
        assert all(dtype.fields[name][1] % dtype[name].alignment == 0 for name in dtype.names)


def test_a_camera_cannot_see_what_an_infant_feels_expects_or_is_like():
    assert TRACE_DTYPE.names == CAMERA_FIELDS + PHYSIOLOGY_FIELDS
    assert not set(CAMERA_FIELDS) & set(PHYSIOLOGY_FIELDS)
    hidden = {
        "distress",
        "need",
        "wish",
        "expected_alarm",
        "turning_away",
        *PARAMETERS,
    }
    assert not set(CAMERA_FIELDS) & hidden
    assert PHYSIOLOGY_FIELDS == ("distress",)


def test_a_copied_row_is_a_copied_infant(families):
    population = families(3, days=2)
    row = population.infants[1].copy()
    population.infants["distress"] = -1.0
    assert row["distress"] >= 0.0
    assert row["number"] == 1

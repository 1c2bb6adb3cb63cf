"""Two coders: published values, a film by hand, and files that do not belong together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from attune_sim.errors import InputError
from attune_sim.observations.agreement import agreement, intraclass, kappa_with_tolerance

SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]


def test_the_published_example_of_shrout_and_fleiss():
    assert round(intraclass(SHROUT_FLEISS), 2) == 0.29


def test_intraclass_of_equal_ratings_is_one_and_of_one_item_undefined():
    assert intraclass([[1, 1], [2, 2], [4, 4]]) == 1.0
    assert math.isnan(intraclass([[1, 1]]))
    assert math.isnan(intraclass([[1, 1], [1, 1]]))


def test_a_unit_too_early_or_late_is_agreement_with_tolerance_and_two_are_not():
    a = np.array([0.0] * 10 + [1.0] * 10)
    assert kappa_with_tolerance(a, a) == 1.0
    late = np.roll(a, 1)
    late[0] = 0.0
    assert kappa_with_tolerance(a, late) == 1.0
    assert kappa_with_tolerance(a, late, 0) == pytest.approx(0.9)
    later = np.roll(late, 2)
    later[:2] = 0.0
    assert kappa_with_tolerance(a, later) < 1.0


def test_two_coders_of_one_film_on_one_clock(write, mapping):
    first = write("onset,offset,infant,caregiver\n10,14,up,up\n14,20,down,up\n", "a.csv")
    second = write("onset,offset,infant,caregiver\n11,15,up,up\n15,20,down,up\n", "b.csv")
    found = agreement(first, second, mapping()).set_index("person")
    # From 11 s on: three units up for both, one only for the second coder, five down.
    assert found.loc["infant", "units"] == 9
    assert found.loc["infant", "agreement"] == pytest.approx(8 / 9)
    assert found.loc["infant", "kappa"] == pytest.approx((9 * 8 - 42) / (81 - 42))
    assert found.loc["infant", "kappa_tolerance"] == 1.0
    assert math.isnan(found.loc["caregiver", "kappa"])  # one code only


def test_files_of_other_films_are_refused(write, mapping):
    table = "visit,onset,offset,infant,caregiver\n1,0,9,up,up\n"
    one, two = write(table, "a.csv"), write(table + "2,0,9,up,up\n", "b.csv")
    with pytest.raises(InputError, match=r"a\.csv has 1 observations and .*b\.csv has 2"):
        agreement(one, two, mapping('dyad = ["visit"]'))

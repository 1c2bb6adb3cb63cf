"""An exchange of caregivers: their behaviour changes, and nothing that the infant has learnt."""

import numpy as np
import pytest

from attune_sim.life.course import live
from attune_sim.life.exchange import cared_for_by
from attune_sim.parameters import CAREGIVER
from attune_sim.population import populate
from attune_sim.scenario import load


def lived(name, days=20, infants=12):
    population = populate(load(name).with_(infants=infants, seed=3))
    live(population, days)
    return population


def test_caregivers_behave_as_those_of_the_others_and_infants_are_the_same(same):
    families, others = lived("good-enough"), lived("rejecting")
    before = families.copy()
    exchanged = cared_for_by(families, others)
    for name in CAREGIVER:
        same(exchanged.caregivers[name], others.caregivers[name])
    same(exchanged.caregivers["rejection_today"], others.caregivers["rejection_today"])
    same(exchanged.infants, families.infants)
    same(exchanged.bonds, families.bonds)
    same(families.caregivers, before.caregivers)
    live(exchanged, 25, from_day=20)
    live(families, 25, from_day=20)
    assert (exchanged.infants["distress"] != families.infants["distress"]).any()


def test_an_exchange_with_oneself_changes_nothing(same):
    families = lived("good-enough")
    exchanged = cared_for_by(families, families)
    for population in (families, exchanged):
        live(population, 30, from_day=20)
    same(exchanged.infants, families.infants)
    same(exchanged.bonds, families.bonds)


def test_as_many_caregivers_are_needed():
    with pytest.raises(ValueError, match="24 caregivers cannot stand in for 12"):
        cared_for_by(lived("good-enough"), lived("two-caregivers"))


def test_random_numbers_stay_the_familys_own():
    families = lived("good-enough")
    others = populate(load("rejecting").with_(infants=12, seed=99))
    exchanged = cared_for_by(families, others)
    assert (exchanged.caregivers["key_low"] == families.caregivers["key_low"]).all()
    assert not np.array_equal(others.caregivers["key_low"], families.caregivers["key_low"])

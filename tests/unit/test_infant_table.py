"""The tidy table: whose traits stand beside whose outcomes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from attune_sim import run
from attune_sim.codebook import KEYS, entries_of, write
from attune_sim.infant_table import tidy_parts, trait_names
from attune_sim.outcomes import OUTCOMES
from attune_sim.parameters import CAREGIVER, CIRCUMSTANCES, PARAMETERS, TEMPERAMENT
from attune_sim.population import populate
from attune_sim.scenario import Event, load


@pytest.fixture(scope="module")
def scenario():
    return load("two-caregivers").with_(infants=5, days=0)


@pytest.fixture(scope="module")
def measured(scenario):
    table, _ = run.infants(scenario, measures=["felt_security"])
    return table


def test_parameters_outcomes_and_keys_have_names_of_their_own():
    assert not set(PARAMETERS) & set(OUTCOMES)
    assert not set(KEYS) & ({*PARAMETERS} | {*OUTCOMES})


def test_each_row_has_the_traits_of_its_infant_and_caregiver(scenario, measured):
    (table,) = tidy_parts(scenario, measured)
    born = populate(scenario)
    for number, name in enumerate(("first", "second")):
        rows = table[table["caregiver"] == name]
        assert list(rows["infant"]) == list(range(5))
        for trait in set(CAREGIVER) - set(CIRCUMSTANCES):
            np.testing.assert_array_equal(rows[trait], born.values(trait, number))
        for trait in TEMPERAMENT:
            np.testing.assert_array_equal(rows[trait], born.values(trait))
        assert set(rows["age"]) == {0}
        assert not set(CIRCUMSTANCES) & set(rows)


def test_circumstances_are_columns_where_there_are_any():
    scenario = load("good-enough").with_(infants=2, days=1, family_life=1, work=0.5)
    table, _ = run.infants(scenario, measures=["felt_security", "family"])
    (rows,) = tidy_parts(scenario, table)
    assert set(rows["work"]) == {0.5}
    assert set(CIRCUMSTANCES) <= set(rows)
    assert rows["load"].notna().all()


def test_traits_are_those_at_birth_whatever_happened_since():
    scenario = load("good-enough").with_(infants=2, days=2, responsiveness=0.4)
    changed = replace(scenario, events=(Event(day=1, set={"responsiveness": 0.9}),))
    table, _ = run.infants(changed, measures=["felt_security"])
    (rows,) = tidy_parts(changed, table)
    assert set(rows["responsiveness"]) == {0.4}


def test_parts_are_the_same_as_the_whole(scenario, measured, monkeypatch):
    (whole,) = tidy_parts(scenario, measured)
    monkeypatch.setattr(run, "CHUNK", 2)
    parts = list(tidy_parts(scenario, measured))
    assert len(parts) == 3
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


def test_parameters_that_are_set_have_a_column_too():
    assert "learning_rate" not in trait_names()
    names = trait_names(["learning_rate"])
    assert "learning_rate" in names
    assert list(names) == [name for name in PARAMETERS if name in names]


def test_a_codebook_holds_no_formula_and_leaves_numbers_and_scales(tmp_path):
    scales = ["-1", "-1 to 1", "-1.5 to 1", "=1+1"]
    entries = [replace(KEYS["age"], scale=scale, label="@age") for scale in scales]
    write(entries, tmp_path / "codebook.csv")
    table = pd.read_csv(tmp_path / "codebook.csv")
    assert list(table["scale"]) == [*scales[:3], "'=1+1"]
    assert set(table["label"]) == {"'@age"}


def test_the_codebook_explains_every_column(scenario, measured):
    (table,) = tidy_parts(scenario, measured)
    entries = entries_of([*table.columns, "reactivity.sd", *OUTCOMES])
    for entry in entries:
        assert entry.label
        assert entry.meaning.endswith(".")
        assert entry.source
    assert {e.column: e.scale for e in entries}["felt_security"] == "-1.5 to 1"


def test_a_column_that_nobody_declares_is_an_error():
    with pytest.raises(KeyError):
        entries_of(["no_such_column"])

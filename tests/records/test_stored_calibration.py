"""The stored calibration: its draws fit the defaults, its checks are of what ships."""

import numpy as np
import pandas as pd
import pytest

from attune_sim.evidence import findings
from attune_sim.evidence.calibration import ablation, posterior
from attune_sim.evidence.calibration.constants import DYAD, FAMILY
from attune_sim.evidence.calibration.targets import is_of_dyads
from attune_sim.evidence.studies.design import population
from attune_sim.parameters import PARAMETERS


def test_the_defaults_are_a_draw_that_fits_about_as_well_as_the_best():
    tried = pd.read_csv(posterior.shipped() / "tried.csv").iloc[1:]
    near = tried[tried["log_likelihood"] > tried["log_likelihood"].iloc[0] - 2]
    mixed = population("mixed").parameters["care_drift"]
    defaults = {
        c.name: mixed if c.of_populations else PARAMETERS[c.name].default for c in DYAD.members
    }
    same = [
        all(row[name] == pytest.approx(value, rel=0.05) for name, value in defaults.items())
        for _, row in near.iterrows()
    ]
    assert sum(same) == 1


def test_the_defaults_of_family_life_are_the_most_typical_of_the_likely_draws():
    tried = pd.read_csv(posterior.shipped(FAMILY) / "tried.csv").iloc[1:]
    near = tried[tried["log_likelihood"] > tried["log_likelihood"].iloc[0] - 2]
    columns = list(FAMILY.names)
    drawn = posterior.posterior(free=FAMILY)[columns].to_numpy(float)
    middle = np.median(FAMILY.units(drawn), axis=0)
    away = np.linalg.norm(FAMILY.units(near[columns].to_numpy(float)) - middle, axis=1)
    chosen = near.iloc[int(away.argmin())]
    for name in columns:
        assert chosen[name] == pytest.approx(PARAMETERS[name].default, rel=0.05)


def test_the_stored_checks_are_of_all_findings_and_mechanisms():
    ids = [p.id for p in findings() if is_of_dyads(p)]
    assert [p["id"] for p in posterior.checks("predictive")["findings"]] == ids
    found = posterior.checks("ablation")["mechanisms"]
    assert [m["mechanism"] for m in found] == [*ablation.LUCKS, *ablation.MECHANISMS]
    assert {p["id"] for m in found for p in (*m["lost"], *m["won"])} <= set(ids)

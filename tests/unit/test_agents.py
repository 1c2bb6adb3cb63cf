from __future__ import annotations

import math

import mesa
import numpy as np
import pytest

from attune_sim.dyad.state import BOND_DTYPE, INFANT_DTYPE
from attune_sim.errors import InputError
from attune_sim.mesa_model.agents import ADDRESS, Caregiver, Infant, RowAgent
from attune_sim.mesa_model.model import AttunementModel
from attune_sim.parameters import CAREGIVER, MECHANISMS, PARAMETERS, TEMPERAMENT
from attune_sim.scenario import CaregiverSpec, Distribution, Scenario

TWO = Scenario(
    infants=3,
    days=2,
    caregivers=(
        CaregiverSpec("Kim", share=0.5, parameters={"responsiveness": 0.9}),
        CaregiverSpec("Robin", share=0.5, parameters={"responsiveness": 0.2}),
    ),
)


@pytest.fixture(scope="module")
def lived() -> AttunementModel:
    model = AttunementModel(TWO, rng=5)
    model.run_model()
    return model


@pytest.fixture
def caregiver() -> Caregiver:
    return AttunementModel(infants=1, rng=1).agents_by_type[Caregiver][0]


def test_agents_are_mesas(lived: AttunementModel) -> None:
    assert set(lived.agent_types) == {Infant, Caregiver}
    assert len(lived.agents_by_type[Infant]) == 3
    assert len(lived.agents_by_type[Caregiver]) == 6
    assert all(isinstance(agent, mesa.Agent) for agent in lived.agents)
    assert sorted(agent.unique_id for agent in lived.agents) == list(range(1, 10))


@pytest.mark.parametrize(
    ("agent_class", "dtype", "array"),
    [(Infant, INFANT_DTYPE, "infants"), (Caregiver, BOND_DTYPE, "bonds")],
)
def test_every_column_can_be_read(
    lived: AttunementModel, agent_class: type[RowAgent], dtype: np.dtype, array: str
) -> None:
    rows = getattr(lived.population, array)
    for agent in lived.agents_by_type[agent_class]:
        for name in set(dtype.names) - ADDRESS:
            value = getattr(agent, name)
            assert value == rows[name][agent.row]
            assert type(value) in (int, float)


def test_traits_tell_their_meaning() -> None:
    for agent_class, names in ((Infant, (*TEMPERAMENT, *MECHANISMS)), (Caregiver, CAREGIVER)):
        for name in names:
            assert PARAMETERS[name].meaning in getattr(agent_class, name).__doc__


def test_families_know_each_other(lived: AttunementModel) -> None:
    for infant in lived.agents_by_type[Infant]:
        assert [c.name for c in infant.caregivers] == ["Kim", "Robin"]
        assert [c.which for c in infant.caregivers] == [0, 1]
        assert [c.responsiveness for c in infant.caregivers] == [0.9, 0.2]
        assert all(c.infant is infant for c in infant.caregivers)


def test_what_is_derived(lived: AttunementModel) -> None:
    infant = lived.agents_by_type[Infant][1]
    assert infant.age == 2
    assert infant.display_gain == pytest.approx(math.exp(infant.log_display_gain))
    met = [c for c in infant.caregivers if c.day_seconds]
    assert met
    for caregiver in met:
        assert caregiver.attuned_share_everyday == caregiver.day_attuned / caregiver.day_seconds
        assert caregiver.distress_everyday == caregiver.day_distress / caregiver.day_seconds
        assert caregiver.display_everyday == caregiver.day_display / caregiver.day_seconds


def test_without_a_day_there_is_no_everyday(caregiver: Caregiver) -> None:
    assert math.isnan(caregiver.attuned_share_everyday)


def test_a_trait_is_set_in_the_arrays(caregiver: Caregiver) -> None:
    caregiver.consistency = np.float64(0.25)
    caregiver.infant.episodes_per_day = np.int64(3)
    assert caregiver.model.population.caregivers["consistency"][0] == 0.25
    assert caregiver.model.population.mechanisms["episodes_per_day"][0] == 3


def test_agents_follow_the_arrays_that_are_there(caregiver: Caregiver) -> None:
    model = caregiver.model
    model.population = model.population.copy()
    model.population.caregivers["repair_rate"] = 0.125
    assert caregiver.repair_rate == 0.125


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("consistency", 1.5),
        ("consistency", math.nan),
        ("consistency", None),
        ("consistency", "high"),
        ("consistency", True),
        ("consistency", Distribution("uniform", low=0.0, high=1.0)),
        ("responsiveness_today", -0.1),
        ("responsiveness_today", math.nan),
        ("responsiveness_today", "often"),
        ("share", 2),
    ],
)
def test_what_is_not_allowed_is_refused(caregiver: Caregiver, name: str, value: object) -> None:
    before = getattr(caregiver, name)
    with pytest.raises(InputError, match=rf"{name}.* a number from 0 to 1"):
        setattr(caregiver, name, value)
    assert getattr(caregiver, name) == before


@pytest.mark.parametrize("name", ["availability", "expected_relief", "day_seconds"])
def test_state_is_read_only(caregiver: Caregiver, name: str) -> None:
    with pytest.raises(AttributeError, match=f"{name} is state of the engine"):
        setattr(caregiver, name, 0.5)


def test_no_agent_leaves(caregiver: Caregiver) -> None:
    with pytest.raises(InputError, match="set their share to 0"):
        caregiver.remove()
    assert caregiver in caregiver.model.agents


def test_begin_day_is_the_same_for_one_and_for_all() -> None:
    one, all_ = (AttunementModel(TWO, daily_variation=0.02, rng=5) for _ in range(2))
    one.agents_by_type[Caregiver].shuffle_do("begin_day")
    all_.begin_day()
    assert np.array_equal(one.population.bonds, all_.population.bonds)
    assert len(set(one.agents_by_type[Caregiver].get("responsiveness_today"))) == 6


def test_a_caregiver_without_a_share_is_not_there() -> None:
    model = AttunementModel(TWO, rng=5)
    for infant in model.agents_by_type[Infant]:
        infant.caregivers[0].share = 0
    model.step()
    for infant in model.agents_by_type[Infant]:
        assert infant.caregivers[0].day_seconds == 0
        assert infant.caregivers[1].day_seconds == infant.episodes_per_day * infant.episode_seconds


# --- what would be ignored in silence -------------------------------------------------------------


@pytest.mark.parametrize("name", ["responsivness", "consistancy", "Responsiveness", "repair_rates"])
def test_a_misspelt_attribute_is_refused(caregiver: Caregiver, name: str) -> None:
    with pytest.raises(AttributeError, match=f"Caregiver has no '{name}'; did you mean"):
        setattr(caregiver, name, 0.3)
    with pytest.raises(InputError, match=f"has no '{name}'; did you mean"):
        type("Mine", (Caregiver,), {name: 0.3})


def test_attributes_of_ones_own_are_free(caregiver: Caregiver) -> None:
    for name in ("tiredness", "responsiveness_before", "yesterdays", "_responsivness", "alarm"):
        setattr(caregiver, name, 0.3)
        assert getattr(caregiver, name) == 0.3
    caregiver.infant.reactivity_before = 1.0


@pytest.mark.parametrize("name", ["step", "advance"])
def test_a_method_that_is_never_called_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=f"Mine.{name} would never be called.* begin_day"):
        type("Mine", (Caregiver,), {name: lambda self: None})


def test_a_misspelt_hook_is_refused() -> None:
    with pytest.raises(InputError, match="has no 'begin_dya'; did you mean begin_day"):
        type("Mine", (Infant,), {"begin_dya": lambda self: None})


def test_a_column_cannot_be_hidden() -> None:
    with pytest.raises(InputError, match="would hide the column 'responsiveness'"):
        type("Mine", (Caregiver,), {"responsiveness": 0.3})


def test_only_the_model_makes_agents(lived: AttunementModel) -> None:
    for make in (lambda: Infant(lived, 99), lambda: Infant(lived, 0)):
        with pytest.raises(InputError, match="made by an AttunementModel only"):
            make()
    with pytest.raises(InputError, match="made by an AttunementModel only"):
        Infant(mesa.Model(), 0)
    assert len(lived.agents) == 9

from __future__ import annotations

import copy
import gc
import inspect
import pickle
import sys
import weakref
from multiprocessing.reduction import ForkingPickler
from types import ModuleType
from typing import Any, ClassVar

import mesa
import numpy as np
import pandas as pd
import pytest
from fixtures.batch_run import batch, times

from attune_sim import run
from attune_sim.errors import InputError
from attune_sim.life.course import live
from attune_sim.mesa_model.agents import Caregiver, Infant, RowAgent
from attune_sim.mesa_model.model import AttunementModel
from attune_sim.outcomes import OUTCOMES, SERIES
from attune_sim.parameters import PARAMETERS
from attune_sim.population import Population, populate
from attune_sim.scenario import CaregiverSpec, Distribution, Scenario, load

STATE = [name for name in SERIES if name in OUTCOMES]
TWO = Scenario(
    infants=4,
    days=3,
    caregivers=(
        CaregiverSpec("Kim", share=0.6, parameters={"responsiveness": 0.9}),
        CaregiverSpec("Robin", share=0.4, parameters={"responsiveness": 0.2}),
    ),
)


def same(a: Population, b: Population) -> bool:
    return np.array_equal(a.infants, b.infants) and np.array_equal(a.bonds, b.bonds)


def lived(model_class: type[AttunementModel] = AttunementModel, **given: Any) -> AttunementModel:
    model = model_class(**{"infants": 3, "days": 3, "rng": 8, **given})
    model.run_model()
    return model


# --- the same infants as everywhere ---------------------------------------------------------------


@pytest.mark.parametrize("infants", [1, 7])
def test_a_model_lives_as_a_run_does(infants: int) -> None:
    scenario = load("good-enough").with_(infants=infants, days=4)
    population = populate(scenario, seed=8)
    live(population, 4)
    model = lived(setup=scenario, infants=infants, days=4)
    assert same(model.population, population)
    table, _ = run.infants(scenario, seed=8, measures=["attuned_share", "patterns"])
    pd.testing.assert_frame_equal(model.measure(["attuned_share", "patterns"]), table)


def test_an_infants_life_is_the_same_alone() -> None:
    alone, among = lived(infants=1), lived(infants=5)
    assert alone.population.infants[0] == among.population.infants[0]
    assert alone.population.bonds[0] == among.population.bonds[0]


def test_two_caregivers_live_as_in_a_run() -> None:
    table, _ = run.infants(TWO, seed=8, measures=STATE)
    model = lived(setup=TWO, infants=None, days=None)
    pd.testing.assert_frame_equal(model.measure(STATE), table)
    relief = table.groupby("caregiver")["expected_relief"].mean()
    assert relief[0] > relief[1]


def test_threads_change_no_number() -> None:
    class Threaded(AttunementModel):
        threads = 2

    assert same(lived(Threaded).population, lived().population)


def test_observing_changes_nothing_and_parts_change_no_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = lived(setup=TWO, infants=5)
    before = model.population.copy()
    whole = model.measure(["attuned_share"])
    monkeypatch.setattr(run, "CHUNK", 2)
    pd.testing.assert_frame_equal(model.measure(["attuned_share"]), whole)
    assert same(model.population, before)
    assert not whole.equals(model.measure(["attuned_share"], repetition=1))


# --- what it is given -----------------------------------------------------------------------------


def test_the_signature_names_every_parameter() -> None:
    signature = inspect.signature(AttunementModel)
    assert list(signature.parameters)[:5] == ["setup", "infants", "days", "rng", "seed"]
    assert list(signature.parameters)[5:] == list(PARAMETERS)
    for name in ("infants", "rng", *PARAMETERS):
        parameter = signature.parameters[name]
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert parameter.default is None


def test_none_is_what_the_scenario_says() -> None:
    scenario = Scenario(infants=2, days=5, parameters={"consistency": 0.3})
    model = AttunementModel(scenario, **dict.fromkeys(PARAMETERS), infants=None, rng=scenario.seed)
    assert model.setup == scenario


def test_parameters_reach_the_agents() -> None:
    model = AttunementModel(
        infants=np.int64(4),
        responsiveness=np.float32(0.5),
        episodes_per_day=np.int64(2),
        reactivity={"shape": "uniform", "low": 0.5, "high": 2.0},
        soothability=Distribution("uniform", low=0.5, high=2.0),
    )
    infants = model.agents_by_type[Infant]
    assert set(infants.get("episodes_per_day")) == {2}
    assert len(set(infants.get("reactivity"))) == len(set(infants.get("soothability"))) == 4
    assert set(model.agents_by_type[Caregiver].get("responsiveness")) == {0.5}


def seeds() -> list[Any]:
    return [3, np.int64(3), np.random.default_rng(3), np.random.SeedSequence(3)]


@pytest.mark.parametrize("which", range(4))
def test_the_same_rng_gives_the_same_run(which: int) -> None:
    a, b = (lived(rng=seeds()[which]) for _ in range(2))
    assert same(a.population, b.population)
    assert a.rng.random() == b.rng.random()
    assert a.random.random() == b.random.random()


def test_a_whole_number_is_the_seed() -> None:
    assert lived(rng=3).seed == 3
    assert same(lived(rng=None, seed=3).population, lived(rng=3).population)


def test_a_generator_is_mesas_and_goes_on() -> None:
    rng = np.random.default_rng(3)
    a, b = lived(rng=rng), lived(rng=rng)
    assert a.rng is rng
    assert a.seed != b.seed


def test_without_rng_each_run_is_new_and_can_be_repeated() -> None:
    a, b = lived(rng=None), lived(rng=None)
    assert a.seed != b.seed
    assert same(lived(rng=a.seed).population, a.population)
    table, _ = run.infants(a.setup, measures=STATE)
    pd.testing.assert_frame_equal(a.measure(STATE), table)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"rng": "7"}, "rng = '7' is not a whole number"),
        ({"rng": -1}, "rng = -1 is not a whole number"),
        ({"rng": 1.0}, "rng = 1.0 is not"),
        ({"rng": True}, "rng = True is not"),
        ({"seed": -1}, "rng = -1 is not a whole number"),
        ({"rng": 1, "seed": 2}, "rng = 1 and seed = 2 are two names of one thing"),
        ({"scenario": "erratic"}, "no parameter 'scenario'; it is called setup here"),
        ({"setup": {"days": 3}}, "setup = {'days': 3} is not a preset's name"),
        ({"responsivness": 0.5}, "did you mean .*responsiveness"),
        ({"title": "x"}, "no parameter 'title'"),
        ({"consistency": 1.2}, "consistency = 1.2 is not a number from 0 to 1"),
        ({"consistency": {"shape": "beta", "mean": 0.5}}, "consistency: a beta .* needs 'sd'"),
        ({"infants": 0}, "infants = 0 is not a whole number from 1"),
        ({"infants": 2.5}, "infants = 2.5 is not"),
        ({"days": -1}, "days = -1 is not"),
        ({"setup": "good-enogh"}, "did you mean .*good-enough"),
    ],
)
def test_bad_input_gets_one_sentence(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as error:
        AttunementModel(**given)
    assert "\n" not in str(error.value)


# --- as a Mesa model ------------------------------------------------------------------------------


def test_a_step_is_a_day_until_the_days_are_over() -> None:
    model = AttunementModel(infants=1, days=2, rng=1)
    seen = []
    while model.running:
        model.step()
        seen.append((model.steps, model.day))
    assert seen == [(1, 1), (2, 2)]
    model.step()
    assert (model.day, model.running) == (3, False)
    assert not AttunementModel(infants=1, days=0).running


def test_each_day_is_collected_as_in_the_series() -> None:
    model = lived(infants=6)
    daily = model.datacollector.get_model_vars_dataframe()
    assert daily["day"].tolist() == [0, 1, 2, 3]
    table, series = run.infants(model.setup, seed=8, measures=STATE, series_every=1)
    assert series is not None
    wide = series.pivot_table(index="day", columns="measure", values="mean", dropna=False)
    for name in SERIES:
        assert daily[name].tolist()[1:] == pytest.approx(wide[name].tolist(), nan_ok=True)
    for name, value in run.summarise(table, STATE).items():
        assert daily[name].iloc[-1] == pytest.approx(value, nan_ok=True)
    assert np.isnan(daily["attuned_share_everyday"][0])


def test_reporters_of_a_subclass_are_collected_too() -> None:
    class Watched(AttunementModel):
        model_reporters: ClassVar = {"agents": lambda model: len(model.agents)}
        agent_reporters: ClassVar = {"row": "row"}
        agenttype_reporters: ClassVar = {Caregiver: {"relief": "expected_relief"}}

    model = lived(Watched)
    assert model.datacollector.get_model_vars_dataframe()["agents"].tolist() == [6] * 4
    assert len(model.datacollector.get_agent_vars_dataframe()) == 6 * 4
    relief = model.datacollector.get_agenttype_vars_dataframe(Caregiver)["relief"]
    assert relief.loc[3].tolist() == model.population.bonds["expected_relief"].tolist()


def test_batch_run_varies_parameters_and_luck() -> None:
    given = {
        "setup": load("good-enough"), "infants": 2, "days": 3, "responsiveness": [0.2, 0.9],
        "consistency": Distribution("uniform", low=0.1, high=0.9),
    }  # fmt: skip
    rows = batch(given, **times(2))
    assert rows["responsiveness"].tolist() == [0.2, 0.9, 0.2, 0.9]
    assert rows["iteration"].tolist() == [0, 0, 1, 1]
    assert rows["expected_relief"].nunique() == rows["seed"].nunique() == 4
    again = AttunementModel(**{**given, "responsiveness": 0.9}, rng=int(rows["seed"][1]))
    again.run_model()
    daily = again.datacollector.get_model_vars_dataframe()
    assert rows["expected_relief"][1] in daily["expected_relief"].tolist()


def test_batch_run_with_seeds_is_repeatable() -> None:
    given = {"infants": 2, "days": 2, "rng": [1, 2], "responsiveness": [0.2, 0.9]}
    rows = batch(given)
    assert rows["seed"].tolist() == rows["rng"].tolist() == [1, 1, 2, 2]
    pd.testing.assert_frame_equal(batch(given), rows)


@pytest.mark.skipif(
    "rng" not in inspect.signature(mesa.batch_run).parameters, reason="Mesa before 3.4"
)
def test_batch_run_takes_mesas_own_seeds() -> None:
    rows = batch({"infants": 2, "days": 2}, rng=[1, 2])
    assert rows["seed"].tolist() == [1, 2]


@pytest.mark.parametrize("rng", [42, np.random.SeedSequence(42)])
def test_batch_run_does_not_repeat_one_run(rng: Any) -> None:
    with pytest.raises(InputError, match=r"every iteration would have rng = .* be the same run"):
        batch({"infants": 2, "days": 1, "rng": [rng]}, **times(3))
    assert len(batch({"infants": 2, "days": 1, "rng": [rng]}, **times(1))) == 1


def test_a_model_from_the_prompt_is_not_sent_to_mesas_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = type("Mine", (AttunementModel,), {"__module__": "__main__"})
    main = ModuleType("__main__")
    main.Mine = mine  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "__main__", main)
    with pytest.raises(InputError, match="Mine was made in a notebook or at the prompt"):
        ForkingPickler.dumps(mine)
    assert pickle.loads(pickle.dumps(mine)) is mine  # to keep in a file or a copy
    main.__file__ = "script.py"
    assert pickle.loads(ForkingPickler.dumps(mine)) is mine
    assert pickle.loads(ForkingPickler.dumps(AttunementModel)) is AttunementModel


def test_solara_viz_takes_its_parameters() -> None:
    solara_viz = pytest.importorskip("mesa.visualization.solara_viz")
    given = {"infants": 2, "rng": 1, "responsiveness": {"type": "SliderFloat", "value": 0.5}}
    solara_viz._check_model_params(AttunementModel.__init__, given)
    if hasattr(solara_viz, "_build_model_init_kwargs"):  # Mesa 3.5: what its button Reset does
        given = solara_viz._build_model_init_kwargs(
            AttunementModel(**{"infants": 2, "responsiveness": 0.5}),
            {"infants": 2, "responsiveness": 0.5},
            add_scenario_when_empty=True,
            require_model_accepts_scenario=True,
        )
        assert len(AttunementModel(**given).infants) == 2
    with pytest.raises(ValueError, match="Invalid model parameter: nonsense"):
        solara_viz._check_model_params(AttunementModel.__init__, {"nonsense": 1})


def test_a_dropped_model_is_freed() -> None:
    model = lived()
    refs = [weakref.ref(x) for x in (model, model.population.bonds, model.agents[0])]
    del model
    gc.collect()
    assert [ref() for ref in refs] == [None] * 3


def test_the_counters_are_ours_only_where_mesa_keeps_models() -> None:
    assert ("_ids" in vars(RowAgent)) == hasattr(mesa.Agent, "_ids")
    assert sorted(agent.unique_id for agent in lived().agents) == list(range(1, 7))


def test_nothing_of_mesas_is_hidden() -> None:
    """What Mesa's classes define is overridden only where Mesa asks for it."""
    for ours, mesas, meant in (
        (AttunementModel, mesa.Model, {"step"}),
        (Caregiver, mesa.Agent, {"remove"}),
        (Infant, mesa.Agent, {"remove"}),
    ):
        bases = ours.__mro__[: ours.__mro__.index(mesas)]
        own = {name for base in bases for name in vars(base) if not name.startswith("_")}
        public = {name for name in dir(mesas) if not name.startswith("_")}
        assert (own & public) - {"observables"} == meant  # which Mesa 3.5 gives each class
    plain, model = mesa.Model(), AttunementModel(infants=1, days=1)
    public = {name for name in vars(plain) if not name.startswith("_")}
    assert public <= set(vars(model)) | set(dir(type(model)))
    given = set(vars(model)) - set(vars(plain)) - {"step", "running"}
    assert not given & set(dir(mesa.Model))


def test_it_tells_what_it_is() -> None:
    model = AttunementModel("erratic", infants=3, days=9, rng=4)
    model.step()
    assert repr(model) == "<AttunementModel 'erratic': infants 3, day 1 of 9, rng 4>"
    assert repr(model.infants[2]) == "<Infant 2, 1 day old>"
    assert repr(model.caregivers[1]) == "<Caregiver caregiver of infant 1>"


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_copy_goes_on_alike_and_apart(copied: Any) -> None:
    model = lived()
    other = copied(model)
    model.step()
    assert other.day == 3
    other.step()
    assert same(model.population, other.population)
    assert other.agents[0].model is other


# --- agents of one's own --------------------------------------------------------------------------


class AsBefore(Caregiver):
    def begin_day(self) -> None:
        super().begin_day()


class NeverThere(Caregiver):
    def begin_day(self) -> None:
        self.responsiveness_today = 0.0


class Remembers(Caregiver):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.yesterdays: list[tuple[int, float]] = []

    def begin_day(self) -> None:
        self.yesterdays.append((self.model.day, self.day_seconds))
        super().begin_day()


class FeverOnDayOne(Infant):
    def begin_day(self) -> None:
        self.reactivity = 3.0 if self.model.day == 1 else 1.0


def with_(**classes: Any) -> type[AttunementModel]:
    return type("Own", (AttunementModel,), classes)


def test_calling_super_only_changes_no_bit() -> None:
    own = lived(with_(caregiver_class=AsBefore), setup=TWO, daily_variation=0.2)
    assert same(own.population, lived(setup=TWO, daily_variation=0.2).population)
    assert set(own.agent_types) == {Infant, AsBefore}


def test_a_caregiver_of_ones_own_changes_the_run() -> None:
    own, usual = lived(with_(caregiver_class=NeverThere), days=10), lived(days=10)
    assert np.all(own.population.caregivers["responsiveness_today"] == 0.0)
    relief = [m.population.bonds["expected_relief"].mean() for m in (own, usual)]
    assert relief[0] < relief[1]


def test_days_sums_are_of_one_day_without_super() -> None:
    model = lived(with_(caregiver_class=NeverThere))
    for caregiver in model.agents_by_type[NeverThere]:
        infant = caregiver.infant
        assert caregiver.day_seconds == infant.episodes_per_day * infant.episode_seconds


def test_begin_day_sees_yesterday() -> None:
    model = lived(with_(caregiver_class=Remembers), episodes_per_day=2, episode_seconds=30)
    assert model.agents_by_type[Remembers][0].yesterdays == [(0, 0.0), (1, 60.0), (2, 60.0)]


def test_an_infant_of_ones_own() -> None:
    model = with_(infant_class=FeverOnDayOne)(infants=2, days=3, rng=1)
    seen = []
    while model.running:
        model.step()
        seen.append(model.population.infants["reactivity"].tolist())
    assert seen == [[1.0, 1.0], [3.0, 3.0], [1.0, 1.0]]


def test_agents_of_any_class_are_found() -> None:
    model = with_(caregiver_class=AsBefore)(TWO)
    assert len(model.infants) == 4
    assert {type(caregiver) for caregiver in model.caregivers} == {AsBefore}
    assert len(model.caregivers) == 8


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("caregivers_class", AsBefore, "did you mean caregiver_class"),
        ("model_reporter", {}, "did you mean model_reporters"),
        ("begin_dya", None, "did you mean begin_day"),
        ("caregiver_class", Infant, "caregiver_class = .* is not a subclass of Caregiver"),
        ("infant_class", "Infant", "infant_class = 'Infant' is not a subclass of Infant"),
    ],
)
def test_a_slip_in_a_model_is_refused(name: str, value: Any, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        with_(**{name: value})

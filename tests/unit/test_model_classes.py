"""Classes of one's own, named as FILE.py:CLASS: lived, swept and measured like any other."""

import sys

import pytest

from attune_sim import AttunementModel, run
from attune_sim.errors import InputError
from attune_sim.mesa_model.classes import model_class
from attune_sim.scenario import load

CARE = '''
from attune_sim import AttunementModel, Caregiver, Infant

class Same(Caregiver):
    def begin_day(self):
        super().begin_day()

class Away(Caregiver):
    """Hardly there from the fourth day on."""
    def begin_day(self):
        super().begin_day()
        if self.model.day >= 3:
            self.responsiveness_today = 0.0

class Quiet(Infant):
    def begin_day(self):
        self.signal_clarity = 0.25

class Whole(AttunementModel):
    caregiver_class = Away

number = 3
'''
FEW = {"infants": 3, "days": 6}


@pytest.fixture
def care(tmp_path):
    path = tmp_path / "care.py"
    path.write_text(CARE)
    return path


def measured(name="", care=None, **changes):
    scenario = load("good-enough").with_(**FEW, **changes)
    scenario = scenario.with_(model=f"{care}:{name}") if name else scenario
    return run.infants(scenario, measures=["felt_security", "patterns"], series_every=2)


def test_a_class_that_does_what_the_plain_one_does_gives_the_same_numbers(care, same):
    for one, other in zip(measured("Same", care), measured(), strict=True):
        same(dict(one), dict(other))


@pytest.mark.parametrize("name", ["Away", "Quiet", "Whole"])
def test_another_class_gives_other_numbers(care, name):
    own, plain = measured(name, care)[0], measured()[0]
    assert (
        (own["expected_relief"] != plain["expected_relief"]).all()
        if ("expected_relief" in own)
        else (own["felt_security"] != plain["felt_security"]).all()
    )


def test_a_caregivers_class_and_a_model_with_it_are_one_thing(care, same):
    for one, other in zip(measured("Away", care), measured("Whole", care), strict=True):
        same(dict(one), dict(other))


def test_a_run_is_the_model_that_one_would_make_oneself(care, same):
    table, _ = measured("Whole", care)
    model = model_class(f"{care}:Whole")("good-enough", **FEW, rng=load("good-enough").seed)
    model.run_model()
    same(dict(table), dict(model.measure(["felt_security", "patterns"])))


def test_a_changed_file_is_read_anew(care, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)  # what is kept lacks so quick a change
    assert model_class(f"{care}:Away") is not None
    care.write_text(CARE.replace("class Away", "class Gone").replace("= Away", "= Gone"))
    with pytest.raises(InputError, match="no class 'Away'"):
        model_class(f"{care}:Away")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Awy", "no class 'Awy' of a model or an agent; did you mean Away"),
        ("number", "no class 'number'"),
        ("Caregiver", "no class 'Caregiver'"),
    ],
)
def test_an_unknown_class_is_answered_with_the_known_ones(care, name, sentence):
    with pytest.raises(InputError, match=sentence):
        model_class(f"{care}:{name}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 / 0", r"care.py, line 2: ZeroDivisionError"),
        ("def f(:", r"care.py, line 2: SyntaxError"),
        ("import nowhere_at_all", r"line 2: ModuleNotFoundError"),
        (
            "from attune_sim import Caregiver\nclass A(Caregiver):\n    def step(self): ...",
            "A.step would never be called",
        ),
    ],
)
def test_a_file_that_cannot_be_run_is_told_with_its_line(care, text, sentence):
    care.write_text("\n" + text + "\n")
    with pytest.raises(InputError, match=sentence):
        model_class(f"{care}:Away")


@pytest.mark.parametrize("named", ["care.py", "care:Away", "Away", "care.py:", "care.py:3"])
def test_a_name_that_is_written_otherwise_is_refused(named):
    with pytest.raises(InputError, match=r"is not written FILE.py:CLASS"):
        load("good-enough").with_(model=named)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        model_class(f"{tmp_path}/care.py:Away")


def test_a_scenario_file_names_it_beside_itself(care):
    (care.parent / "mine.toml").write_text('model = "care.py:Away"\ninfants = 2\n')
    scenario = load(care.parent / "mine.toml")
    assert scenario.model == f"{care.resolve()}:Away"
    assert issubclass(model_class(scenario.model), AttunementModel)


def test_agents_live_through_events_as_the_arrays_do(care, same):
    from attune_sim.scenario import Event

    events = (Event(2, add={"rejection": 0.3}, length=2),)
    for one, other in zip(
        measured("Same", care, events=events), measured(events=events), strict=True
    ):
        same(dict(one), dict(other))

"""A couple's scenario: what a file may hold, and how a mistake in it is told."""

import pytest

from attune_sim.couples.scenario import CoupleScenario, Partner, couple_scenarios, load, raised_in
from attune_sim.errors import InputError
from attune_sim.parameters.couple import COUPLE
from attune_sim.scenario import Event

BOTH = """
[[partners]]
name = "Alex"
raised = "erratic"

[[partners]]
name = "Sam"
raised = "rejecting"
"""


def read(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("name", couple_scenarios())
def test_shipped_scenarios_tell_a_story_and_name_no_style(name):
    scenario = load(name)
    assert scenario.title
    assert scenario.story
    assert scenario.look_for
    assert len(scenario.partners) == 2
    content = {**scenario.as_dict(), "title": "", "story": "", "look_for": "", "source": ""}
    for word in ("secure", "anxious", "avoidant", "style"):
        assert word not in str(content)


def test_a_file_and_its_toml_are_the_same(tmp_path):
    scenario = read(tmp_path, "couples = 7\n[parameters]\ncontagion = 0.02\n" + BOTH)
    assert scenario.couples == 7
    assert scenario.value("contagion") == 0.02
    assert scenario.value("self_focus") == COUPLE["self_focus"].default
    assert read(tmp_path, scenario.to_toml()) == scenario


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("couples = 0\n" + BOTH, ["couples = 0", "1 to 100000"]),
        ("[parameters]\ncontagion = 2\n" + BOTH, ["contagion = 2", "from 0 to 0.1"]),
        ("[parameters]\ncontagoin = 0\n" + BOTH, ["contagoin", "contagion"]),
        ("contagion = 0.01\n" + BOTH, ["contagion", "under [parameters]"]),
        (BOTH.replace("rejecting", "rejectign"), ["rejectign", "did you mean rejecting"]),
        (BOTH.replace("Sam", "Alex"), ["same name", "Alex"]),
        (BOTH.partition("[[partners]]\nname = \"Sam")[0], ["2 are allowed, not 1"]),
        (BOTH + "[[events]]\nday = 3\nwhom = \"Kim\"\nadd = { work = 1.0 }\n", ["Kim", "partner"]),
        (BOTH + "[[events]]\nday = 3\ncare = { Alex = 1.0 }\n", ["care"]),
        (BOTH + "[[events]]\nday = -3\nadd = { work = 1.0 }\n", ["day = -3"]),
        ("name = \"x\"\n" + BOTH, ["name"]),
        (BOTH.replace('raised = "erratic"', 'raised = "erratic"\nstyle = "anxious"'), ["style"]),
        (BOTH.replace("rejecting", "secure-secure"), ["secure-secure is a couple's scenario"]),
        (BOTH.replace("Sam", "Sa\\u0007m"), ["name = 'Sa\\x07m'", "cannot be seen"]),
        (BOTH.replace("Sam", "\\u202eSam"), ["cannot be seen"]),
        (BOTH.replace("Sam", " Alex\\n"), ["same name", "Alex"]),
        (BOTH + "parameters = { contagion = 0.1 }", ["contagion is the couple's"]),
        (BOTH + "parameters = { reactivity = 0.1 }", ["reactivity", "were raised"]),
        (BOTH + "parameters = { work = nan }", ["work = nan", "from 0 to 5"]),
        ("[parameters]\nwork = 1\n" + BOTH, ["work is a partner's"]),
        ("infants = 10\n" + BOTH, ["infants", "for a family"]),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_the_file(tmp_path, text, told):
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    sentence = str(error.value)
    assert "mine.toml" in sentence
    assert "\n" not in sentence
    for word in told:
        assert word in sentence


def test_a_scenario_of_childhood_lies_beside_the_couples_file(tmp_path):
    (tmp_path / "childhood.toml").write_text("[parameters]\nrejection = 0.4\n", encoding="utf-8")
    scenario = read(tmp_path, BOTH.replace("rejecting", "childhood.toml"))
    assert raised_in(scenario.partners[1].raised).value("rejection") == 0.4


def test_a_childhood_that_changes_is_read_again_and_is_part_of_what_is_simulated(tmp_path):
    childhood = tmp_path / "childhood.toml"
    childhood.write_text("[parameters]\nrejection = 0.4\n", encoding="utf-8")
    scenario = read(tmp_path, BOTH.replace("rejecting", "childhood.toml"))
    before = scenario.identity()
    assert str(tmp_path) not in str(before)
    childhood.write_text("[parameters]\nrejection = 0.1\n", encoding="utf-8")
    assert raised_in(scenario.partners[1].raised).value("rejection") == 0.1
    assert scenario.identity() != before


def test_names_of_every_script_are_names(tmp_path):
    for name in ("Zoë", "علی\u200cرضا", "さくら", "O'Hara"):
        assert read(tmp_path, BOTH.replace("Sam", name)).partners[1].name == name


def test_unknown_scenarios_and_events_are_told():
    with pytest.raises(InputError, match="anxious-avoidant"):
        load("anxious-avoidnt")
    with pytest.raises(InputError, match="that is a family's"):
        load("ordinary-family")
    with pytest.raises(InputError, match="therapy"):
        load("couple-therapy").without("theray")
    assert not load("under-outside-stress").without("stress from outside").events


def test_without_is_the_same_scenario_without_the_event():
    partners = (Partner("a", "erratic"), Partner("b", "erratic"))
    events = (Event(3, title="x", add={"work": 1.0}),)
    with_event = CoupleScenario(partners=partners, events=events)
    assert with_event.without("x") == CoupleScenario(partners=partners)

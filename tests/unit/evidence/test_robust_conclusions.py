"""Conclusions and alternatives as data: what ships, and what is said of a malformed file."""

import re
from pathlib import Path

import pytest

from attune_sim.errors import InputError
from attune_sim.evidence.robustness.alternatives import (
    CHOICE,
    NULL,
    alternatives,
    read_alternatives,
)
from attune_sim.evidence.robustness.conclusions import conclusions, outcomes_of, read_conclusions
from attune_sim.outcomes import OUTCOMES

README = Path(__file__).parents[3] / "experiments" / "README.md"
ONE = """
[[conclusion]]
id = "mine"
statement = "Care counts."
experiments = ["dose"]
families = 20
of = ["patterns_secure"]
expected = "a above b"
a = { population = "responsive" }
b = { population = "good-enough", parameters = { responsiveness = 0.2 } }
"""
OTHER = """
[[alternative]]
id = "mine"
title = "no ramp"
kind = "choice"
parameters = { borne_s = 0.0 }
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_is_written_is_read(written):
    (c,) = read_conclusions(written(ONE))
    assert (c.id, c.families, c.days, c.sign, c.margin) == ("mine", 20, 365, 1, None)
    assert c.columns(c.a) == ("patterns_secure",)
    assert [arm.population for arm in c.arms] == ["responsive", "good-enough"]
    assert c.arms[1].scenario({}).value("responsiveness") == 0.2


def test_without_a_second_arm_there_is_one():
    (found,) = (c for c in conclusions() if c.id == "still-face-gaze")
    assert len(found.arms) == 1
    assert found.sign == -1


def test_an_arm_keeps_what_it_sets_and_takes_the_rest(written):
    (c,) = read_conclusions(written(ONE))
    others = {"responsiveness": 0.9, "borne_s": 1.0, "reactivity": 2.0}
    scenario = c.arms[1].scenario(others, days=5, infants=7)
    assert scenario.value("responsiveness") == 0.2
    assert scenario.value("borne_s") == 1.0
    assert scenario.value("reactivity") != 2.0  # the population has a distribution of its own
    assert (scenario.days, scenario.infants) == (5, 7)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"responsive"', '"responsiv"', ["a", "no population 'responsiv'", "responsive"]),
        ("responsiveness =", "responsivness =", ["b", "'responsivness'", "responsiveness"]),
        ("= 0.2", "= 2", ["responsiveness = 2 is not", "0 to 1"]),
        ("parameters =", "parameter =", ["b", "no key 'parameter'", "parameters"]),
        ('"patterns_secure"', '"patterns_secur"', ["of", "no outcome", "patterns_secure"]),
        ('"patterns_secure"]', '"avoidance", "resistance", "policy"]', ["of", "not 3"]),
        ('"a above b"', '"above"', ["expected = 'above'", "no difference"]),
        ('"a above b"', '"no difference"', ["needs a margin"]),
        ('"a above b"', '"a above b"\nmargin = 0.1', ["nothing else takes one"]),
        ("families = 20", "families = 2", ["families = 2", "from 8"]),
        ("families = 20", "", ["'families' is missing"]),
        ("families = 20", "families = 20\nday = 5", ["no key 'day'", "days"]),
        ('of = ["patterns_secure"]', "", ["needs columns"]),
        ('{ population = "responsive" }', '{ population = "responsive", where = "avoidance" }',
         ["a", "'avoidance'"]),
        ('{ population = "responsive" }',
         '{ population = "responsive", of = ["avoidance", "resistance"] }', ["correlation"]),
        ('id = "mine"', 'id = "My own"', ["id = 'My own'"]),
    ],
)  # fmt: skip
def test_a_fault_names_file_entry_and_key(written, old, new, told):
    assert old in ONE
    with pytest.raises(InputError) as error:
        read_conclusions(written(ONE.replace(old, new)))
    for words in ["mine.toml", "conclusion", *told]:
        assert words in str(error.value)


def test_two_of_the_same_id_are_told(written):
    with pytest.raises(InputError, match=r"mine\.toml.*'mine'"):
        read_conclusions(written(ONE + ONE))
    with pytest.raises(InputError, match=r"mine\.toml.*'mine'"):
        read_alternatives(written(OTHER + OTHER))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("borne_s", "born_s", ["'born_s'", "borne_s"]),
        ("= 0.0", "= -1", ["borne_s = -1 is not"]),
        ("parameters = { borne_s = 0.0 }", "", ["nothing is different"]),
        ("parameters = { borne_s = 0.0 }", 'instead = { attuned_share = "share" }', ["'share'"]),
        ('"choice"', '"chance"', ["kind = 'chance'", "'choice', 'null'"]),
        ('"choice"', '"null"', ["'there' and 'not_there'"]),
    ],
)
def test_a_fault_in_an_alternative_is_named(written, old, new, told):
    assert old in OTHER
    with pytest.raises(InputError) as error:
        read_alternatives(written(OTHER.replace(old, new)))
    for words in ["mine.toml", "alternative 'mine'", *told]:
        assert words in str(error.value)


def test_each_experiment_has_a_conclusion_whose_tables_are_in_the_readme():
    readme = README.read_text(encoding="utf-8")
    sections = re.split(r"^## \d", readme, flags=re.MULTILINE)[1:]
    assert len(sections) == 27
    named = {name for c in conclusions() for name in c.experiments}
    for section in sections[:7]:  # the others change care or families on the way
        assert named & set(re.findall(r"<!-- table: (\S+) -->", section))
    assert named <= set(re.findall(r"<!-- table: (\S+) -->", readme))


def test_what_ships_compares_known_outcomes_under_choices_and_null_models():
    assert 12 <= len(conclusions()) <= 20
    for c in conclusions():
        assert c.outcomes <= set(OUTCOMES)
        assert c.statement.endswith(".")
    assert {a.kind for a in alternatives()} == {CHOICE, NULL}


def test_another_ruler_concerns_only_what_is_measured_by_it():
    by_id = {a.id: a for a in alternatives()}
    concerned = {c.id for c in conclusions() if by_id["categories"].concerns(c)}
    assert concerned == {"share-is-the-weaker-marker"}
    assert all(by_id["bandit"].concerns(c) for c in conclusions())
    (c,) = (c for c in conclusions() if c.id in concerned)
    swapped = c.columns(c.a, by_id["categories"].instead)
    assert swapped == ("category_share", "patterns_secure")


def test_a_difference_is_two_outcomes():
    assert outcomes_of("gaze_still - gaze_play") == ["gaze_still", "gaze_play"]
    assert outcomes_of("gaze_still") == ["gaze_still"]

"""Designs of couples and of several generations."""

import numpy as np
import pytest

from attune_sim.couples.looks import looks
from attune_sim.couples.scenario import load
from attune_sim.errors import InputError
from attune_sim.evidence import read_findings
from attune_sim.evidence.studies.couples import OUTCOMES
from attune_sim.evidence.studies.simulation import cohorts, samples, simulate

COUPLES = """
[[finding]]
id = "pairs"
statement = "Those who demand are dissatisfied later"
statistic = "correlation"
of = ["start.conflict_demands", "sam.quality"]
direction = -1
visits = { start = { age = 0 }, sam = { age = 21, caregiver = 1 }, end = { age = 21 } }
subset = { "end.parted" = { equals = 0 } }
groups = { pairs = { population = "anxious-avoidant", couples = true } }
"""
LINES = """
[[finding]]
id = "lines"
statement = "Alarm recurs"
statistic = "correlation"
of = ["parent.alarm", "child.disorganized"]
direction = 1
visits = { parent = { generation = 1 }, child = { generation = 2 } }
groups = { lines = { population = "mixed", parameters = { mirroring = 0.5 }, generations = 2 } }
"""


def simulated(finding, families):
    found = simulate(cohorts([finding], families), seed=3)
    return samples(finding, found, 3)


def test_a_study_of_couples_sees_a_partner_on_a_day(finding_file):
    finding = read_findings(finding_file(COUPLES))[0]
    (table,) = simulated(finding, 6)
    assert table.shape[1] == 2
    assert 3 <= len(table) <= 6
    (again,) = simulated(finding, 6)
    np.testing.assert_array_equal(table, again)
    tall = looks(load("anxious-avoidant").with_(couples=2), [0], conversations=["conflict"])[0][1]
    assert set(tall.columns) - {"couple", "partner"} < set(OUTCOMES)


def test_couples_do_not_depend_on_how_many_there_are(finding_file):
    finding = read_findings(finding_file(COUPLES.replace("subset", "# subset")))[0]
    (few,), (many,) = simulated(finding, 3), simulated(finding, 5)
    np.testing.assert_array_equal(few, many[:3])


def test_a_study_of_generations_sees_each_of_them(finding_file):
    finding = read_findings(finding_file(LINES))[0]
    (few,), (many,) = simulated(finding, 4), simulated(finding, 6)
    assert many.shape == (6, 2)
    np.testing.assert_array_equal(few, many[:4])
    assert set(np.unique(many[:, 1])) <= {0.0, 1.0}


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (COUPLES, "anxious-avoidant", "anxious", "no couple's scenario 'anxious'"),
        (COUPLES, "couples = true", "couples = 2", "couples = 2"),
        (COUPLES, "couples = true", 'couples = true, without = ["rain"]', "rain"),
        (
            COUPLES,
            "couples = true",
            "couples = true, parameters = { rejection = 0.1 }",
            "parameters cannot be given for couples",
        ),
        (COUPLES, "start = { age = 0 }", "start = { }", "start needs an age"),
        (COUPLES, "caregiver = 1", "caregiver = 2", "from 0 to 1"),
        (COUPLES, "sam.quality", "sam.felt_security", "felt_security"),
        (COUPLES, "sam.quality", "trait.rejection", "knows of no traits"),
        (COUPLES, "{ age = 0 }", "{ age = 0, generation = 1 }", "generation is for groups"),
        (LINES, "generation = 2 }", "generation = 3 }", "a generation from 1 to 2"),
        (LINES, "generation = 2 }", "age = 365 }", "a generation from 1 to 2"),
        (LINES, "generations = 2", "generations = 99", "generations = 99"),
        (LINES, "generations = 2", "generations = 1", "generations = 1 is not"),
        (
            LINES,
            "generation = 2 }",
            "generation = 2, repetition = 1 }",
            "repetition is for",
        ),
        (COUPLES, "{ age = 0 }", "{ age = 0, repetition = 1 }", "repetition is for"),
        (
            COUPLES,
            "{ age = 0 }",
            "{ age = 0, settings = { coder_error = 0.1 } }",
            "settings is for studies",
        ),
        (COUPLES, ", couples = true", "", "add couples = true"),
        (LINES, "child.disorganized", "child.fuss_share", "fuss_share"),
        (
            LINES,
            "groups = {",
            'groups = { pairs = { population = "one-secure", couples = true },',
            "couples and generations cannot be compared",
        ),
    ],
)
def test_a_mistake_is_one_sentence(finding_file, text, old, new, told):
    assert old in text
    with pytest.raises(InputError) as error:
        read_findings(finding_file(text.replace(old, new)))
    assert told in str(error.value)
    assert "\n" not in str(error.value)

"""Scenarios of family life: each is told with care, names no outcome, and can be lived."""

import re
from pathlib import Path

import pytest

from attune_sim.courses import looks
from attune_sim.errors import InputError
from attune_sim.outcomes import DECLARED, OUTCOMES, PATTERNS
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import families, load, populations, presets

each = pytest.mark.parametrize("name", families())

NOT_SAID = re.compile(
    r"\b(bad|cold|fail\w*|causes?|damag\w+|your baby|only need|manipulat\w+|clingy|spoilt|difficult"
    r"|normal|irreversibl\w+|critical period|determin\w+|validated|prov(?:es|ed)|abus\w+"
    r"|frightening (?:caregiver|parent)|(?:secure|avoidant|resistant|disorgani[sz]ed) child"
    r"|safe hours?|weeks of leave|should|must|recommend\w*|better than|best|worst"
    r"|most effective)\b",
    re.IGNORECASE,
)
NOT_IN_A_STORY = re.compile(r"\b(mothers?|fathers?)\b", re.IGNORECASE)
"""Words of studies, that may stand where a study is reported."""


def test_they_have_names_of_their_own():
    assert "ordinary-family" in families()
    assert not set(families()) & {*presets(), *populations()}


@each
def test_a_family_tells_its_story_what_to_notice_and_where_its_sizes_come_from(name):
    scenario = load(name)
    assert scenario.name == name
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)
    for text in (scenario.title, scenario.story, scenario.look_for, scenario.source):
        assert text.strip()
    assert len(scenario.title) <= 60
    assert re.search(r"\b(?:19|20)\d\d\b|assumed", scenario.source)


@each
def test_a_family_is_spoken_of_with_care(name):
    scenario = load(name)
    told = f"{name} {scenario.title} {scenario.story} {scenario.look_for}"
    assert not NOT_SAID.findall(f"{told} {scenario.source}")
    assert not NOT_IN_A_STORY.findall(told)


@each
def test_a_family_is_written_as_people_circumstances_and_events(name):
    scenario = load(name)
    assert scenario.value("family_life") == 1
    assert len(scenario.caregivers) > 1
    assert all(event.title for event in scenario.events)
    written = {*scenario.parameters, *(n for c in scenario.caregivers for n in c.parameters)}
    written |= {n for event in scenario.events for n in event.names}
    assert written <= set(PARAMETERS)
    assert not written & {*OUTCOMES, *DECLARED, *PATTERNS}


@each
def test_a_family_can_be_followed(name):
    scenario = load(name).with_(infants=1)
    ((_, table),) = looks(scenario, [scenario.days])
    assert len(table) == len(scenario.caregivers)
    for measure in ("load", "mood", "bond_strength"):
        assert table[measure].notna().all()


def test_the_documents_name_them_all():
    told = (Path(__file__).parents[2] / "docs/family.md").read_text(encoding="utf-8")
    assert [name for name in families() if f"`{name}`" not in told] == []


def test_no_two_families_are_the_same():
    asked = [load(name).identity() for name in families()]
    assert all(a not in asked[:k] for k, a in enumerate(asked))


def test_what_is_for_people_decides_no_number():
    told = load("under-load")
    assert told.source
    assert "source" not in told.identity()
    assert told.with_(source="elsewhere").identity() == told.identity()


def test_an_event_is_left_out_by_its_title():
    divorce = load("divorce")
    left = divorce.without("the partner moves out")
    assert [event.title for event in left.events] == [
        "the parents quarrel",
        "two households: less spills over",
    ]
    assert left.with_(events=divorce.events) == divorce
    with pytest.raises(InputError, match="did you mean the parents quarrel"):
        divorce.without("parents quarrel")
    with pytest.raises(InputError, match="it has no events"):
        load("ordinary-family").without("a move")

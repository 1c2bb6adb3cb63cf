"""No two occasions share their luck."""

import itertools

import pytest

from attune_sim.dyad.occasions import CODERS, EPISODES, ROOM, Occasion
from attune_sim.parameters import PARAMETERS
from attune_sim.procedures.strange_situation import code, record

REPETITIONS = 1000  # the most that a design may ask for


def test_no_two_occasions_have_a_time_in_common():
    spans = sorted((one.at(), one.at(ROOM - 1)) for one in Occasion)
    assert len(spans) == len(Occasion.__members__)
    assert all(end < begin for (_, end), (begin, _) in itertools.pairwise(spans))


@pytest.mark.parametrize("number", [-1, ROOM])
def test_an_occasion_does_not_reach_into_another(number):
    with pytest.raises(ValueError, match="HOME has no"):
        Occasion.HOME.at(number)


def test_all_repetitions_have_room():
    assert Occasion.HOME.at(EPISODES * REPETITIONS - 1) < Occasion.HOME.at(ROOM - 1)
    assert Occasion.STRANGE_SITUATION.at(CODERS * REPETITIONS - 1)
    longest, shortest = PARAMETERS["home_minutes"].high, PARAMETERS["episode_seconds"].low
    assert 60 * longest / shortest < EPISODES


def test_a_coder_is_no_coder_of_another_repetition(mixed):
    film = record(mixed, age=300)
    with pytest.raises(ValueError, match="64 coders"):
        code(film, mixed, coder=CODERS)

"""The course of life: the same wherever it stops, and it can be stopped."""

import pytest

from attune_sim.life.course import Cancelled, Progress, live, live_through
from attune_sim.population import populate
from attune_sim.scenario import Event, Scenario

EVENTS = (Event(2, add={"rejection": 0.3}, length=3, fade=2),)
SCENARIO = Scenario(infants=3, days=12, events=EVENTS)


@pytest.mark.parametrize("stops", [[12], [1, 2, 3, 12], [12, 5, 5, 0], range(13)])
def test_it_does_not_matter_where_it_stops(stops, same):
    whole, cut = populate(SCENARIO), populate(SCENARIO)
    live(whole, 12)
    assert list(live_through(cut, stops)) == sorted(set(stops))
    same(whole.infants, cut.infants)
    same(whole.bonds, cut.bonds)
    same(whole.caregivers, cut.caregivers)


def test_threads_change_no_number(same):
    one, two = populate(SCENARIO), populate(SCENARIO)
    live(one, 12)
    live(two, 12, threads=2)
    same(one.infants, two.infants)


def test_the_whole_of_the_work_is_reported_once():
    shares = []
    for _ in live_through(
        populate(SCENARIO), [3, 12], progress=Progress(shares.append), weight=0.5
    ):
        pass
    assert sum(shares) == pytest.approx(0.5)


def test_it_can_be_stopped():
    with pytest.raises(Cancelled):
        live(populate(SCENARIO), 12, progress=Progress(cancelled=lambda: True))


def test_no_stops_are_no_life():
    assert list(live_through(populate(SCENARIO), [])) == []

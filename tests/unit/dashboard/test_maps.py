"""The map: coarse, refined, given up."""

import threading
import time
from dataclasses import replace

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.components.controls import changed
from attune_dashboard.compute import engine, maps
from attune_dashboard.pages.map import typed
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import from_query
from attune_dashboard.state.page_settings import with_value
from attune_sim.life.course import Cancelled

YOUNG = Choice(age=3)


def sized(infants, cells, **others):
    """A map of so many infants in each cell, and values of each parameter."""
    extra = with_value(with_value((), "cell", str(infants)), "cells", str(cells))
    return replace(YOUNG, extra=extra, **others)


def test_the_map_is_coarse_at_first_then_refined_and_can_be_given_up(monkeypatch):
    monkeypatch.setattr(maps, "DAYS", 1)
    choice = sized(1, 5, measure="felt_security", x="episodes_per_day", y="repair_rate")
    found = list(maps.mapped(choice, lambda: False))
    assert [m.done for m in found] == list(range(1, 26))
    assert (found[8].xs, found[-1].xs) == ((1.0, 24.0, 48.0), (1.0, 13.0, 24.0, 36.0, 48.0))
    assert found[7].rows["felt_security"].isna().sum() == 1
    assert found[-1].rows["felt_security"].notna().all()
    coarse, fine = (maps.map_figure(choice, found[k]).layout for k in (1, -1))
    assert fine["meta"]["title"].startswith("Felt security")
    assert "not computed yet" in coarse["meta"]["caption"]
    assert "not computed yet" not in fine["meta"]["caption"]
    drawn = [layout["meta"]["layouts"]["wide"]["height"] for layout in (coarse, fine)]
    assert drawn[0] == drawn[1] > maps.TALL  # it does not jump as it is refined
    with pytest.raises(Cancelled):
        next(maps.mapped(choice, lambda: True))


@pytest.mark.parametrize(
    ("x", "y"), [("need_low", "need_high"), ("episodes_per_day", "episode_seconds")]
)
def test_cells_that_cannot_be_computed_stay_empty(monkeypatch, x, y):
    monkeypatch.setattr(maps, "DAYS", 1)
    choice = sized(1, 3, measure="felt_security", x=x, y=y)
    rows = list(maps.mapped(choice, lambda: False))[-1].rows
    assert 1 <= rows["felt_security"].isna().sum() < 9


def test_a_part_of_the_map_is_asked_for_in_the_link():
    grid = maps.grid(from_query("?x_from=0.2&x_to=0.4&cell=10&cells=4")[0])
    assert (grid.infants, grid.counts, grid.x, grid.y) == (10, (4,), (0.2, 0.4), (0.0, 1.0))
    # ends that the parameter does not have are not used
    assert maps.grid(from_query("?x_from=0.4&x_to=0.2")[0]).x == (0.0, 1.0)
    choice, _, problems = from_query("?cells=40")
    assert problems == ["cells = '40' is not a whole number from 3 to 17."]
    assert maps.grid(choice).counts == (5, 9)


def test_another_parameter_has_its_whole_range_at_first():
    choice = from_query("?x_from=0.2&x_to=0.4&bench=1")[0]
    assert maps.grid(changed(choice, {"what": "x", "value": "episodes_per_day"})).x == (1, 48)
    assert [field.value for field in typed(choice)] == ["4", "9", "0.2", "0.4", "0", "1"]


def test_long_work_is_given_up_within_half_a_second_of_work():
    engine._warm()
    longest = Choice().with_value("episodes_per_day", 8).with_value("episode_seconds", 900)
    begun, unwanted, ended = threading.Event(), threading.Event(), threading.Event()

    def asked():
        begun.set()
        return unwanted.is_set()

    def work():
        with pytest.raises(Cancelled):
            list(maps.mapped(longest, asked))
        ended.set()

    threading.Thread(target=work, daemon=True).start()
    assert begun.wait(60)
    start = time.process_time()  # of all threads, and none but this one works
    unwanted.set()
    assert ended.wait(60)
    assert time.process_time() - start < 0.5

"""The map: coarse, refined, given up."""

import threading
import time
from dataclasses import replace

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute import engine, maps
from attune_dashboard.state.choice import Choice
from attune_sim.life.course import Cancelled

YOUNG = Choice(age=3)


def test_the_map_is_coarse_at_first_then_refined_and_can_be_given_up(monkeypatch):
    monkeypatch.setattr(maps, "DAYS", 1)
    monkeypatch.setattr(maps, "MAP_INFANTS", 1)
    monkeypatch.setattr(maps, "FINE", 3)
    monkeypatch.setattr(maps, "COARSE", 2)
    choice = replace(YOUNG, measure="felt_security", x="episodes_per_day", y="repair_rate")
    found = list(maps.mapped(choice, lambda: False))
    assert [m.done for m in found] == list(range(1, 10))
    assert (found[3].xs, found[-1].xs) == ((1.0, 48.0), (1.0, 24.0, 48.0))
    assert found[2].rows["felt_security"].isna().sum() == 1
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
    monkeypatch.setattr(maps, "COARSE", 2)
    monkeypatch.setattr(maps, "FINE", 2)
    choice = replace(YOUNG, measure="felt_security", x=x, y=y)
    rows = list(maps.mapped(choice, lambda: False))[-1].rows
    assert rows["felt_security"].isna().sum() == 1


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

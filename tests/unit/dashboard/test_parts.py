"""Parts of the pages, without a browser."""

import json
import logging
import threading
import time

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import ipyvuetify
import solara
from solara.widgets import HTML

from attune_dashboard.app import COMPONENTS, Guarded, routes
from attune_dashboard.components.bar import BESIDE, PAGES
from attune_dashboard.compute.background import growing, use_work
from attune_dashboard.compute.maps import Map
from attune_dashboard.not_found import nowhere
from attune_dashboard.pages import place as places
from attune_dashboard.pages.caregiver_place import CaregiverPlace, told
from attune_dashboard.pages.map import Shown, cell
from attune_dashboard.pages.moment import Dyad
from attune_dashboard.state.arms import names
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.session import Session
from attune_sim.life.course import Cancelled

YOUNG = Choice(age=3)


def texts(rc):
    told = [w.unsafe_innerHTML for w in rc.find(HTML).widgets]
    return " ".join(
        [*told, *(str(c) for w in rc.find(ipyvuetify.Html).widgets for c in w.children)]
    )


def test_an_unknown_address_leads_to_the_pages_and_trusts_nobody():
    html = nowhere("/<script>", 'a="><script>&b=1')
    assert "<script>" not in html.replace('<script src="/static/assets/custom.js"></script>', "")
    for path, label in PAGES.items():
        assert f'href="{path}?a=' in html
        assert f">{label}</a>" in html


def test_every_address_of_the_table_has_its_page():
    assert set(COMPONENTS) == set(PAGES | BESIDE)
    assert {(route.path, route.label) for route in routes} == {
        (address.removeprefix("/") or "/", label) for address, label in (PAGES | BESIDE).items()
    }


def test_a_page_that_fails_is_a_sentence_and_no_traceback(caplog):
    @solara.component
    def Broken():  # noqa: N802
        raise RuntimeError("secret path /home")

    caplog.set_level(logging.CRITICAL)
    _, rc = solara.render(Guarded(children=[Broken()]), handle_error=False)
    assert "This page could not be shown (RuntimeError)." in texts(rc)
    assert "secret" not in texts(rc)
    rc.close()


def test_a_person_gets_a_second_at_a_time_and_not_too_soon(monkeypatch):
    place = CaregiverPlace(YOUNG)
    monkeypatch.setattr(places, "SOONEST_S", 60.0)
    place.asked = float("-inf")
    assert place.taken()["what"] == "sat"
    assert place.second("play")["elapsed"] == 1
    refused = [place.second("") for _ in range(2)]
    assert [(answer["what"], answer["elapsed"]) for answer in refused] == [("wait", 1)] * 2
    assert refused[0] != refused[1]  # or the browser would not hear of the second
    monkeypatch.setattr(places, "SOONEST_S", 0.0)
    assert place.second("wait")["elapsed"] == 2


@pytest.mark.parametrize("act", [None, "shout", True, 0.5, [], {}])
def test_an_act_without_sense_is_left_out(monkeypatch, act):
    monkeypatch.setattr(places, "SOONEST_S", 0.0)
    place = CaregiverPlace(YOUNG)
    assert place.second(act) is None
    assert place.visit.elapsed == 0


def test_the_end_of_a_visit_stands_beside_the_infants_own_caregiver(monkeypatch):
    monkeypatch.setattr(places, "SOONEST_S", 0.0)
    place = CaregiverPlace(YOUNG)
    answers = [place.second("soothe") for _ in range(120)]
    assert [bool(a.get("summary")) for a in answers] == [False] * 119 + [True]
    rows = {label: values for label, *values in answers[-1]["summary"]["rows"]}
    ruptures, *by = [values[0] for values in list(rows.values())[:5]]
    assert ruptures == sum(by)
    assert len(json.loads(answers[-1]["film"])["camera"]["display"]) == 120


def test_a_visit_is_told_without_a_score():
    you = {"ruptures": 1, "by_caregiver": 1, "by_infant": 0, "fussing_s": 0}
    own = {"ruptures": 2, "by_caregiver": 1, "by_infant": 1, "fussing_s": 7}
    assert told(you, own).startswith(
        "You lost each other once; you set 1 of these right, and the infant 0. The infant did not"
        " fuss or cry. In the same two minutes the infant and their own caregiver lost each other"
        " twice, and the infant fussed for 7 seconds."
    )


@pytest.mark.parametrize(
    "sent", [{}, {"x": 9, "y": 0}, {"x": -1, "y": 0}, {"x": "a", "y": 0}, {"x": None, "y": 1}]
)
def test_a_click_beside_the_map_leads_nowhere(sent):
    found = Map(None, (0.0, 1.0), (0.0, 1.0), 4, 4)
    assert cell(Shown(found, "", YOUNG), sent) is None


def test_a_click_on_a_cell_sets_both_parameters():
    found = Map(None, (0.0, 1.0), (0.25, 0.5), 4, 4)
    there = cell(Shown(found, "", YOUNG), {"x": 1, "y": 0})
    assert dict(there.changes) == {"responsiveness": 1.0, "consistency": 0.25}


def test_two_scenarios_have_unlike_names():
    quick = YOUNG.with_value("repair_rate", 0.8)
    kinds = [(YOUNG, YOUNG), (YOUNG, quick), (quick, YOUNG), (YOUNG, Choice("erratic"))]
    kinds.append((YOUNG, quick, quick, Choice("erratic"), YOUNG))
    assert all(len(set(names(kind))) == len(kind) for kind in kinds)


def test_parts_are_shown_as_they_come_and_belong_to_what_they_were_asked_for():
    shown, go_on = [], {1: threading.Event(), 2: threading.Event()}

    @solara.component
    def Page(key):  # noqa: N802
        def parts(cancelled):
            yield f"{key} first"
            go_on[key].wait(20)
            yield f"{key} last"

        working = use_work(growing(parts, lambda part: part.endswith("last")), key)
        shown.append((working.value, working.fresh, working.busy))
        solara.Text("x")

    def seen(*state):
        until = time.monotonic() + 20
        while shown[-1] != state and time.monotonic() < until:
            time.sleep(0.01)
        return shown[-1] == state

    _, rc = solara.render(Page(1), handle_error=False)
    assert shown[0] == (None, False, True)
    assert seen("1 first", True, True)
    go_on[1].set()
    assert seen("1 last", True, False)
    shown.clear()
    rc.render(Page(2))
    assert ("1 last", False, True) in shown  # what another key had given is no answer
    assert seen("2 first", True, True)
    go_on[2].set()
    assert seen("2 last", True, False)
    rc.close()


def test_the_stage_says_where_a_longer_life_goes_on():
    here = Session(choice=Choice("left-to-manage", age=1800))
    _, rc = solara.render(Dyad(here), handle_error=False)
    assert "This life lasts 5 years; the stage shows its first two years. All of it: " in texts(rc)
    assert rc.find(ipyvuetify.Html, tag="a").widgets[-1].attributes["href"].startswith("/family?")
    rc.close()


def test_unwanted_work_is_given_up():
    begun, ended = threading.Event(), threading.Event()

    def work(job):
        begun.set()
        while not job.cancelled():
            pass
        ended.set()
        raise Cancelled

    @solara.component
    def Page():  # noqa: N802
        use_work(work, 1)
        solara.Text("x")

    _, rc = solara.render(Page(), handle_error=False)
    assert begun.wait(5)
    rc.close()
    assert ended.wait(5)

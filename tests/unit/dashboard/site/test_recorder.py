"""A page is recorded by pressing all that can be pressed."""

import threading

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
import solara

from attune_dashboard.components.html import button, element
from attune_dashboard.components.lesson_sliders import Knobs
from attune_dashboard.components.prediction import Ask
from attune_dashboard.site.recorder import record
from attune_sim.parameters import PARAMETERS


def shown(state):
    """The texts of a state."""

    def texts(node):
        if isinstance(node, str):
            return [node]
        told = [text for child in node.get("c", ()) for text in texts(child)]
        return [*told, node.get("html", "")]

    return "".join(text for node in state.tree for text in texts(node))


@solara.component
def counter(most, leave=lambda: None):
    count, set_count = solara.use_state(0)
    element("p", f"count {count}; ")
    solara.Button("more", on_click=lambda: set_count(count + 1), disabled=count == most)
    solara.Button("none", on_click=lambda: set_count(0))
    button("elsewhere", leave)


def test_each_state_is_there_once_with_what_leads_on():
    states = record(lambda go: counter(2, lambda: go("there.html")))
    assert [shown(state).split(";")[0] for state in states] == ["count 0", "count 1", "count 2"]
    assert [state.on.get("more") for state in states] == [1, 2, None]  # the last one is disabled
    assert {state.on["none"] for state in states} == {0}


def test_what_leaves_the_page_is_recorded_once_for_all_states():
    states = record(lambda go: counter(2, lambda: go("there.html")))
    assert [state.on.get("elsewhere") for state in states] == ["there.html", None, None]


def test_states_that_cannot_be_left_are_all_found():
    @solara.component
    def once():
        chosen, choose = solara.use_state("")
        for name in "abc":
            solara.Button(name, on_click=lambda n=name: choose(n), disabled=bool(chosen))
        element("p", chosen)

    states = record(lambda go: once())
    assert [shown(state) for state in states] == ["abc", "abca", "abcb", "abcc"]
    assert states[0].on == {"a": 1, "b": 2, "c": 3}


def test_work_is_waited_for():
    @solara.component
    def slow():
        begun, begin = solara.use_state(False)
        done, end = solara.use_state(False)

        def work():
            begin(True)
            threading.Timer(0.2, lambda: end(True)).start()

        solara.Button("go", on_click=work, disabled=begun)
        element("p", "done" if done else "", data_busy=str(begun and not done))

    states = record(lambda go: slow())
    assert [shown(state) for state in states] == ["go", "godone"]


def test_an_answer_is_committed_once():
    @solara.component
    def asked():
        committed, commit = solara.use_state(None)
        Ask("Which?", ["this", "that"], commit, committed=committed)

    states = record(lambda go: asked())
    assert states[0].on == {"answer:0": 1, "answer:1": 2}
    assert [state.tree[0]["j"]["asked"]["committed"] for state in states] == [None, 0, 1]


def test_sliders_are_moved_one_at_a_time_through_their_stops():
    ran = []

    @solara.component
    def page():
        begin = {"responsiveness": 0.4, "repair_rate": 0.5}
        Knobs({name: PARAMETERS[name] for name in begin}, begin, ran.append, few=True)

    (only,) = record(lambda go: page())
    assert len(only.on) == 1 + 4 + 4
    assert ran[0] == {"responsiveness": 0.4, "repair_rate": 0.5}
    for values in ran[1:]:
        assert sum(values[name] != ran[0][name] for name in values) == 1
    assert only.on["values:responsiveness:0"] == 0


def test_a_page_that_counts_what_should_take_the_place_of_what_was_before_is_refused():
    @solara.component
    def counting():
        count, set_count = solara.use_state(0)
        knobs = {"responsiveness": PARAMETERS["responsiveness"]}
        Knobs(knobs, {"responsiveness": 0.4}, lambda _: set_count(count + 1), few=True)
        element("p", str(count))

    with pytest.raises(RuntimeError, match="went on otherwise after 'values:responsiveness:4'"):
        record(lambda go: counting())


def test_a_page_is_not_opened_again_for_what_needs_no_new_one():
    openings = []

    @solara.component
    def page(go):
        solara.use_effect(lambda: openings.append(1), [])
        moved, move = solara.use_state(-1.0)
        knobs = {"responsiveness": PARAMETERS["responsiveness"]}
        begin = {"responsiveness": 0.4}
        Knobs(knobs, begin, lambda given: move(given["responsiveness"]), few=True)
        element("p", str(moved))
        button("elsewhere", lambda: go("there.html"))

    states = record(lambda go: page(go))
    assert len(states) == 1 + 5
    assert states[0].on["elsewhere"] == "there.html"
    assert len(openings) == 3  # at first, for what leaves, and to check the last slider


def test_a_page_that_hides_a_difference_is_refused():
    @solara.component
    def forgetful():
        chosen, choose = solara.use_state("")
        seen, see = solara.use_state(False)
        end, set_end = solara.use_state("")
        element("p", chosen if seen else "chosen" if chosen else "", end)
        for name in "ab":
            solara.Button(name, on_click=lambda n=name: choose(n), disabled=bool(chosen))
        solara.Button("see", on_click=lambda: see(True), disabled=not chosen or seen)
        for name in "cd":
            solara.Button(name, on_click=lambda n=name: set_end(n), disabled=not seen or bool(end))

    with pytest.raises(RuntimeError, match="looks the same went on otherwise after 'see'"):
        record(lambda go: forgetful())


def test_two_buttons_of_one_name_are_refused():
    @solara.component
    def twins():
        solara.Button("same")
        solara.Button("same")

    with pytest.raises(RuntimeError, match="two buttons of a page are called 'same'"):
        record(lambda go: twins())


def test_an_error_of_a_page_is_not_recorded():
    @solara.component
    def broken():
        raise ValueError("of the page")

    with pytest.raises(ValueError, match="of the page"):
        record(lambda go: broken())

"""A visitor's own file: what is too much is refused before it costs anything."""

import time
import tracemalloc

import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.components.controls import changed
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.link import from_query, own_in_link
from attune_dashboard.state.own_file import LARGEST_FILE, OWN, read_own, written
from attune_sim.errors import InputError
from attune_sim.scenario import load, presets

MOST_MB, MOST_S = 200, 2.0
COSTLY = {
    "keys thousands deep": "a." * 31_000 + "a = 1",
    "tables thousands deep": "[" + "a." * 31_000 + "a]",
    "many deep keys": "\n".join("a." * 150 + f"b{k} = 1" for k in range(200)),
    "lists in lists": "a = " + "[" * 31_000,
    "tables in tables": "a = " + "{a = " * 12_000,
    "twice as long when written": "story = '" + '"' * 60_000 + "'",
}


def shown(by, text):
    """What a visitor is told, however the text comes."""
    if by == "link":
        assert len(own_in_link(text)) < 1_000
        choice, _, problems = from_query(f"scenario=own&own={own_in_link(text)}")
        assert choice == Choice()
        return problems[0]
    with pytest.raises(InputError) as told:
        changed(Choice(), {"what": "load", "value": text})
    return str(told.value)


@pytest.mark.parametrize("by", ["link", "upload"])
@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_a_costly_file_is_refused_cheaply_and_in_a_sentence(by, text):
    assert len(text) <= LARGEST_FILE
    begun = time.thread_time()
    told = shown(by, text)
    taken = time.thread_time() - begun
    tracemalloc.start()
    shown(by, text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(told) < 400
    assert "Traceback" not in told
    assert peak < MOST_MB * 1e6
    assert taken < MOST_S


def test_the_link_that_cost_four_gigabytes_is_short():
    link = f"scenario=own&own={own_in_link(COSTLY['keys thousands deep'])}"
    assert len(link) < 160
    assert "nested more than 16 deep" in from_query(link)[2][0]


@pytest.mark.parametrize("name", presets())
def test_what_is_written_is_read_again_and_written_alike(name):
    text = written(load(name))
    assert written(read_own(text)) == text
    assert Choice(scenario=OWN, own=text).built()

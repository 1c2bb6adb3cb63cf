"""The engine's first seconds: it is compiled, or loaded, in the background."""

from __future__ import annotations

import gc
import logging
import threading
from dataclasses import replace

from attune_dashboard.compute.moments import moment
from attune_dashboard.compute.visit import Visit
from attune_dashboard.state.choice import VIEWS, Choice
from attune_sim.couples.conversations import record
from attune_sim.couples.course import live_couples
from attune_sim.couples.pairs import form
from attune_sim.couples.scenario import couple_scenarios
from attune_sim.couples.scenario import load as load_couples
from attune_sim.couples.seat import REPAIR, PartnerSeat

log = logging.getLogger(__name__)
_ready = threading.Event()


def warm_up() -> None:
    """Compile the engine, or load it, in the background; call it once, when the server starts."""
    threading.Thread(target=_prepare, name="attune-warm-up", daemon=True).start()


def _prepare() -> None:
    _warm()
    _ready.set()
    _warm_couples()
    # The garbage collector looks through everything whenever a visitor leaves, and all pages wait
    # meanwhile. Libraries, code and tables stay as long as the server: it need not look there.
    gc.collect()
    gc.freeze()


def _warm() -> None:
    try:
        first = Choice()
        for view in VIEWS:
            moment(replace(first, view=view, age=2))
        Visit(replace(first, age=2)).act("")
    except Exception:  # the pages will say what they cannot show
        log.exception("the engine could not be warmed up")


def _warm_couples() -> None:
    """The same for couples; the other pages need not wait for it."""
    try:
        scenario = load_couples(couple_scenarios()[0]).with_(couples=1)
        couples = form(scenario)
        for day in live_couples(couples, scenario, [1]):
            PartnerSeat(couples, 0, day=day).act(REPAIR)
            record(couples, "conflict", day=day)
    except Exception:
        log.exception("couples could not be warmed up")


def is_ready() -> bool:
    """Whether the engine has been compiled."""
    return _ready.is_set()

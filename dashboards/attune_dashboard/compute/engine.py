"""The engine's first seconds: it is compiled, or loaded, in the background."""

from __future__ import annotations

import gc
import logging
import threading
from dataclasses import replace

from attune_dashboard.compute.moments import moment
from attune_dashboard.compute.visit import Visit
from attune_dashboard.state.choice import VIEWS, Choice

log = logging.getLogger(__name__)
_ready = threading.Event()


def warm_up() -> None:
    """Compile the engine, or load it, in the background; call it once, when the server starts."""
    threading.Thread(target=_prepare, name="attune-warm-up", daemon=True).start()


def _prepare() -> None:
    _warm()
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
    _ready.set()


def is_ready() -> bool:
    """Whether the engine has been compiled."""
    return _ready.is_set()

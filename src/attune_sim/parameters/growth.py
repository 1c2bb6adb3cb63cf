"""Parameters of growing up: what changes after the first birthday, until a child is grown.

`growth` switches all of it on; each part is off at the value its meaning names.
"""

from __future__ import annotations

from functools import partial

from attune_sim.parameters.declaration import ASSUMED, Declarations, declared

_growth = partial(declared, "growth")


class Growth(Declarations):
    """How far each thing that comes with age changes what a child shows, needs and learns."""

    # fmt: off
    # (default, low, high, unit, label, meaning, source)
    growth: int = _growth(
        0, 0, 1, "0 no, 1 yes", "Growth",
        "Whether children go on growing after their first birthday: they learn to talk, to wait and"
        " to calm down, need less and learn more slowly. Without it all this stays as it is at"
        " one year, and they go on learning.", "null model", inert=0,
    )
    talk_clarity: float = _growth(
        0.5, 0.0, 1.0, "share", "Clarity by talk",
        "How far talk makes an unclear signal clear, in a child who talks like a five-year-old; 0"
        " switches it off.", ASSUMED, inert=0.5,
    )
    talk_reach: float = _growth(
        0.5, 0.0, 1.0, "share", "Reach of talk",
        "How much less a child who talks like a five-year-old needs to be close, because talk"
        " reaches across the room; 0 switches it off.",
        "contact falls and talk across a distance rises from 12 to 36 months (Maccoby & Feldman"
        " 1972, unconfirmed); the size: assumed", inert=0.5,
    )
    foresight: float = _growth(
        1.0, 0.0, 1.0, "share", "Foresight",
        "How much less a separation or a stranger strains a grown child who is sure of relief;"
        " other children are spared in proportion to the relief they expect. 0 switches it off.",
        ASSUMED, inert=1.0,
    )
    effortful_control: float = _growth(
        0.5, 0.0, 5.0, "share of a one-year-old's", "Effortful control",
        "How much faster an older child calms down alone than a one-year-old with as much practice;"
        " 0 switches it off.", ASSUMED, inert=0.5,
    )
    grown_needs: float = _growth(
        0.18, 0.01, 1.0, "odds, one-year-old = 1", "Needs of a grown child",
        "How often a grown child needs somebody, compared with a one-year-old; 1 switches the"
        " change off.",
        "grown up, they need as often as partners of a couple do (`needs`), which is assumed",
        inert=0.18,
    )
    grown_learning: float = _growth(
        0.2, 0.0, 1.0, "pace, one-year-old = 1", "Learning of a grown child",
        "How fast a grown child learns whom to trust and what to do in distress, compared with a"
        " one-year-old; 1 switches the change off.",
        "as adults learn in couples (`adult_learning`), which is assumed", inert=0.2,
    )
    # fmt: on

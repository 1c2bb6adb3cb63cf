"""The page of generations without a browser."""

import re

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("solara", reason="needs the extra 'dashboard'")
from attune_dashboard.compute.lives import lives, told
from attune_dashboard.pages import lives as page
from attune_dashboard.state.choice import Choice
from attune_dashboard.state.page_settings import ORIGINS
from attune_sim.couples.scenario import load as load_couple
from attune_sim.figures.base import style
from attune_sim.life.course import Cancelled
from attune_sim.scenario import load


def tables(*generations):
    return [pd.DataFrame({"pattern": seen}) for seen in generations]


def test_the_answer_stands_beside_chance_and_says_how_many_change():
    said = told(tables(["secure", "avoidant"], ["secure", "secure"], ["secure", "avoidant"]))
    assert said.startswith("50% (95% interval ")
    assert "of children show the pattern that their parent showed" in said
    assert "chance alone would give 50%" in said
    assert "50% (95% interval 9 to 91%) of 2 families show more than one pattern" in said
    assert "by chance it would be 75%" in said


def test_the_interval_is_narrower_the_more_families_there_are():
    luck = np.random.default_rng(1)

    def ends(families):
        said = told(tables(*(luck.choice(list(style.PATTERNS), families) for _ in range(3))))
        low, high = re.search(r"interval (\d+) to (\d+)%", said).groups()
        return int(high) - int(low)

    assert ends(400) < ends(40) / 2
    assert "interval" not in told(tables(["secure"], ["secure"], ["avoidant"])).split(";")[0]


def test_every_origin_can_be_followed():
    for name in ORIGINS:
        assert load(name).with_(days=730, mirroring=1.0).title


def test_who_is_given_up_stops():
    with pytest.raises(Cancelled):
        next(lives("mixed-population", 0.5, 987, lambda: True))


def test_the_page_says_what_it_is_not():
    for said in ("types nobody", "Most families change", "links in studies are small"):
        assert said in page.NOT
    assert [field.key for field in page.fields("low-risk", 0.5, 3)] == list(page.KEYS)


def test_the_window_is_called_by_whom_its_page_shows():
    from attune_dashboard.app import window

    couple = Choice(extra=(("couple", "one-secure"),))
    assert window(couple, "/couple", "Couple").startswith(load_couple("one-secure").title)
    lives = Choice(extra=(("origin", "low-risk"),))
    assert window(lives, "/lives", "Lives").startswith(load("low-risk").title)
    assert window(lives, "/map", "Map").startswith(Choice().preset().title)

"""The table of published figures, as it ships."""

import math
import re

from attune_sim.evidence import published


def test_what_was_not_found_stays_empty():
    empty = [f for f in published().values() if f.certainty == "not found"]
    assert empty
    assert all(math.isnan(f.value) for f in empty)


ABBREVIATED = re.compile(r"->|>=|\b(?:[A-Z]{2,}|[B-Z]|mo|wk|vs|incl|n\.s\.)(?![\w'])")
"""What a newcomer would have to look up."""


NAMES = re.compile(r"\b(?:US|UK|NICHD|ECLS-B|Generation R|Q-sort|inverted U)\b|R01HD\d+")


def test_the_table_is_in_whole_words():
    for row in published().values():
        for text in (row.finding, row.measure, row.population):
            assert not ABBREVIATED.search(NAMES.sub("", text)), f"{row.id}: {text}"


def test_a_figure_is_told_with_its_interval_and_what_it_measures():
    minus = "\N{MINUS SIGN}"
    assert published()["4.02a"].figure == "0.25 (0.22 to 0.28), r"
    assert published()["10.03a"].figure == f"{minus}0.001, Hedges' g"
    assert published()["10.03e"].figure == f"{minus}0.06/{minus}0.06/0.01, Hedges' g"
    assert published()["3.17"].figure == "1-7, scale range"
    assert published()["2.02"].figure == ""  # a direction


def test_a_row_is_told_in_a_line():
    line = published()["1.02"].line
    assert line.startswith("1.02 Matched share of time in typical play")
    assert ": 0.3, proportion of time matched. Tronick & Gold 2020" in line
    assert line.endswith("[second-hand]")
    assert "as stated" not in published()["10.01"].line

import math
import re

import pytest

from attune_sim.errors import InputError
from attune_sim.evidence import published
from attune_sim.evidence.findings.published import COLUMNS, read_published

HEADER = ",".join(COLUMNS)


def row(name="9.9", value="0.3", low="", high="", n="54"):
    return f"{name},topic,finding,r,{value},{low},{high},{n},who,who wrote,doi,abstract read"


@pytest.fixture
def table(tmp_path):
    def write(*lines):
        path = tmp_path / "figures.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def test_a_row_gives_its_numbers_and_words(table):
    found = read_published(table(HEADER, row(low="0.2", high="0.4")))["9.9"]
    assert (found.value, found.low, found.high, found.n) == (0.3, 0.2, 0.4, 54)
    assert (found.text, found.certainty, found.doi) == ("0.3", "abstract read", "doi")


@pytest.mark.parametrize("text", ["increase", "UNKNOWN", "0.65/0.21/0.14", "", "inf"])
def test_what_is_no_number_is_kept_as_text_only(table, text):
    found = read_published(table(HEADER, row(value=text)))["9.9"]
    assert math.isnan(found.value)
    assert found.text == text


@pytest.mark.parametrize("n", ["about 950", "~2000", "k=8", ""])
def test_a_size_that_is_no_number_is_unknown(table, n):
    assert read_published(table(HEADER, row(n=n)))["9.9"].n is None


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([HEADER.replace(",certainty", ""), row()], "no column certainty"),
        ([HEADER, row(name="")], "line 2 has no id"),
        ([HEADER, row(), row()], "line 3 gives the id 9.9 twice"),
        ([""], "no column id"),
    ],
)
def test_a_faulty_table_is_told(table, lines, told):
    path = table(*lines)
    with pytest.raises(InputError) as error:
        read_published(path)
    assert str(path) in str(error.value)
    assert told in str(error.value)


def test_a_missing_table_is_told(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv"):
        read_published(tmp_path / "none.csv")


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

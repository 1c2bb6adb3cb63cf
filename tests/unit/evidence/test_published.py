import math

import pytest

from attune_sim.errors import InputError
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

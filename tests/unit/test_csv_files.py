"""CSV that spreadsheets, R and Python read as it was written."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from attune_sim.csv_files import PLAIN, Dialect, csv_text, write_csv
from attune_sim.errors import InputError

TABLE = pd.DataFrame(
    {
        "level": ['ä; "b", c', "two\nlines", "plain"],
        "seed": [1, 2**53 - 1, 3],
        "share": [0.1 + 0.2, np.nan, -1.5],
    }
)


@pytest.mark.parametrize("sep", [",", ";", "|", "tab", "\\t"])
@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("bom", [False, True])
def test_what_is_written_is_read_back(tmp_path, sep, decimal, bom):
    if sep == decimal:
        return
    dialect = Dialect(sep, decimal, bom)
    path = tmp_path / "table.csv"
    assert write_csv([TABLE[:1], TABLE[1:1], TABLE[1:]], path, dialect) == 3
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == bom
    assert path.read_bytes().count(b"\xef\xbb\xbf") == bom
    back = pd.read_csv(path, sep=dialect.sep, decimal=decimal, encoding=dialect.encoding)
    assert_frame_equal(back, TABLE, rtol=0, atol=0)


def test_numbers_keep_their_digits_and_what_is_undefined_is_empty():
    assert csv_text(TABLE.drop(columns="level")) == (
        "seed,share\n1,0.30000000000000004\n9007199254740991,\n3,-1.5\n"
    )


def test_a_table_without_rows_has_its_heading(tmp_path):
    assert write_csv([TABLE[:0]], tmp_path / "table.csv") == 0
    assert (tmp_path / "table.csv").read_text() == "level,seed,share\n"


@pytest.mark.parametrize(
    "text", ["=SUM(A1:A9)", "+1+1", "-2+3", "@now", "\t=1", "-no learning", "-1 to +cmd", "=1 to 2"]
)
def test_what_a_spreadsheet_would_run_is_text(text):
    table = pd.DataFrame({"level": [text, None], text: [1, 2]})
    with_mark = pd.read_csv(pd.io.common.StringIO(csv_text(table)))
    assert list(with_mark) == ["level", f"'{text}"]
    assert with_mark["level"][0] == f"'{text}"


@pytest.mark.parametrize("text", ["-1.5", "+3", "plain", "a=b", "1-2", "-1.5 to 1"])
def test_what_is_no_formula_stays(text):
    assert csv_text(pd.DataFrame({"level": [text]})) == f"level\n{text}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"sep": "."}, "sep = '.' is not one of"),
        ({"sep": "ab"}, "sep = 'ab'"),
        ({"sep": ""}, "sep = ''"),
        ({"decimal": "'"}, "decimal = "),
        ({"decimal": ","}, "sep and decimal are both ','"),
    ],
)
def test_a_dialect_that_cannot_be_taken_apart_is_refused(words, said):
    with pytest.raises(InputError, match=said):
        Dialect(**words)
    assert Dialect() == PLAIN

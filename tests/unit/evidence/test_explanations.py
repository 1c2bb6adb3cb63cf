"""Explanations of what is missed: every wrong verdict has one."""

import pytest

from attune_sim.errors import InputError
from attune_sim.evidence.validation.explanations import read_explanations

ONE = '[[explanation]]\nfindings = ["share-secure"]\nwhy = "Because."\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ONE.replace("share-secure", "share-secur"), ["explanation 1", "'share-secur'", "did you"]),
        (ONE + ONE, ["'share-secure' is explained twice"]),
        (ONE.replace('why = "Because."', ""), ["explanation 1", "'why' is missing"]),
        (ONE.replace('["share-secure"]', "[]"), ["findings = []"]),
        (ONE + "tired = 3", ["'tired'", "did you mean tried"]),
    ],
)
def test_a_malformed_file_names_file_entry_and_key(tmp_path, text, told):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_explanations(path)
    for words in ["mine.toml", *told]:
        assert words in str(error.value)

"""Explanations of what is missed: every wrong verdict has one."""

import pytest

from attune_sim.errors import InputError
from attune_sim.evidence import stored_validation
from attune_sim.evidence.validation.explanations import explanations, read_explanations

ONE = '[[explanation]]\nfindings = ["share-secure"]\nwhy = "Because."\n'


def test_every_wrong_verdict_is_explained():
    wrong = {c.id for c in stored_validation().comparisons if c.verdict == "wrong"}
    unexplained = sorted(wrong - set(explanations()))
    assert not unexplained, f"no explanation in explanations.toml for: {', '.join(unexplained)}"


def test_an_explanation_ends_as_a_sentence():
    for name, explanation in explanations().items():
        assert explanation.why.endswith("."), name
        assert explanation.tried == "" or explanation.tried.endswith("."), name


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

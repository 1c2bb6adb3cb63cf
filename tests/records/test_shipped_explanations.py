"""The explanations that ship: every wrong verdict has one."""

from attune_sim.evidence import stored_validation
from attune_sim.evidence.validation.explanations import explanations


def test_every_wrong_verdict_is_explained():
    wrong = {c.id for c in stored_validation().comparisons if c.verdict == "wrong"}
    unexplained = sorted(wrong - set(explanations()))
    assert not unexplained, f"no explanation in explanations.toml for: {', '.join(unexplained)}"


def test_an_explanation_ends_as_a_sentence():
    for name, explanation in explanations().items():
        assert explanation.why.endswith("."), name
        assert explanation.tried == "" or explanation.tried.endswith("."), name

"""Claims: how a verdict follows, what ships, and what is said of a malformed file."""

from dataclasses import replace

import pytest

from attune_sim.errors import InputError
from attune_sim.evidence import read_claims, standing, stored_validation
from attune_sim.evidence.claims.claims import CLAIM_VERDICTS
from attune_sim.evidence.claims.standing import claim_as_dict

ONE = """
[[claim]]
id = "mine"
topic = "Answering"
title = "Care counts"
said = "It is said that care counts."
found = "Studies found that it does."
evidence = ["4.02b"]
model = "So it does here."
"""
FINDINGS = 'findings = ["sensitivity-security", "response-latency"]\n'
JUDGEMENT = '[claim.judgement]\nverdict = "built in"\nreason = "It was put in."\n'
A, B = "sensitivity-security", "matching-no-mid-range"


@pytest.fixture
def claim_file(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def record_with():
    """The stored record with these verdicts of findings, and directions, in place of its own."""

    def make(**verdicts):
        changed = {k.replace("_", "-"): v for k, v in verdicts.items()}
        return replace(
            stored_validation(),
            comparisons=tuple(
                replace(c, verdict=changed[c.id][0], direction=changed[c.id][1])
                for c in stored_validation().comparisons
                if c.id in changed
            ),
        )

    return make


INSIDE, DIRECTION, WRONG = ("inside", None), ("right direction", None), ("wrong", None)
NEAR, OPEN, NEVER = ("same order", None), ("cannot tell", 1), ("not testable", 0)


@pytest.mark.parametrize(
    ("for_it", "against_it", "verdict"),
    [
        ((INSIDE, INSIDE), (), "supported in the model"),
        ((INSIDE, ("inside", 1)), (), "supported in the model"),
        ((INSIDE, DIRECTION), (), "supported in direction"),
        ((DIRECTION, DIRECTION), (), "supported in direction"),
        ((INSIDE, WRONG), (), "supported in part"),
        ((INSIDE, NEAR), (), "supported in direction"),
        ((INSIDE, OPEN), (), "supported in part"),
        ((DIRECTION, NEVER), (), "supported in part"),
        ((OPEN, NEVER), (), "cannot tell"),
        ((WRONG, OPEN), (), "not reproduced"),
        ((WRONG, WRONG), (), "not reproduced"),
        ((INSIDE,), (INSIDE,), "supported in part"),
        ((INSIDE,), (WRONG,), "supported in the model"),
        ((OPEN,), (INSIDE,), "not reproduced"),
        ((), (INSIDE,), "the model contradicts it"),
        ((), (DIRECTION,), "the model contradicts it"),
        ((), (WRONG,), "not reproduced"),
        ((), (OPEN,), "cannot tell"),
        ((), (), "not examined"),
    ],
)
def test_a_verdict_follows_from_those_of_its_findings(
    claim_file, record_with, for_it, against_it, verdict
):
    ids = [c.id for c in stored_validation().comparisons]
    findings, against = ids[:2], ids[2:3]
    (claim,) = read_claims(claim_file(f"{ONE}findings = {findings}\nagainst = {against}\n"))
    given = dict(zip(findings, for_it, strict=False)) | dict(zip(against, against_it, strict=False))
    stands = standing(claim, record_with(**given))
    assert stands.verdict == verdict
    assert "count once" not in stands.basis
    assert stands.reason == ""
    assert sum(stands.counts.values()) == len(for_it)


def test_what_a_claim_hangs_on_is_said_with_its_verdict(claim_file, record_with):
    (claim,) = read_claims(claim_file(f'{ONE}findings = ["{A}"]\nonly_if = "it rains"\n'))

    def words(verdict):
        return standing(claim, record_with(**{A: verdict})).words

    assert words(INSIDE) == "holds only if it rains"
    assert words(DIRECTION) == "holds in direction, and only if it rains"
    assert words(WRONG) == "not reproduced"


def test_the_basis_counts_what_speaks_for_and_against(claim_file, record_with):
    (claim,) = read_claims(claim_file(f'{ONE}findings = ["{A}"]\nagainst = ["{B}"]\n'))
    basis = standing(claim, record_with(**{A: WRONG, B: INSIDE})).basis
    assert "Stored verdicts of one finding that would support it: wrong" in basis
    assert "of one finding that would contradict it: inside" in basis
    (judged,) = read_claims(claim_file(ONE + JUDGEMENT))
    assert standing(judged, stored_validation()).basis == "By judgement. It was put in."
    assert standing(judged, stored_validation()).words == "built in"


def test_a_claim_in_plain_types_carries_its_figures_and_how_they_are_known(claim_file):
    (claim,) = read_claims(claim_file(ONE + FINDINGS))
    plain = claim_as_dict(claim, stored_validation())
    assert plain["evidence"][0]["certainty"] == "abstract read"
    assert [c["id"] for c in plain["findings"]] == list(claim.findings)
    assert plain["verdict"] in CLAIM_VERDICTS
    assert plain["record"]["date"] == stored_validation().date


# --- what ships ---------------------------------------------------------------------------------


# --- malformed files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ONE, ["claim 'mine'", "either findings", "or a judgement"]),
        (ONE + FINDINGS + JUDGEMENT, ["claim 'mine'", "either findings"]),
        (ONE.replace("4.02b", "4.02z") + FINDINGS, ["claim 'mine'", "row", "'4.02z'", "4.02b"]),
        (ONE + 'findings = ["sensitivity-securty"]', ["'sensitivity-securty'", "did you mean"]),
        (ONE + 'against = ["nothing-like-it"]', ["finding 'nothing-like-it'"]),
        (ONE.replace("said =", "sayd =") + FINDINGS, ["claim 'mine'", "sa"]),
        (ONE + FINDINGS + 'expriments = ["dose"]', ["'expriments'", "did you mean experiments"]),
        (ONE.replace('found = "S', 'found = 3 # "S') + FINDINGS, ["found = 3", "not text"]),
        (ONE + 'findings = "sensitivity-security"', ["findings = 'sensi", "a list of names"]),
        (ONE + "findings = [3]", ["claim 'mine'", "findings = [3]"]),
        (ONE.replace('"mine"', '"Mine!"') + FINDINGS, ["id = 'Mine!'", "small letters"]),
        (ONE + JUDGEMENT.replace("built in", "true"), ["judgement.verdict = 'true'", "built in"]),
        (ONE + '[claim.judgement]\nverdict = "built in"', ["key 'reason' in judgement is missing"]),
        (ONE + FINDINGS + ONE + FINDINGS, ["two entries [[claim]] have the id 'mine'"]),
        ("[claims]\nid = 3", ["no key 'claims'", "[[claim]]"]),
        ("", ["holds no claim"]),
        ("claim = [3]", ["claim 1", "3 is not a table"]),
        ("claim = 3", ["holds no claim"]),
        ("[[claim]", ["not valid TOML"]),
    ],
)
def test_a_malformed_file_names_file_claim_and_key(claim_file, text, told):
    with pytest.raises(InputError) as error:
        read_claims(claim_file(text))
    for words in ["mine.toml", *told]:
        assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="there is no file"):
        read_claims(tmp_path / "none.toml")


def test_findings_on_one_number_count_once(claim_file):
    both = ["avoidant-display", "avoidant-arousal", "avoidant-arousal-higher"]
    (claim,) = read_claims(claim_file(f"{ONE}findings = {both}\n"))
    stands = standing(claim, stored_validation())
    assert sum(stands.counts.values()) == 2
    assert "count once" in stands.basis

"""attune-sim claims: the list, one claim, for people and for machines."""

from __future__ import annotations

import json

import pytest

from attune_sim.evidence import claims, published, standing, stored_validation


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_claim_is_listed_with_its_verdict(attune):
    answer = attune("claims")
    assert (answer.code, answer.err) == (0, "")
    assert max(map(len, answer.out.splitlines())) <= 80
    for c in claims():
        assert c.id in answer.out
        assert c.title.split()[0] in answer.out
    assert "Nothing here assesses anyone" in answer.out
    listed = json.loads(attune("claims", "--json").out)
    assert [c["id"] for c in listed] == [c.id for c in claims()]
    for entry, claim in zip(listed, claims(), strict=True):
        stands = standing(claim, stored_validation())
        assert set(entry) == {"id", "topic", "title", "verdict", "words"}
        assert (entry["verdict"], entry["words"]) == (stands.verdict, stands.words)


def test_one_claim_can_be_read(attune, subtests):
    for claim in claims():
        with subtests.test(claim.id):
            answer = attune("claims", claim.id)
            assert (answer.code, answer.err) == (0, "")
            assert max(map(len, answer.out.splitlines())) <= 80
            read, stands = flat(answer.out), standing(claim, stored_validation())
            said = (claim.title, claim.said, claim.found, claim.model)
            for text in (*said, stands.words, stands.basis):
                assert text in read
            for row in claim.evidence:
                assert f"[{published()[row].certainty}]" in read
            for finding in (*claim.findings, *claim.against):
                assert finding in answer.out
            for table in claim.experiments:
                assert table in read
            assert (stored_validation().date in read) == bool(claim.findings or claim.against)


def test_one_claim_for_machines_has_published_and_stored_figures(attune):
    found = json.loads(attune("claims", "calm-face", "--json").out, parse_constant=pytest.fail)
    record = stored_validation().by_id()
    assert found["id"] == "calm-face"
    for c in found["findings"]:
        assert c["model"]["value"] == record[c["id"]].model.value
        assert set(c["published"]) == {"value", "low", "high", "n", "certainty"}
    for row in found["evidence"]:
        assert row["certainty"] == published()[row["id"]].certainty
    assert found["basis"]


def test_a_misspelt_claim_is_answered_with_the_near_one(attune):
    answer = attune("claims", "calm-fase")
    assert (answer.code, answer.out) == (2, "")
    assert "there is no claim 'calm-fase'; did you mean calm-face" in answer.err


def test_nothing_is_simulated(attune, monkeypatch):
    def refuse(*_args, **_named):
        pytest.fail("a claim was simulated")

    monkeypatch.setattr("attune_sim.dyad.days.live", refuse)
    assert attune("claims", "a-third-is-enough").code == 0

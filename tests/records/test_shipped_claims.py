"""The claims that come with the package, and the figures that they rest on."""

import re

from attune_sim.evidence import claims, published, stored_validation

WORDS_TO_AVOID = ("mother", "secure child", "insecure child", "difficult", "proves", "validated")


def test_many_claims_are_shipped_each_with_an_id_of_its_own():
    found = claims()
    assert 50 <= len(found) <= 80
    assert len({c.id for c in found}) == len({c.title for c in found}) == len(found)


def test_a_shipped_claim_says_everything_and_types_no_result(subtests):
    for claim in claims():
        with subtests.test(claim.id):
            for text in (claim.said, claim.found, claim.model):
                assert text.endswith((".", "?"))
            assert claim.evidence
            rest = claim.judgement.reason if claim.judgement else ""
            for text in (claim.found, claim.model, claim.only_if, rest):
                assert not re.search(r"\d", text), "figures are printed from the tables, not typed"


def test_a_shipped_claim_speaks_of_people_with_care(subtests):
    for claim in claims():
        with subtests.test(claim.id):
            text = f"{claim.title} {claim.said} {claim.found} {claim.model}".lower()
            for word in WORDS_TO_AVOID:
                assert not re.search(rf"\b{word}\b", text)


def test_every_finding_of_a_claim_is_stored():
    stored_ids = set(stored_validation().by_id())
    for c in claims():
        assert {*c.findings, *c.against} <= stored_ids, c.id


def test_no_claim_about_a_finding_known_only_by_memory_hides_that():
    rows = published()
    for c in claims():
        shown = {rows[row].certainty for row in c.evidence}
        for finding in (*c.findings, *c.against):
            certainty = stored_validation().by_id()[finding].certainty
            if certainty != "abstract read":
                assert shown - {"abstract read"}, f"{c.id}: {finding} is {certainty}"

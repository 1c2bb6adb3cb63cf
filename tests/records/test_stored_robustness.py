"""The stored robustness runs are of this model and of the conclusions that stand today."""

from attune_sim.evidence.robustness.alternatives import alternatives
from attune_sim.evidence.robustness.conclusions import conclusions
from attune_sim.evidence.robustness.record import FILE, asked, stored_robustness
from attune_sim.identity import MODEL


def test_the_record_is_of_this_model_and_these_conclusions():
    found = stored_robustness()
    again = "run python docs/record_robustness.py"
    assert found.model == MODEL, again
    assert found.asked == asked(conclusions(), alternatives()), again
    assert [s.id for s in found.standings] == [c.id for c in conclusions()], again
    assert found.families == sum(c.families * len(c.arms) for c in conclusions()), again
    assert found.draws >= 8, again
    assert found.disturbances >= 8, again


def test_the_record_says_how_every_conclusion_stands_with_every_alternative():
    by_id = {c.id: c for c in conclusions()}
    for standing in stored_robustness().standings:
        concerned = {a.id for a in alternatives() if a.concerns(by_id[standing.id])}
        assert set(standing.alternatives) == concerned
        assert len(standing.draws) == stored_robustness().draws


def test_the_verdicts_are_those_that_follow_from_the_stored_numbers():
    again = "run python docs/record_robustness.py --judge"
    assert stored_robustness() == stored_robustness().judged(conclusions()), again


def test_a_record_is_written_as_it_was_read():
    assert stored_robustness().text() == FILE.read_text(encoding="utf-8")

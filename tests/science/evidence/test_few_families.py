"""Fewer simulated families never mean more agreement with studies."""

from attune_sim.evidence import findings, stored_validation, validate
from attune_sim.evidence.validation.tally import tally
from attune_sim.evidence.verdicts import CANNOT_TELL, INSIDE, VERDICTS, WRONG


def agreeing(found, least):
    return sum(n for name, n in tally(found).items() if VERDICTS[name].agreement >= least)


FEW = 8
"""Families a cohort: as many as live side by side, and few enough for wide intervals."""


def test_few_families_do_not_agree_more_than_the_record():
    record = stored_validation()
    few, full = validate(findings(), families=FEW), record.comparisons
    assert record.families > 100 * FEW
    for least in (1, 2):
        assert agreeing(few, least) < agreeing(full, least)
    assert tally(few)[CANNOT_TELL] > tally(full)[CANNOT_TELL] + 20
    wrong = {c.id for c in full if c.verdict == WRONG}
    assert not [c.id for c in few if c.id in wrong and c.verdict == INSIDE]

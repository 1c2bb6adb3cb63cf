"""Fewer simulated families never mean more agreement with studies."""

from attune_sim.evidence import findings, stored_validation, validate
from attune_sim.evidence.validation.tally import tally
from attune_sim.evidence.verdicts import CANNOT_TELL, INSIDE, VERDICTS, WRONG


def agreeing(found, least):
    return sum(n for name, n in tally(found).items() if VERDICTS[name].agreement >= least)


FEW = 16
"""Families a cohort: of so few, intervals are wide."""


def test_few_families_do_not_agree_more_than_the_record():
    record = stored_validation()
    # Couples take as long as all others together.
    asked = [f for f in findings() if not any(g.couples for g in f.groups.values())]
    ids = {finding.id for finding in asked}
    few, full = validate(asked, families=FEW), [c for c in record.comparisons if c.id in ids]
    assert len(few) == len(full) > 150
    assert record.families > 100 * FEW
    for least in (1, 2):
        assert agreeing(few, least) < agreeing(full, least)
    assert tally(few)[CANNOT_TELL] > tally(full)[CANNOT_TELL] + 20
    wrong = {c.id for c in full if c.verdict == WRONG}
    assert not [c.id for c in few if c.id in wrong and c.verdict == INSIDE]

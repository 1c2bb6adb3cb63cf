"""The vocabulary of verdicts: one name, symbol and sentence for each, wherever one is shown."""

from attune_sim.cli.terminal import comparisons
from attune_sim.evidence import stored_validation
from attune_sim.evidence.verdicts import READING, VERDICTS
from attune_sim.figures.evidence import marks


def test_every_verdict_can_be_told_apart_without_colour():
    for looks in ({v.symbol for v in VERDICTS.values()}, {v.shape for v in VERDICTS.values()}):
        assert len(looks) == len(VERDICTS)


def test_every_verdict_has_a_colour_on_the_terminal_and_in_figures():
    assert comparisons.COLOURS.keys() == marks.COLOURS.keys() == VERDICTS.keys()


def test_how_to_read_verdicts_names_each():
    for verdict in VERDICTS.values():
        assert f"{verdict.name}: {verdict.sentence}".lower() in READING.lower()


def test_a_verdict_that_says_nothing_either_way_has_an_open_symbol():
    for verdict in VERDICTS.values():
        says_nothing = verdict.name in ("cannot tell", "not testable")
        assert says_nothing == verdict.shape.endswith("-open") == (verdict.symbol in "○□")
        assert not (says_nothing and verdict.agreement)


def test_the_record_has_no_verdict_of_its_own():
    assert {c.verdict for c in stored_validation().comparisons} <= VERDICTS.keys()

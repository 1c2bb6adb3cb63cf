"""The verdicts on a finding: how the model's value compares with the published one.

Terminal, pages, figures and documents show these names and symbols, and walk VERDICTS wherever all
verdicts are listed. The rules by which a verdict is given stand in `validation.judgement`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict.

    Attributes:
        name: as it is stored and shown.
        symbol: one character, to be told apart without colour; an open one says nothing either way.
        shape: the same symbol as plotly names it.
        sentence: what it says, to follow the name and a colon.
        agreement: how well the model agrees: 2 within error, 1 roughly, 0 not, or not known.
    """

    name: str
    symbol: str
    shape: str
    sentence: str
    agreement: int

    @property
    def marked(self) -> str:
        """Symbol and name."""
        return f"{self.symbol} {self.name}"


INSIDE, DIRECTION, SAME_ORDER, WRONG, CANNOT_TELL, NOT_TESTABLE = (
    "inside",
    "right direction",
    "same order",
    "wrong",
    "cannot tell",
    "not testable",
)

VERDICTS: dict[str, Verdict] = {
    verdict.name: verdict
    for verdict in (
        Verdict(
            INSIDE, "●", "circle", "the model agrees with the published figure within error", 2
        ),
        Verdict(
            DIRECTION,
            "◆",
            "diamond",
            "it points the same way, but its size is not shown to agree",
            1,
        ),
        Verdict(
            SAME_ORDER,
            "■",
            "square",
            "a share, mean or ratio between half and double the published one, but not within"
            " error",
            1,
        ),
        Verdict(WRONG, "✗", "x", "it disagrees, or shows nothing where studies found something", 0),
        Verdict(
            CANNOT_TELL,
            "○",
            "circle-open",
            "the model's interval is too wide to say; more simulated families may decide",
            0,
        ),
        Verdict(
            NOT_TESTABLE,
            "□",
            "square-open",
            "the study is too small, or of unknown size, to show what it reports, whatever the"
            " model does",
            0,
        ),
    )
}
"""All verdicts by name: those that say something first, best agreement first."""

READING = (
    "; ".join(f"{v.name}: {v.sentence}" for v in VERDICTS.values()).capitalize()
    + ". Where only a direction was published, 'inside' means the model's whole interval lies on"
    " that side and nine in ten studies of that size would detect even its near end. Where no"
    " difference was published, 'inside' means the model's 90% interval leaves no difference that"
    " matters (d .20, r or bend .10). Fewer simulated families never count as more agreement."
)
"""How to read a verdict; shown beside every table and figure of verdicts."""

"""The verdicts on a finding: how the model's value compares with the published one.

Terminal, pages, figures and documents show these names and symbols, and walk VERDICTS wherever all
verdicts are listed. The rules by which a verdict is given stand in `validation.comparison`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict.

    Attributes:
        name: as it is stored and shown.
        symbol: one character, to be told apart without colour.
        shape: the same symbol as plotly names it.
        sentence: what it says, to follow the name and a colon.
        agreement: how well the model agrees, more is better; None where nothing is said about that.
    """

    name: str
    symbol: str
    shape: str
    sentence: str
    agreement: int | None

    @property
    def marked(self) -> str:
        """Symbol and name."""
        return f"{self.symbol} {self.name}"


INSIDE, DIRECTION, WRONG = "inside", "right direction", "wrong"

VERDICTS: dict[str, Verdict] = {
    verdict.name: verdict
    for verdict in (
        Verdict(
            INSIDE, "●", "circle", "the model agrees with the published figure within error", 2
        ),
        Verdict(DIRECTION, "◆", "diamond", "it points the same way but differs in size", 1),
        Verdict(WRONG, "✗", "x", "it does neither", 0),
    )
}
"""All verdicts by name, best agreement first."""

READING = (
    "; ".join(f"{v.name}: {v.sentence}" for v in VERDICTS.values()).capitalize()
    + ". Where only a direction was published, 'inside' means the model's whole interval lies on"
    " that side and nine in ten studies of that size would detect it. Where no interval was"
    " published, the range of single studies of that size in the model decides (studies of 100"
    " families where the size is unknown)."
)
"""How to read a verdict; shown beside every table and figure of verdicts."""

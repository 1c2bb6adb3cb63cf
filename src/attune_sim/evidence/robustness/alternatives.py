"""Alternatives as data: choices of structure or ruler made otherwise, and null models."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from attune_sim.evidence.entries import Id, read_entries
from attune_sim.evidence.robustness.conclusions import Conclusion
from attune_sim.outcomes import OUTCOMES
from attune_sim.scenario import Values
from attune_sim.textfiles.checked import Table
from attune_sim.textfiles.kinds import Line, Note, check_known, one_of

FILE = Path(str(resources.files("attune_sim.evidence.robustness") / "alternatives.toml"))

Kind = Literal["choice", "null"]
CHOICE, NULL = get_args(Kind)


class Alternative(Table):
    """One alternative.

    Attributes:
        id: short name.
        title: in words, to follow 'with'.
        kind: 'choice' of structure or ruler, or 'null' model.
        parameters: values in place of the defaults.
        instead: outcomes in place of others.
        there: of a null model, what it says of an effect that is there with it.
        not_there: of a null model, what it says of an effect that is not.
    """

    id: Id
    title: Line
    kind: Annotated[Kind, one_of(CHOICE, NULL)]
    parameters: Values = Field(default_factory=dict)
    instead: dict[str, Line] = Field(default_factory=dict)

    there: Note = ""
    not_there: Note = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.parameters and not self.instead:
            raise ValueError("nothing is different; give parameters or instead")
        if not (bool(self.there) == bool(self.not_there) == (self.kind == NULL)):
            raise ValueError(
                "a null model needs 'there' and 'not_there', and a choice takes neither"
            )
        for name in (*self.instead, *self.instead.values()):
            check_known(name, OUTCOMES, "outcome")
        return self

    def concerns(self, conclusion: Conclusion) -> bool:
        """Whether it can make a difference to a conclusion."""
        return not self.instead or bool(conclusion.outcomes & set(self.instead))


def read_alternatives(path: Path) -> tuple[Alternative, ...]:
    """The alternatives of a TOML file.

    Raises:
        InputError: that names the file, the line, the alternative and the key.
    """
    return read_entries(path, "alternative", Alternative)


@cache
def alternatives() -> tuple[Alternative, ...]:
    """The alternatives that come with the package."""
    return read_alternatives(FILE)

"""Alternatives as data: choices of structure or ruler made otherwise, and null models."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, StrictStr, model_validator

from attune_sim.evidence.entries import Entry, Text, check_known, read_entries
from attune_sim.evidence.robustness.conclusions import Conclusion, Id, once
from attune_sim.outcomes import OUTCOMES
from attune_sim.scenario import Value, check_value

FILE = Path(str(resources.files("attune_sim.evidence.robustness") / "alternatives.toml"))

Kind = Literal["choice", "null"]
CHOICE, NULL = get_args(Kind)


class Alternative(Entry):
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
    title: Text
    kind: Annotated[Kind, Field(description="'choice' or 'null'")]
    parameters: dict[StrictStr, Any] = Field(default_factory=dict)
    instead: dict[StrictStr, StrictStr] = Field(default_factory=dict)

    there: Text = ""
    not_there: Text = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.parameters and not self.instead:
            raise ValueError("nothing is different; give parameters or instead")
        if not (bool(self.there) == bool(self.not_there) == (self.kind == NULL)):
            raise ValueError(
                "a null model needs 'there' and 'not_there', and a choice takes neither"
            )
        self.values()
        check_known([*self.instead, *self.instead.values()], OUTCOMES, "outcome")
        return self

    def values(self) -> dict[str, Value]:
        """The parameter values, checked."""
        return {name: check_value(name, raw) for name, raw in self.parameters.items()}

    def concerns(self, conclusion: Conclusion) -> bool:
        """Whether it can make a difference to a conclusion."""
        return not self.instead or bool(conclusion.outcomes & set(self.instead))


def read_alternatives(path: Path) -> tuple[Alternative, ...]:
    """The alternatives of a TOML file.

    Raises:
        InputError: that names the file, the alternative and the key.
    """
    return once(path, "alternative", read_entries(path, "alternative", Alternative))


@cache
def alternatives() -> tuple[Alternative, ...]:
    """The alternatives that come with the package."""
    return read_alternatives(FILE)

"""What was found, kept with the package: read without simulating anything."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from attune_sim import __version__
from attune_sim.errors import InputError
from attune_sim.evidence.robustness.alternatives import Alternative
from attune_sim.evidence.robustness.conclusions import Conclusion
from attune_sim.evidence.robustness.conditions import (
    ALTERNATIVE,
    DEFAULT,
    DISTURBED,
    DRAW,
    conditions,
)
from attune_sim.evidence.robustness.effect import (
    STANDS,
    WEAKER,
    Effect,
    RobustnessVerdict,
    verdict,
)
from attune_sim.evidence.robustness.examination import SEED, examine
from attune_sim.identity import MODEL, defaults

FILE = Path(str(resources.files("attune_sim.evidence.robustness") / "shipped.json"))
"""Written by docs/record_robustness.py."""
DIGITS = 4

Number = Annotated[float, BeforeValidator(lambda x: math.nan if x is None else x)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class Found(_Part):
    """An effect with its 95% interval and verdict; NaN where it is undefined."""

    value: Number
    low: Number
    high: Number
    verdict: RobustnessVerdict

    @property
    def holds(self) -> bool:
        """Whether the conclusion is drawn from it, weaker or not."""
        return self.verdict in (STANDS, WEAKER)


class Standing(_Part):
    """The results for one conclusion.

    Attributes:
        id: of the conclusion.
        default: with the defaults.
        draws: of the posterior.
        disturbed: the constants disturbed.
        alternatives: by id; those that do not concern it are left out.
    """

    id: str
    default: Found
    draws: tuple[Found, ...]
    disturbed: tuple[Found, ...]
    alternatives: dict[str, Found]

    def judged(self, conclusion: Conclusion) -> Standing:
        """With the verdicts that follow from its numbers."""

        def anew(found: Found) -> Found:
            effect = Effect(found.value, found.low, found.high)
            rule = verdict(effect, conclusion.sign, conclusion.margin, self.default.value)
            return found.model_copy(update={"verdict": rule})

        return Standing(
            id=self.id,
            default=anew(self.default),
            draws=tuple(map(anew, self.draws)),
            disturbed=tuple(map(anew, self.disturbed)),
            alternatives={name: anew(found) for name, found in self.alternatives.items()},
        )


class RobustnessRecord(_Part):
    """The results, with the date and the versions of program and model.

    Attributes:
        date: as YYYY-MM-DD.
        version: of attune-sim.
        model: number of the model's equations.
        asked: what identifies conclusions, alternatives and defaults, see `asked`.
        seed: of random numbers and disturbances.
        families: in all arms of the defaults.
        standings: one a conclusion, in their order.
    """

    date: str
    version: str
    model: int
    asked: str
    seed: int
    families: int
    standings: tuple[Standing, ...]

    @property
    def draws(self) -> int:
        """How many draws of the posterior."""
        return len(self.standings[0].draws)

    @property
    def disturbances(self) -> int:
        """How many disturbances of the constants."""
        return len(self.standings[0].disturbed)

    def judged(self, conclusions: Sequence[Conclusion]) -> RobustnessRecord:
        """The same numbers with the verdicts that follow from them by the rules of today."""
        by_id = {c.id: c for c in conclusions}
        return self.model_copy(
            update={"standings": tuple(s.judged(by_id[s.id]) for s in self.standings)}
        )

    def text(self) -> str:
        """As in the file, a line a conclusion."""
        raw = json.loads(self.model_dump_json())
        lines = [json.dumps(standing, allow_nan=False) for standing in raw.pop("standings")]
        head = json.dumps(raw, indent=1, allow_nan=False).removesuffix("\n}")
        return head + ',\n "standings": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"


def asked(conclusions: Sequence[Conclusion], alternatives: Sequence[Alternative]) -> str:
    """A short hash of every contrast, alternative, population and default; words do not count."""
    words = {"statement", "experiments", "title", "there", "not_there"}
    content = [e.model_dump(mode="json", exclude=words) for e in (*conclusions, *alternatives)]
    arms = [arm.scenario({}).as_dict()["parameters"] for c in conclusions for arm in c.arms]
    text = json.dumps([content, arms, defaults()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def record(
    conclusions: Sequence[Conclusion],
    alternatives: Sequence[Alternative],
    draws: pd.DataFrame | None,
    disturbances: int,
    *,
    seed: int = SEED,
    jobs: int = 1,
    report: Callable[[float], None] | None = None,
) -> RobustnessRecord:
    """Ask every conclusion under every condition, and say what was found.

    Args:
        conclusions: what is asked.
        alternatives: one at a time.
        draws: of the posterior, a row a draw; None for none.
        disturbances: of the constants of the dyad, how many.
        seed: of random numbers and disturbances.
        jobs: processes; changes no number.
        report: called with the share of work done since the last call.
    """
    under = conditions(draws, disturbances, alternatives, seed=seed)
    found = examine(conclusions, under, seed=seed, jobs=jobs, report=report)
    standings = []
    for conclusion, row in zip(conclusions, found, strict=True):
        by_kind: dict[str, dict[str, Found]] = {}
        for condition, cell in zip(under, row, strict=True):
            if cell is not None:
                by_kind.setdefault(condition.kind, {})[condition.name] = _found(*cell)
        standings.append(
            Standing(
                id=conclusion.id,
                default=by_kind[DEFAULT][""],
                draws=tuple(by_kind.get(DRAW, {}).values()),
                disturbed=tuple(by_kind.get(DISTURBED, {}).values()),
                alternatives=by_kind.get(ALTERNATIVE, {}),
            )
        )
    return RobustnessRecord(
        date=datetime.now(UTC).date().isoformat(),
        version=__version__,
        model=MODEL,
        asked=asked(conclusions, alternatives),
        seed=seed,
        families=sum(c.families * len(c.arms) for c in conclusions),
        standings=tuple(standings),
    )


def _found(effect: Effect, verdict: RobustnessVerdict) -> Found:
    numbers = {k: round(getattr(effect, k), DIGITS) for k in ("value", "low", "high")}
    return Found.model_validate(numbers | {"verdict": verdict})


def read_robustness(path: Path) -> RobustnessRecord:
    """A record from its JSON file.

    Raises:
        InputError: a file that cannot be read; a missing or unknown entry, with where it is.
    """
    try:
        return RobustnessRecord.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(
            f"{path} is not as robustness is recorded: {where}{': ' if where else ''}{first['msg']}"
        ) from None


@cache
def stored_robustness() -> RobustnessRecord:
    """The record that comes with the package."""
    return read_robustness(FILE)

"""The posterior as data: draws of the free constants that come with the package, or from a file."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_sim.errors import InputError
from attune_sim.evidence.calibration.constants import DYAD, Constants
from attune_sim.identity import MODEL, defaults, difference

if TYPE_CHECKING:
    import pandas as pd


def shipped(free: Constants = DYAD) -> Path:
    """The folder of the calibration of these constants that comes with the package."""
    return Path(str(resources.files("attune_sim.evidence.calibration") / "shipped" / free.name))


def fixed_defaults(free: Constants) -> dict[str, float | int | None]:
    """Defaults of all that calibration does not move: a posterior holds for these.

    Those that are inert are left out, so a parameter that is added with such a default voids no
    calibration.
    """
    return {name: value for name, value in defaults().items() if name not in free.names}


def summary_of(folder: Path | None = None, free: Constants = DYAD) -> dict[str, Any]:
    """The summary of a calibration of these constants: the shipped one, or that of a folder.

    Raises:
        InputError: there is none, it cannot be read, or it is of another model.
    """
    path = (folder or shipped(free)) / "calibration.json"
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"there is no calibration in {path.parent}: {path.name} is missing"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
    if not isinstance(summary, dict):
        raise InputError(f"{path} is not the summary of a calibration")
    _check_model(path, summary, free)
    return summary


def checks(name: str) -> dict[str, Any]:
    """A stored check of the shipped calibration: 'predictive' or 'ablation'."""
    found: dict[str, Any] = json.loads((shipped() / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _check_model(path: Path, summary: dict[str, Any], free: Constants) -> None:
    if summary.get("model") != MODEL:
        raise InputError(
            f"{path} is of model {summary.get('model')}, this is model {MODEL}: its constants would"
            " mean something else here; calibrate again"
        )
    fixed = summary.get("fixed")
    if not isinstance(fixed, dict):
        raise InputError(f"{path} does not say which parameters were fixed; calibrate again")
    other = difference(fixed, fixed_defaults(free))
    if other:
        raise InputError(f"{path} {other}; calibrate again")


def posterior(folder: Path | None = None, free: Constants = DYAD) -> pd.DataFrame:
    """Draws of the free constants: a row a draw, a column a constant.

    Args:
        folder: of a calibration of one's own; the shipped one if left out.
        free: the constants.

    Raises:
        InputError: as `summary_of`, or a table that is not one of the free constants.
    """
    import pandas as pd

    summary_of(folder, free)
    path = (folder or shipped(free)) / "posterior.csv"
    try:
        with path.open("rb") as file:  # a name such as 'file:mine' is an address to pandas
            table = pd.read_csv(file)
    except FileNotFoundError:
        raise InputError(f"{path} is missing") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
    missing = [name for name in free.names if name not in table]
    if missing:
        raise InputError(f"{path} has no column {', '.join(missing)}")
    for constant in free.members:
        column = pd.to_numeric(table[constant.name], errors="coerce")
        off = ~column.between(constant.low, constant.high)
        if off.any():
            row = int(off.to_numpy().argmax())
            raise InputError(
                f"{path}, row {row + 1}: {constant.name} = {table[constant.name].iloc[row]} is not"
                f" a number from {constant.low:g} to {constant.high:g}"
            )
    if table.empty:
        raise InputError(f"{path} has no draws")
    return table[list(free.names)]

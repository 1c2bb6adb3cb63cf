"""Your own classes, named as FILE.py:CLASS, which families use instead of the built-in ones.

    # care.py
    from attune_sim import Caregiver

    class OnLeave(Caregiver):
        def begin_day(self):
            super().begin_day()
            if self.model.day < 180:
                self.responsiveness_today = min(1.0, self.responsiveness_today + 0.1)

`care.py:OnLeave` can then be named in a scenario, a sweep, a study, and on the command line.
"""

from __future__ import annotations

import importlib.util
import sys
import traceback
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from attune_sim.errors import InputError, near
from attune_sim.mesa_model.agents import Caregiver, Infant
from attune_sim.mesa_model.model import AttunementModel
from attune_sim.scenario import class_digest, model_file

KINDS: dict[type, str | None] = {
    AttunementModel: None,
    Caregiver: "caregiver_class",
    Infant: "infant_class",
}
"""What a class may be a subclass of, and as what a model takes it."""


def model_class(named: str) -> type[AttunementModel]:
    """The model that a class named as FILE.py:CLASS makes of AttunementModel.

    Args:
        named: a subclass of AttunementModel, Caregiver or Infant in a Python file.

    Raises:
        InputError: no such file or class, a file that cannot be run, or another kind of class.
    """
    path, name = model_file(named)
    module = _module(path, class_digest(named).partition(":")[0])
    found = {key: value for key, value in vars(module).items() if _is_own(value, module)}
    if name not in found:
        hint = near(name, found) if found else "it has none that a model can take"
        raise InputError(f"{path} has no class '{name}' of a model or an agent; {hint}")
    own = found[name]
    for kind, role in KINDS.items():
        if role is not None and issubclass(own, kind):
            return type(name, (AttunementModel,), {role: own, "__module__": own.__module__})
    model: type[AttunementModel] = own
    return model


def _is_own(value: Any, module: ModuleType) -> bool:
    return (
        isinstance(value, type)
        and value.__module__ == module.__name__
        and issubclass(value, tuple(KINDS))
    )


class _AsItStands(SourceFileLoader):
    """Reads a file as it stands.

    The byte code that Python keeps of it lacks a change within a second that leaves it as long.
    """

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


@lru_cache(maxsize=32)
def _module(path: Path, digest: str) -> ModuleType:
    """The file's module, run once for each content it has had."""
    name = f"attune_sim_model_{digest}"
    loader = _AsItStands(name, str(path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    assert spec is not None  # a loader is there
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except InputError as error:
        del sys.modules[name]
        raise InputError(f"{path}: {error}") from None
    except Exception as error:
        del sys.modules[name]
        raise InputError(f"{path}{_line(error, path)}: {type(error).__name__}: {error}") from None
    return module


def _line(error: Exception, path: Path) -> str:
    """Where in the file it failed, in words."""
    if isinstance(error, SyntaxError):
        return f", line {error.lineno}"
    at = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    return f", line {at[-1]}" if at else ""

"""Refuse what `mesa.batch_run` passes over in silence: one run many times, a hang in Jupyter."""

from __future__ import annotations

import sys
from abc import ABCMeta
from multiprocessing.reduction import ForkingPickler
from typing import Any

from mesa import batchrunner

from attune_sim.errors import InputError, shown


class ModelClass(ABCMeta):
    """The class of model classes. It has one task: to tell when other processes cannot import one.

    Mesa starts new processes, which import a model's class by its module and name. A class from a
    notebook's cell has no module they could import: they would die, be replaced and die again.
    """


def _by_name(model_class: ModelClass) -> str:
    """How one process names a class to another.

    Raises:
        InputError: for a class that was made in a notebook's cell or at the prompt.
    """
    main = sys.modules["__main__"]
    importable = getattr(main, "__file__", None) or getattr(main, "__spec__", None)
    if model_class.__module__ == "__main__" and not importable:
        raise InputError(
            f"{model_class.__name__} was made in a notebook or at the prompt, where the processes"
            " of mesa.batch_run cannot find it; write it in a file of its own and import it from"
            " there, or use number_processes=1"
        )
    return model_class.__qualname__


ForkingPickler.register(ModelClass, _by_name)


def refuse_repeats(rng: Any) -> None:
    """Refuse a later iteration of `mesa.batch_run` with the rng of the first.

    Mesa tells a model nothing of its iteration. It stands in the frame that makes the model, and
    nowhere else.

    Raises:
        InputError: if rng is given and this is a second or later iteration.
    """
    frame = sys._getframe(1) if rng is not None else None
    while frame is not None:
        if frame.f_code is batchrunner._model_run_func.__code__:
            _, iteration, _ = frame.f_locals["run"]
            if iteration:
                raise InputError(
                    f"every iteration would have rng = {shown(rng)} and be the same run; leave"
                    ' iterations out and give a seed for each run, {"rng": [1, 2, 3], ...}'
                )
            return
        frame = frame.f_back

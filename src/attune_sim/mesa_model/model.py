"""AttunementModel: the simulation as a Mesa model. One step is one day.

    model = AttunementModel("good-enough", infants=50, responsiveness=0.4, rng=7)
    model.run_model()
    model.measure()                                  # what a camera sees and coders make of it
    model.datacollector.get_model_vars_dataframe()   # a row a day

Mesa is the outside; inside, all families of a model live in the arrays of one Population.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import mesa
import numpy as np
import pandas as pd
from mesa.agent import AgentSet

from attune_sim.dyad.days import begin_days, pass_nights
from attune_sim.errors import InputError, near, shown
from attune_sim.life.course import Cancelled, Progress, live
from attune_sim.measurement import CHUNK, everyday, inner_state, observe
from attune_sim.mesa_model.agents import Caregiver, Infant, plain
from attune_sim.mesa_model.batch import ModelClass, refuse_repeats
from attune_sim.mesa_model.spelling import meant, slip
from attune_sim.outcomes import SERIES
from attune_sim.parameters import PARAMETERS
from attune_sim.population import Population, populate
from attune_sim.scenario import LARGEST_SEED, Distribution, Scenario, load, value_from

Rng = int | np.random.Generator | np.random.SeedSequence
Given = float | Distribution | Mapping[str, Any]
HEEDED = (
    *("caregiver_class", "infant_class", "threads", "begin_day", "live_day", "collect"),
    *("model_reporters", "agent_reporters", "agenttype_reporters"),
)
"""What a subclass may set or override."""


class AttunementModel(mesa.Model, metaclass=ModelClass):
    """Infants and their caregivers from birth on; a Mesa model whose step is one day.

    Args:
        setup: the scenario: a preset's name, a TOML file's path, or a Scenario.
        infants: how many; the scenario's if None.
        days: after how many `running` turns False; the scenario's if None.
        rng: seed of the replication: a whole number, a NumPy Generator or a SeedSequence. The same
            gives the same run; None draws a fresh one. A number gives the infants that
            `run.infants(scenario, seed=number)` has.
        seed: another name of rng. With it `mesa.batch_run`, which hands each run a seed of its own,
            leaves an rng among its parameters alone.
        **parameters: any of `attune_sim.PARAMETERS` by name, as a number, a Distribution or a
            dict that describes one as in a TOML file; None is what the scenario says.

    Attributes:
        setup: the Scenario with all of this in it: `run.infants(model.setup)` has the same infants.
            (Mesa 3.5 has another thing that it calls `model.scenario`.)
        seed: of the replication, as in the scenario; `rng=model.seed` has the same infants.
        population: the arrays of all families.
        day: days lived, the infants' age.
        running: whether the scenario's days are not over yet.
        datacollector: Mesa's; row t holds the state after t days, row 0 the newborn.
        caregiver_class, infant_class: what the agents are made of; set them in a subclass.
        model_reporters, agent_reporters, agenttype_reporters: what is collected beside the means of
            `attune_sim.series.SERIES`, as for Mesa's DataCollector; set them in a subclass.
        threads: on how many threads a day is lived; changes no number.

    Raises:
        InputError: for a name or value that is not allowed.
    """

    caregiver_class: ClassVar[type[Caregiver]] = Caregiver
    infant_class: ClassVar[type[Infant]] = Infant
    model_reporters: ClassVar[Mapping[str, Any]] = {}
    agent_reporters: ClassVar[Mapping[str, Any]] = {}
    agenttype_reporters: ClassVar[Mapping[type, Mapping[str, Any]]] = {}
    threads: int = 1

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in vars(cls):
            if not hasattr(AttunementModel, name) and (right := meant(name, HEEDED)):
                raise InputError(slip(cls.__name__, name, right))
        for name, base in (("caregiver_class", Caregiver), ("infant_class", Infant)):
            given = getattr(cls, name)
            if not (isinstance(given, type) and issubclass(given, base)):
                raise InputError(
                    f"{cls.__name__}.{name} = {shown(given)} is not a subclass of {base.__name__}"
                )

    def __init__(
        self,
        setup: str | Path | Scenario = "good-enough",
        *,
        infants: int | None = None,
        days: int | None = None,
        rng: Rng | None = None,
        seed: Rng | None = None,
        **parameters: Given | None,
    ) -> None:
        refuse_repeats(rng)
        self.seed, rng = _seed(rng, seed)
        super().__init__(rng=rng)
        self.setup = _scenario(setup).with_(
            infants=plain(infants), days=plain(days), seed=self.seed, **_values(parameters)
        )
        self.population = populate(self.setup, seed=self.seed)
        live(self.population, 0)  # what happens at birth
        self.day = 0
        self.means: dict[str, float] = {}
        self.running = self.setup.days > 0
        self._create_agents()
        self.datacollector = mesa.DataCollector(
            model_reporters={**_DAILY, **self.model_reporters},
            agent_reporters=self.agent_reporters,
            agenttype_reporters=self.agenttype_reporters,
        )
        self.collect()

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} '{self.setup.name}': infants {self.setup.infants},"
            f" day {self.day} of {self.setup.days}, rng {self.seed}>"
        )

    @property
    def infants(self) -> AgentSet:
        """All infants, whatever their class."""
        return self.agents_by_type[self.infant_class]

    @property
    def caregivers(self) -> AgentSet:
        """All caregivers, whatever their class."""
        return self.agents_by_type[self.caregiver_class]

    def _create_agents(self) -> None:
        self.makes_agents = True
        rows = self.population.infants
        self._infants = [self.infant_class(self, row) for row in range(len(rows))]
        self._caregivers = [
            self.caregiver_class(self, first + which, infant, which)
            for infant, first, count in zip(
                self._infants, rows["first_bond"].tolist(), rows["bonds"].tolist(), strict=True
            )
            for which in range(count)
        ]
        self.makes_agents = False

    def step(self) -> None:
        """One day: it begins, it is lived, it is recorded."""
        self.begin_day()
        self.live_day()
        self.collect()

    def begin_day(self) -> None:
        """Let infants and caregivers begin their day: all at once, or one by one if overridden."""
        pass_nights(self.population.rows, self.day)
        if self.infant_class.begin_day is not Infant.begin_day:
            for infant in self._infants:
                infant.begin_day()
        if self.caregiver_class.begin_day is Caregiver.begin_day:
            begin_days(self.population.rows, self.day)
        else:
            for caregiver in self._caregivers:
                caregiver.begin_day()

    def live_day(self) -> None:
        """Let all families live the day that has been begun, second by second."""
        live(self.population, self.day + 1, from_day=self.day, begun=True, threads=self.threads)
        self.day += 1
        self.running = self.day < self.setup.days

    def live_through(
        self, stops: Iterable[int], *, progress: Progress | None = None, weight: float = 1.0
    ) -> Iterator[int]:
        """Step from day to day, and yield each of these days of age when it has been reached.

        Raises:
            Cancelled: of `attune_sim.life.course`, if progress.cancelled says so.
        """
        progress = progress or Progress()
        ordered = sorted(set(stops))
        span = max(1, ordered[-1] - self.day) if ordered else 1
        for stop in ordered:
            while self.day < stop:
                if progress.cancelled is not None and progress.cancelled():
                    raise Cancelled
                self.step()
                if progress.report is not None:
                    progress.report(weight / span)
            yield stop

    def collect(self) -> None:
        """Record the day."""
        self.means = _means(self.population, self.day)
        self.datacollector.collect(self)

    def measure(
        self, measures: str | Sequence[str] | None = None, *, repetition: int = 0
    ) -> pd.DataFrame:
        """Film the infants with each caregiver and code the films; no family is changed by it.

        Args:
            measures: a name or group of `attune_sim.OUTCOMES`, or several; None is all.
            repetition: another repetition has other random numbers.

        Returns:
            A row per infant and caregiver, as from `run.infants`; `run.summarise` makes one row of
            means of it.
        """
        parts = [
            observe(part, self.day, measures=measures, repetition=repetition)
            for part in self.population.parts(CHUNK)
        ]
        return pd.concat(parts, ignore_index=True)


# --- what the constructor is given ----------------------------------------------------------------


def _scenario(setup: Any) -> Scenario:
    if isinstance(setup, str | Path | Scenario):
        return load(setup)
    raise InputError(
        f"setup = {shown(setup)} is not a preset's name, a TOML file's path or an"
        " attune_sim.Scenario"
    )


def _seed(rng: Any, seed: Any) -> tuple[int, Rng]:
    """The replication's seed, drawn once from what was given, and what Mesa starts from."""
    if rng is not None and seed is not None:
        raise InputError(f"rng = {shown(rng)} and seed = {shown(seed)} are two names of one thing")
    rng = plain(seed if rng is None else rng)
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(LARGEST_SEED)), rng
    if isinstance(rng, np.random.SeedSequence):
        return _word(rng), rng
    if rng is None:
        rng = _word(np.random.SeedSequence())
    if isinstance(rng, int) and not isinstance(rng, bool) and 0 <= rng <= LARGEST_SEED:
        return rng, rng
    raise InputError(
        f"rng = {rng!r} is not a whole number from 0 to {LARGEST_SEED}, a NumPy Generator or a"
        " SeedSequence"
    )


def _word(sequence: np.random.SeedSequence) -> int:
    return int(sequence.generate_state(1, np.uint64)[0]) & LARGEST_SEED


def _values(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The values that were given, checked."""
    known = inspect.signature(AttunementModel).parameters
    values = {}
    for name, value in parameters.items():
        if name not in PARAMETERS:
            setup = "it is called setup here, because Mesa's scenario is of another kind"
            hint = setup if name == "scenario" else near(name, known)
            raise InputError(f"AttunementModel has no parameter '{name}'; {hint}")
        if value is not None:
            raw = dict(value) if isinstance(value, Mapping) else plain(value)
            values[name] = value_from(name, raw)
    return values


def _signature() -> inspect.Signature:
    """The constructor's signature with every parameter by name, as SolaraViz and help() need it."""
    written = inspect.signature(AttunementModel.__init__)
    *own, rest = written.parameters.values()
    named = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=rest.annotation
        )
        for name in PARAMETERS
    ]
    return written.replace(parameters=[*own, *named])


AttunementModel.__init__.__signature__ = _signature()  # type: ignore[attr-defined]


# --- what is collected ----------------------------------------------------------------------------


def _means(population: Population, day: int) -> dict[str, float]:
    """Means over infants and caregivers; NaN where undefined."""
    states = [
        inner_state(population, day, caregiver) | everyday(population, caregiver)
        for caregiver in range(int(population.infants["bonds"].max()))
    ]
    means = {}
    for name in SERIES:
        values = np.concatenate([state[name] for state in states])
        values = values[np.isfinite(values)]
        means[name] = float(values.mean()) if len(values) else math.nan
    return means


def _mean(name: str, model: AttunementModel) -> float:
    return model.means[name]


# Partials of a module's function, so that a model can be pickled.
_DAILY: dict[str, str | Callable[[AttunementModel], float]] = {
    "day": "day",
    "seed": "seed",
    **{name: partial(_mean, name) for name in SERIES},
}

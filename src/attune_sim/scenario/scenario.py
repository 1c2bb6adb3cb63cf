"""The scenario itself, checked whole: one that exists can be run.

The classes are what a file may hold. Another list of tables is another class made with `checked`,
and another field of `Scenario`, declared as `events` is.
"""

from __future__ import annotations

from dataclasses import field, fields, replace
from typing import Annotated, Any

from pydantic import AfterValidator

from attune_sim.errors import InputError, near, shown
from attune_sim.parameters import CAREGIVER, CIRCUMSTANCES, PARAMETERS
from attune_sim.scenario.event import MOST_DAYS, MOST_EVENTS, Event, events_without
from attune_sim.scenario.model_file import class_digest, model_file
from attune_sim.scenario.values import Distribution, Traits, Value, Values, plain
from attune_sim.textfiles.checked import checked
from attune_sim.textfiles.kinds import Is, is_finite, is_number, many, number, text, whole
from attune_sim.textfiles.toml import Fault

MOST_INFANTS = 1_000_000
MOST_CAREGIVERS = 8
WORDS = ("title", "story", "look_for", "source")
"""Keys that are for people: they decide no number, and no other scenario takes them over."""
LARGEST_SEED = 2**53 - 1
"""R, JavaScript and spreadsheets hold larger whole numbers inexactly."""

_Text = Annotated[str, text(empty=True)]


def _model(named: str) -> str:
    if named:
        model_file(named)
    return named


@checked
class Correlation:
    """A correlation of two traits' underlying normal scores."""

    between: Annotated[
        tuple[str, str],
        Is(
            "a list of two different parameters",
            lambda value: (
                isinstance(value, list | tuple)
                and len(value) == 2
                and all(isinstance(name, str) for name in value)
                and value[0] != value[1]
            ),
        ),
    ]
    r: Annotated[float, number(-0.99, 0.99)]


@checked
class CaregiverSpec:
    """One of an infant's caregivers: a name, a share of care, and traits that differ.

    The share is the one at birth; it may be 0 for somebody who comes later (by an event's `care`).
    """

    name: _Text = "caregiver"
    share: Annotated[
        float,
        Is("a number from 0 to 1", lambda value: is_finite(value) and 0 <= value <= 1),
    ] = 1.0
    parameters: Traits = field(default_factory=dict)

    @staticmethod
    def elsewhere(key: str) -> str | None:
        """Where a key belongs that does not belong here."""
        return "put it under parameters" if key in PARAMETERS else None


@checked
class Scenario:
    """What is simulated.

    Attributes:
        name: preset's or file's name.
        title, story, look_for, source: for people; the last says where its sizes come from.
        infants: how many, 1 to 1,000,000.
        days: from birth, 0 to 3,650.
        seed: of the random numbers; the same seed gives the same run.
        parameters: values that differ from the defaults, by name.
        correlations: between traits that have distributions.
        caregivers: at least one.
        events: what happens to families on the way.
        model: a class of one's own by which families live, as FILE.py:CLASS; empty for none.
    """

    name: _Text = "defaults"
    title: _Text = ""
    story: _Text = ""
    look_for: _Text = ""
    source: _Text = ""
    infants: Annotated[int, whole(1, MOST_INFANTS)] = 100
    days: Annotated[int, whole(0, MOST_DAYS)] = 365
    seed: Annotated[int, whole(0, LARGEST_SEED)] = 1
    parameters: Values = field(default_factory=dict)
    correlations: Annotated[tuple[Correlation, ...], many(0, 3_000, "correlations")] = ()
    caregivers: Annotated[tuple[CaregiverSpec, ...], many(1, MOST_CAREGIVERS, "caregivers")] = (
        CaregiverSpec(),
    )
    events: Annotated[tuple[Event, ...], many(0, MOST_EVENTS, "events")] = ()
    model: Annotated[str, text(empty=True), AfterValidator(_model)] = ""

    @staticmethod
    def elsewhere(key: str) -> str | None:
        """Where a key belongs that does not belong here."""
        return "put it under [parameters]" if key in PARAMETERS else None

    def __post_init__(self) -> None:
        """Check what its parts have to do with each other."""
        _check_caregivers(self.caregivers)
        _check_events(self)
        for k, correlation in enumerate(self.correlations):
            _check_correlation(self, correlation, k)
        if self.correlations:
            _check_together(self.correlations)
        for low, high in _IN_ORDER:
            below, above = self.value(low), self.value(high)
            if is_number(below) and is_number(above) and below > above:  # type: ignore[operator]
                at = low if low in self.parameters else high
                raise Fault(f"{low} = {below:g} is above {high} = {above:g}", "parameters", at)

    def value(self, name: str, caregiver: int = 0) -> Value:
        """The value of a parameter, for one of the caregivers where it is a caregiver's."""
        spec = PARAMETERS[name]
        own = self.caregivers[caregiver].parameters if name in CAREGIVER else {}
        for source in (own, self.parameters):
            if name in source:
                return source[name]
        if spec.default_from is not None:
            return self.value(spec.default_from, caregiver)
        assert spec.default is not None
        return spec.default

    def follows(self, name: str, caregiver: int = 0) -> str | None:
        """The parameter whose draw this one uses if it is not set."""
        spec = PARAMETERS[name]
        given = name in self.parameters or name in self.caregivers[caregiver].parameters
        return None if given else spec.default_from

    def followers(self, name: str, caregiver: int = 0) -> tuple[str, ...]:
        """The parameters that use this one's draw."""
        return tuple(other for other in PARAMETERS if self.follows(other, caregiver) == name)

    def with_(self, **changes: Any) -> Scenario:
        """Copy with other infants, days, seed, ... or parameters, which hold for all caregivers."""
        own = {f.name for f in fields(self)}
        settings = {k: v for k, v in changes.items() if k in own and v is not None}
        values = {k: v for k, v in changes.items() if k not in own and v is not None}
        for name in values:
            if name not in PARAMETERS:
                raise InputError(
                    f"there is no parameter {shown(name)}; {near(name, [*PARAMETERS, *own])}"
                )
        if not values:
            return replace(self, **settings)
        caregivers = tuple(
            replace(c, parameters={k: v for k, v in c.parameters.items() if k not in values})
            for c in settings.pop("caregivers", self.caregivers)
        )
        parameters = {**settings.pop("parameters", self.parameters), **values}
        dropped = tuple(
            c
            for c in settings.pop("correlations", self.correlations)
            if all(
                isinstance(parameters.get(n), Distribution) or n not in values for n in c.between
            )
        )
        return replace(
            self, parameters=parameters, caregivers=caregivers, correlations=dropped, **settings
        )

    def without(self, *titles: str) -> Scenario:
        """The same families without the events of these titles.

        Raises:
            InputError: no event is called so.
        """
        return replace(self, events=events_without(self.events, titles, self.name))

    def as_dict(self) -> dict[str, Any]:
        """Everything that defines the run, in plain types, as in its TOML."""
        out: dict[str, Any] = {
            "title": self.title,
            "story": self.story,
            "look_for": self.look_for,
            **({"source": self.source} if self.source else {}),
            "infants": self.infants,
            "days": self.days,
            "seed": self.seed,
            "parameters": plain(self.parameters),
        }
        if self.correlations:
            out["correlations"] = [
                {"between": list(c.between), "r": c.r} for c in self.correlations
            ]
        if self.caregivers != (CaregiverSpec(),):
            out["caregivers"] = [
                {"name": c.name, "share": c.share, "parameters": plain(c.parameters)}
                for c in self.caregivers
            ]
        if self.events:
            out["events"] = [event.as_dict() for event in self.events]
        if self.model:
            out["model"] = self.model
        return out

    def identity(self) -> dict[str, Any]:
        """What decides the numbers of a run, in plain types: no story, and no path of a file.

        Raises:
            InputError: the model's file cannot be read.
        """
        out = self.as_dict()
        for key in WORDS:
            out.pop(key, None)
        if self.model:
            out["model"] = class_digest(self.model)
        return out

    def to_toml(self) -> str:
        """The scenario as a TOML file's text."""
        import tomli_w

        return tomli_w.dumps(self.as_dict(), multiline_strings=True)


_IN_ORDER = (
    ("need_low", "need_high"),
    ("self_regulation_start", "self_regulation_ceiling"),
)
"""Pairs of parameters, the first not above the second."""


def _check_caregivers(caregivers: tuple[CaregiverSpec, ...]) -> None:
    shares = sum(c.share for c in caregivers)
    if abs(shares - 1.0) > 1e-6:
        raise Fault(f"the caregivers' shares add up to {shares:.4g}, not to 1", "caregivers")
    names = [c.name for c in caregivers]
    for k, name in enumerate(names):
        if name in names[:k]:
            raise Fault(
                f"two caregivers have the same name, {shown(name)}", "caregivers", k, "name"
            )


def _check_events(s: Scenario) -> None:
    names = [c.name for c in s.caregivers]
    _check_contradictions(s)
    for k, event in enumerate(s.events):
        for name in event.whom:
            if name not in names:
                raise Fault(
                    f"events: whom = {shown(name)} is not a caregiver; {near(name, names)}",
                    *("events", k, "whom"),
                )
        for name in event.care:
            if name not in names:
                raise Fault(
                    f"events: care: {shown(name)} is not a caregiver; {near(name, names)}",
                    *("events", k, "care", name),
                )
        missing = [name for name in names if event.care and name not in event.care]
        if missing:
            raise Fault(
                f"events: care says nothing of {shown(missing[0])}; give each caregiver's share,"
                " 0 for none",
                *("events", k, "care"),
            )


def _check_contradictions(s: Scenario) -> None:
    """Refuse two events that set the same thing of the same person from the same day on."""
    seen: dict[tuple[int, str, str], int] = {}
    for k, event in enumerate(s.events):
        if event.share < 1.0 or event.latest is not None:
            continue  # they may befall different families, or on different days
        whom = event.whom or tuple(c.name for c in s.caregivers)
        claims = [(name, person, "set") for name in event.set for person in whom]
        claims += [("care", "", "care")] if event.care else []
        for name, person, key in claims:
            first = seen.setdefault((event.day, name, person), k)
            if first != k:
                raise Fault(
                    f"events: two of them set {name} from day {event.day} on; one of them is meant",
                    *("events", k, key),
                )


def _check_correlation(s: Scenario, c: Correlation, number: int) -> None:
    at = ("correlations", number, "between")
    for name in c.between:
        if name not in PARAMETERS:
            raise Fault(
                f"correlations: there is no parameter {shown(name)}; {near(name, PARAMETERS)}", *at
            )
        if not isinstance(s.value(name), Distribution) or s.follows(name):
            raise Fault(f"correlations: {name} has no distribution of its own", *at)


def _check_together(correlations: tuple[Correlation, ...]) -> None:
    import numpy as np

    pairs = [frozenset(c.between) for c in correlations]
    if len(set(pairs)) < len(pairs):
        raise Fault("a correlation is given twice for the same two parameters", "correlations")
    names = sorted({name for c in correlations for name in c.between})
    matrix = np.eye(len(names))
    for c in correlations:
        i, j = (names.index(name) for name in c.between)
        matrix[i, j] = matrix[j, i] = c.r
    if np.linalg.eigvalsh(matrix)[0] < 1e-9:
        raise Fault(
            "the correlations contradict each other (no population can have them all)",
            "correlations",
        )


def check_family_life(s: Scenario) -> None:
    """Refuse circumstances that change nothing because nobody has said whether family life is.

    Raises:
        Fault: names the first of them.
    """
    if "family_life" in s.parameters:
        return
    places = [
        (s.parameters, ("parameters",)),
        *((c.parameters, ("caregivers", k, "parameters")) for k, c in enumerate(s.caregivers)),
        *(
            (table, ("events", k, key))
            for k, event in enumerate(s.events)
            for key, table in event.changes.items()
        ),
    ]
    for table, at in places:
        for name in table:
            if name in CIRCUMSTANCES:
                raise Fault(
                    f"{name} changes nothing without family life; set family_life = 1 under"
                    " parameters (0 to leave it out all the same)",
                    *(*at, name),
                )

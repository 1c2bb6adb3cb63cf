"""Is this the same model? One answer, for compiled code, sweeps, calibration and stored records.

Three things can be meant, and each has its own mark here:

- *The same sources.* `digest(module)` stands for a module and every module of the package that it
  imports, directly or through others. Compiled functions are kept by the digest of their own
  module, so machine code can never be older than a module it was made from; a sweep's folder
  carries the digest of what computes a batch. Nobody keeps a list: a new module counts from the
  day on which it is imported. What is compared is the syntax, not the text: comments, docstrings,
  layout, type-checking imports, the wording of errors, and the labels, units, meanings and sources
  of parameters and outcomes do not count.
- *The same numbers.* `MODEL` is raised by hand when a scenario and its seed give other numbers;
  golden numbers (tests/science/golden) fail until that is done. What was learnt from many runs
  (a calibration, a validation, a robustness record) is of a MODEL, not of sources, so that the
  sources can be put in order without an hour of computing.
- *The same settings.* `that_count(values)` are parameters' values without those that stand at
  their declared `inert` value, which is the value that leaves the model as it was before the
  parameter existed. Settings are compared, and hashed, in this form. So a new parameter whose
  default is inert changes nothing that was stored before it; one whose default does something, or
  does so later on, makes older records those of another model.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from attune_sim import syntax, user_cache
from attune_sim.parameters import PARAMETERS

MODEL = 3
"""Number of the model's equations: raised when a scenario and its seed give other numbers."""
SOURCES = Path(__file__).parent
BOOKKEEPING = ("identity", "syntax", "user_cache", "errors", "dyad.machine_code")
"""Modules that keep or tell what others compute, and decide no number."""
_KEPT = "sources.json"
_MOST = 2_000

V = TypeVar("V")


class Facts(NamedTuple):
    """What a source file says.

    Attributes:
        digest: of its normalised syntax tree.
        imports: (module, name or None) for all that it imports, see `syntax.imports`.
    """

    digest: str
    imports: list[tuple[str, str | None]]


# --- the same sources -----------------------------------------------------------------------------


@cache
def digest(*entries: str, root: Path = SOURCES) -> str:
    """A digest of these modules, and of all modules of the package that they import.

    Args:
        entries: dotted names, beginning with the package's.
        root: the package's folder.

    Raises:
        OSError: a source cannot be read.
    """
    found = chain(*entries, root=root)
    text = "".join(f"{name} {facts.digest}\n" for name, facts in sorted(found.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def chain(*entries: str, root: Path = SOURCES) -> Mapping[str, Facts]:
    """The modules that `digest` covers, by name: these and everything they import.

    A package counts if something is imported from it, not for lying on the way to a module.

    Raises:
        OSError: a source cannot be read.
    """
    idle = {f"{root.name}.{name}" for name in BOOKKEEPING}
    found: dict[str, Facts] = {}
    ahead = list(entries)
    while ahead:
        module = ahead.pop()
        if module in found or module in idle:
            continue
        path = _path(module, root)
        if path is None:
            raise FileNotFoundError(f"there is no source of {module} in {root}")
        found[module] = facts = _facts(path, module)
        for origin, name in facts.imports:
            within = f"{origin}.{name}" if name else origin
            target = within if _path(within, root) else origin
            if _path(target, root):
                ahead.append(target)
    _remember()
    return found


def changed_since(moment: float, *entries: str, root: Path = SOURCES) -> bool:
    """Whether one of these sources was written after a moment (as given by `time.time`).

    What a program imported before that is not what `digest` reads after it.
    """
    paths = (_path(module, root) for module in chain(*entries, root=root))
    return any(path.stat().st_mtime > moment for path in paths if path is not None)


@cache
def _path(module: str, root: Path) -> Path | None:
    """The file of a module of this package; None for any other name."""
    top, *parts = module.split(".")
    if top != root.name:
        return None
    place = root.joinpath(*parts)
    for path in (place / "__init__.py", place.with_suffix(".py")):
        if path.is_file():
            return path
    return None


_fresh: dict[str, Facts] = {}


def _facts(path: Path, module: str) -> Facts:
    """Read a source, or know it from an earlier start: parsing takes a hundred times as long."""
    source = path.read_bytes()
    package = path.name == "__init__.py"
    key = hashlib.sha256(f"{module} {package}\n".encode() + source).hexdigest()
    known = _remembered().get(key)
    if known is None:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):  # the import itself will report it
            known = Facts(key, [])
        else:
            names = sorted(syntax.imports(tree, module, package), key=str)
            known = Facts(syntax.digest(tree), names)
        _remembered()[key] = _fresh[key] = known
    return known


@cache
def _remembered() -> dict[str, Facts]:
    """Facts by the digest of the source, as this version of Python and of `syntax` see them."""
    try:
        held = user_cache.read(user_cache.folder() / _KEPT)
    except (OSError, user_cache.DamagedError):
        return {}
    entries = json.loads(held) if held else {}
    if entries.pop("by", None) != _reader():
        return {}
    return {k: Facts(digest, [(m, n) for m, n in names]) for k, (digest, names) in entries.items()}


@cache
def _reader() -> str:
    """What read the sources."""
    own = hashlib.sha256(Path(__file__).read_bytes() + Path(syntax.__file__).read_bytes())
    return f"{own.hexdigest()[:16]} {sys.version_info[:2]}"


def _remember() -> None:
    """Keep for the next start what had to be parsed."""
    if not _fresh:
        return
    entries = dict(list(_remembered().items())[-_MOST:])
    _fresh.clear()
    content = json.dumps({"by": _reader(), **entries})
    with contextlib.suppress(OSError):  # the next start parses again
        user_cache.write(user_cache.folder() / _KEPT, content.encode())


# --- the same settings ----------------------------------------------------------------------------


def that_count(values: Mapping[str, V]) -> dict[str, V]:
    """Values of parameters without those that are inert, see `attune_sim.parameters.Parameter`.

    Parameters that the model does not have count: they are of another model.
    """
    out = {}
    for name, value in values.items():
        declared = PARAMETERS.get(name)
        if declared is None or declared.inert is None or value != declared.inert:
            out[name] = value
    return out


def defaults() -> dict[str, float | int | None]:
    """The defaults that count, by name."""
    return that_count({name: p.default for name, p in PARAMETERS.items()})


def settings() -> str:
    """A short hash of the defaults that count."""
    text = json.dumps(defaults(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def difference(held: Mapping[str, object], now: Mapping[str, object]) -> str | None:
    """In words, where stored values of parameters are not those of now; None if they agree.

    Parameters that stand at their inert value on either side need no partner on the other.
    """
    held, now = that_count(held), that_count(now)
    for name in (*now, *(name for name in held if name not in now)):
        neutral = PARAMETERS[name].inert if name in PARAMETERS else None
        if neutral is None and name not in now:
            return f"was made with {name} = {held[name]}, which is nothing fixed now"
        if neutral is None and name not in held:
            return f"was made without {name}, which is {now[name]} now"
        before, after = held.get(name, neutral), now.get(name, neutral)
        if before != after:
            return f"was made with {name} = {before}, which is {after} now"
    return None

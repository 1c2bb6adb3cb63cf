"""Whatever stands in a spec or a scenario file: it can be run, or one sentence says why not."""

import math
from pathlib import Path

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.outcomes import GROUPS, OUTCOMES
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import load, presets
from attune_sim.sweep import load_spec, plan
from attune_sim.sweep.checks import KEYS
from attune_sim.sweep.vocabulary import SIZES

ROOT = Path(__file__).parents[3]
EXAMPLES = [*sorted((ROOT / "experiments").glob("*.toml"))]
quick = settings(max_examples=50, suppress_health_check=list(HealthCheck))

numbers = st.one_of(
    st.integers(-3, 12),
    st.floats(-0.5, 1.5),
    st.sampled_from([math.nan, math.inf, -math.inf, 1e308, -0.0, 2**63, -(2**63) - 1, 10**30]),
)
junk = st.recursive(
    st.one_of(numbers, st.booleans(), st.text(max_size=6), st.datetimes(), st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def near(*choices):
    """Mostly what is asked for, sometimes anything."""
    return st.one_of(*choices, *choices, junk)


names = near(st.sampled_from([*PARAMETERS, "responsiveness.sd", "reactivity.mean", *KEYS]))
texts = names.map(str)
distributions = st.fixed_dictionaries(
    {"shape": near(st.sampled_from(["normal", "lognormal", "beta", "uniform", "choice"]))},
    optional={k: near(numbers) for k in ("mean", "sd", "low", "high")}
    | {k: near(st.lists(numbers, max_size=3)) for k in ("values", "shares")},
)
ranges = st.fixed_dictionaries(
    {"from": near(numbers), "to": near(numbers)}, optional={"steps": near(st.integers(1, 6))}
)
factors = near(st.lists(numbers, max_size=4), ranges)
values = near(numbers, distributions)
tables = st.dictionaries(texts, values, max_size=3)
measures = st.lists(near(st.sampled_from([*OUTCOMES, *GROUPS])), max_size=3)
designs = st.fixed_dictionaries(
    {"kind": near(st.sampled_from(list(SIZES)))},
    optional={k: near(st.integers(1, 9)) for k in ("points", "samples", "trajectories", "levels")},
)
specs = st.fixed_dictionaries(
    {},
    optional={
        "question": near(st.text(max_size=9)),
        "scenario": near(st.sampled_from([*presets(), "no-such", "no.toml", "a\0b"])),
        "scenarios": near(st.lists(st.sampled_from(presets()), max_size=3)),
        "infants": near(st.integers(0, 3)),
        "days": near(st.integers(0, 3)),
        "seed": near(numbers),
        "replications": near(st.integers(0, 3)),
        "measures": near(measures),
        "series": near(st.integers(0, 3)),
        "random_numbers": near(st.sampled_from(["common", "own"])),
        "design": near(designs),
        "vary": near(st.dictionaries(texts, factors, max_size=3)),
        "fixed": near(tables),
        "levels": near(st.lists(st.fixed_dictionaries({"label": near(st.text())},
                                                      optional={}), max_size=2)),
    },
)  # fmt: skip
caregivers = st.fixed_dictionaries(
    {},
    optional={
        "name": near(st.text(max_size=4)),
        "share": near(numbers),
        "parameters": near(tables),
    },
)
correlations = st.fixed_dictionaries(
    {"between": near(st.lists(names, max_size=3)), "r": near(numbers)}
)
scenarios = st.fixed_dictionaries(
    {},
    optional={
        "title": near(st.text(max_size=5)),
        "infants": near(st.integers(0, 3)),
        "days": near(numbers),
        "seed": near(numbers),
        "parameters": near(tables),
        "caregivers": near(st.lists(caregivers, max_size=2)),
        "correlations": near(st.lists(correlations, max_size=2)),
    },
)


def written(path, content):
    """Write as TOML; what TOML cannot hold is left out."""
    try:
        path.write_text(tomli_w.dumps(content), encoding="utf-8")
    except (TypeError, ValueError, AttributeError, UnicodeEncodeError):
        return False
    return True


def refusal(reader, path, begins=""):
    """What is said of a file that cannot be used, or what was read."""
    try:
        return None, reader(path)
    except InputError as error:
        said = str(error)
        assert said.strip()
        assert said.startswith(begins) if begins else path.name in said
        return said, None


@quick
@given(specs)
def test_any_spec_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    if not written(path, content):
        return
    _, spec = refusal(load_spec, path)
    if spec is not None:
        again = path.with_name("again.toml")
        again.write_text(spec.to_toml(), encoding="utf-8")
        for scenario in spec.scenarios:
            assert scenario.name in presets()
        assert load_spec(again).identity() == spec.identity()
        told, planned = refusal(lambda _: plan(spec), path, "point ")
        assert told or planned.runs >= 1


@quick
@given(scenarios)
def test_any_scenario_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "anyone.toml"
    if not written(path, content):
        return
    _, scenario = refusal(load, path)
    if scenario is not None:
        again = path.with_name("again.toml")
        again.write_text(scenario.to_toml(), encoding="utf-8")
        assert load(again).as_dict() == scenario.as_dict()


@settings(quick, max_examples=80)
@given(st.sampled_from(EXAMPLES), st.data())
def test_a_file_with_a_slip_of_the_pen_is_read_or_refused(tmp_path_factory, example, data):
    text = example.read_text(encoding="utf-8")
    at = data.draw(st.integers(0, len(text) - 1))
    cut = data.draw(st.integers(0, 12))
    put = data.draw(st.one_of(st.sampled_from([*'"[]{}=.,#\n0-', "\0", "é"]), st.text(max_size=3)))
    path = tmp_path_factory.getbasetemp() / "slip.toml"
    path.write_bytes((text[:at] + put + text[at + cut :]).encode("utf-8", "surrogatepass"))
    refusal(load_spec, path)


@quick
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes.toml"
    path.write_bytes(content)
    refusal(load_spec, path)
    refusal(load, path)

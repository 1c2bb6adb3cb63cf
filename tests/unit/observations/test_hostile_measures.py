"""Whatever is coded and however it is mapped: measures within their bounds, or one sentence."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.observations.agreement import agreement
from attune_sim.observations.dyads import measured
from attune_sim.observations.mapping import Mapping, read_mapping

SHARES = ("attuned_share", "attuned_share_surrogate", "next_step_repair", "repaired_by_caregiver")
CODES = ("up", "down", "out", "", "3", "-1", "2,5", "up:broad", "x")
KEYS = ("unit", "rule", "tolerance", "window", "dyad", "where", "time", "fps", "step", "tracks",
        "codes", "scale", "missing", "otherwise", "unti", "infant")  # fmt: skip
VALUES = ("1", "0", "-1", "1e308", "nan", "inf", "true", '"middle"', '"x"', '""', "[]", "{}",
          "[0, 1]", "[1, 0]", '["a"]', '["a", 1]', "{ a = 1.0 }", '{ a = "b" }', "{ a = 2 }",
          "1979-05-27", "[[1]]")  # fmt: skip
quick = settings(suppress_health_check=list(HealthCheck))
times = st.floats(-5, 200, allow_nan=False, width=16)


def one_line(error):
    said = str(error)
    assert said.strip()
    assert "\n" not in said
    assert len(said) < 1000


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


def rows(values):
    person = st.sampled_from(["infant", "caregiver", "toy"])
    return st.lists(st.tuples(person, times, times, values), max_size=12)


@quick
@given(
    rows(st.sampled_from(CODES)),
    st.sampled_from(["middle", "longest", "mean", "any"]),
    st.sampled_from([0.1, 0.5, 1.0, 3.0, 5.0]),
    st.booleans(),
    st.sampled_from(["", "otherwise = 0.0\n", "scale = [-1, 3]\n"]),
)
def test_any_events_by_any_rule(folder, events, rule, unit, named, more):
    up, down = ('"a"', '"b"') if named else ("1.0", "0.2")
    person = f"codes = {{ up = {up}, down = {down} }}\nmissing = ['out']\n{more}"
    mapping = folder / "map.toml"
    mapping.write_text(
        f"rule = '{rule}'\nunit = {unit}\n[infant]\ntracks = ['infant']\n{person}"
        f"[caregiver]\ntracks = ['caregiver']\n{person}"
    )
    film = folder / "film.tsv"
    film.write_text(
        "person\tonset\toffset\tcode\n" + "".join("\t".join(map(str, e)) + "\n" for e in events)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            rules = read_mapping(mapping)
            table = measured([film], rules).table
            agreement(film, film, rules)
        except InputError as error:
            one_line(error)
            return
    for name in SHARES:
        known = table[name].dropna()
        assert known.between(0, 1).all(), name
    assert (table["coded_both_s"] <= table["film_s"] + 1e-9).all()
    for name in ("repair_latency_s", "match_duration_s", "ruptures_per_min", "grid_entropy"):
        assert not (table[name] < 0).any()
    assert not np.isinf(table.select_dtypes("number")).any(axis=None)


@quick
@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)), max_size=5), st.data())
def test_any_mapping(folder, lines, data):
    document = "".join(
        ("[infant]\n" if data.draw(st.booleans()) else "") + f"{key} = {value}\n"
        for key, value in lines
    )
    path = folder / "any.toml"
    path.write_text(document + data.draw(st.sampled_from(["", "[caregiver]\ntracks = ['a']\n"])))
    try:
        found = read_mapping(path)
    except InputError as error:
        one_line(error)
        return
    assert isinstance(found, Mapping)

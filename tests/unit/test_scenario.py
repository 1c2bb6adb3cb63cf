"""Scenarios: TOML in and out, what is refused and how, copies with changes."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attune_sim.errors import InputError
from attune_sim.parameters import CAREGIVER, PARAMETERS
from attune_sim.scenario import (
    CaregiverSpec,
    Correlation,
    Distribution,
    Scenario,
    check_value,
    families,
    load,
    load_population,
    populations,
    presets,
    scenario_from,
    scenario_names,
    value_from,
)

# --- scenarios of all kinds ---------------------------------------------------------------------


def numbers(name):
    p = PARAMETERS[name]
    return st.integers(int(p.low), int(p.high)) if p.whole else st.floats(p.low, p.high)


@st.composite
def distributions(draw, name):
    p = PARAMETERS[name]
    inside = numbers(name)
    choice = st.lists(st.tuples(inside, st.floats(0.01, 1)), min_size=1, max_size=4).map(
        lambda pairs: Distribution(
            "choice",
            values=tuple(v for v, _ in pairs),
            shares=tuple(s / sum(t for _, t in pairs) for _, s in pairs),
        )
    )
    if p.whole:
        return draw(choice)
    spread = p.high - p.low
    within = st.floats(p.low + 0.05 * spread, p.high - 0.05 * spread)
    sds = st.floats(0, 0.2 * spread)
    shapes = ["normal", "beta", *(["lognormal"] if p.low >= 0 else [])]
    ends = st.tuples(inside, inside).map(sorted)
    return draw(
        st.one_of(
            choice,
            st.builds(Distribution, st.sampled_from(shapes), within, sds),
            ends.map(lambda e: Distribution("uniform", low=e[0], high=e[1])),
        )
    )


def values(names):
    return st.lists(st.sampled_from(sorted(names)), unique=True, max_size=6).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {name: st.one_of(numbers(name), distributions(name)) for name in chosen}
        )
    )


# A carriage return is the line end of some files; TOML reads it as the other line end.
TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r"), max_size=40)


@st.composite
def caregivers(draw):
    names = draw(st.lists(TEXT, min_size=1, max_size=4, unique=True))
    weights = draw(st.lists(st.floats(0.1, 1), min_size=len(names), max_size=len(names)))
    return tuple(
        CaregiverSpec(name, weight / sum(weights), draw(values(CAREGIVER)))
        for name, weight in zip(names, weights, strict=True)
    )


ORDERED = (("need_low", "need_high"), ("self_regulation_start", "self_regulation_ceiling"))


def in_order(parameters):
    ends = ([parameters.get(n, PARAMETERS[n].default) for n in pair] for pair in ORDERED)
    return all(
        isinstance(a, Distribution) or isinstance(b, Distribution) or a <= b for a, b in ends
    )


@st.composite
def scenarios(draw):
    parameters = draw(values(PARAMETERS).filter(in_order))
    parameters.setdefault("family_life", draw(st.integers(0, 1)))
    specs = draw(st.one_of(st.just((CaregiverSpec(),)), caregivers()))
    drawn = sorted(
        name
        for name, v in parameters.items()
        if isinstance(v, Distribution) and name not in specs[0].parameters
    )
    r = draw(st.floats(-0.99, 0.99))
    return Scenario(
        name="drawn",
        title=draw(TEXT),
        story=draw(TEXT),
        look_for=draw(TEXT),
        source=draw(TEXT),
        infants=draw(st.integers(1, 1_000_000)),
        days=draw(st.integers(0, 9_125)),
        seed=draw(st.integers(0, 2**53 - 1)),
        parameters=parameters,
        correlations=(Correlation((drawn[0], drawn[1]), r),) if len(drawn) > 1 else (),
        caregivers=specs,
    )


@given(scenarios())
def test_what_is_written_as_toml_is_read_back_the_same(tmp_path_factory, scenario):
    path = tmp_path_factory.getbasetemp() / "drawn.toml"
    path.write_text(scenario.to_toml(), encoding="utf-8", newline="\n")
    assert load(path) == scenario
    assert load(str(path)).as_dict() == scenario.as_dict()


@given(scenarios())
def test_plain_types_say_everything(scenario):
    assert scenario_from(scenario.as_dict(), "drawn") == scenario


# --- presets ------------------------------------------------------------------------------------

NOT_SAID = re.compile(
    r"\b(mothers?|fathers?|bad|cold|fail\w*|causes?|damag\w+|your baby|only need|manipulat\w+"
    r"|clingy|spoilt|difficult|normal|irreversibl\w+|critical period|determin\w+|validated"
    r"|prov(?:es|ed)|abus\w+|frightening (?:caregiver|parent)"
    r"|(?:secure|avoidant|resistant|disorgani[sz]ed) child)\b",
    re.IGNORECASE,
)
each_preset = pytest.mark.parametrize("name", presets())


@each_preset
def test_a_preset_tells_its_story_and_what_to_look_for(name):
    scenario = load(name)
    assert scenario.name == name
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    for text in (scenario.title, scenario.story, scenario.look_for):
        assert text.strip()
    assert len(scenario.title) <= 60


@each_preset
def test_a_preset_speaks_of_people_with_care(name):
    scenario = load(name)
    told = f"{name} {scenario.title} {scenario.story} {scenario.look_for}"
    assert not NOT_SAID.findall(told)


@each_preset
def test_a_preset_survives_the_way_through_toml(name, tmp_path):
    path = tmp_path / f"{name}.toml"
    path.write_text(load(name).to_toml(), encoding="utf-8")
    assert load(path) == load(name)


def test_presets_are_listed_in_order_and_differ():
    assert presets() == sorted(presets())
    asked = [load(name).as_dict() for name in presets()]
    assert len({str((a["parameters"], a.get("caregivers"))) for a in asked}) == len(asked)


def test_a_scenario_loads_as_itself():
    scenario = Scenario(days=3)
    assert load(scenario) is scenario


# --- what is refused, and how -------------------------------------------------------------------

TWO_NORMALS = """
[parameters]
responsiveness = { shape = "normal", mean = 0.5, sd = 0.1 }
consistency = { shape = "normal", mean = 0.5, sd = 0.1 }
reactivity = 1.5
"""
# What a file says, and what the answer must hold: the key, the value, what is allowed instead.
MISTAKES = {
    "unknown key": ("infnats = 5", ["infnats", "did you mean infants"]),
    "parameter at the top": ("responsiveness = 0.5", ["responsiveness", "[parameters]"]),
    "the name is the file's": ('name = "x"', ["'name'"]),
    "misspelt parameter": (
        "[parameters]\nresponsivness = 0.5",
        ["responsivness", "did you mean responsiveness"],
    ),
    "text for a number": (
        '[parameters]\nresponsiveness = "0.5"',
        ["responsiveness", "'0.5'", "a number from 0 to 1"],
    ),
    "bool for a number": ("[parameters]\nrejection = true", ["rejection", "True", "0 to 1"]),
    "bool for a count": ("infants = true", ["infants", "True", "whole number from 1 to 1000000"]),
    "bool in a distribution": (
        '[parameters]\nreactivity = { shape = "normal", mean = true, sd = 0.1 }',
        ["reactivity", "mean", "True"],
    ),
    "not a number": ("[parameters]\nreactivity = nan", ["reactivity", "nan", "0.25 to 4"]),
    "infinite": ("[parameters]\nreactivity = -inf", ["reactivity", "-inf", "0.25 to 4"]),
    "out of range": ("[parameters]\nrejection = 1.5", ["rejection", "1.5", "from 0 to 1"]),
    "out of range, whole": ("days = 9126", ["days", "9126", "0 to 9125"]),
    "too few": ("infants = 0", ["infants", "0", "1 to 1000000"]),
    "seed below zero": ("seed = -1", ["seed", "-1", "from 0"]),
    "seed too large": (f"seed = {2**53}", ["seed", str(2**53)]),
    "huge": (f"days = 1{'0' * 400}", ["days", "1000", "0 to 9125"]),
    "huge parameter": (f"[parameters]\nrejection = 1{'0' * 400}", ["rejection", "from 0 to 1"]),
    "endless": (f"days = {'9' * 5_000}", ["line 1", "a value is longer than 1000"]),
    "fraction of an infant": ("infants = 2.5", ["infants", "2.5", "whole number"]),
    "fraction for a whole one": (
        "[parameters]\nepisodes_per_day = 6.5",
        ["episodes_per_day", "6.5", "a whole number from 1 to 48"],
    ),
    "date": ("infants = 2020-01-01", ["infants", "whole number"]),
    "number for text": ("title = 5", ["title", "5", "text"]),
    "parameters no table": ("parameters = 5", ["parameters", "5", "table"]),
    "no shape": ("[parameters]\nreactivity = {}", ["reactivity", "shape", "lognormal"]),
    "unknown shape": (
        '[parameters]\nreactivity = { shape = "gauss", mean = 1.0, sd = 0.1 }',
        ["reactivity", "gauss", "normal"],
    ),
    "shape no text": ("[parameters]\nreactivity = { shape = 3 }", ["reactivity", "shape", "3"]),
    "unknown key of a distribution": (
        '[parameters]\nreactivity = { shape = "normal", mean = 1.0, std = 0.1 }',
        ["reactivity", "std", "did you mean"],
    ),
    "missing key": (
        '[parameters]\nreactivity = { shape = "normal", mean = 1.0 }',
        ["reactivity", "normal", "needs 'sd'"],
    ),
    "key of another shape": (
        '[parameters]\nreactivity = { shape = "normal", mean = 1.0, sd = 0.1, low = 0.5 }',
        ["reactivity", "normal", "'low'"],
    ),
    "mean out of range": (
        '[parameters]\nreactivity = { shape = "normal", mean = 9.0, sd = 0.1 }',
        ["reactivity", "mean", "9.0", "0.25 to 4"],
    ),
    "mean not a number": (
        '[parameters]\nreactivity = { shape = "normal", mean = nan, sd = 0.1 }',
        ["reactivity", "mean", "nan", "0.25 to 4"],
    ),
    "spread below zero": (
        '[parameters]\nreactivity = { shape = "normal", mean = 1.0, sd = -0.1 }',
        ["reactivity", "sd", "-0.1", "from 0 to"],
    ),
    "spread infinite": (
        '[parameters]\nreactivity = { shape = "lognormal", mean = 1.0, sd = inf }',
        ["reactivity", "sd", "inf"],
    ),
    "beta too wide": (
        '[parameters]\nconsistency = { shape = "beta", mean = 0.5, sd = 0.5 }',
        ["consistency", "sd", "0.5", "below"],
    ),
    "lognormal around zero": (
        '[parameters]\nconsistency = { shape = "lognormal", mean = 0.0, sd = 0.5 }',
        ["consistency", "mean", "above 0"],
    ),
    "uniform upside down": (
        '[parameters]\nreactivity = { shape = "uniform", low = 2.0, high = 1.0 }',
        ["reactivity", "low", "2.0", "high", "1.0"],
    ),
    "empty choice": (
        '[parameters]\nreactivity = { shape = "choice", values = [], shares = [] }',
        ["reactivity", "choice", "at least one"],
    ),
    "fewer shares than values": (
        '[parameters]\nreactivity = { shape = "choice", values = [1.0, 2.0], shares = [1.0] }',
        ["reactivity", "as many shares as values"],
    ),
    "shares of a choice that do not add up": (
        '[parameters]\nreactivity = { shape = "choice", values = [1.0, 2.0], shares = [0.8, 0.3] }',
        ["reactivity", "the shares of a choice add up to 1.1, not to 1"],
    ),
    "shares of nothing": (
        '[parameters]\nreactivity = { shape = "choice", values = [1.0, 2.0], shares = [0, 0] }',
        ["reactivity", "shares", "positive"],
    ),
    "share not a number": (
        '[parameters]\nreactivity = { shape = "choice", values = [1.0, 2.0], shares = [nan, 1] }',
        ["reactivity", "shares", "nan"],
    ),
    "choice out of range": (
        '[parameters]\nreactivity = { shape = "choice", values = [9.0], shares = [1] }',
        ["reactivity", "9.0", "0.25 to 4"],
    ),
    "choice of text": (
        '[parameters]\nreactivity = { shape = "choice", values = ["x"], shares = [1] }',
        ["reactivity", "values", "'x'"],
    ),
    "normal for a whole number": (
        '[parameters]\nepisodes_per_day = { shape = "normal", mean = 6.0, sd = 1.0 }',
        ["episodes_per_day", "whole number", "choice"],
    ),
    "no caregiver": ("caregivers = []", ["caregivers: 1 to 8 are allowed, not 0"]),
    "a crowd": (
        "".join(f'[[caregivers]]\nname = "{k}"\nshare = 0.1\n' for k in range(10)),
        ["caregivers: 1 to 8 are allowed, not 10"],
    ),
    "caregivers no list": ("caregivers = 3", ["caregivers", "3", "[[caregivers]]"]),
    "caregiver's unknown key": ('[[caregivers]]\nnam = "x"', ["nam", "did you mean name"]),
    "caregiver's trait astray": (
        "[[caregivers]]\nrejection = 0.5",
        ["rejection", "under parameters"],
    ),
    "infant's trait with a caregiver": (
        "[[caregivers]]\nparameters = { reactivity = 1.0 }",
        ["reactivity", "[parameters]"],
    ),
    "caregiver's misspelt trait": (
        "[[caregivers]]\nparameters = { rejektion = 0.5 }",
        ["rejektion", "did you mean rejection"],
    ),
    "caregiver's name no text": ("[[caregivers]]\nname = 5", ["name", "5", "text"]),
    "caregiver's share is text": ('[[caregivers]]\nshare = "all"', ["share", "'all'", "0 to 1"]),
    "caregiver's share below 0": ("[[caregivers]]\nshare = -0.1", ["share", "-0.1", "0 to 1"]),
    "caregiver's share no number": ("[[caregivers]]\nshare = nan", ["share", "nan", "0 to 1"]),
    "shares that do not add up": (
        '[[caregivers]]\nname = "a"\nshare = 0.5\n[[caregivers]]\nname = "b"\nshare = 0.6',
        ["shares", "1.1", "1"],
    ),
    "two of a name": (
        '[[caregivers]]\nname = "a"\nshare = 0.5\n[[caregivers]]\nname = "a"\nshare = 0.5',
        ["same name", "a"],
    ),
    "correlations no list": ('correlations = "x"', ["correlations", "'x'", "[[correlations]]"]),
    "correlation's unknown key": (
        TWO_NORMALS + '[[correlations]]\nbetween = ["responsiveness", "consistency"]\nrho = 0.5',
        ["no key 'rho' in correlations", "did you mean r?"],
    ),
    "correlation of three": (
        TWO_NORMALS
        + '[[correlations]]\nbetween = ["responsiveness", "consistency", "reactivity"]\nr = 0.5',
        ["between = [", "'reactivity'", "two different parameters"],
    ),
    "correlation with itself": (
        TWO_NORMALS + '[[correlations]]\nbetween = ["consistency", "consistency"]\nr = 0.5',
        ["between = ['consistency', 'consistency']", "two different parameters"],
    ),
    "correlation of a number": (
        TWO_NORMALS + '[[correlations]]\nbetween = ["consistency", "reactivity"]\nr = 0.5',
        ["reactivity", "no distribution"],
    ),
    "correlation with what follows": (
        TWO_NORMALS
        + '[[correlations]]\nbetween = ["responsiveness", "responsiveness_in_play"]\nr = 0.5',
        ["responsiveness_in_play", "no distribution"],
    ),
    "correlation of the unknown": (
        TWO_NORMALS + '[[correlations]]\nbetween = ["consistency", "responsivenes"]\nr = 0.5',
        ["responsivenes", "did you mean responsiveness"],
    ),
    "correlation too strong": (
        TWO_NORMALS + '[[correlations]]\nbetween = ["consistency", "responsiveness"]\nr = 1.0',
        ["r = 1.0", "-0.99 to 0.99"],
    ),
    "correlation no number": (
        TWO_NORMALS + '[[correlations]]\nbetween = ["consistency", "responsiveness"]\nr = nan',
        ["r = nan", "-0.99 to 0.99"],
    ),
    "correlation is a bool": (
        TWO_NORMALS + '[[correlations]]\nbetween = ["consistency", "responsiveness"]\nr = true',
        ["r = True", "-0.99 to 0.99"],
    ),
    "correlations that contradict each other": (
        TWO_NORMALS
        + 'rejection = { shape = "normal", mean = 0.5, sd = 0.1 }\n'
        + "".join(
            f'[[correlations]]\nbetween = ["{a}", "{b}"]\nr = {r}\n'
            for a, b, r in (
                ("responsiveness", "consistency", 0.9),
                ("consistency", "rejection", 0.9),
                ("responsiveness", "rejection", -0.9),
            )
        ),
        ["correlations contradict each other"],
    ),
    "needs upside down": (
        "[parameters]\nneed_low = 0.9\nneed_high = 0.1",
        ["need_low", "0.9", "need_high", "0.1"],
    ),
    "born beyond the ceiling": (
        "[parameters]\nself_regulation_start = 0.15\nself_regulation_ceiling = 0.1",
        ["self_regulation_start", "0.15", "self_regulation_ceiling", "0.1"],
    ),
    "not TOML": ("infants: 5", ["not valid TOML", "line 1"]),
    "twice": ("infants = 5\ninfants = 6", ["not valid TOML"]),
    "deep": (f"infants = {'[' * 20_000}{']' * 20_000}", ["nested more than 16 deep"]),
    "deep table": (f"parameters.rejection{'.a' * 9} = 1", ["rejection", "'a'"]),
    "deeper table": (f"parameters.rejection{'.a' * 2_000} = 1", ["nested more than 16 deep"]),
}


@pytest.mark.parametrize(("content", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_file_gets_one_sentence(tmp_path, content, told):
    path = tmp_path / "mistaken.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as answer:
        load(path)
    sentence = str(answer.value)
    assert sentence.startswith(str(path))
    for part in told:
        assert part in sentence
    assert "\n" not in sentence
    assert len(sentence) < len(str(path)) + 300
    assert answer.value.__suppress_context__


@pytest.mark.parametrize("content", [bytes(range(256)), b"\x89PNG\r\n\x1a\n\x00"])
def test_a_binary_file_is_told_from_a_text(tmp_path, content):
    path = tmp_path / "picture.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"picture\.toml(, line 1: this)? is not a text file"):
        load(path)


LINES = (
    ("infants = 3\ndays = 10000", 2),
    ("\n[parameters]\nrejection = 0.1\nrejektion = 0.2", 4),
    ("[parameters]\nreactivity.shape = 'normal'\nreactivity.mean = 1\nreactivity.sd = 9", 4),
    ("[parameters.reactivity]\nshape = 'uniform'\nlow = 2\nhigh = 1", 3),
    ("[[caregivers]]\nshare = 0.5\n[[caregivers]]\nname = 'b'\nshare = 2", 5),
    ("[[caregivers]]\nshare = 1\n[caregivers.parameters]\nconsistency = 3", 4),
    ("days = 3\n[parameters]\nneed_low = 0.9", 3),
    (TWO_NORMALS + "[[correlations]]\nr = 0.5\nbetween = ['consistency', 'reactivity']", 8),
)


@pytest.mark.parametrize(("content", "line"), LINES)
def test_a_mistake_is_told_with_its_line(tmp_path, content, line):
    path = tmp_path / "mistaken.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as answer:
        load(path)
    assert str(answer.value).startswith(f"{path}, line {line}: ")


def test_a_text_that_an_editor_saved_in_utf_16_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes("infants = 3".encode("utf-16"))
    assert load(path).infants == 3


def test_a_folder_a_missing_file_and_an_unknown_preset_are_told_apart(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        load(tmp_path)
    with pytest.raises(InputError, match=r"there is no file .*gone\.toml"):
        load(tmp_path / "gone.toml")
    names = scenario_names()
    assert len(names) == len(set(names))
    assert {*presets(), *populations(), *families()} == set(names)
    with pytest.raises(InputError, match=r"no scenario 'good_enough'; did you mean good-enough"):
        load("good_enough")
    with pytest.raises(InputError, match=r"no known name is like it \(attune-sim scenarios lists"):
        load("qqq")


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path, monkeypatch):
    path = tmp_path / "locked.toml"
    path.write_text("")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(InputError, match=r"locked\.toml cannot be read: Permission denied"):
        load(path)


def test_an_empty_file_is_the_defaults(tmp_path):
    path = tmp_path / "empty.toml"
    path.write_text("")
    assert load(path) == Scenario(name="empty")


def test_every_value_that_is_not_allowed_is_refused_from_python_as_well():
    with pytest.raises(InputError, match=r"infants = True"):
        Scenario(infants=True)
    with pytest.raises(InputError, match="title = 3"):
        Scenario(title=3)
    with pytest.raises(InputError, match="rejection = 2"):
        Scenario(parameters={"rejection": 2})
    with pytest.raises(InputError, match="did you mean rejection"):
        Scenario(parameters={"rejektion": 0.2})
    with pytest.raises(InputError, match="rejection = None"):
        Scenario(parameters={"rejection": None})
    with pytest.raises(InputError, match=r"rejection = \[0\.1\]"):
        Scenario(parameters={"rejection": [0.1]})
    with pytest.raises(InputError, match="not 0"):
        Scenario(caregivers=())


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("rejection", 1, 1.0),
        ("rejection", 0.25, 0.25),
        ("episodes_per_day", 6, 6),
        (
            "rejection",
            {"shape": "uniform", "low": 0, "high": 1},
            Distribution("uniform", low=0, high=1),
        ),
    ],
)
def test_a_value_is_read_in_its_own_type(name, raw, value):
    read = value_from(name, raw)
    assert read == value
    if not isinstance(value, Distribution):
        assert type(read) is type(value)
    assert check_value(name, read) == read


def test_a_left_out_responsiveness_in_play_cannot_be_asked_for_as_none():
    with pytest.raises(InputError, match="responsiveness_in_play = None is not a number"):
        check_value("responsiveness_in_play", None)


# --- reading values -----------------------------------------------------------------------------

TWO = (
    CaregiverSpec("first", 0.6, {"responsiveness": 0.8}),
    CaregiverSpec("second", 0.4, {"consistency": 0.1}),
)


def test_a_value_is_the_caregivers_own_or_the_scenarios_or_the_default():
    s = Scenario(parameters={"responsiveness": 0.3, "reactivity": 2.0}, caregivers=TWO)
    assert [s.value("responsiveness", c) for c in (0, 1)] == [0.8, 0.3]
    assert [s.value("reactivity", c) for c in (0, 1)] == [2.0, 2.0]
    default = PARAMETERS["consistency"].default
    assert [s.value("consistency", c) for c in (0, 1)] == [default, 0.1]


def test_responsiveness_in_play_follows_each_caregivers_responsiveness_until_it_is_set():
    s = Scenario(parameters={"responsiveness": 0.3}, caregivers=TWO)
    assert [s.value("responsiveness_in_play", c) for c in (0, 1)] == [0.8, 0.3]
    assert s.follows("responsiveness_in_play", 1) == "responsiveness"
    set_apart = s.with_(responsiveness_in_play=0.5)
    assert [set_apart.value("responsiveness_in_play", c) for c in (0, 1)] == [0.5, 0.5]
    assert set_apart.follows("responsiveness_in_play") is None
    assert set_apart.follows("responsiveness") is None


# --- copies with changes ------------------------------------------------------------------------

WIDE = Distribution("normal", 0.5, 0.1)
CORRELATED = Scenario(
    parameters={"responsiveness": WIDE, "consistency": WIDE, "repair_rate": WIDE, "rejection": 0.1},
    correlations=(
        Correlation(("responsiveness", "consistency"), 0.4),
        Correlation(("consistency", "repair_rate"), 0.2),
    ),
)


def test_a_change_holds_for_all_caregivers_and_leaves_their_other_traits():
    changed = Scenario(caregivers=TWO).with_(responsiveness=0.2)
    assert [changed.value("responsiveness", c) for c in (0, 1)] == [0.2, 0.2]
    assert changed.value("consistency", 1) == 0.1
    assert [c.share for c in changed.caregivers] == [0.6, 0.4]


def test_none_changes_nothing():
    assert CORRELATED.with_(infants=None, days=None, responsiveness=None) == CORRELATED
    assert CORRELATED.with_() == CORRELATED


def test_settings_and_parameters_can_be_changed_at_once_and_the_first_copy_stays():
    before = CORRELATED.as_dict()
    changed = CORRELATED.with_(infants=7, days=0, seed=9, rejection=0.5, title="x")
    assert (changed.infants, changed.days, changed.seed, changed.title) == (7, 0, 9, "x")
    assert changed.value("rejection") == 0.5
    assert CORRELATED.as_dict() == before
    assert changed.with_(infants=100, days=365, seed=1, rejection=0.1, title="") == CORRELATED


def test_a_number_takes_the_place_of_a_distribution_and_ends_only_its_correlations():
    changed = CORRELATED.with_(responsiveness=0.5)
    assert changed.value("responsiveness") == 0.5
    assert changed.correlations == CORRELATED.correlations[1:]
    assert CORRELATED.with_(consistency=0.5).correlations == ()
    assert CORRELATED.with_(rejection=0.4, reactivity=2.0).correlations == CORRELATED.correlations


def test_another_distribution_keeps_the_correlations():
    changed = CORRELATED.with_(consistency=Distribution("beta", 0.6, 0.2))
    assert changed.value("consistency").shape == "beta"
    assert changed.correlations == CORRELATED.correlations


def test_a_correlated_trait_of_a_caregivers_own_is_kept_where_another_parameter_changes():
    own = Scenario(
        parameters={"responsiveness": WIDE},
        correlations=(Correlation(("responsiveness", "consistency"), 0.4),),
        caregivers=(CaregiverSpec(parameters={"consistency": WIDE}),),
    )
    assert own.with_(rejection=0.2).correlations == own.correlations
    assert own.with_(consistency=0.2).correlations == ()


def test_caregivers_and_correlations_can_be_replaced_along_with_a_parameter():
    changed = CORRELATED.with_(
        caregivers=TWO,
        correlations=(Correlation(("repair_rate", "consistency"), -0.3),),
        responsiveness=0.1,
        parameters={"repair_rate": WIDE, "consistency": WIDE},
    )
    assert [changed.value("responsiveness", c) for c in (0, 1)] == [0.1, 0.1]
    assert changed.correlations[0].r == -0.3
    assert "rejection" not in changed.parameters


def test_a_misspelt_change_is_answered_with_the_name_like_it():
    with pytest.raises(InputError, match="no parameter 'infant'"):
        Scenario().with_(infant=4)
    with pytest.raises(InputError, match=r"reactivty'; did you mean reactivity"):
        Scenario().with_(reactivty=1.0)


def test_a_scenario_is_no_collection_and_cannot_be_changed():
    with pytest.raises(TypeError):
        iter(Scenario())
    with pytest.raises(TypeError):
        len(Scenario())
    with pytest.raises(AttributeError):
        Scenario().infants = 5


# --- one scenario from another --------------------------------------------------------------------


def written(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(files))}.toml"


def test_a_scenario_extends_another_in_what_it_says(tmp_path):
    base = load("mixed-population")
    mine = load(written(tmp_path, mine='extends = "mixed-population"\ndays = 30\n'
                        "[parameters]\nrepair_rate = 0.2\n"))  # fmt: skip
    assert (mine.name, mine.days, mine.infants) == ("mine", 30, base.infants)
    assert mine.parameters == {**base.parameters, "repair_rate": 0.2}
    assert mine.correlations == base.correlations
    assert (mine.title, mine.story) == ("", "")


def test_a_correlation_goes_with_a_distribution_that_becomes_a_number(tmp_path):
    base = load("mixed-population")
    mine = load(written(tmp_path, mine='extends = "mixed-population"\n'
                        "parameters = { consistency = 0.5 }"))  # fmt: skip
    assert not any("consistency" in c.between for c in mine.correlations)
    assert 0 < len(mine.correlations) < len(base.correlations)


def test_caregivers_and_files_are_extended_too(tmp_path):
    path = written(tmp_path, mine='extends = "base.toml"\nseed = 3',
                   base='extends = "two-caregivers"\ninfants = 7')  # fmt: skip
    mine = load(path)
    assert (mine.infants, mine.seed) == (7, 3)
    assert mine.caregivers == load("two-caregivers").caregivers
    assert scenario_from(tomllib.loads(mine.to_toml()), "mine") == mine


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('extends = "good-enugh"', "line 1: extends: there is no scenario 'good-enugh'; did you"),
        ("extends = 3", "line 1: extends = 3 is not a scenario's name"),
        ('days = 3\nextends = "mine.toml"', "line 2: .*in a circle"),
        ('extends = "good-enough"\ndays = -1', "line 2: days = -1 is not"),
    ],
)
def test_what_cannot_be_extended_is_told_with_its_line(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        load(written(tmp_path, mine=text))


def test_without_a_folder_only_shipped_scenarios_can_be_extended(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, base="days = 3")
    with pytest.raises(InputError, match=r"there is no scenario 'base\.toml'"):
        scenario_from({"extends": "base.toml"}, "own")
    known = load("low-risk")
    assert scenario_from({"extends": "low-risk"}, "own").parameters == known.parameters


def test_validated_populations_have_names():
    assert load("mixed") == load_population("mixed")
    assert load("two-caregivers") != load_population("two-caregivers")


def test_a_circle_is_told_once(tmp_path):
    for own, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{own}.toml").write_text(f'extends = "{other}.toml"\ntitle = "{own}"\n')
    with pytest.raises(InputError, match="in a circle") as error:
        load(str(tmp_path / "a.toml"))
    assert str(error.value).count("line 1") == 2


@pytest.mark.parametrize("read", [load, load_population])
def test_who_changes_a_scenario_changes_it_for_nobody_else(read):
    name = "mixed" if read is load_population else "rejecting"
    before = read(name).as_dict()
    read(name).parameters["repair_rate"] = 0.123
    read(name).caregivers[0].parameters["rejection"] = 0.123
    assert read(name).as_dict() == before

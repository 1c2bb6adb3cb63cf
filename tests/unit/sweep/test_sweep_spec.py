"""A sweep's spec: what is read, what is refused and with which words."""

import re

import pytest

from attune_sim.errors import InputError
from attune_sim.outcomes import GROUPS, OUTCOMES, chosen
from attune_sim.parameters import PARAMETERS
from attune_sim.scenario import Distribution, Scenario, load
from attune_sim.sweep import Design, Level, Range, SweepSpec, default_out, load_spec

LEVELS = """
scenario = "good-enough"
[vary]
responsiveness = [0.2, 0.8]
[fixed]
learning_rate = 0.05
[[levels]]
label = "as it is"
[[levels]]
label = "no learning"
learning_rate = 0.0
reactivity = { shape = "uniform", low = 0.5, high = 1.5 }
"""


def test_a_spec_is_read(small):
    assert small.name == "small"
    assert small.question == "Is it so?"
    assert [s.name for s in small.scenarios] == ["good-enough"]
    assert (small.infants, small.days, small.seed, small.replications) == (3, 2, 7, 2)
    assert small.varied == {"responsiveness": [0.2, 0.8], "consistency": [0.1, 0.5, 0.9]}
    assert small.fixed == {"episodes_per_day": 1, "episode_seconds": 20}
    assert small.measures == ("felt_security", "self_regulation")
    assert small.random_numbers == "common"
    assert small.series is None
    assert default_out(small).parts == ("results", "small")


def test_what_is_left_out_is_the_scenarios(spec_file):
    spec = load_spec(spec_file('scenario = "good-enough"'))
    assert (spec.infants, spec.days, spec.seed) == (None, None, load("good-enough").seed)
    assert spec.replications == 1
    assert spec.measures == chosen(None)
    assert spec.varied == {}


def test_what_is_for_children_is_refused_for_younger_ones(spec_file):
    asked = 'scenario = "growing-up"\ndays = {}\nmeasures = ["peer_joy"]'
    assert "peer_joy" in load_spec(spec_file(asked.format(730))).measures
    with pytest.raises(InputError, match=r"peer_joy \(peer-play\) is for children .* 729 days old"):
        load_spec(spec_file(asked.format(729)))


def test_groups_of_measures_are_resolved_and_a_share_brings_its_surrogate(spec_file):
    spec = load_spec(
        spec_file('scenario = "good-enough"\nmeasures = ["patterns", "attuned_share"]')
    )
    assert set(spec.measures) == {*GROUPS["patterns"], "attuned_share", "attuned_share_surrogate"}


def test_levels_and_distributions(spec_file):
    spec = load_spec(spec_file(LEVELS))
    assert spec.varied["level"] == ["as it is", "no learning"]
    assert spec.levels[1].parameters["learning_rate"] == 0.0
    assert spec.levels[1].parameters["reactivity"] == Distribution("uniform", low=0.5, high=1.5)


def test_scenarios_are_a_factor_and_files_are_sought_beside_the_spec(
    spec_file, tmp_path, monkeypatch
):
    spec_file("infants = 4\nseed = 9", name="other.toml")
    path = spec_file('scenarios = ["other.toml", "good-enough"]')
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    spec = load_spec(path)
    assert spec.varied == {"scenario": ["other", "good-enough"]}
    assert spec.scenarios[0].infants == 4
    assert spec.seed == 9


def test_a_range_has_clean_values_and_both_ends(spec_file):
    text = 'scenario = "good-enough"\n[vary]\n'
    spec = load_spec(
        spec_file(
            text + "responsiveness = { from = 0.0, to = 1.0, steps = 11 }\n"
            "episodes_per_day = { from = 1, to = 7, steps = 3 }"
        )
    )
    assert spec.vary["responsiveness"] == tuple(k / 10 for k in range(11))
    assert spec.vary["episodes_per_day"] == (1, 4, 7)
    assert all(isinstance(v, int) for v in spec.vary["episodes_per_day"])


MOMENTS = """
scenario = "good-enough"
[design]
kind = "morris"
trajectories = 6
[vary]
responsiveness.sd = { from = 0.05, to = 0.2 }
consistency = { from = 0.1, to = 0.9 }
[fixed]
responsiveness = { shape = "normal", mean = 0.5, sd = 0.1 }
"""


def test_a_moment_is_a_dotted_name(spec_file):
    spec = load_spec(spec_file(MOMENTS))
    assert spec.vary == {"responsiveness.sd": Range(0.05, 0.2), "consistency": Range(0.1, 0.9)}
    assert spec.design == Design("morris", trajectories=6, levels=4)
    assert spec.keys == ["point", "scenario", "responsiveness.sd", "consistency"]


def test_a_grid_said_or_unsaid_is_the_same_sweep(spec_file):
    said = load_spec(spec_file(LEVELS + "[design]\nkind = 'grid'"))
    assert said.identity() == load_spec(spec_file(LEVELS)).identity()


@pytest.mark.parametrize(
    "text", [LEVELS, MOMENTS, 'scenario = "good-enough"\nseries = 3\nrandom_numbers = "own"']
)
def test_its_toml_reads_back_as_the_same_sweep(spec_file, text):
    spec = load_spec(spec_file(text))
    again = load_spec(spec_file(spec.to_toml()))
    assert again == spec
    assert again.identity() == spec.identity()


def test_the_question_and_a_story_are_not_part_of_the_identity_but_a_value_is():
    def of(question="", story="", responsiveness=0.5):
        scenario = Scenario(story=story, parameters={"responsiveness": responsiveness})
        return SweepSpec("x", (scenario,), question=question).identity()

    assert of() == of(question="why?", story="once")
    assert of() != of(responsiveness=0.6)


def test_a_spec_made_in_python_is_checked_too():
    one = (Scenario(),)
    spec = SweepSpec("x", one, vary={"responsiveness": [0, 1]}, measures=["policy"])
    assert spec.vary == {"responsiveness": (0.0, 1.0)}
    assert spec.measures == GROUPS["policy"]
    with pytest.raises(InputError, match="responsiveness = 2"):
        SweepSpec("x", one, levels=(Level("a", {"responsiveness": 2}),))
    with pytest.raises(InputError, match="at least one"):
        SweepSpec("x", ())
    with pytest.raises(InputError, match="there is no key 'varied'; did you mean vary"):
        SweepSpec("x", one, varied={})


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("vary", 3, "vary = 3 is not a table of parameters and values"),
        ("fixed", ["responsiveness"], "is not a table of parameters and values"),
        ("levels", ["a"], "is not a list of levels"),
        ("design", "grid", "design = 'grid' is not a table"),
        ("scenarios", 3, "scenarios = 3 is not a list"),
        ("replications", 2.0, "replications = 2.0 is not a whole number from 1 to"),
    ],
)
def test_a_spec_of_other_kinds_of_values_is_refused(key, value, said):
    with pytest.raises(InputError, match=re.escape(said)):
        SweepSpec(**{"name": "x", "scenarios": (Scenario(),), key: value})


def test_two_scenarios_must_differ_by_more_than_case():
    with pytest.raises(InputError, match="'fam' and 'FAM' differ by upper and lower case only"):
        SweepSpec("x", (Scenario(name="fam"), Scenario(name="FAM")))


@pytest.mark.parametrize("name", ["NA", "None", "NaN", "null", "n/a", " na "])
def test_a_name_that_tables_read_as_missing_is_refused(name):
    with pytest.raises(InputError, match="read as a missing value"):
        SweepSpec("x", (Scenario(),), levels=(Level(name, {}),))
    with pytest.raises(InputError, match="read as a missing value"):
        SweepSpec("x", (Scenario(name=name),))
    assert SweepSpec("x", (Scenario(),), levels=(Level(f"{name}!", {}),)).levels


HEAD = 'scenario = "good-enough"\n'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["needs scenario", "good-enough"]),
        ('scenario = "good-enuf"', ["'good-enuf'", "did you mean good-enough"]),
        ('scenario = "nowhere.toml"', ["no file", "nowhere.toml"]),
        ("scenario = 3", ["scenario = 3"]),
        (HEAD + 'scenarios = ["good-enough"]', ["cannot both"]),
        ("scenarios = []", ["scenarios = []", "at least one"]),
        ('scenarios = "good-enough"', ["scenarios = 'good-enough'", "list"]),
        ('scenarios = ["good-enough", "good-enough"]', ["two scenarios", "'good-enough'"]),
        (HEAD + "replicatons = 5", ["'replicatons'", "replications"]),
        (HEAD + "responsiveness = 0.5", ["'responsiveness'", "[vary] or [fixed]"]),
        (HEAD + "replications = 0", ["replications = 0", "from 1 to"]),
        (HEAD + "replications = 2.5", ["replications = 2.5", "whole number"]),
        (HEAD + "infants = true", ["infants = True", "whole number"]),
        (HEAD + "days = -1", ["days = -1", "from 0 to"]),
        (HEAD + "seed = 'x'", ["seed = 'x'"]),
        (HEAD + "series = 0", ["series = 0", "from 1 to"]),
        (HEAD + 'random_numbers = "bad"', ["random_numbers = 'bad'", "'common', 'own'"]),
        (HEAD + 'luck = "common"', ["'luck'", 'random_numbers = "own"']),
        (HEAD + "question = 1", ["question = 1", "text"]),
        (HEAD + "measures = []", ["measures is empty"]),
        (HEAD + 'measures = "patterns"', ["measures = 'patterns'", "list"]),
        (HEAD + 'measures = ["pattern"]', ["'pattern'", "did you mean", "patterns"]),
        (HEAD + "vary = 1", ["vary = 1", "[vary]"]),
        (HEAD + "levels = 1", ["levels = 1", "[[levels]]"]),
        (
            HEAD + "[vary]\nresponsivness = [0.1]",
            ["[vary]", "'responsivness'", "did you mean responsiveness"],
        ),
        (HEAD + "[vary]\ninfants = [1, 2]", ["[vary] infants", "whole sweep"]),
        (HEAD + "[vary]\ndays = { from = 1, to = 3, steps = 3 }", ["[vary] days", "whole sweep"]),
        (HEAD + "[vary]\nscenario = ['a']", ["scenarios = ["]),
        (HEAD + "[fixed]\nreplications = 5", ["[fixed] replications", "above the tables"]),
        (HEAD + "[vary]\nresponsiveness = []", ["responsiveness is empty"]),
        (HEAD + "[vary]\nresponsiveness = 0.5", ["responsiveness = 0.5", "[fixed]"]),
        (HEAD + "[vary]\nresponsiveness = [0.5, 0.50]", ["0.5 twice"]),
        (HEAD + "[vary]\nresponsiveness = [0.5, 1.5]", ["responsiveness = 1.5", "from 0 to 1"]),
        (HEAD + "[vary]\nresponsiveness = [0.5, nan]", ["responsiveness = nan", "from 0 to 1"]),
        (HEAD + "[vary]\nresponsiveness = ['a']", ["responsiveness = 'a'", "from 0 to 1"]),
        (HEAD + "[vary]\nresponsiveness = [true]", ["responsiveness = True"]),
        (HEAD + "[vary]\nreactivity = [{ shape = 'normal' }]", ["reactivity", "[[levels]]"]),
        (HEAD + "[vary]\nresponsiveness = { from = 0, to = 1 }", ["'steps'", "grid"]),
        (HEAD + "[vary]\nresponsiveness = { from = 0 }", ["needs 'from', 'to'"]),
        (HEAD + "design = 'grid'", ["design = 'grid'", "[design]"]),
        (HEAD + "[design]\nkinds = 'grid'", ["'kinds'", "kind"]),
        (HEAD + "[design]\npoints = 5", ["'kind' in design is missing", "'grid'"]),
        (HEAD + "[design]\nkind = 'sobel'", ["kind = 'sobel'", "sobol"]),
        (HEAD + "[design]\nkind = 'grid'\npoints = 5", ["grid design has no 'points'"]),
        (HEAD + "[design]\nkind = 'latin-hypercube'", ["needs points"]),
        (HEAD + "[design]\nkind = 'morris'\ntrajectories = 1.5", ["trajectories = 1.5", "whole"]),
        (HEAD + "[design]\nkind = 'morris'\ntrajectories = 9\nlevels = 3", ["levels = 3", "even"]),
        (HEAD + "[design]\nkind = 'sobol'\nsamples = 100", ["samples = 100", "power of two"]),
        (HEAD + "[design]\nkind = 'sobol'\nsamples = 8", ["needs parameters under [vary]"]),
        (
            HEAD + "[design]\nkind = 'sobol'\nsamples = 8\n[vary]\nresponsiveness = [0.1, 0.2]",
            ["responsiveness = [0.1, 0.2]", "from = ..., to = ..."],
        ),
        (
            HEAD + "[design]\nkind = 'sobol'\nsamples = 8\n[vary]\n"
            "responsiveness = { from = 0.5, to = 0.1 }",
            ["from = 0.5", "not below"],
        ),
        (
            HEAD + "[design]\nkind = 'sobol'\nsamples = 524288\n[vary]\n"
            "responsiveness = { from = 0.1, to = 0.9 }",
            ["1,572,864 points", "too large"],
        ),
        (
            HEAD + "[design]\nkind = 'list'\n[vary]\nresponsiveness = [0.1, 0.2]\n"
            "consistency = [0.1]",
            ["as many values", "responsiveness 2", "consistency 1"],
        ),
        (HEAD + "[vary]\nfollowing.sd = [0.1]", ["no distribution with sd", "good-enough"]),
        (HEAD + "[vary]\nresponsiveness.shape = ['beta']", ["numbers", "[[levels]]"]),
        (HEAD + "[vary]\n'responsiveness.size' = [1]", ["no 'size'", "sd"]),
        (HEAD + "[vary]\n'responsivnes.sd' = [1]", ["'responsivnes'", "responsiveness"]),
        (
            HEAD + "[vary]\nresponsiveness.sd = [0.1, 5.0]\n[fixed]\nresponsiveness ="
            " { shape = 'normal', mean = 0.5, sd = 0.1 }",
            ["responsiveness.sd", "sd = 5.0", "from 0 to 1"],
        ),
        (
            HEAD + "[vary]\nresponsiveness.sd = [0.1]\n'responsiveness' = [0.1]",
            ["not valid TOML"],
        ),
        (HEAD + "[vary]\nresponsiveness = { from = 0, to = 1, step = 3 }", ["'step'", "steps"]),
        (
            HEAD + "[vary]\nresponsiveness = { from = 0, to = 1, steps = 1 }",
            ["steps = 1", "from 2"],
        ),
        (HEAD + "[vary]\nresponsiveness = { from = 0, to = 1, steps = 9.0 }", ["steps = 9.0"]),
        (HEAD + "[vary]\nresponsiveness = { from = 0, to = 2, steps = 3 }", ["responsiveness = 2"]),
        (HEAD + "[vary]\nresponsiveness = { from = 1, to = 1, steps = 3 }", ["must differ"]),
        (
            HEAD + "[vary]\nepisodes_per_day = { from = 1, to = 4, steps = 3 }",
            ["give 2.5", "whole number"],
        ),
        (HEAD + "[fixed]\nrepair_rate = 3", ["[fixed] repair_rate = 3", "from 0 to 1"]),
        (
            HEAD + "[vary]\nrepair_rate = [0.1]\n[fixed]\nrepair_rate = 0.2",
            ["repair_rate", "[vary]", "[fixed]"],
        ),
        (
            HEAD + "[vary]\nrepair_rate = [0.1]\n[[levels]]\nlabel = 'a'\nrepair_rate = 0.2",
            ["repair_rate", "[vary]", "[[levels]] ('a')"],
        ),
        (HEAD + "[[levels]]\nrepair_rate = 0.2", ["[[levels]]", "label"]),
        (HEAD + "[[levels]]\nlabel = ''", ["label = ''"]),
        (HEAD + "[[levels]]\nlabel = 'a'\nrepairrate = 0.2", ["'a'", "repair_rate"]),
        (HEAD + "[[levels]]\nlabel = 'a'\ndays = 3", ["days = 3", "whole sweep"]),
        (
            HEAD + "[[levels]]\nlabel = 'a'\n[[levels]]\nlabel = 'a'\nrepair_rate = 0.1",
            ["'a' twice"],
        ),
        (HEAD + "[[levels]]\nlabel = 'a'\n[[levels]]\nlabel = 'b'", ["'a' and 'b'", "same values"]),
        (
            HEAD + "replications = 20\n[vary]\n"
            "responsiveness = { from = 0, to = 1, steps = 1000 }\n"
            "consistency = { from = 0, to = 1, steps = 1000 }",
            ["20,000,000 runs", "10,000,000"],
        ),
        ("scenario = ", ["not valid TOML"]),
    ],
)
def test_what_cannot_be_run_is_refused_in_one_sentence(spec_file, text, parts):
    path = spec_file(text)
    with pytest.raises(InputError) as refused:
        load_spec(path)
    said = str(refused.value)
    assert said.startswith(str(path)) or "not valid TOML" in said
    for part in parts:
        assert part in said
    assert "\n" not in said


AT_LINES = (
    ("\ndays = -1", 3),
    ("\nqestion = 'a'", 3),
    ("\n[design]\nkind = 'gird'", 4),
    ("\n[design]\nkind = 'grid'\npionts = 3", 5),
    ("\n[fixed]\nmisreading = 0.1\nrepair_rate = 3", 5),
    ("\n[vary]\nmisreading = [0.1]\nreactivity.sd = { from = 'a', to = 2 }", 5),
    ("\n[vary]\nrepair_rate = [0.1]\n[fixed]\nrepair_rate = 0.2", 6),
    ("\n[[levels]]\nlabel = 'a'\n[[levels]]\nlabel = 'b'\nrepairrate = 0.2", 7),
    ("\nscenarios = ['good-enough']", 3),
    ("\n\nreplications = 900000\n[vary]\nrepair_rate = { from = 0, to = 1, steps = 20 }", 4),
    ("\n[design]\nkind = 'sobol'\nsamples = 524288\n[vary]\nrepair_rate = { from = 0, to = 1 }", 3),
    ("\n[vary]\nmisreading = [0.1]\nfollowing.sd = [0.1]", 5),
)


@pytest.mark.parametrize(("text", "line"), AT_LINES)
def test_a_fault_is_told_with_its_line(spec_file, text, line):
    head = 'scenario = "good-enough"\n'
    path = spec_file(head + text)
    with pytest.raises(InputError) as refused:
        load_spec(path)
    assert str(refused.value).startswith(f"{path}, line {line}: "), refused.value


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"no file .*missing\.toml"):
        load_spec(tmp_path / "missing.toml")


def test_no_parameter_is_named_as_a_column_of_the_rows():
    taken = {"run", "point", "replication", "seed", "scenario", "level", "label", "infants", "days"}
    taken |= {"caregiver", "measure", "mean", "sd", "n", "day", *OUTCOMES}
    assert taken.isdisjoint(PARAMETERS)


def test_what_was_asked_is_known_in_its_order_and_decides_no_rows(spec_file):
    def spec(measures):
        return load_spec(spec_file(replace={'["felt_security", "self_regulation"]': measures}))

    first = spec('["self_regulation", "attuned_share", "felt_security", "self_regulation"]')
    assert first.asked == ("self_regulation", "attuned_share", "felt_security")
    assert "attuned_share_surrogate" in first.measures
    other = spec('["attuned_share", "felt_security", "self_regulation"]')
    assert other.asked != first.asked
    assert (other, other.identity()) == (first, first.identity())
    patterns = spec('["patterns"]')
    assert patterns.asked == patterns.measures
    assert SweepSpec("x", first.scenarios).asked == ()

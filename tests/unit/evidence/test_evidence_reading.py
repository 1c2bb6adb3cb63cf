import pytest

from attune_sim.errors import InputError
from attune_sim.evidence import read_findings
from attune_sim.evidence.studies.design import Visit
from attune_sim.scenario import Event


def test_a_finding_is_read_whole(small):
    share, link, contrast = small["share"], small["link"], small["contrast"]
    assert share.groups["families"].parameters == {"episodes_per_day": 1}
    assert share.visits == {"ssp": Visit(age=3)}
    assert (share.fitted, link.fitted) == (False, True)
    assert share.n == 20720
    assert share.statement.startswith("Global 4-way")
    assert link.reliability == {"trait.responsiveness": 0.7}
    assert contrast.groups["one"].events == (Event(1, add={"responsiveness": -0.5}),)
    assert contrast.direction == -1


@pytest.mark.parametrize(
    ("old", "new", "finding", "told"),
    [
        ('["3.01a"]', '["3.01x"]', "share", ["published", "'3.01x'", "3.01d"]),
        ('["3.01a"]', '["3.19"]', "share", ["3.19", "was not found"]),
        ('["3.01a"]', "[7]", "share", ["published", "7"]),
        ('["3.01a"]', '["3.03"]', "share", ["nothing to compare", "direction"]),
        ('statistic = "share"', 'statistic = "shares"', "share", ["'shares'", "share"]),
        ('statistic = "share"', "", "share", ["'statistic' is missing"]),
        ('statistic = "share"', 'statistic = "kappa"', "share", ["kappa takes 2 columns, not 1"]),
        ('"ssp.secure"', '"ssp.secured"', "share", ["ssp.secured", "outcome", "secure"]),
        ('"ssp.secure"', '"spp.secure"', "share", ["visit 'spp'", "ssp"]),
        ('"ssp.secure"', '"secure"', "share", ["'secure'", "visit.outcome"]),
        ('"ssp.secure"', "3", "share", ["of = [3]"]),
        ('"ssp.secure"', '"ssp.secure - "', "share", ["visit.outcome"]),
        ('"ssp.secure"', '"ssp.pattern"', "share", ["ssp.pattern", "label", "share"]),
        ("age = 3 } }", "age = -3 } }", "share", ["visits.ssp", "age = -3", "0 to 9125"]),
        ("age = 3 } }", "age = 3.5 } }", "share", ["visits.ssp", "age = 3.5"]),
        ("{ age = 3 } }", "{ aeg = 3 } }", "share", ["visits.ssp", "'aeg'", "age"]),
        ("{ age = 3 } }", "3 }", "share", ["visits.ssp", "not a table"]),
        (
            "age = 3 } }",
            "age = 3, caregiver = 1 } }",
            "share",
            ["visits.ssp", "caregiver = 1", "from 0 to 0"],
        ),
        (
            "age = 3 } }",
            "age = 3, settings = { coder_eror = 0.1 } } }",
            "share",
            ["visits.ssp", "'coder_eror'", "coder_error"],
        ),
        (
            "age = 3 } }",
            "age = 3, settings = { coder_error = 9 } } }",
            "share",
            ["visits.ssp", "coder_error = 9", "from 0 to 3"],
        ),
        ("episodes_per_day = 1", "episodes = 1", "share", ["groups.families", "'episodes'"]),
        ("episodes_per_day = 1", "episodes_per_day = 0", "share", ["groups.families", "= 0"]),
        ('"good-enough"', '"god-enough"', "share", ["groups.families", "good-enough"]),
        ("groups = { families", "groupes = { families", "share", ["'groupes'", "groups"]),
        ('families = { population = "mixed" }', "", "link", ["at least one group, not 0"]),
        ("fitted = true", 'fitted = "yes"', "link", ["fitted = 'yes'", "true or false"]),
        ("fitted = true", "n = 0", "link", ["n = 0"]),
        ("fitted = true", "value = true", "link", ["value = True", "a number"]),
        ("fitted = true", "value = inf", "link", ["value = inf", "a number"]),
        ("fitted = true", "low = 0.1", "link", ["low and high are given together"]),
        ("fitted = true", "low = 0.2\nhigh = 0.1", "link", ["low and high are given together"]),
        ("trait.responsiveness", "trait.responsivness", "link", ["'responsivness'"]),
        ('" = 0.7', '" = 0', "link", ["reliability", "= 0", "above 0"]),
        ('" = 0.7', '" = "high"', "link", ["reliability", "'high'"]),
        ('reliability = { "trait', 'reliability = { "home', "link", ["reliability", "home."]),
        ("direction = -1", "direction = 2", "contrast", ["direction = 2", "-1, 0 or 1"]),
        ("direction = -1", "direction = true", "contrast", ["direction = True"]),
        ('"hedges-g-groups"', '"risk-ratio"', "contrast", ["direction", "compared with 1"]),
        ("day = 1, add", "day = -1, add", "contrast", ["groups.one.events", "day = -1"]),
        ("day = 1, add", "add", "contrast", ["key 'day' in groups.one.events is missing"]),
        (
            "{ responsiveness = -0.5 }",
            "{ coder_error = 1 }",
            "contrast",
            ["coder_error is of the"],
        ),
        (
            "{ responsiveness = -0.5 }",
            "{ responsiveness = nan }",
            "contrast",
            ["responsiveness = nan"],
        ),
        ("day = 1, add", "day = 1, share = 1.5, add", "contrast", ["share = 1.5", "up to 1"]),
        ('two = { population = "mixed" }', "", "contrast", ["takes 2 groups, not 1"]),
    ],
)
def test_a_fault_is_told_with_file_finding_and_key(finding_file, old, new, finding, told):
    path = finding_file(replace={old: new})
    with pytest.raises(InputError) as error:
        read_findings(path)
    assert str(error.value).startswith(f"{path}, line ")
    assert f": finding '{finding}': " in str(error.value)
    for words in told:
        assert words in str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no finding"),
        ("finding = 3", "holds no finding"),
        ("[patern]\nid = 'x'", "'patern'"),
        ("[[finding]]\nid = 3", "finding 1: "),
        ("[[finding]]", "finding 1: "),
        ("finding = [3]", "finding 1: 3 is not a table"),
        ("[[finding", "not valid TOML"),
    ],
)
def test_a_file_that_holds_no_findings_is_told(finding_file, text, told):
    path = finding_file(text)
    with pytest.raises(InputError, match=r"mine\.toml") as error:
        read_findings(path)
    assert told in str(error.value)


def test_an_id_is_given_once(finding_file):
    with pytest.raises(InputError, match=r"two entries \[\[finding\]\] have the id 'share'"):
        read_findings(finding_file(replace={'id = "link"': 'id = "share"'}))


def test_a_population_may_be_a_scenario_file(finding_file, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text("[parameters]\nresponsiveness = 0.1\n")
    path = finding_file(replace={'"good-enough"': f"'{own}'"})
    assert read_findings(path)[0].groups["families"].population == str(own)

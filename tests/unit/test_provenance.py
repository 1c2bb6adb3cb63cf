"""Where a result comes from."""

import json
from importlib import metadata

from attune_sim import __version__
from attune_sim.provenance import PACKAGES, provenance
from attune_sim.scenario import load


def test_provenance_names_version_seed_and_packages_and_is_json():
    told = provenance(load("erratic").as_dict(), 7)
    assert json.loads(json.dumps(told)) == told
    assert told["version"] == __version__
    assert told["seed"] == 7
    assert told["packages"]["numpy"] == metadata.version("numpy")
    assert set(PACKAGES) | {"python"} == set(told["packages"])


def test_the_hash_is_of_what_was_asked_whatever_the_order_of_its_keys():
    asked = load("erratic").as_dict()
    hashed = provenance(asked, 1)["hash"]
    assert hashed == provenance(dict(reversed(asked.items())), 2)["hash"]
    assert len(hashed) == 16
    assert int(hashed, 16) >= 0


def test_every_change_of_what_was_asked_changes_the_hash():
    scenario = load("mixed-population")
    asked = [
        scenario,
        scenario.with_(days=3),
        scenario.with_(infants=3),
        scenario.with_(seed=3),
        scenario.with_(rejection=0.1),
        scenario.with_(correlations=()),
        load("two-caregivers"),
    ]
    assert len({provenance(s.as_dict(), 1)["hash"] for s in asked}) == len(asked)


def test_the_name_of_a_file_changes_no_hash(tmp_path):
    path = tmp_path / "other-name.toml"
    path.write_text(load("erratic").to_toml())
    one, other = (provenance(load(what).as_dict(), 1)["hash"] for what in ("erratic", path))
    assert one == other

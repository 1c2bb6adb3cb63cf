"""The line that installs an optional part works for how this was installed."""

import json
from pathlib import Path

import pytest

from attune_sim import installation


class Installed:
    def __init__(self, record):
        self.record = record

    def read_text(self, name):
        assert name == "direct_url.json"
        return None if self.record is None else json.dumps(self.record)


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (
            {"url": "file:///home/me/attune%20sim", "dir_info": {"editable": True}},
            f'pip install -e "{Path("/home/me/attune sim")}[dashboard]"',
        ),
        (
            {"url": "file:///home/me/attune", "dir_info": {}},
            f'pip install "{Path("/home/me/attune")}[dashboard]"',
        ),
        (
            {"url": "file:///tmp/attune_sim-0.2.0-py3-none-any.whl", "archive_info": {}},
            f'pip install "{Path("/tmp/attune_sim-0.2.0-py3-none-any.whl")}[dashboard]"',
        ),
        (
            {"url": "https://example.org/attune.git", "vcs_info": {"vcs": "git"}},
            'pip install "attune-sim[dashboard] @ git+https://example.org/attune.git"',
        ),
    ],
)
def test_a_line_for_each_way(monkeypatch, record, line):
    monkeypatch.setattr(installation, "distribution", lambda name: Installed(record))
    assert installation.install_line("dashboard") == line


def test_in_the_clone_itself_a_dot_is_enough(monkeypatch, tmp_path):
    record = {"url": tmp_path.as_uri(), "dir_info": {"editable": True}}
    monkeypatch.setattr(installation, "distribution", lambda name: Installed(record))
    monkeypatch.chdir(tmp_path)
    assert installation.install_line("dask") == 'pip install -e ".[dask]"'


def test_from_an_index_the_name_is_enough(monkeypatch, tmp_path):
    monkeypatch.setattr(installation, "distribution", lambda name: Installed(None))
    monkeypatch.setattr(installation, "__file__", str(tmp_path / "a" / "b" / "installation.py"))
    assert installation.install_line("dask") == 'pip install "attune-sim[dask]"'


def test_a_clone_that_was_never_installed_is_found(monkeypatch, tmp_path):
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(installation, "distribution", lambda name: Installed(None))
    monkeypatch.setattr(
        installation, "__file__", str(tmp_path / "src" / "attune_sim" / "installation.py")
    )
    assert installation.install_line("dask") == f'pip install -e "{tmp_path}[dask]"'

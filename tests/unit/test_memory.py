"""A container's limit counts as the machine's memory does."""

from collections import namedtuple

import pytest

from attune_sim import memory, run
from attune_sim.errors import InputError
from attune_sim.scenario import Scenario

MB = 1_000_000
Machine = namedtuple("Machine", "available")


@pytest.fixture(autouse=True)
def large_machine(monkeypatch):
    monkeypatch.setattr(memory.psutil, "virtual_memory", lambda: Machine(24_000 * MB))


def files(root, **content):
    for name, text in content.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")


def version_2(root, group, most, used, inactive=0, cgroup=None):
    folder = f"sys/fs/cgroup/{group}".rstrip("/")
    files(
        root,
        **{
            "proc/self/cgroup": f"0::/{group if cgroup is None else cgroup}",
            f"{folder}/memory.max": most,
            f"{folder}/memory.current": used,
            f"{folder}/memory.stat": f"anon 5\ninactive_file {inactive}",
        },
    )


def version_1(root, most, used, inactive=0):
    files(
        root,
        **{
            "proc/self/cgroup": "5:cpu,cpuacct:/docker/ab\n4:memory:/docker/ab\n1:name=systemd:/x",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": most,
            "sys/fs/cgroup/memory/memory.usage_in_bytes": used,
            "sys/fs/cgroup/memory/memory.stat": f"cache 9\ntotal_inactive_file {inactive}",
        },
    )


def test_without_a_limit_it_is_the_machines(tmp_path):
    assert memory.available(tmp_path) == 24_000 * MB
    version_2(tmp_path, "user.slice", "max", 100 * MB)
    assert memory.available(tmp_path) == 24_000 * MB


def test_the_limit_of_version_2(tmp_path):
    version_2(tmp_path, "", 320 * MB, 200 * MB, inactive=50 * MB)
    assert memory.available(tmp_path) == 170 * MB


def test_a_path_of_the_host_is_sought_in_the_containers_tree(tmp_path):
    version_2(tmp_path, "", 320 * MB, 200 * MB, cgroup="system.slice/docker-ab.scope")
    assert memory.available(tmp_path) == 120 * MB


def test_a_limit_further_up_holds(tmp_path):
    version_2(tmp_path, "a", 300 * MB, 100 * MB)
    version_2(tmp_path, "a/b", 900 * MB, 100 * MB)
    assert memory.available(tmp_path) == 200 * MB


def test_the_limit_of_version_1(tmp_path):
    version_1(tmp_path, 320 * MB, 330 * MB, inactive=30 * MB)
    assert memory.available(tmp_path) == 20 * MB
    version_1(tmp_path, 2**63 - 4096, 330 * MB)
    assert memory.available(tmp_path) == 24_000 * MB


def test_more_used_than_allowed_leaves_nothing(tmp_path):
    version_2(tmp_path, "", 100 * MB, 200 * MB)
    assert memory.available(tmp_path) == 0


def test_a_run_that_a_container_cannot_hold_is_refused(tmp_path, monkeypatch):
    version_2(tmp_path, "", 320 * MB, 220 * MB)
    monkeypatch.setattr(memory.available, "__defaults__", (tmp_path,))
    run.check_memory(Scenario(infants=100_000))
    with pytest.raises(InputError, match=r"infants = 300000 needs about 180 MB, and 100 MB"):
        run.check_memory(Scenario(infants=300_000))

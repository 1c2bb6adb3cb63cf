"""A sweep on several processes writes the files that one writes."""

import pytest

from attune_sim.sweep import read, run_sweep


def parts(out):
    return {p.name: p.read_bytes() for p in sorted((out / "runs").glob("*"))}


def test_the_same_files_whatever_the_number_of_processes(small, tmp_path, three_a_batch):
    for jobs in (1, 2):
        assert run_sweep(small, tmp_path / f"{jobs}", jobs=jobs).rows_written == 12
    alone, together = parts(tmp_path / "1"), parts(tmp_path / "2")
    assert len(alone) == 4
    assert alone == together


@pytest.mark.parametrize(
    "jobs",
    [
        pytest.param(1, marks=pytest.mark.filterwarnings("error")),
        2,
    ],
)
def test_a_stop_keeps_what_is_finished(small, tmp_path, three_a_batch, jobs):
    told = []

    def stop(share):
        told.append(share)
        if sum(told) > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_sweep(small, tmp_path / "out", jobs=jobs, report=stop)
    kept = parts(tmp_path / "out")
    assert 1 <= len(kept) < 4
    assert all(name.startswith("part-") for name in kept)
    assert len(read(tmp_path / "out")) == 3 * len(kept)
    result = run_sweep(small, tmp_path / "out")
    assert result.already_there == 3 * len(kept)
    run_sweep(small, tmp_path / "undisturbed")
    assert parts(tmp_path / "out") == parts(tmp_path / "undisturbed")

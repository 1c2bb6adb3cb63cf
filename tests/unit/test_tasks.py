"""Tasks give their results in order, tell how far they are, and stop when asked."""

import pytest

from attune_sim.tasks import results_of


def times(a, b):
    return a * b


TASKS = [(k, 10) for k in range(5)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs):
    assert results_of(times, TASKS, jobs=jobs) == [0, 10, 20, 30, 40]


def test_progress_adds_up_to_one_and_follows_the_sizes():
    told = []
    results_of(times, TASKS, report=told.append, sizes=[4, 3, 2, 1, 0])
    assert told == pytest.approx([0.4, 0.3, 0.2, 0.1, 0.0])
    told.clear()
    results_of(times, TASKS, report=told.append)
    assert told == pytest.approx([0.2] * 5)


def test_nothing_to_do_gives_nothing():
    assert results_of(times, [], report=print) == []


def test_what_the_report_raises_ends_all():
    done = []

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        results_of(lambda k: done.append(k), [(k,) for k in range(5)], report=stop)
    assert done == [0]

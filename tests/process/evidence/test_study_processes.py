"""Studies on several processes."""

import pandas as pd

from attune_sim.evidence.studies.simulation import cohorts, simulate

SEED = 3


def test_processes_change_no_number(small):
    wanted = cohorts(list(small.values()), 6)
    one, two = (simulate(wanted, seed=SEED, jobs=jobs) for jobs in (1, 2))
    for key, table in one.items():
        pd.testing.assert_frame_equal(table, two[key])

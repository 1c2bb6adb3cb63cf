"""Mesa's batch_run on several processes."""

import pandas as pd
from fixtures.batch_run import batch


def test_batch_run_on_several_processes() -> None:
    given = {"infants": 2, "days": 2, "rng": [1, 2], "responsiveness": [0.2, 0.9]}
    alone, parallel = (
        batch(given, number_processes=processes, data_collection_period=1).sort_values(
            ["RunId", "Step"], ignore_index=True
        )
        for processes in (1, 2)
    )
    pd.testing.assert_frame_equal(alone, parallel)
    assert set(alone["Step"]) >= {0, 1}

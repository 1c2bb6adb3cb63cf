import numpy as np
import pytest

from attune_sim.figures.intervals import wilson


def test_wilson_is_the_textbook_interval():
    # 95 % of 8 in 10 (Wilson 1927, without correction): p0 of (p-p0)^2 = z^2 p0 (1-p0) / n
    low, high = wilson(8, 10)
    for end in (low, high):
        assert (0.8 - end) ** 2 == pytest.approx(1.959964**2 * end * (1 - end) / 10, rel=1e-5)
    assert low < 0.8 < high
    assert np.isnan(wilson(0, 0)).all()

"""What a sweep's codebook says of traits whose distribution is cut off at their range.

Where a trait is varied, its column says what it was set to, and nothing is said of it here.
"""

from __future__ import annotations

from collections.abc import Iterator

from attune_sim.sweep.moments import moment
from attune_sim.sweep.points import base
from attune_sim.sweep.spec import SweepSpec
from attune_sim.trait_moments import differences, joined


def notes(spec: SweepSpec) -> dict[str, str]:
    """A sentence for each trait that has another mean or SD than its distribution names."""
    return joined("In this sweep", _told(spec))


def _told(spec: SweepSpec) -> Iterator[tuple[str, str, str]]:
    varied = {moment(name)[0] for name in spec.vary}
    several = len(spec.scenarios) > 1
    for s, scenario in enumerate(spec.scenarios):
        for v in range(max(1, len(spec.levels))):
            point = (scenario.name if several else "", spec.levels[v].label if spec.levels else "")
            for name, whose, said in differences(base(spec, s, v)):
                if name not in varied:
                    yield name, ", ".join(filter(None, (*point, whose))), said

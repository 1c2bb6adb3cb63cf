"""How fast this is: the engine beside plain Mesa agents that do the same, and what surrounds it.

`run_bench` measures, `lines` puts it in words, `append_record` keeps, `earlier` finds what was
kept.
"""

from attune_sim.bench.records import append_record, earlier, lines
from attune_sim.bench.speed import run_bench

__all__ = ["append_record", "earlier", "lines", "run_bench"]

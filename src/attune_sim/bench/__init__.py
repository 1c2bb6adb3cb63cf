"""How fast the engine is, beside plain Mesa agents that do the same.

`run_bench` measures, `table` shows, `append_record` keeps.
"""

from attune_sim.bench.records import append_record, table
from attune_sim.bench.speed import run_bench

__all__ = ["append_record", "run_bench", "table"]

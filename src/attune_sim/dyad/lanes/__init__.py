"""Several rows' numbers side by side in vectors, for compiled functions written for one row.

Why: the second of one family is a chain of operations, each of which waits for the one before, and
of branches which the processor guesses wrongly. It spends most of its time waiting. Eight families
have the same chain at the same time, so that one instruction can do for all of them what it does
for one, if no condition parts their ways. Compilers find such a form by themselves only in far
simpler loops. So these types state it: a `Lanes` is an LLVM vector, one number of each row, and
what is written for numbers compiles for lanes as well, provided that it chooses by `where` and not
by `if`.

What LLVM makes of it: as many instructions as the vector needs on this processor (one with AVX-512,
two with AVX2, four with SSE2 or NEON for eight lanes). Each lane is computed as the number alone
would be, by the same operations in the same order, so that no bit depends on the width. Nothing is
rearranged or fused; functions such as exp are called for each lane.

`gather` copies rows into columns (the values of one column for all lanes lie together). `hold`
takes the columns into a copy that nobody else can reach, which LLVM keeps in registers as far as
they go; there they look like one row. `settle` and then, for each lane, `put_lane` put what may
have changed back into the rows. `hold_row` and `put_row` do the same with a single row. `declare`
says which columns of a structured array may change.
"""

from attune_sim.dyad.lanes import arithmetic as _arithmetic  # noqa: F401  # its import does it
from attune_sim.dyad.lanes.functions import anywhere, as_float, exp_where, where
from attune_sim.dyad.lanes.records import (
    blank,
    columns,
    declare,
    gather,
    hold,
    hold_row,
    put_lane,
    put_row,
    settle,
)
from attune_sim.dyad.lanes.vectors import Lanes, Mask, Words, lane, load, store
from attune_sim.dyad.lanes.width import WIDTH

__all__ = [
    "WIDTH",
    "Lanes",
    "Mask",
    "Words",
    "anywhere",
    "as_float",
    "blank",
    "columns",
    "declare",
    "exp_where",
    "gather",
    "hold",
    "hold_row",
    "lane",
    "load",
    "put_lane",
    "put_row",
    "settle",
    "store",
    "where",
]

"""What is written once for one row and for lanes: choosing, asking, converting, exponentials."""

from __future__ import annotations

import math
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.errors import NumbaTypeError
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature

from attune_sim.dyad.lanes.vectors import INDEX, Lanes, Mask, Words, bits

_DOUBLE = ir.DoubleType()
_EXACT = 2.0**52  # doubles from here to twice as many are whole numbers
_EXACT_BITS = 0x4330000000000000  # of that number


def where(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, else `no`. Both are computed.

    Compiled only: in plain Python ~True is -2, which counts as true.
    """
    return yes if condition else no


@infer_global(where)
class _Where(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        condition, *values = args
        out = next((each for each in values if isinstance(each, Lanes)), types.float64)
        if isinstance(condition, Mask):
            out = Lanes(condition.width)
        else:
            condition = types.boolean
        return signature(out, condition, out, out)


def _select(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return builder.select(*args)


lower_builtin(where, types.Boolean, types.Float, types.Float)(_select)
lower_builtin(where, types.Boolean, Lanes, Lanes)(_select)


@lower_builtin(where, Mask, Lanes, Lanes)
def _select_lanes(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return builder.select(bits(builder, args[0]), *args[1:])


def anywhere(condition: Any) -> bool:
    """Whether it holds in any lane."""
    return bool(condition)


@infer_global(anywhere)
class _Anywhere(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.boolean, *args)


@lower_builtin(anywhere, types.Boolean)
def _in_one(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return args[0]


@lower_builtin(anywhere, Mask)
def _in_any(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return _any(builder, bits(builder, args[0]))


def _any(builder: Any, each: Any) -> Any:
    together = builder.bitcast(each, ir.IntType(each.type.count))
    return builder.icmp_unsigned("!=", together, together.type(0))


def as_float(word: Any) -> float:
    """A whole number below 2**52 as a float64."""
    return float(word)


@infer_global(as_float)
class _AsFloat(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        (word,) = args
        return signature(Lanes(word.width) if isinstance(word, Words) else types.float64, word)


@lower_builtin(as_float, types.Integer)
def _of_one(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return context.cast(builder, args[0], signature.args[0], types.float64)


@lower_builtin(as_float, Words)
def _of_words(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    # Written behind the exponent of 2**52 the word is a double; few processors can convert it.
    (word,) = args
    lanes = word.type.count
    raised = builder.or_(word, ir.Constant(word.type, [_EXACT_BITS] * lanes))
    vector = ir.VectorType(_DOUBLE, lanes)
    return builder.fsub(builder.bitcast(raised, vector), ir.Constant(vector, [_EXACT] * lanes))


def exp_where(condition: Any, x: Any) -> float:
    """The exponential of x where the condition holds, else 1; computed only where needed."""
    return math.exp(x) if condition else 1.0


@infer_global(exp_where)
class _ExpWhere(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        condition, _ = args
        if isinstance(condition, Mask):
            return signature(Lanes(condition.width), condition, Lanes(condition.width))
        return signature(types.float64, types.boolean, types.float64)


def _exp(builder: Any, x: Any) -> Any:
    return builder.call(builder.module.declare_intrinsic("llvm.exp", [_DOUBLE]), [x])


@lower_builtin(exp_where, types.Boolean, types.Float)
def _exp_of_one(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    out = cgutils.alloca_once_value(builder, _DOUBLE(1.0))
    with builder.if_then(args[0]):
        builder.store(_exp(builder, args[1]), out)
    return builder.load(out)


@lower_builtin(exp_where, Mask, Lanes)
def _exp_of_lanes(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    needed, x = bits(builder, args[0]), args[1]
    lanes = x.type.count
    out = cgutils.alloca_once(builder, x.type)
    builder.store(ir.Constant(x.type, [1.0] * lanes), out)
    with builder.if_then(_any(builder, needed)):
        for at in map(INDEX, range(lanes)):
            with builder.if_then(builder.extract_element(needed, at)):
                one = _exp(builder, builder.extract_element(x, at))
                builder.store(builder.insert_element(builder.load(out), one, at), out)
    return builder.load(out)


@infer_global(bool)
class _NoBool(AbstractTemplate):
    """A sentence for who asks what may differ from lane to lane."""

    def generic(self, args: Any, kws: Any) -> Any:
        if args and isinstance(args[0], Mask):
            raise NumbaTypeError(
                "lanes may differ: choose by `where`, not by `if`, `and`, `or` or `not`"
            )

"""What is written once for one row and for lanes: choosing, asking, converting, exponentials."""

from __future__ import annotations

import math
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature

from attune_sim.dyad.lanes.vectors import INDEX, Lanes, Mask, Words

_DOUBLE = ir.DoubleType()
_EXACT = 2.0**52  # doubles from here to twice as many are whole numbers
_EXACT_BITS = 0x4330000000000000  # of that number


def where(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, else `no`. Both are computed."""
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
lower_builtin(where, Mask, Lanes, Lanes)(_select)


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
    bits = builder.bitcast(args[0], ir.IntType(args[0].type.count))
    return builder.icmp_unsigned("!=", bits, bits.type(0))


def number(word: Any) -> float:
    """A whole number below 2**52 as a float64."""
    return float(word)


@infer_global(number)
class _Number(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        (word,) = args
        return signature(Lanes(word.width) if isinstance(word, Words) else types.float64, word)


@lower_builtin(number, types.Integer)
def _of_one(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return context.cast(builder, args[0], signature.args[0], types.float64)


@lower_builtin(number, Words)
def _of_words(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    # Written behind the exponent of 2**52 the word is a double; few processors can convert it.
    (word,) = args
    lanes = word.type.count
    raised = builder.or_(word, ir.Constant(word.type, [_EXACT_BITS] * lanes))
    vector = ir.VectorType(_DOUBLE, lanes)
    return builder.fsub(builder.bitcast(raised, vector), ir.Constant(vector, [_EXACT] * lanes))


def exp_where(condition: Any, x: Any) -> float:
    """Exp(x) where the condition holds, else 1; only what is needed is computed."""
    return math.exp(x) if condition else 1.0


@infer_global(exp_where)
class _ExpWhere(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        condition, _ = args
        if isinstance(condition, Mask):
            return signature(Lanes(condition.width), condition, Lanes(condition.width))
        return signature(types.float64, types.boolean, types.float64)


def _exp_into(builder: Any, needed: Any, x: Any, out: Any) -> None:
    """Where it is needed, change what lies at `out`: the same call as of one number."""
    exp = builder.module.declare_intrinsic("llvm.exp", [_DOUBLE])
    with builder.if_then(needed):
        builder.store(builder.call(exp, [x]), out)


@lower_builtin(exp_where, types.Boolean, types.Float)
def _exp_of_one(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    out = cgutils.alloca_once_value(builder, _DOUBLE(1.0))
    _exp_into(builder, args[0], args[1], out)
    return builder.load(out)


@lower_builtin(exp_where, Mask, Lanes)
def _exp_of_lanes(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    needed, x = args
    lanes = x.type.count
    result = ir.Constant(x.type, [1.0] * lanes)
    out = cgutils.alloca_once(builder, _DOUBLE)
    for k in range(lanes):
        builder.store(_DOUBLE(1.0), out)
        _exp_into(
            builder, builder.extract_element(needed, INDEX(k)),
            builder.extract_element(x, INDEX(k)), out,
        )  # fmt: skip
        result = builder.insert_element(result, builder.load(out), INDEX(k))
    return result

"""What Python's operators, min, max and abs do with lanes, masks and words.

Each gives what numba gives for one number, bit for bit: also the order in which `min` and `max`
compare, by which they choose between 0.0 and -0.0 and treat NaN.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import cgutils
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature

from attune_sim.dyad.lanes.vectors import Lanes, Mask, Vector, Words, keep

Emit = Callable[..., Any]


def define(
    function: Any,
    kind: type[Vector],
    emit: Emit,
    *,
    count: int = 2,
    result: type[Vector] | None = None,
) -> None:
    """Let a function of `count` numbers take vectors, and scalars beside them.

    Args:
        function: the operator or builtin.
        kind: of its arguments.
        emit: writes the instructions for (builder, *values).
        count: of arguments.
        result: kind of what comes out; that of the arguments where it is None.
    """

    class Template(AbstractTemplate):
        key = function

        def generic(self, args: Any, kws: Any) -> Any:
            given = next((each for each in args if isinstance(each, kind)), None)
            if given is None or len(args) != count or kws:
                return None
            out = given if result is None else result(given.width)
            return signature(out, *[given] * count)

    infer_global(function)(Template)

    @lower_builtin(function, *[kind] * count)
    def lower(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return emit(builder, *args)


def _instruction(name: str) -> Emit:
    return lambda builder, *values: getattr(builder, name)(*values)


def _comparison(sign: str) -> Emit:
    # NaN differs from everything and is neither more nor less.
    name = "fcmp_unordered" if sign == "!=" else "fcmp_ordered"
    return lambda builder, x, y: keep(builder, getattr(builder, name)(sign, x, y))


def _first_if(sign: str) -> Emit:
    return lambda builder, x, y: builder.select(builder.fcmp_ordered(sign, y, x), y, x)


def _absolute(builder: Any, x: Any) -> Any:
    kind = ir.FunctionType(x.type, [x.type])
    name = f"llvm.fabs.v{x.type.count}f64"
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [x])


COMPARISONS = {
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
    operator.ne: "!=",
}
INSTRUCTIONS = {
    Lanes: {
        "fadd": (operator.add, operator.iadd),
        "fsub": (operator.sub, operator.isub),
        "fmul": (operator.mul, operator.imul),
        "fdiv": (operator.truediv, operator.itruediv),
    },
    Mask: {
        "and_": (operator.and_, operator.iand),
        "or_": (operator.or_, operator.ior),
        "xor": (operator.xor, operator.ixor),
    },
    Words: {
        "and_": (operator.and_, operator.iand),
        "or_": (operator.or_, operator.ior),
        "xor": (operator.xor, operator.ixor),
        "add": (operator.add, operator.iadd),
        "sub": (operator.sub, operator.isub),
        "mul": (operator.mul, operator.imul),
        "lshr": (operator.rshift, operator.irshift),
    },
}

for _kind, _table in INSTRUCTIONS.items():
    for _name, _operators in _table.items():
        for _operator in _operators:
            define(_operator, _kind, _instruction(_name))
for _operator, _sign in COMPARISONS.items():
    define(_operator, Lanes, _comparison(_sign), result=Mask)
define(operator.invert, Mask, _instruction("not_"), count=1)
define(operator.neg, Lanes, _instruction("fneg"), count=1)
define(abs, Lanes, _absolute, count=1)
define(min, Lanes, _first_if("<"))
define(max, Lanes, _first_if(">"))

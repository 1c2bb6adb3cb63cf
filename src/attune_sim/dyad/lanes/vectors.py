"""The types: numbers, conditions and 64-bit words of several rows, as LLVM vectors."""

from __future__ import annotations

from typing import Any, ClassVar

from llvmlite import ir
from numba import extending
from numba.core import cgutils, types
from numba.core.typeconv.castgraph import Conversion
from numba.extending import lower_cast, models, register_model
from numba.np.arrayobj import make_array

from attune_sim.dyad.lanes.width import BITS

INDEX = ir.IntType(32)
intrinsic: Any = extending.intrinsic  # type checkers take it for its own first argument


class Vector(types.Type):
    """One value of each row. Scalars become vectors of equal values where they meet one."""

    element: ClassVar[types.Type]
    accepts: ClassVar[type[types.Type]]

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"{type(self).__name__}({width})")

    def can_convert_from(self, typingctx: Any, other: types.Type) -> Conversion | None:
        """Say that a scalar of the right kind can be spread over the lanes."""
        return Conversion.safe if isinstance(other, self.accepts) else None

    def unify(self, typingctx: Any, other: types.Type) -> types.Type | None:
        """Let a variable that is a scalar in one branch be a vector."""
        return self if isinstance(other, self.accepts) else None


class Lanes(Vector):
    """Float64 numbers."""

    element, accepts = types.float64, types.Number


class Mask(Vector):
    """Conditions."""

    element, accepts = types.boolean, types.Boolean


class Words(Vector):
    """Unsigned integers of 64 bits."""

    element, accepts = types.uint64, types.Integer


_DOUBLE, _WORD = ir.DoubleType(), ir.IntType(64)
LLVM = {Lanes: _DOUBLE, Mask: ir.IntType(1) if BITS else _WORD, Words: _WORD}
OF_ARRAYS = {types.float64: Lanes, types.uint64: Words}


class _VectorModel(models.PrimitiveModel):
    def __init__(self, manager: Any, vector: Vector) -> None:
        super().__init__(manager, vector, llvm(vector))


for _kind in LLVM:
    register_model(_kind)(_VectorModel)


def llvm(vector: Vector) -> ir.VectorType:
    """The LLVM type of a vector."""
    return ir.VectorType(LLVM[type(vector)], vector.width)


def spread(builder: Any, value: Any, width: int) -> Any:
    """A vector of `width` times this LLVM value."""
    nothing = ir.Constant(ir.VectorType(value.type, width), ir.Undefined)
    first = builder.insert_element(nothing, value, INDEX(0))
    return builder.shuffle_vector(first, nothing, ir.Constant(ir.VectorType(INDEX, width), None))


def keep(builder: Any, bits: Any) -> Any:
    """Conditions, a bit each, as a mask.

    Where processors have no registers for bits, a comparison fills its lane with them, and this is
    what a choice takes. LLVM packs such lanes and takes them apart again at every choice if it sees
    what they hold, so that they pass a fence, which costs no instruction.
    """
    if BITS:
        return bits
    words, doubles = (ir.VectorType(kind, bits.type.count) for kind in (_WORD, _DOUBLE))
    filled = builder.bitcast(builder.sext(bits, words), doubles)
    kind = ir.FunctionType(doubles, [doubles])
    name = f"llvm.arithmetic.fence.v{doubles.count}f64"
    fence = cgutils.get_or_insert_function(builder.module, kind, name)
    return builder.bitcast(builder.call(fence, [filled]), words)


def bits(builder: Any, mask: Any) -> Any:
    """A bit for each condition of a mask."""
    return mask if BITS else builder.icmp_signed("<", mask, ir.Constant(mask.type, None))


def _cast(context: Any, builder: Any, from_type: Any, to_type: Vector, value: Any) -> Any:
    alone = context.cast(builder, value, from_type, to_type.element)
    vector = spread(builder, alone, to_type.width)
    return keep(builder, vector) if isinstance(to_type, Mask) else vector


for _kind in LLVM:
    lower_cast(_kind.accepts, _kind)(_cast)


def pointer(context: Any, builder: Any, array_type: types.Array, array: Any, as_type: Any) -> Any:
    """The beginning of an array as an LLVM pointer to another type."""
    data = make_array(array_type)(context, builder, array).data
    return builder.bitcast(data, as_type.as_pointer())


@intrinsic(prefer_literal=True)
def load(typingctx: Any, array: Any, width: Any) -> Any:
    """The first `width` values of an array as lanes (float64) or words (uint64)."""
    vector = OF_ARRAYS[array.dtype](width.literal_value)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = pointer(context, builder, array, args[0], llvm(vector))
        return builder.load(at, align=8)

    return vector(array, width), generate


@intrinsic
def store(typingctx: Any, array: Any, vector: Any) -> Any:
    """Write lanes or words to the beginning of an array, which is long enough."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = pointer(context, builder, array, args[0], llvm(vector))
        builder.store(args[1], at, align=8)
        return context.get_dummy_value()

    return types.void(array, vector), generate


@intrinsic
def lane(typingctx: Any, vector: Any, number: Any) -> Any:
    """The value of one lane."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = context.cast(builder, args[1], number, types.int32)
        values = bits(builder, args[0]) if isinstance(vector, Mask) else args[0]
        return builder.extract_element(values, at)

    return vector.element(vector, number), generate

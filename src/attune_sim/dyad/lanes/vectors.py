"""The types: numbers, conditions and 64-bit words of several rows, as LLVM vectors."""

from __future__ import annotations

from typing import Any, ClassVar

from llvmlite import ir
from numba import extending
from numba.core import types
from numba.core.typeconv.castgraph import Conversion
from numba.extending import lower_cast, models, register_model
from numba.np.arrayobj import make_array

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


LLVM = {Lanes: ir.DoubleType(), Mask: ir.IntType(1), Words: ir.IntType(64)}
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


def _cast(context: Any, builder: Any, from_type: Any, to_type: Vector, value: Any) -> Any:
    alone = context.cast(builder, value, from_type, to_type.element)
    return spread(builder, alone, to_type.width)


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
        return builder.extract_element(args[0], at)

    return vector.element(vector, number), generate

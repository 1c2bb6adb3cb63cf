"""Rows of structured arrays side by side, and rows held in registers.

While a row lies in an array the compiler must write and read each value again and again, because it
cannot know that nobody else does. A copy that nobody else can reach lives in registers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.errors import NumbaTypeError
from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import models, register_model
from numba.np.arrayobj import make_array
from numba.np.numpy_support import from_dtype

from attune_sim.dyad.lanes.vectors import INDEX, Lanes, intrinsic, llvm, pointer


@dataclass(frozen=True)
class Columns:
    """Which columns of a structured array take part.

    Attributes:
        name: of what a row is, in messages.
        read: all that take part, those that may be changed first.
        changed: how many of them may be changed.
    """

    name: str
    read: tuple[str, ...]
    changed: int


_declared: dict[Any, Columns] = {}
_NUMBER = ir.DoubleType().as_pointer()


def declare(name: str, dtype: np.dtype[np.void], *, changed: Sequence[str] = ()) -> None:
    """Let rows of a type stand side by side: their float64 columns take part.

    Args:
        name: of what a row is, in messages.
        dtype: of the structured array.
        changed: columns that may be changed and written back; the others are only read.
    """
    floats = [column for column in dtype.names or () if dtype[column] == np.float64]
    if unknown := set(changed) - set(floats):
        raise KeyError(f"{name} has no float64 column {', '.join(sorted(unknown))}")
    read = (*changed, *(column for column in floats if column not in changed))
    _declared[from_dtype(dtype)] = Columns(name, read, len(changed))


def columns(dtype: np.dtype[np.void]) -> int:
    """How many columns of rows of this type take part: rows of what `gather` fills."""
    return len(_declared[from_dtype(dtype)].read)


class Side(types.Type):
    """Several rows that look like one: each attribute is a `Lanes`."""

    def __init__(self, row: types.Record, width: int) -> None:
        self.of, self.width = _declared[row], width
        super().__init__(name=f"Side({self.of.name}, {width})")

    def at(self, name: str) -> int:
        """Position of a column."""
        if name not in self.of.read:
            raise NumbaTypeError(
                f"{self.of.name} has no float64 column {name} that could be read side by side"
            )
        return self.of.read.index(name)


def _array(side: Side) -> ir.ArrayType:
    return ir.ArrayType(llvm(Lanes(side.width)), len(side.of.read))


@register_model(Side)
class _SideModel(models.PrimitiveModel):
    def __init__(self, manager: Any, side: Side) -> None:
        super().__init__(manager, side, _array(side).as_pointer())


@infer_getattr
class _SideAttributes(AttributeTemplate):
    key = Side

    def generic_resolve(self, side: Any, name: str) -> Any:  # type: ignore[override]
        side.at(name)
        return Lanes(side.width)


def _place(builder: Any, side: Side, value: Any, at: int) -> Any:
    return builder.gep(value, [INDEX(0), INDEX(at)], inbounds=True)


@lower_getattr_generic(Side)
def _get(context: Any, builder: Any, side: Side, value: Any, name: str) -> Any:
    return builder.load(_place(builder, side, value, side.at(name)))


@lower_setattr_generic(Side)
def _set(context: Any, builder: Any, signature: Any, args: Any, name: str) -> None:
    side = signature.args[0]
    if side.at(name) >= side.of.changed:
        raise NumbaTypeError(
            f"{side.of.name}.{name} may not be changed side by side: it is not among the columns"
            " that were declared as changed"
        )
    builder.store(args[1], _place(builder, side, args[0], side.at(name)))


def _member(context: Any, builder: Any, row: types.Record, value: Any, name: str) -> Any:
    kind = context.get_data_type(row.typeof(name))
    return cgutils.get_record_member(builder, value, row.offset(name), kind)


@intrinsic
def gather(typingctx: Any, into: Any, lane: Any, row: Any) -> Any:
    """Copy a row's columns into one lane of `into`, float64 (columns, width)."""
    read = _declared[row].read

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = make_array(into)(context, builder, args[0])
        width = builder.extract_value(array.shape, 1)
        at = context.cast(builder, args[1], lane, types.intp)
        for name in read:
            value = builder.load(_member(context, builder, row, args[2], name))
            builder.store(value, builder.gep(array.data, [at]))
            at = builder.add(at, width)
        return context.get_dummy_value()

    return types.void(into, lane, row), generate


@intrinsic(prefer_literal=True)
def hold(typingctx: Any, columns: Any, row: Any, width: Any) -> Any:
    """Gathered columns in registers, as `width` rows like `row` side by side.

    They end with the function that holds them: it cannot return them.
    """
    side = Side(row, width.literal_value)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        copy = _new(builder, side)
        source = pointer(context, builder, signature.args[0], args[0], _array(side))
        for at in range(len(side.of.read)):
            value = builder.load(_place(builder, side, source, at), align=8)
            builder.store(value, _place(builder, side, copy, at))
        return copy

    return side(columns, row, width), generate


@intrinsic(prefer_literal=True)
def blank(typingctx: Any, row: Any, width: Any) -> Any:
    """The same with values that are yet to be set."""
    side = Side(row, width.literal_value)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _new(builder, side)

    return side(row, width), generate


@intrinsic
def settle(typingctx: Any, side: Any) -> Any:
    """Copy what is held to memory, from which `put_lane` takes lane after lane.

    To take a lane from a register, the processor would write all of it to memory each time.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        copy = _new(builder, side)
        for at in range(side.of.changed):
            value = builder.load(_place(builder, side, args[0], at))
            builder.store(value, _place(builder, side, copy, at))
        return copy

    return side(side), generate


@intrinsic
def put_lane(typingctx: Any, side: Any, lane: Any, row: Any) -> Any:
    """Write what may have changed in one lane to its row; quick if `side` has been settled."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        k = context.cast(builder, args[1], lane, types.int32)
        for at, name in enumerate(side.of.read[: side.of.changed]):
            values = builder.bitcast(_place(builder, side, args[0], at), _NUMBER)
            value = builder.load(builder.gep(values, [k], inbounds=True))
            builder.store(value, _member(context, builder, row, args[2], name))
        return context.get_dummy_value()

    return types.void(side, lane, row), generate


def _new(builder: Any, side: Side) -> Any:
    return cgutils.alloca_once(builder, _array(side))


@intrinsic
def hold_row(typingctx: Any, row: Any) -> Any:
    """A copy of one row in registers, which ends with the function that holds it."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        copy = cgutils.alloca_once(builder, ir.ArrayType(ir.IntType(8), row.size))
        copy.align = 16
        copy = builder.bitcast(copy, args[0].type)
        cgutils.raw_memcpy(builder, copy, args[0], ir.IntType(64)(row.size), 1)
        return copy

    return row(row), generate


@intrinsic
def put_row(typingctx: Any, copy: Any, row: Any) -> Any:
    """Write a copy that was held back to its row."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        cgutils.raw_memcpy(builder, args[1], args[0], ir.IntType(64)(row.size), 1)
        return context.get_dummy_value()

    return types.void(copy, row), generate

"""Matrices of exact numbers. ParameterError ``sizes_differ`` for what does not fit together."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from fractions import Fraction

from grading.engine.variants.errors import ParameterError, Undefined
from grading.engine.variants.objects import Matrix, Value
from grading.engine.variants.sorts import matrix_of, number_of

__all__ = ["determinant", "identity", "inverse", "make_matrix", "product", "square", "transpose"]

MAX_SIDE = 6


def product(left: Matrix, right: Matrix) -> Matrix:
    """Row by column."""
    if left.shape[1] != right.shape[0]:
        raise ParameterError("sizes_differ")
    columns = list(zip(*right.rows, strict=True))
    return Matrix(
        tuple(
            tuple(sum(map(operator.mul, row, column), Fraction(0)) for column in columns) for row in left.rows
        )
    )


def make_matrix(rows: Sequence[Sequence[Value]]) -> Matrix:
    """A matrix from its entries."""
    if len(rows) > MAX_SIDE or len(rows[0]) > MAX_SIDE:
        raise ParameterError("too_costly")
    if len({len(row) for row in rows}) != 1:
        raise ParameterError("sizes_differ")
    return Matrix(tuple(tuple(number_of(entry) for entry in row) for row in rows))


def transpose(value: Value) -> Matrix:
    """Rows for columns."""
    return Matrix(tuple(zip(*matrix_of(value).rows, strict=True)))


def determinant(value: Value) -> Fraction:
    """The determinant of a square matrix."""
    found = Fraction(1)
    rows = [list(row) for row in square(value).rows]
    for place in range(len(rows)):
        pivot = next((row for row in range(place, len(rows)) if rows[row][place] != 0), None)
        if pivot is None:
            return Fraction(0)
        if pivot != place:
            rows[place], rows[pivot] = rows[pivot], rows[place]
            found = -found
        found *= rows[place][place]
        for lower in rows[place + 1 :]:
            _clear(lower, rows[place], place)
    return found


def inverse(value: Value) -> Matrix:
    """The inverse of a square matrix; Undefined where there is none."""
    matrix = square(value)
    size = len(matrix.rows)
    pairs = zip(matrix.rows, identity(size).rows, strict=True)
    rows = [[*row, *unit] for row, unit in pairs]
    for place in range(size):
        pivot = next((row for row in range(place, size) if rows[row][place] != 0), None)
        if pivot is None:
            raise Undefined
        rows[place], rows[pivot] = rows[pivot], rows[place]
        head = rows[place][place]
        rows[place] = [entry / head for entry in rows[place]]
        for other in range(size):
            if other != place:
                _clear(rows[other], rows[place], place)
    return Matrix(tuple(tuple(row[size:]) for row in rows))


def _clear(row: list[Fraction], pivot: Sequence[Fraction], place: int) -> None:
    """Takes as much of ``pivot`` from ``row`` as makes its entry at ``place`` 0."""
    factor = row[place] / pivot[place]
    if factor:
        row[:] = [entry - factor * other for entry, other in zip(row, pivot, strict=True)]


def square(value: Value) -> Matrix:
    """The matrix that a value is, as many rows as columns."""
    matrix = matrix_of(value)
    if not matrix.is_square:
        raise ParameterError("sizes_differ")
    return matrix


def identity(size: int) -> Matrix:
    """1 on the diagonal, 0 beside it."""
    return Matrix(tuple(tuple(Fraction(row == column) for column in range(size)) for row in range(size)))

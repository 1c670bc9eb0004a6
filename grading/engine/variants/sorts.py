"""The sort that a place needs: what is of another raises ParameterError ``wrong_sort``."""

from __future__ import annotations

from fractions import Fraction

from grading.engine.variants.errors import ParameterError, Undefined
from grading.engine.variants.objects import Matrix, Polynomial, Rounded, Value

__all__ = ["matrix_of", "number_of", "polynomial_of", "whole"]


def number_of(value: Value) -> Fraction:
    """The number that a value is, also a rounded one."""
    if isinstance(value, Rounded):
        return value.value
    if not isinstance(value, Fraction):
        raise ParameterError("wrong_sort")
    return value


def polynomial_of(value: Value) -> Polynomial:
    """The polynomial that a value is; a number is none."""
    if not isinstance(value, Polynomial):
        raise ParameterError("wrong_sort")
    return value


def matrix_of(value: Value) -> Matrix:
    """The matrix that a value is."""
    if not isinstance(value, Matrix):
        raise ParameterError("wrong_sort")
    return value


def whole(value: Value) -> int:
    """The integer that a value is; Undefined for other numbers."""
    number = number_of(value)
    if number.denominator != 1:
        raise Undefined
    return number.numerator

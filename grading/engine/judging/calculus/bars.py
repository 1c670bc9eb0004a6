"""Bars in logarithms: ``ln|x|`` against ``ln x`` as antiderivatives of ``1/x``.

The convention: a key with bars wants them wherever an argument may be negative; a key without bars leaves
the choice, but it must be the same for every logarithm of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grading.engine.calculus.substitution import depends
from grading.engine.judging.calculus.positive import is_positive
from grading.engine.judging.calculus.slopes import LOGARITHMS
from grading.engine.nodes import Call, Node, Number, Power, Product, Quotient, walk

__all__ = ["Bars", "bars_of"]


@dataclass(frozen=True, slots=True)
class Bars:
    """The logarithms of the variable in one answer: ``with_bars``, and ``without`` where the argument may
    be negative. An argument that is seen to be positive is in neither."""

    with_bars: tuple[Node, ...]
    without: tuple[Node, ...]


def bars_of(node: Node, variable: str) -> Bars:
    """What bars there are in the logarithms of ``node``, and where there are none."""
    arguments = [argument for argument in _arguments(node) if depends(argument, variable)]
    kinds = [_has_bars(argument, variable) for argument in arguments]
    pairs = list(zip(arguments, kinds, strict=True))
    return Bars(
        tuple(argument for argument, kind in pairs if kind is True),
        tuple(argument for argument, kind in pairs if kind is False),
    )


def _arguments(node: Node) -> Iterator[Node]:
    for each in walk(node):
        if isinstance(each, Call) and each.function in LOGARITHMS and each.arguments:
            yield each.arguments[0]


def _has_bars(node: Node, variable: str) -> bool | None:
    """Whether the sign is taken off ``node``; nothing where there is none to take off."""
    match node:
        case Call(function="abs"):
            return True
        case Power(exponent=Number(value=value)) if value.denominator == 1 and value % 2 == 0:
            return None
        case Power(base=inner) | Call(function="sqrt" | "root", arguments=(inner, *_)):
            return None if is_positive(node) else _has_bars(inner, variable)
        case Product(factors=parts):
            return _joined(parts, variable)
        case Quotient(numerator=top, denominator=bottom):
            return _joined((top, bottom), variable)
        case _:
            return None if is_positive(node) else False


def _joined(parts: tuple[Node, ...], variable: str) -> bool | None:
    kinds = [_has_bars(part, variable) for part in parts if depends(part, variable)]
    if False in kinds:
        return False
    return True if True in kinds else None

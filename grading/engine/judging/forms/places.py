"""Places that are known from one refuted renaming and refute others without a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from flint import fmpq

from grading.engine.balls import Evaluator, working_precision
from grading.engine.calculus.substitution import free_letters
from grading.engine.equality.sides import holds
from grading.engine.nodes import Node, Relation
from grading.engine.verdict import Verdict

__all__ = ["Place", "place_of"]

BITS: Final = 96
OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Place:
    """A point with rational coordinates, and whether the key, an equation or inequality, holds there."""

    at: Mapping[str, fmpq]
    key_holds: bool

    def refutes(self, answer: Node, renaming: Mapping[str, str]) -> bool:
        """Whether ``answer`` with its letters changed is certainly true here and the key is not, or the other
        way round."""
        point = {**self.at, **{name: self.at[other] for name, other in renaming.items()}}
        return _truth(answer, point) is (not self.key_holds)


def place_of(verdict: Verdict, renamed: Node, key: Node) -> Iterator[Place]:
    """The place that the witness of a refuted comparison of ``renamed`` with ``key`` shows, if it shows one.

    A witness to two values of one letter, ``v = 3 t`` against ``v = 2 t``, becomes the point at which the key
    holds.
    """
    witness = verdict.witness
    if witness is None:
        return
    texts = dict(witness.at)
    missing = sorted((free_letters(renamed) | free_letters(key)) - texts.keys())
    if len(missing) == 1:
        texts[missing[0]] = witness.key
    try:
        at = {name: fmpq(*Fraction(text).as_integer_ratio()) for name, text in texts.items()}
    except ValueError:  # a coordinate that is no rational number, or a letter that stands for a statement
        return
    truth = _truth(key, at) if len(missing) <= 1 else None
    if truth is not None:
        yield Place(at, truth)


def _truth(node: Node, point: Mapping[str, fmpq]) -> bool | None:
    """Whether one relation of two sides holds at ``point``; ``None`` where that is not certain."""
    if not isinstance(node, Relation) or len(node.operators) != 1 or node.operators[0] not in OPPOSITE:
        return None
    opposite = Relation(node.operands, (OPPOSITE[node.operators[0]],))
    with working_precision(BITS):
        evaluator = Evaluator(point)
        if holds(node, evaluator):
            return True
        return False if holds(opposite, evaluator) else None

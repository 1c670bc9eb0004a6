"""What the comparison needs to know of a tree before it computes: its kind, its letters, its conventions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grading.engine.calculus.resolving import OPERATORS, resolved
from grading.engine.calculus.substitution import free_letters
from grading.engine.nodes import (
    BINDERS,
    Call,
    Collection,
    Constant,
    Interval,
    Logic,
    Negate,
    Node,
    Number,
    PlusMinus,
    Relation,
    Symbol,
    children,
    walk,
    with_children,
)
from grading.engine.symbols import Symbols

__all__ = ["Survey", "as_meant", "infinite_sign", "kind_of", "survey", "with_logarithms"]


def kind_of(node: Node) -> str:
    """What kind of object ``node`` is: ``expression``, ``equation``, ``set``, ``list`` …"""
    match node:
        case Relation(operators=operators):
            return "equation" if set(operators) <= {"=", "!="} else "inequality"
        case Logic() | Constant(name="true" | "false" | "none") | Call(function="member"):
            return "logic"
        case Interval():
            return "interval"
        case Collection(kind="union") | Constant(name="all" | "empty"):
            return "set"
        case Call(function="intersection" | "difference"):
            return "set"
        case Collection(kind=kind):
            return kind
        case _:
            return "expression"


@dataclass(frozen=True, slots=True)
class Survey:
    """What one walk through a tree finds. ``special``: an infinity or a ± stands in it."""

    letters: frozenset[str]
    imaginary: bool
    special: bool


def survey(node: Node) -> Survey:
    """Walk through ``node`` once."""
    letters, imaginary, special, binds = set(), False, False, False
    for each in walk(node):
        if isinstance(each, Symbol):
            letters.add(each.name)
        elif isinstance(each, Constant):
            imaginary = imaginary or each.name == "i"
            special = special or each.name == "infinity"
        elif isinstance(each, PlusMinus):
            special = True
        elif isinstance(each, Call):
            binds = binds or each.function in BINDERS
    return Survey(free_letters(node) if binds else frozenset(letters), imaginary, special)


def infinite_sign(node: Node) -> int:
    """1 and -1 for the two infinities, 0 for everything else."""
    match node:
        case Constant(name="infinity"):
            return 1
        case Negate(operand=operand):
            return -infinite_sign(operand)
        case _:
            return 0


def as_meant(node: Node, symbols: Symbols) -> Node:
    """``node`` with bases of logarithms written out, derivatives taken, and integrals that are known."""
    names = {each.function for each in walk(node) if isinstance(each, Call)}
    if "log" in names:
        node = with_logarithms(node, symbols)
    return node if names.isdisjoint(OPERATORS) else resolved(node)


def with_logarithms(node: Node, symbols: Symbols) -> Node:
    """``node`` with the base of every bare ``log`` written out: 10, or natural where the list says so."""
    if not any(_is_bare_logarithm(each) for each in walk(node)):
        return node
    return _with_logarithms(node, symbols)


def _is_bare_logarithm(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "log" and len(node.arguments) == 1


def _with_logarithms(node: Node, symbols: Symbols) -> Node:
    parts = tuple(_with_logarithms(part, symbols) for part in children(node))
    if _is_bare_logarithm(node):
        return Call("ln", parts) if symbols.natural_log else Call("log", (*parts, Number(Fraction(10))))
    return with_children(node, parts)

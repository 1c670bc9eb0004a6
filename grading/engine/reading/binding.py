"""How tightly operators bind, and the small trees that signs and literals make."""

from __future__ import annotations

from fractions import Fraction

from grading.engine.nodes import Constant, Negate, Node, Number, PlusMinus, Product, Quotient

__all__ = [
    "BINDING",
    "CONJUNCTION",
    "DISJUNCTION",
    "IMPLICATION",
    "INTERSECTION",
    "NEGATION",
    "ONE",
    "POSTFIX",
    "POSTFIX_FUNCTIONS",
    "POWER",
    "PRODUCT",
    "RELATION",
    "SIGN",
    "SIGNS",
    "SUM",
    "UNION",
    "constant",
    "fraction",
    "is_proper",
    "joined",
    "signed",
]

IMPLICATION, DISJUNCTION, CONJUNCTION, NEGATION, RELATION = 1, 2, 3, 4, 5
UNION, INTERSECTION, SUM, PRODUCT, SIGN, POWER, POSTFIX = 6, 7, 8, 9, 10, 11, 12

BINDING = {
    **dict.fromkeys(("implies", "xnor"), IMPLICATION),
    **dict.fromkeys(("or", "xor", "nor"), DISJUNCTION),
    **dict.fromkeys(("and", "nand"), CONJUNCTION),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "∈", "∉"), RELATION),
    "∪": UNION,
    **dict.fromkeys(("∩", "∖"), INTERSECTION),
    **dict.fromkeys(("+", "-", "±", "∓"), SUM),
    **dict.fromkeys(("*", "/"), PRODUCT),
    "^": POWER,
    **dict.fromkeys(("!", "%", "‰", "°", "⋆"), POSTFIX),
}
POSTFIX_FUNCTIONS = {"!": "factorial", "%": "percent", "°": "degree", "⋆": "conj"}
SIGNS = ("+", "-", "±", "∓")
ONE = Number(Fraction(1), "1")


def joined(factors: list[Node]) -> Node:
    """The product of ``factors``, or the only one."""
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def signed(sign: str, operand: Node) -> Node:
    """``operand`` with one of the four signs before it."""
    match sign:
        case "+":
            return operand
        case "-":
            return Negate(operand)
        case "±":
            return PlusMinus(operand)
        case _:
            return Negate(PlusMinus(operand))


def constant(name: str) -> Node:
    """A constant; ``-infinity`` is the other end of the line."""
    return Negate(Constant(name[1:])) if name.startswith("-") else Constant(name)


def fraction(text: str) -> Quotient:
    """``1/2`` as the quotient of two whole numbers."""
    above, below = text.split("/")
    return Quotient(Number(Fraction(above), above), Number(Fraction(below), below))


def is_proper(above: str, below: str) -> bool:
    """Whether two literals are whole numbers, the first less than the second."""
    return above.isdigit() and below.isdigit() and int(above) < int(below)

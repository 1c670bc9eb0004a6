"""Tree to LaTeX, with the brackets that are needed and no others.

Only plain commands are written, and nothing of a name but its letters and digits, so no text that was
typed can become a command.
"""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from itertools import pairwise

from grading.engine.nodes import (
    Call,
    Collection,
    Constant,
    Interval,
    Logic,
    Negate,
    Node,
    Number,
    PlusMinus,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)
from grading.engine.writing.latex_names import CONSTANTS, function_latex, symbol_latex
from grading.engine.writing.numbers import spelled

__all__ = ["write_latex"]

# How tightly what is written binds.
IMPLICATION, DISJUNCTION, CONJUNCTION, NEGATION, RELATION = 1, 2, 3, 4, 5
UNION, INTERSECTION, SUM, SIGNED, PRODUCT, OPEN_CALL, POWER, ATOM = 6, 7, 8, 9, 10, 11, 12, 13

_OPERATORS = {"=": "=", "!=": r"\ne", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge"}
_CONNECTIVES = {
    "or": (r"\lor", DISJUNCTION),
    "xor": (r"\veebar", DISJUNCTION),
    "and": (r"\land", CONJUNCTION),
    "implies": (r"\Rightarrow", IMPLICATION),
    "equivalent": (r"\Leftrightarrow", IMPLICATION),
}
# Functions whose simple argument needs no brackets, and whose power stands after the name.
_BRACKETLESS = frozenset(
    {
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "sinh",
        "cosh",
        "tanh",
        "coth",
        "sech",
        "csch",
        "arcsin",
        "arccos",
        "arctan",
        "arccot",
        "arcsec",
        "arccsc",
        "ln",
        "log",
    },
)
_FENCES = {
    "abs": (r"\left|", r"\right|"),
    "floor": (r"\left\lfloor ", r"\right\rfloor"),
    "ceiling": (r"\left\lceil ", r"\right\rceil"),
}
_SUFFIXES = {"factorial": "!", "percent": r"\%", "degree": r"^{\circ}"}


def write_latex(node: Node) -> str:
    """``node`` in LaTeX for math mode, in the commands that math-core renders."""
    return _written(node)[0]


@singledispatch
def _written(node: Node) -> tuple[str, int]:
    """The LaTeX of ``node`` and how tightly it binds."""
    raise TypeError(f"not a node: {node!r}")


def _fenced(text: str) -> str:
    return rf"\left({text}\right)"


def _at_least(node: Node, binding: int) -> str:
    text, own = _written(node)
    return text if own >= binding else _fenced(text)


def _listed(items: tuple[Node, ...]) -> str:
    return ", ".join(map(write_latex, items))


def _glued(left: str, right: str) -> str:
    """``left`` and ``right`` side by side, a space between when a command would swallow a letter."""
    _, backslash, command = left.rpartition("\\")
    ends_in_command = bool(backslash) and command.isalpha()
    return f"{left} {right}" if ends_in_command and right[:1].isalnum() else left + right


@_written.register
def _number(number: Number) -> tuple[str, int]:
    mantissa, _, exponent = spelled(number).upper().partition("E")
    if exponent:
        return rf"{mantissa} \times 10^{{{int(exponent)}}}", PRODUCT
    above, bar, below = mantissa.partition("/")
    return (rf"\frac{{{above}}}{{{below}}}", OPEN_CALL) if bar else (mantissa, ATOM)


def _sign(node: Node) -> tuple[str, Node]:
    """The sign before a term, and the term without it; ``+`` when there is none."""
    match node:
        case Negate(PlusMinus(operand)):
            return r"\mp", operand
        case Negate(operand):
            return "-", operand
        case PlusMinus(operand):
            return r"\pm", operand
        case _:
            return "+", node


@_written.register
def _symbol(node: Symbol) -> tuple[str, int]:
    return symbol_latex(node.name), ATOM


@_written.register
def _constant(node: Constant) -> tuple[str, int]:
    return CONSTANTS[node.name], ATOM


@_written.register(Negate)
@_written.register(PlusMinus)
def _signed(node: Node) -> tuple[str, int]:
    sign, operand = _sign(node)
    return _glued(sign, _at_least(operand, PRODUCT)), SIGNED


@_written.register
def _sum(node: Sum) -> tuple[str, int]:
    text = _at_least(node.terms[0], SIGNED)
    for term in node.terms[1:]:
        sign, operand = _sign(term)
        text += f" {sign} {_at_least(operand, PRODUCT)}"
    return text, SUM


@_written.register
def _product(node: Product) -> tuple[str, int]:
    text = _at_least(node.factors[0], OPEN_CALL)
    for before, factor in pairwise(node.factors):
        right = _at_least(factor, OPEN_CALL)
        text = rf"{text} \cdot {right}" if _needs_dot(before, factor, right) else _glued(text, right)
    return text, PRODUCT


@_written.register
def _quotient(node: Quotient) -> tuple[str, int]:
    return rf"\frac{{{write_latex(node.numerator)}}}{{{write_latex(node.denominator)}}}", OPEN_CALL


def _needs_dot(before: Node, factor: Node, right: str) -> bool:
    """Whether two factors side by side would say something else: ``34``, ``2½``, ``sin xy``, ``f(x)``."""
    if right[:1].isdigit() or _is_open_call(before):
        return True
    if isinstance(factor, Quotient) or _is_mixed(factor):
        return isinstance(before, Number)
    return isinstance(before, Quotient) and isinstance(factor, Power) and isinstance(factor.base, Number)


def _is_open_call(node: Node) -> bool:
    if isinstance(node, Power):
        node = node.base
    is_call = isinstance(node, Call) and node.function in _BRACKETLESS
    return is_call and isinstance(node, Call) and _is_simple(node.arguments[0])


def _is_mixed(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "mixed"


def _is_simple(node: Node) -> bool:
    """Whether ``node`` can stand after a function name without brackets."""
    return isinstance(node, Symbol | Constant) or (isinstance(node, Number) and node.value.denominator == 1)


@_written.register
def _power(node: Power) -> tuple[str, int]:
    base, exponent = node.base, node.exponent
    small = f"^{{{write_latex(exponent)}}}"
    if isinstance(base, Call) and base.function in _BRACKETLESS and not _is_minus_one(exponent):
        return _applied(base.function, base.arguments, power=small)
    is_fence = isinstance(base, Call) and base.function in _FENCES
    text, binding = _written(base)
    is_name = binding == ATOM and (is_fence or not isinstance(base, Call))
    return (text if is_name else _fenced(text)) + small, POWER


def _is_minus_one(node: Node) -> bool:
    return node == Negate(Number(Fraction(1)))


def _applied(function: str, arguments: tuple[Node, ...], *, power: str = "") -> tuple[str, int]:
    """A function before its argument; ``power`` stands after the name."""
    name = function_latex(function)
    if function == "log" and len(arguments) == 2:
        name += f"_{{{write_latex(arguments[1])}}}"
        arguments = arguments[:1]
    name += power
    if function in _BRACKETLESS and len(arguments) == 1 and _is_simple(arguments[0]):
        return f"{name} {write_latex(arguments[0])}", OPEN_CALL
    return name + _fenced(_listed(arguments)), ATOM if not power else POWER


@_written.register
def _call(node: Call) -> tuple[str, int]:
    if node.function in _FENCES:
        opening, closing = _FENCES[node.function]
        return opening + _listed(node.arguments) + closing, ATOM
    if node.function in _SUFFIXES:
        return _postfixed(node.arguments[0]) + _SUFFIXES[node.function], POWER
    if len(node.arguments) == 2:
        return _pair_call(node.function, *node.arguments)
    if node.function == "sqrt":
        return rf"\sqrt{{{_listed(node.arguments)}}}", ATOM
    if node.function == "intersection":
        return r" \cap ".join(_at_least(part, SUM) for part in node.arguments), INTERSECTION
    return _applied(node.function, node.arguments)


def _pair_call(function: str, first: Node, second: Node) -> tuple[str, int]:
    match function:
        case "root":
            return rf"\sqrt[{write_latex(second)}]{{{write_latex(first)}}}", ATOM
        case "mixed":
            return write_latex(first) + write_latex(second), OPEN_CALL
        case "binomial":
            return rf"\binom{{{write_latex(first)}}}{{{write_latex(second)}}}", ATOM
        case "intersection":
            return rf"{_at_least(first, SUM)} \cap {_at_least(second, SUM)}", INTERSECTION
        case "member":
            return rf"{_at_least(first, SUM)} \in {_at_least(second, UNION)}", RELATION
        case _:
            return _applied(function, (first, second))


def _postfixed(operand: Node) -> str:
    is_fenced = isinstance(operand, Call) and operand.function not in _FENCES
    return _fenced(write_latex(operand)) if is_fenced else _at_least(operand, ATOM)


@_written.register
def _relation(node: Relation) -> tuple[str, int]:
    text = _at_least(node.operands[0], UNION)
    for operator, operand in zip(node.operators, node.operands[1:], strict=True):
        text += f" {_OPERATORS[operator]} {_at_least(operand, UNION)}"
    return text, RELATION


@_written.register
def _logic(node: Logic) -> tuple[str, int]:
    if node.operator == "not":
        return rf"\lnot {_at_least(node.operands[0], ATOM)}", NEGATION
    sign, binding = _CONNECTIVES[node.operator]
    return f" {sign} ".join(_at_least(operand, binding + 1) for operand in node.operands), binding


@_written.register
def _collection(node: Collection) -> tuple[str, int]:
    items = node.items
    match node.kind:
        case "union":
            return r" \cup ".join(_at_least(item, INTERSECTION) for item in items), UNION
        case "matrix":
            rows = r" \\ ".join(_row(row) for row in items)
            return rf"\begin{{pmatrix}}{rows}\end{{pmatrix}}", ATOM
        case "set":
            return rf"\left\{{{_listed(items)}\right\}}", ATOM
        case "list":
            return rf"\left[{_listed(items)}\right]", ATOM
        case _:
            return _fenced(_listed(items)), ATOM


def _row(row: Node) -> str:
    items = row.items if isinstance(row, Collection) else (row,)
    return " & ".join(map(write_latex, items))


@_written.register
def _interval(node: Interval) -> tuple[str, int]:
    opening, closing = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
    return rf"\left{opening}{_listed((node.low, node.high))}\right{closing}", ATOM

"""Trees of every kind, for laws that hold for all of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

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
    children,
)
from grading.engine.symbols import Symbols

__all__ = ["SYMBOLS", "expressions", "intervals", "numbers_in", "propositions", "trees"]

NAMES = "x y t n k A p s x1 x_1 x_max a_n a_{n+1} alpha theta alpha1 Area Omega x_alpha v_vec x_bar"
SYMBOLS = Symbols(variables=tuple(NAMES.split()), functions=("f", "h"))
ONE_ARGUMENT = (
    *("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch"),
    *("arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc"),
    *("arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch"),
    *("exp", "ln", "log", "sqrt", "abs", "floor", "ceiling", "round", "sign"),
    *("factorial", "percent", "degree", "re", "im", "conj", "arg", "f", "h", "f'", "h''"),
)
TWO_ARGUMENTS = ("log", "root", "binomial", "permutations", "mod", "round", "gcd", "lcm", "min", "max", "f")

whole_numbers = st.integers(0, 9_999).map(lambda value: Number(Fraction(value), str(value)))
decimals = st.sampled_from(["0.5", "2.50", ".25", "100.0"]).map(lambda text: Number(Fraction(text), text))
numbers = st.one_of(whole_numbers, decimals)
names = st.sampled_from([*SYMBOLS.variables, "d", "y'"]).map(Symbol)
constants = st.sampled_from(["pi", "e", "i", "infinity"]).map(Constant)
real_leaves = st.one_of(numbers, names, st.sampled_from(["pi", "e"]).map(Constant))


def _mixed(parts: tuple[int, int, int]) -> Node:
    whole, above, more = (Number(Fraction(part), str(part)) for part in parts)
    below = Number(above.value + more.value, str(above.value + more.value))
    return Call("mixed", (whole, Quotient(above, below)))


mixed_numbers = st.tuples(st.integers(1, 99), st.integers(1, 20), st.integers(1, 20)).map(_mixed)


def _derivative(body: Node, variables: list[Node], order: int) -> Node:
    if len(variables) == 1:
        return Call("diff", (body, *variables) if order == 1 else (body, *variables, _whole(order)))
    pairs = [item for variable in variables for item in (variable, _whole(order))]
    return Call("diff", (body, *pairs))


def _whole(value: int) -> Number:
    return Number(Fraction(value), str(value))


def _calculus(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    running = st.sampled_from(["k", "n", "x", "t", "theta"]).map(Symbol)
    return st.one_of(
        st.builds(_derivative, parts, st.lists(running, min_size=1, max_size=2), st.integers(1, 3)),
        st.builds(
            lambda name, *arguments: Call(name, arguments),
            st.sampled_from(["sum", "product"]),
            *(parts, running, parts, parts),
        ),
        st.builds(lambda *arguments: Call("integral", arguments), parts, running),
        st.builds(lambda *arguments: Call("integral", arguments), parts, running, parts, parts),
        st.builds(lambda *arguments: Call("limit", arguments), parts, running, parts),
    )


def _extended(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        parts.map(Negate),
        parts.map(PlusMinus),
        st.builds(Quotient, parts, parts),
        st.builds(Power, parts, parts),
        st.builds(lambda name, part: Call(name, (part,)), st.sampled_from(ONE_ARGUMENT), parts),
        st.builds(lambda name, *pair: Call(name, pair), st.sampled_from(TWO_ARGUMENTS), parts, parts),
        mixed_numbers,
        _calculus(parts),
    )


expressions = st.recursive(st.one_of(numbers, names, constants), _extended, max_leaves=12)
finite = st.recursive(real_leaves, _extended, max_leaves=4)

half_open = st.builds(
    lambda low, high, left: Interval(low, high, left, not left), finite, finite, st.booleans()
)
INFINITY = Constant("infinity")
unbounded = st.one_of(
    st.builds(lambda end, closed: Interval(Negate(INFINITY), end, False, closed), finite, st.booleans()),
    st.builds(lambda end, closed: Interval(end, INFINITY, closed, False), finite, st.booleans()),
)
intervals = st.one_of(half_open, unbounded)
any_interval = st.one_of(intervals, st.builds(Interval, finite, finite, st.booleans(), st.booleans()))
sets = st.lists(expressions, max_size=3).map(lambda items: Collection("set", tuple(items)))
parts_of_sets = st.one_of(any_interval, sets)
several_sets = st.lists(parts_of_sets, min_size=2, max_size=3).map(tuple)


@st.composite
def matrices(draw: st.DrawFn) -> Node:
    """A matrix of one to three rows and columns."""
    columns = draw(st.integers(1, 3))
    row = st.lists(finite, min_size=columns, max_size=columns).map(
        lambda items: Collection("tuple", tuple(items))
    )
    return Collection("matrix", tuple(draw(st.lists(row, min_size=1, max_size=3))))


collections = st.one_of(
    sets,
    st.lists(finite, min_size=2, max_size=4).map(lambda items: Collection("tuple", tuple(items))),
    st.lists(finite, min_size=1, max_size=4).map(lambda items: Collection("list", tuple(items))),
    several_sets.map(lambda items: Collection("union", items)),
    several_sets.map(lambda items: Call("intersection", items)),
    st.tuples(parts_of_sets, parts_of_sets).map(lambda items: Call("difference", items)),
    matrices(),
    st.sampled_from(["empty", "all"]).map(Constant),
)


@st.composite
def relations(draw: st.DrawFn) -> Node:
    """An equation, an inequality or a chain."""
    operators = draw(st.lists(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), min_size=1, max_size=2))
    operands = draw(st.lists(expressions, min_size=len(operators) + 1, max_size=len(operators) + 1))
    return Relation(tuple(operands), tuple(operators))


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Logic, st.sampled_from(["and", "or"]), several),
        st.builds(
            lambda name, *pair: Logic(name, pair),
            st.sampled_from(["xor", "implies", "equivalent"]),
            *(parts, parts),
        ),
        parts.map(lambda part: Logic("not", (part,))),
    )


atoms = st.one_of(relations(), st.sampled_from(["true", "false"]).map(Constant))
propositions = st.recursive(atoms, _joined, max_leaves=5)
trees = st.one_of(expressions, intervals, collections, propositions)


def numbers_in(tree: Node) -> list[Number]:
    """Every number of ``tree`` but the orders of derivatives, which are written in ways of their own."""
    pending, found = [tree], []
    while pending:
        node = pending.pop()
        if isinstance(node, Number):
            found.append(node)
        is_derivative = isinstance(node, Call) and node.function == "diff"
        pending.extend(children(node)[: 1 if is_derivative else None])
    return found

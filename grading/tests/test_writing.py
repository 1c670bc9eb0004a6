"""Plain text reads back to the same tree; LaTeX is what people write, and renders."""

from __future__ import annotations

from fractions import Fraction

import math_core
import pytest
from hypothesis import given
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
)
from grading.engine.reading import ReadError, read
from grading.engine.symbols import Symbols
from grading.engine.writing import write_latex, write_plain

SYMBOLS = Symbols(variables=("x", "y", "x_1", "alpha", "Area"), functions=("f",))

numbers = st.one_of(
    st.integers(0, 999).map(lambda value: Number(Fraction(value), str(value))),
    st.sampled_from(["0.5", "2.50", "1.5E-3", "3E+2"]).map(lambda text: Number(Fraction(text), text)),
)
names = st.sampled_from(SYMBOLS.variables).map(Symbol)
constants = st.sampled_from(["pi", "e", "i", "infinity"]).map(Constant)
LATEX_PARTS = (
    *(r"\frac", r"\sqrt", r"\left(", r"\right)", r"\left|", r"\right|", r"\sin", r"\log", r"\pi", r"\cdot"),
    *(r"\int", r"\int_0^1", "dx", r"\mathrm{d}x", r"\sum_{k=1}^{n}", r"\lim_{x\to 0}", r"\frac{d}{dx}", "'"),
    *(r"\begin{cases}", r"\end{cases}", r"\begin{pmatrix}", r"\end{pmatrix}", "&", r"\vec{a}", r"\over"),
    *(
        r"{}_5C_2",
        r"0.\dot{3}",
        r"\boxed",
        r"\overline",
        r"\setminus",
        r"\in",
        r"\not",
        r"\land",
        "12",
        r"\,",
    ),
    *(r"\text{or}", r"\mathrm", "\\\\", "{", "}", "^", "_", "[", "]", "x", "12", "+", "-", " ", "=", ","),
)
leaves = st.one_of(numbers, names, constants)


def _expressions(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(Sum),
        several.map(Product),
        parts.map(Negate),
        parts.map(PlusMinus),
        st.builds(Quotient, parts, parts),
        st.builds(Power, parts, parts),
        st.builds(
            lambda name, part: Call(name, (part,)),
            st.sampled_from(
                ["sin", "arccos", "ln", "log", "sqrt", "abs", "factorial", "percent", "degree", "f"]
            ),
            parts,
        ),
        st.builds(
            lambda name, pair: Call(name, pair), st.sampled_from(["log", "root"]), st.tuples(parts, parts)
        ),
    )


expressions = st.recursive(leaves, _expressions, max_leaves=12)
intervals = st.builds(Interval, expressions, expressions, st.booleans(), st.booleans())
finite = st.recursive(numbers | names, _expressions, max_leaves=4)
collections = st.one_of(
    st.lists(expressions, max_size=3).map(lambda items: Collection("set", tuple(items))),
    st.lists(finite, min_size=3, max_size=4).map(lambda items: Collection("tuple", tuple(items))),
    st.lists(finite, min_size=3, max_size=4).map(lambda items: Collection("list", tuple(items))),
    st.lists(intervals, min_size=2, max_size=3).map(lambda items: Collection("union", tuple(items))),
)
relations = st.builds(
    lambda left, operator, right: Relation((left, right), (operator,)),
    expressions,
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    expressions,
)


def _logic(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Logic, st.sampled_from(["and", "or"]), several),
        parts.map(lambda part: Logic("not", (part,))),
    )


trees = st.one_of(expressions, intervals, collections, st.recursive(relations, _logic, max_leaves=4))


def _tree_or_position(text: str, *, notation: str = "plain") -> Node | int:
    try:
        return read(text, notation=notation)
    except ReadError as error:
        return error.position


@given(trees)
def test_write_plain_reads_back_to_the_same_tree(tree: Node) -> None:
    text = write_plain(tree)

    assert len(text) > 500 or read(text, symbols=SYMBOLS) == tree


@given(trees)
def test_write_latex_of_any_tree_renders(tree: Node) -> None:
    mathml = math_core.LatexToMathML().convert_with_local_state(write_latex(tree), displaystyle=False)

    assert mathml.startswith("<math>")


@given(st.text(alphabet="xy12+-*/^()[]{}|,=<>!.% sincolgeπ√²∪or_'", max_size=30))
def test_read_of_any_text_gives_a_tree_that_reads_back_or_a_place(text: str) -> None:
    found = _tree_or_position(text)

    if isinstance(found, int):
        assert 0 <= found <= len(text)
    else:
        assert read(write_plain(found)) == found


@given(
    st.lists(
        st.sampled_from(LATEX_PARTS),
        max_size=20,
    ).map("".join)
)
def test_read_of_any_latex_gives_a_tree_that_reads_back_or_a_place(text: str) -> None:
    found = _tree_or_position(text, notation="latex")

    if isinstance(found, int):
        assert 0 <= found <= len(text)
    else:
        assert read(write_plain(found)) == found


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("2x", "2x"),
        ("x*2", r"x \cdot 2"),
        ("3*4", r"3 \cdot 4"),
        ("2pi*r", r"2\pi r"),
        ("x^2 - 3x", "x^{2} - 3x"),
        ("x(x+1)", r"x\left(x + 1\right)"),
        ("(x+1)/2", r"\frac{x + 1}{2}"),
        ("2*(1/2)", r"2 \cdot \frac{1}{2}"),
        ("(1/2)^2", r"\left(\frac{1}{2}\right)^{2}"),
        ("-(x+1)", r"-\left(x + 1\right)"),
        ("(-3)^2", r"\left(-3\right)^{2}"),
        ("2*(-3)", r"2\left(-3\right)"),
        ("3 1/2", r"3\frac{1}{2}"),
        ("1.5e-3", r"1.5 \times 10^{-3}"),
        ("sqrt(2)", r"\sqrt{2}"),
        ("root(x, 3)", r"\sqrt[3]{x}"),
        ("|x-1|", r"\left|x - 1\right|"),
        ("sin x", r"\sin x"),
        ("sin 2x", r"\sin\left(2x\right)"),
        ("sin(x)*y", r"\sin x \cdot y"),
        ("sin^2 x", r"\sin^{2} x"),
        ("sin(x)^(-1)", r"\left(\sin x\right)^{-1}"),
        ("log_2 8", r"\log_{2} 8"),
        ("arcsec(x)", r"\operatorname{arcsec} x"),
        ("n!", "n!"),
        ("30°", r"30^{\circ}"),
        ("x_1", "x_{1}"),
        ("alpha", r"\alpha"),
        ("x1", r"\mathrm{x1}"),
        ("1 < x <= 3", r"1 < x \le 3"),
        ("x = ±2", r"x = \pm 2"),
        ("{1,2}", r"\left\{1, 2\right\}"),
        ("[1,2)", r"\left[1, 2\right)"),
        ("(-inf,1] U [3,inf)", r"\left(-\infty, 1\right] \cup \left[3, \infty\right)"),
        ("[[1,2],[3,4]]", r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}"),
        ("no solution", r"\varnothing"),
    ],
)
def test_write_latex_is_what_people_write(text: str, latex: str) -> None:
    assert write_latex(read(text)) == latex


@pytest.mark.parametrize(
    "text",
    [
        "2*x^2 - 3*x/4 + 1",
        "(x + 1)*(x - 1)",
        "sin(2*x)^2*cos(x)",
        "root(x, 3) + sqrt(2)*x",
        "3 1/2",
        "log(8, 2) + ln(abs(x))",
        "x^(-1/2)",
        "1 < x <= 3 or x = ±2",
        "(-inf, 1] ∪ [3, inf)",
        "[[1, 2], [3, 4]]",
        "{1, 2, x_1}",
        "binomial(n, 2)*n!",
        "30° + 20%",
    ],
)
def test_write_latex_reads_back_as_latex(text: str) -> None:
    tree = read(text)

    assert read(write_latex(tree), notation="latex") == tree


def test_write_latex_of_a_name_holds_no_command() -> None:
    assert write_latex(Symbol(r"x\input{y}")) == r"\mathrm{xinputy}"


@pytest.mark.parametrize(
    ("value", "plain"),
    [(Fraction(7), "7"), (Fraction(1, 4), "0.25"), (Fraction(1, 3), "1/3"), (Fraction(1, 200), "0.005")],
)
def test_write_plain_of_a_number_without_literal_is_exact(value: Fraction, plain: str) -> None:
    assert write_plain(Number(value)) == plain

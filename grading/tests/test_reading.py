"""What people type reads to the tree they mean, or is refused at the place where it goes wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest

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

X, Y, Z = Symbol("x"), Symbol("y"), Symbol("z")
PI, INFINITY = Constant("pi"), Constant("infinity")
OPEN = Symbols()


def n(value: int | str) -> Number:
    return Number(Fraction(value))


def sine(argument: Node) -> Node:
    return Call("sin", (argument,))


def refusal(text: str, *, symbols: Symbols = OPEN, notation: str = "plain", locale: str = "en") -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(text, symbols=symbols, notation=notation, locale=locale)
    return caught.value


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-x", Negate(X)),
        ("x-y", Sum((X, Negate(Y)))),
        ("x-y+z", Sum((X, Negate(Y), Z))),
        ("(x+y)+z", Sum((Sum((X, Y)), Z))),
        ("2x", Product((n(2), X))),
        ("xy", Product((X, Y))),
        ("-2x", Negate(Product((n(2), X)))),
        ("2*-3x", Product((n(2), Negate(n(3)), X))),
        ("x/y*z", Product((Quotient(X, Y), Z))),
        ("x/y/z", Quotient(Quotient(X, Y), Z)),
        ("1/2x", Product((Quotient(n(1), n(2)), X))),
        ("2(x+1)", Product((n(2), Sum((X, n(1)))))),
        ("(x)(y)", Product((X, Y))),
        ("(x+1)2", Product((Sum((X, n(1))), n(2)))),
        ("x^2", Power(X, n(2))),
        ("x**2", Power(X, n(2))),
        ("x²", Power(X, n(2))),
        ("x⁻¹", Power(X, Negate(n(1)))),
        ("x^y^z", Power(X, Power(Y, Z))),
        ("-x^2", Negate(Power(X, n(2)))),
        ("x^-yz", Product((Power(X, Negate(Y)), Z))),
        ("[x+1]^2", Power(Sum((X, n(1))), n(2))),
        ("2{x+1}", Product((n(2), Sum((X, n(1)))))),
        ("x!", Call("factorial", (X,))),
        ("2^x!", Power(n(2), Call("factorial", (X,)))),
        ("20%", Call("percent", (n(20),))),
        ("30°", Call("degree", (n(30),))),
        ("x±y", Sum((X, PlusMinus(Y)))),
        ("±2", PlusMinus(n(2))),
        ("+-2", PlusMinus(n(2))),
        ("x + -y", Sum((X, Negate(Y)))),
        ("（x＋１）", Sum((X, n(1)))),
        ("x−y·z÷2", Sum((X, Negate(Quotient(Product((Y, Z)), n(2)))))),
    ],
)
def test_read_arithmetic_follows_precedence(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.50", "1/2"),
        (".5", "1/2"),
        ("1,000.5", "2001/2"),
        ("1,234,567", "1234567"),
        ("1.5e-3", "3/2000"),
        ("1E+3", "1000"),
        ("2e3", "2000"),
    ],
)
def test_read_number_is_the_rational_it_spells(text: str, value: str) -> None:
    assert read(text) == n(value)


def test_read_number_keeps_its_spelling() -> None:
    node = read("0.50")

    assert isinstance(node, Number)
    assert node.literal == "0.50"


@pytest.mark.parametrize(
    ("text", "locale", "tree"),
    [
        ("0,5", "de", n("1/2")),
        ("1.000,5", "fr-FR", n("2001/2")),
        ("(1,5; 2)", "de", Collection("tuple", (n("3/2"), n(2)))),
        ("0,5", "ko", Collection("set", (n(0), n(5)))),
    ],
)
def test_read_comma_is_a_decimal_point_only_where_schools_write_it(
    text: str, locale: str, tree: Node
) -> None:
    assert read(text, locale=locale) == tree


@pytest.mark.parametrize("text", ["3 1/2", "3½", "3 ½"])
def test_read_whole_number_before_proper_fraction_is_mixed(text: str) -> None:
    assert read(text) == Call("mixed", (n(3), Quotient(n(1), n(2))))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("sin x", sine(X)),
        ("sinx", sine(X)),
        ("sin 2x", sine(Product((n(2), X)))),
        ("5 sin 2x", Product((n(5), sine(Product((n(2), X)))))),
        ("sin x cos y", Product((sine(X), Call("cos", (Y,))))),
        ("sin(x)y", Product((sine(X), Y))),
        ("sin -x", sine(Negate(X))),
        ("sin x / x", Quotient(sine(X), X)),
        ("ycos(2)", Product((Y, Call("cos", (n(2),))))),
        ("sin^2 x", Power(sine(X), n(2))),
        ("sin²x", Power(sine(X), n(2))),
        ("sin(x)^2", Power(sine(X), n(2))),
        ("sin^-1 x", Call("arcsin", (X,))),
        ("sin⁻¹(x)", Call("arcsin", (X,))),
        ("asin x", Call("arcsin", (X,))),
        ("tg x", Call("tan", (X,))),
        ("ctg x", Call("cot", (X,))),
        ("cosec x", Call("csc", (X,))),
        ("Sin(x)", sine(X)),
        ("ln|x|", Call("ln", (Call("abs", (X,)),))),
        ("log x", Call("log", (X,))),
        ("log_2 8", Call("log", (n(8), n(2)))),
        ("log₂8", Call("log", (n(8), n(2)))),
        ("log2(8)", Call("log", (n(8), n(2)))),
        ("log_(1/2) 8", Call("log", (n(8), Quotient(n(1), n(2))))),
        ("lg(x)", Call("log", (X, n(10)))),
        ("√2", Call("sqrt", (n(2),))),
        ("sqrt2", Call("sqrt", (n(2),))),
        ("√2x", Product((Call("sqrt", (n(2),)), X))),
        ("2√3", Product((n(2), Call("sqrt", (n(3),))))),
        ("³√8", Call("root", (n(8), n(3)))),
        ("∛8", Call("root", (n(8), n(3)))),
        ("root(x)", Call("sqrt", (X,))),
        ("max(1, x)", Call("max", (n(1), X))),
    ],
)
def test_read_function_takes_the_argument_people_mean(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("|x-1|", Call("abs", (Sum((X, Negate(n(1)))),))),
        ("|x|y", Product((Call("abs", (X,)), Y))),
        ("|x||y|", Product((Call("abs", (X,)), Call("abs", (Y,))))),
        ("||x|-1|", Call("abs", (Sum((Call("abs", (X,)), Negate(n(1)))),))),
        ("|2|x|-1|", Call("abs", (Sum((Product((n(2), Call("abs", (X,)))), Negate(n(1)))),))),
        ("|x|-|y|", Sum((Call("abs", (X,)), Negate(Call("abs", (Y,)))))),
    ],
)
def test_read_bars_pair_up(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x_1", "x_1"),
        ("x₁", "x_1"),
        ("x[1]", "x_1"),
        ("x_{12}", "x_12"),
        ("x1", "x1"),
        ("μ0", "mu0"),
        ("α", "alpha"),
        ("beta_47", "beta_47"),
        ("𝑥", "x"),
    ],
)
def test_read_name_is_canonical(text: str, name: str) -> None:
    assert read(text) == Symbol(name)


@pytest.mark.parametrize(
    ("text", "symbols", "tree"),
    [
        ("f(x)", Symbols(functions=("f",)), Call("f", (X,))),
        ("f'(x)", Symbols(functions=("f",)), Call("f'", (X,))),
        ("f(x)", Symbols(variables=("f", "x")), Product((Symbol("f"), X))),
        ("y(x)", OPEN, Product((Y, X))),
        ("y(x)", Symbols(functions=("y",)), Call("y", (X,))),
        ("Area", Symbols(variables=("Area",)), Symbol("Area")),
        ("2Area", Symbols(variables=("Area",)), Product((n(2), Symbol("Area")))),
        ("mu", Symbols(variables=("m", "u")), Product((Symbol("m"), Symbol("u")))),
        ("xi", Symbols(variables=("x",)), Product((X, Constant("i")))),
        ("e", Symbols(variables=("e",)), Symbol("e")),
        ("e", OPEN, Constant("e")),
        ("x1", Symbols(variables=("x_1",)), Symbol("x_1")),
        ("x_ny", Symbols(variables=("x_n", "y")), Product((Symbol("x_n"), Y))),
    ],
)
def test_read_symbol_list_decides_between_name_product_and_call(
    text: str, symbols: Symbols, tree: Node
) -> None:
    assert read(text, symbols=symbols) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("y = 2x", Relation((Y, Product((n(2), X))), ("=",))),
        ("1 < x ≤ 3", Relation((n(1), X, n(3)), ("<", "<="))),
        ("x != 2", Relation((X, n(2)), ("!=",))),
        ("x=1 or x=2", Logic("or", (Relation((X, n(1)), ("=",)), Relation((X, n(2)), ("=",))))),
        ("x=1 또는 x=2", Logic("or", (Relation((X, n(1)), ("=",)), Relation((X, n(2)), ("=",))))),
        ("x=1, x=2", Logic("or", (Relation((X, n(1)), ("=",)), Relation((X, n(2)), ("=",))))),
        ("x=1, 2", Logic("or", (Relation((X, n(1)), ("=",)), Relation((X, n(2)), ("=",))))),
        ("x=1 or 2", Logic("or", (Relation((X, n(1)), ("=",)), Relation((X, n(2)), ("=",))))),
        ("x=1, y=2", Logic("and", (Relation((X, n(1)), ("=",)), Relation((Y, n(2)), ("=",))))),
        ("x>1 그리고 x<2", Logic("and", (Relation((X, n(1)), (">",)), Relation((X, n(2)), ("<",))))),
        ("not x=1", Logic("not", (Relation((X, n(1)), ("=",)),))),
        ("x ∈ [1,2)", Relation((n(1), X, n(2)), ("<=", "<"))),
        ("x = ±2", Relation((X, PlusMinus(n(2))), ("=",))),
    ],
)
def test_read_propositions_join_as_people_write_them(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("{1,2}", Collection("set", (n(1), n(2)))),
        ("1, 2", Collection("set", (n(1), n(2)))),
        ("(1,2)", Collection("tuple", (n(1), n(2)))),
        ("[1,2]", Collection("list", (n(1), n(2)))),
        ("[1,2)", Interval(n(1), n(2), True, False)),
        ("]1,2[", Interval(n(1), n(2), False, False)),
        ("[1,x[", Interval(n(1), X, True, False)),
        ("oo(1,2)", Interval(n(1), n(2), False, False)),
        ("(-∞, 1]", Interval(Negate(INFINITY), n(1), False, True)),
        ("(1, inf)", Interval(n(1), INFINITY, False, False)),
        (
            "(0,1) ∪ [2,3]",
            Collection("union", (Interval(n(0), n(1), False, False), Interval(n(2), n(3), True, True))),
        ),
        (
            "(0,1] U {3}",
            Collection("union", (Interval(n(0), n(1), False, True), Collection("set", (n(3),)))),
        ),
        (
            "[[1,2],[3,4]]",
            Collection(
                "matrix",
                (Collection("tuple", (n(1), n(2))), Collection("tuple", (n(3), n(4)))),
            ),
        ),
        ("{}", Collection("set", ())),
        ("∅", Constant("empty")),
        ("no solution", Constant("empty")),
        ("해가 없다", Constant("empty")),
        ("모든 실수", Constant("all")),
        ("all", Constant("all")),
        ("참", Constant("true")),
        ("false", Constant("false")),
    ],
)
def test_read_collection_has_the_kind_of_its_brackets(text: str, tree: Node) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "empty", 0),
        ("  ", "empty", 0),
        ("x+", "missing_operand", 2),
        ("x*/2", "missing_operand", 2),
        ("()", "missing_operand", 1),
        ("x.", "unknown_character", 1),
        ("x # y", "unknown_character", 2),
        ("(x+(y)", "unbalanced_bracket", 0),
        ("x-1)^2", "unbalanced_bracket", 3),
        ("([x)]", "unbalanced_bracket", 3),
        ("x]", "unbalanced_bracket", 1),
        ("|x", "unbalanced_bracket", 0),
        ("2 3", "unexpected", 2),
        ("n!!", "unexpected", 1),
        ("cosin(x)", "unknown_function", 0),
        ("sqrt(1,2)", "wrong_arguments", 0),
        ("5.", "bad_number", 0),
        ("1.2.3", "bad_number", 0),
        ("1e1000000", "bad_number", 0),
        ("1" * 61, "bad_number", 0),
        ("x" * 501, "too_long", 500),
        ("I think it is 3", "prose", 2),
        ("x is 3", "prose", 2),
        ("hello", "prose", 0),
        ("답은 3", "prose", 0),
        ("x = 3개", "prose", 5),
        ("２ + ＃", "unknown_character", 4),
    ],
)
def test_read_refuses_with_the_place(text: str, code: str, position: int) -> None:
    error = refusal(text)

    assert (error.code, error.position) == (code, position)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 61 + "x" + ")" * 61, "too_deep"),
        ("-" * 400 + "x", "too_deep"),
        ("sin " * 120 + "x", "too_deep"),
        ("x^" * 200 + "x", "too_deep"),
        ("x/" * 200 + "x", "too_deep"),
        ("((((" * 100, "too_deep"),
        ("|" * 400, "unbalanced_bracket"),
        ("xy+" * 160 + "x", "too_many_nodes"),
    ],
)
def test_read_stops_at_its_limits(text: str, code: str) -> None:
    assert refusal(text).code == code


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("2e-3", ["2E-3", "2*e - 3"]),
        ("1+-2", ["1 - 2", "1 ± 2"]),
        ("sin x/2", ["sin(x)/2", "sin(x/2)"]),
        ("|x|y|z|", ["abs(x)*y*abs(z)", "abs(x*abs(y)*z)"]),
        ("x<1, x>3", ["x < 1 and x > 3", "x < 1 or x > 3"]),
        ("(1,000)", ["(1, 000)", "1000"]),
    ],
)
def test_read_two_meanings_are_ambiguous_and_both_shown(text: str, readings: list[str]) -> None:
    error = refusal(text)

    assert error.code == "ambiguous"
    assert error.values["readings"] == readings


def test_read_inverse_sine_is_ambiguous_when_its_first_letter_is_declared() -> None:
    error = refusal("asin(x)", symbols=Symbols(variables=("a", "x")))

    assert error.values["readings"] == ["arcsin(x)", "a*sin(x)"]


def test_read_unknown_letter_is_refused_when_the_list_is_closed() -> None:
    error = refusal("2x + z", symbols=Symbols(variables=("x", "y"), closed=True))

    assert (error.code, error.position) == ("unknown_symbol", 5)
    assert error.values == {"found": "z", "expected": ["x", "y"]}


def test_read_missing_operand_says_what_stands_there_and_what_could() -> None:
    assert refusal("x + ").values == {"found": "", "expected": ["operand"]}


@pytest.mark.parametrize("text", ["__import__('os')", "().__class__", "x;import os", "\x00", "\ud800"])
def test_read_code_is_only_text(text: str) -> None:
    assert refusal(text).code != ""


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\frac{1}{2}", "1/2"),
        (r"\frac13", "1/3"),
        (r"\dfrac{x+1}{2}", "(x+1)/2"),
        (r"\frac{x}{2}y", "x/2*y"),
        (r"3\frac{1}{2}", "3 1/2"),
        (r"x^2\frac{1}{2}", "x^2*(1/2)"),
        (r"x\frac{1}{2}", "x*(1/2)"),
        (r"\sqrt{2}", "sqrt(2)"),
        (r"2\sqrt[3]{x}", "2*root(x, 3)"),
        (r"\left(x+1\right)^{2}", "(x+1)^2"),
        (r"\left|x\right|y", "|x|y"),
        (r"\left|x-\left|y\right|\right|", "|x-|y||"),
        (r"\sin^{2}x", "sin^2 x"),
        (r"\sin^{-1}\left(x\right)", "arcsin(x)"),
        (r"\log_{2}8", "log_2 8"),
        (r"\log_2\left(8\right)", "log_2 8"),
        (r"\operatorname{arccot}x", "arccot x"),
        (r"2\pi r", "2pi*r"),
        (r"x\cdot y\times z\div 2", "x*y*z/2"),
        (r"x_{12}+\alpha_1", "x_12 + alpha_1"),
        (r"{x}_{y}", "x_y"),
        (r"30^{\circ}", "30°"),
        (r"20\%", "20%"),
        (r"1\le x<3", "1 <= x < 3"),
        (r"x=1\text{ 또는 }x=2", "x=1 or x=2"),
        (r"x=\pm\sqrt{2}", "x=±sqrt(2)"),
        (r"\left(-\infty,1\right]\cup\left[3,\infty\right)", "(-inf,1] U [3,inf)"),
        (r"\left\{1,2\right\}", "{1,2}"),
        (r"\varnothing", "∅"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[[1,2],[3,4]]"),
        (r"{{n}\choose{2}}", "binomial(n, 2)"),
        (r"{\rm sech}\left(x\right)", "sech(x)"),
        (r"\mathrm{i}+\exponentialE^{x}", "i + e^x"),
        (r"\left\lfloor x\right\rfloor", "floor(x)"),
    ],
)
def test_read_latex_gives_the_tree_of_plain_text(latex: str, plain: str) -> None:
    assert read(latex, notation="latex") == read(plain)


@pytest.mark.parametrize(
    ("latex", "code", "position"),
    [
        (r"\frac{1}", "missing_operand", 8),
        (r"x+\frac{}{2}", "missing_operand", 8),
        (r"\left(x", "unbalanced_bracket", 0),
        (r"\sqrt{x", "unbalanced_bracket", 5),
        (r"\input{x}", "unknown_command", 0),
        (r"x+\def\x{1}", "unknown_command", 2),
        (r"\text{hello there}", "prose", 6),
        ("{" * 100 + "x" + "}" * 100, "too_deep", 60),
        (r"\frac{1" * 70, "unbalanced_bracket", 5),
    ],
)
def test_read_latex_refuses_with_the_place(latex: str, code: str, position: int) -> None:
    error = refusal(latex, notation="latex")

    assert (error.code, error.position) == (code, position)


def test_read_takes_a_long_sum_of_absolute_values() -> None:
    node = read("+".join(f"|x-{each}|" for each in range(1, 21)))

    assert isinstance(node, Sum)
    assert node.terms[19] == Call("abs", (Sum((X, Negate(n(20)))),))

"""LaTeX from the maths field, from tools and from the clipboard reads like the plain text it means."""

from __future__ import annotations

import time
import timeit

import pytest

from grading.engine.nodes import Call, Node, Symbol
from grading.engine.reading import ReadError, read
from grading.engine.symbols import Symbols
from grading.engine.writing import write_plain

HOSTILE = (
    *("(", "|", "[", "{", "}", "$", "\\", "&", "_", "^", "'", "!", "1,", "a^", "x_", "log ", "sin ", "not "),
    *(r"\frac", r"\frac{1}", r"\frac12", r"\sqrt[", r"\sqrt12", r"\left(", r"\int ", r"\int x", r"\text{"),
    *(
        r"\begin{pmatrix}",
        r"\begin{cases}",
        r"\overline{",
        r"\sum_{k=1}^{n}",
        r"\lim_{x\to 0}",
        "{n\\choose ",
        "{1,",
    ),
    *(
        "x|",
        "|x",
        "(|a|b|c|)",
        "|x|y|",
        "(1,000)",
        "sin x/2 ",
        "2e-3 ",
        "+-",
        "asin(",
        r"x^12\pi ",
        "dx",
        "∫dx",
        "d/dx ",
    ),
    *(
        "xyz",
        "½",
        "²",
        "₅C₂",
        "0.3̇",
        r"0.\dot{3}",
        r"{}_5C_2",
        "]1,2[",
        "[[1],",
        "x=1 or ",
        "1.",
        "μ",
        "가",
        "∂d",
    ),
)


def refusal(text: str, *, notation: str = "latex") -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(text, notation=notation)
    return caught.value


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"4\sqrt{2}", "4√2"),
        (r"(1, +\infty)", "(1, inf)"),
        (r"1 \cdot -2", "1*-2"),
        ("x^{2}+1", "x^2+1"),
        ("{x}_{y}", "x_y"),
        (r"$\frac12$", "1/2"),
        (r"$$x=2$$", "x=2"),
        (r"\(x+1\)", "x+1"),
        (r"\[x+1\]", "x+1"),
        ("1{,}000", "1000"),
        (r"2x^{2}+sqrt(3)", "2x^2+sqrt(3)"),
        (r"x=\frac12 또는 x=3", "x=1/2 or x=3"),
        (r"½+\frac12", "½+1/2"),
        ("{1,2}", "{1,2}"),
        ("x_{12}", "x_12"),
        ("[0,1)", "[0,1)"),
        (r"\{6,8\}\setminus\{8\}", "{6,8}∖{8}"),
        (r"ℝ\{6}", "ℝ∖{6}"),
        (r"[5,9]\{6,7}\{8}", "[5,9]∖{6,7}∖{8}"),
    ],
)
def test_notation_is_found_from_the_text(text: str, plain: str) -> None:
    assert read(text, notation="auto") == read(plain)


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\tfrac{1}{2}x", "(1/2)x"),
        (r"\frac1{x}", "1/x"),
        (r"\frac\pi2", "pi/2"),
        (r"\frac123", "(1/2)3"),
        (r"{x+1 \over 2}", "(x+1)/2"),
        (r"\sqrt\frac12", "sqrt(1/2)"),
        (r"\sqrt[\sqrt[3]{2}]{x}", "root(x, root(2,3))"),
        (r"x^\frac12", "x^(1/2)"),
        (r"\log_28", "log_2(8)"),
        (r"\log_{10}2", "log_10(2)"),
        (r"\log_10 2", "log_10(2)"),
        (r"\tan^{-1}\left( x \right)", "arctan x"),
        (r"{\rm sinh}^{-1}\left(x\right)", "arsinh x"),
        (r"\mathop{arcsin}x", "arcsin x"),
        (r"\exponentialE^{\imaginaryI\pi}", "e^(i*pi)"),
        (r"\mathbf{f}+\mathrm{x1}", "f+x1"),
        (r"\lvert x\rvert+\vert y\vert", "|x|+|y|"),
        (r"\lbrace 1,2\rbrace", "{1,2}"),
        (r"\{1,2\}\setminus\{1\}", "difference({1,2},{1})"),
        (r"{\frac12, 3}", "{1/2, 3}"),
        (r"x\not=3", "x!=3"),
        (r"x\notin(0,1)", "not (0<x<1)"),
        (r"p\land q\implies\lnot r", "p and q implies not r"),
        (r"p\iff q", "p xnor q"),
        (r"x=3\quad\text{or}\quad x=4", "x=3 or x=4"),
        (r"\text{해가 없다}", "해가 없다"),
        (r"\text{no solution}", "no solution"),
        (r"\boxed{4}", "4"),
        (r"\boxed{x=1}", "x=1"),
        (r"2\boxed{x+1}", "2(x+1)"),
        (r"\overline{z}+\bar{w}", "conj(z)+conj(w)"),
        (r"z^*", "conj(z)"),
        (r"\overline{AB}", "AB"),
        (r"5\,\mathrm{m/s}", "5 m/s"),
        (r"10\,000", "10000"),
        (r"1{,}234.5", "1234.5"),
        (r"3.5\times10^{-4}", "3.5*10^-4"),
        (r"0.\dot{3}", "(1/3)"),
        (r"0.1\overline{6}", "(1/6)"),
        (r"{}_5\mathrm{C}_2", "binomial(5,2)"),
        (r"_{n}P_{r}", "permutations(n,r)"),
        (r"{}_3H_2", "binomial(3+2-1,2)"),
        (r"a_{n+1}=2a_n", "a_{n+1}=2a_n"),
        (r"y''+y=0", "y''+y=0"),
        (r"f^{\prime}(x)", "f'(x)"),
        (r"\begin{cases}x+y=1\\x-y=3\end{cases}", "x+y=1 and x-y=3"),
        (r"\begin{cases}x+y&=1,\\x-y&=3\end{cases}", "x+y=1 and x-y=3"),
        (r"\left\{\begin{array}{l}x=1\\y=2\end{array}\right.", "x=1 and y=2"),
        (r"\left[\begin{array}{cc}1&2\\3&4\\\end{array}\right]", "[[1,2],[3,4]]"),
        (r"\left(\begin{matrix}1\\[2pt]2\end{matrix}\right)", "[[1],[2]]"),
        (r"\begin{bmatrix}1&2\end{bmatrix}", "matrix([1,2])"),
    ],
)
def test_latex_means_the_plain_text(latex: str, plain: str) -> None:
    symbols = Symbols(variables=("AB",)) if plain == "AB" else Symbols()

    assert read(latex, notation="latex", symbols=symbols) == read(plain, symbols=symbols)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\sum_{k=1}^{n}k^2+1", "sum(k^2,k,1,n)+1"),
        (r"\sum_{i=1}^{10}{i^2}", "sum(i^2,i,1,10)"),
        (r"\prod_{k=1}^3\cos\left(kx\right)", "product(cos(k*x),k,1,3)"),
        ("∑_{k=1}^n k", "sum(k,k,1,n)"),
        ("∑_(k=1)^n k", "sum(k,k,1,n)"),
        (r"\int x^2\,dx+C", "integral(x^2,x)+C"),
        (r"\int_0^12x\,\mathrm{d}x", "integral(2x,x,0,1)"),
        (r"\int_{0}^{1}{x\;\mathrm{d}x}", "integral(x,x,0,1)"),
        (r"\int x+1\differentialD x", "integral(x+1,x)"),
        (r"\int\frac{dx}{x}", "integral(1/x,x)"),
        (r"\frac{\int x\,dx}{2}", "integral(x,x)/2"),
        (r"\int_0^1\int_0^x y\,dy\,dx", "integral(integral(y,y,0,x),x,0,1)"),
        (r"\int x\,\mathrm{d}\, x", "integral(x,x)"),
        (r"\int\cos\theta d\theta", "integral(cos(theta),theta)"),
        ("∫_0^1 xdx", "integral(x,x,0,1)"),
        ("∫₀¹ x dx", "integral(x,x,0,1)"),
        ("int(x^2,x)", "integral(x^2,x)"),
        ("integrate(x^2,x,0,1)", "integral(x^2,x,0,1)"),
        (r"\lim_{x\to0}\frac{\sin x}{x}", "limit(sin(x)/x,x,0)"),
        (r"\lim_{n\rightarrow\infty}a_n", "limit(a_n,n,inf)"),
        (r"\frac{d}{dx}x^2", "diff(x^2,x)"),
        (r"\frac{\mathrm{d}y}{\mathrm{d}x}=2x", "diff(y,x)=2x"),
        (r"\frac{d^2y}{dx^2}", "diff(y,x,2)"),
        (r"\frac{\partial^{3} f}{\partial x \partial y^2}", "diff(f,x,1,y,2)"),
        ("dy/dx = 2x", "diff(y,x) = 2x"),
        ("d/dx(x^2)+1", "diff(x^2,x)+1"),
        ("d^2y/dx^2", "diff(y,x,2)"),
        ("∂f/∂x", "diff(f,x)"),
    ],
)
def test_big_operators_take_what_they_mean(text: str, plain: str) -> None:
    assert read(text, notation="auto") == read(plain)


def test_a_declared_d_is_a_letter() -> None:
    symbols = Symbols(variables=("d", "x", "y"))

    assert write_plain(read("dy/dx", symbols=symbols)) == "d*y/d*x"
    assert write_plain(read(r"\frac{dy}{dx}", symbols=symbols, notation="latex")) == "d*y/(d*x)"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("y'", Symbol("y'")),
        ("y'(x)", Call("y'", (Symbol("x"),))),
        (r"\vec{a}", Symbol("a_vec")),
        (r"\overline{X}", Symbol("X_bar")),
        ("a_(n+1)", Symbol("a_{n+1}")),
        ("0.1̇6̇", read("(16/99)")),
        ("₅C₂", read("binomial(5,2)")),
        ("3!2!", read("3!*2!")),
    ],
)
def test_names_and_numbers_have_school_forms(text: str, tree: Node) -> None:
    assert read(text, notation="auto") == tree


@pytest.mark.parametrize(
    ("latex", "readings"),
    [
        (r"x^12+\pi", ["x^12 + pi", "x^1*2 + pi"]),
        (r"\sqrt12", ["sqrt(12)", "sqrt(1)*2"]),
        (r"\sin x/2", ["sin(x)/2", "sin(x/2)"]),
    ],
)
def test_what_tex_and_people_read_differently_is_ambiguous(latex: str, readings: list[str]) -> None:
    assert refusal(latex).values["readings"] == readings


@pytest.mark.parametrize(
    ("latex", "code", "position"),
    [
        (r"\placeholder{}", "missing_operand", 0),
        (r"x^{\placeholder{}}", "missing_operand", 3),
        (r"The answer is \boxed{4}", "prose", 0),
        ("The answer is $4$", "prose", 0),
        (r"\text{The answer is }4", "prose", 6),
        (r"x\text{ is }4", "prose", 7),
        (r"\lim x", "missing_operand", 5),
        (r"\int x", "missing_operand", 6),
        (r"\sum k", "missing_operand", 4),
        (r"\int x\,d\,x", "missing_operand", 12),
        (r"\begin{cases}x&x>0\\-x&x<0\end{cases}", "unexpected", 14),
        (r"\begin{pmatrix}1&2", "unbalanced_bracket", 0),
        (r"1\end{pmatrix}", "unbalanced_bracket", 1),
        (r"1\\2", "unexpected", 1),
        (r"1&2", "unexpected", 1),
        (r"x\equiv 1", "unknown_command", 1),
        (r"1,\ldots,n", "unknown_command", 2),
        (r"0.\dot{1}\dot{2}\dot{3}", "bad_number", 0),
        (r"5\$", "unknown_command", 1),
        ("2x\\", "unknown_command", 2),
    ],
)
def test_latex_is_refused_at_the_place(latex: str, code: str, position: int) -> None:
    error = refusal(latex)

    assert (error.code, error.position) == (code, position)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("notation", ["plain", "latex"])
def test_five_hundred_characters_are_read_in_time(text: str, notation: str) -> None:
    long = (text * 500)[:500]
    seconds = timeit.repeat(lambda: _position(long, notation), timer=time.process_time, number=1, repeat=3)

    assert min(seconds) < 0.25
    assert 0 <= _position(long, notation) <= 500


def _position(text: str, notation: str) -> int:
    """Where ``text`` goes wrong, or 0."""
    try:
        read(text, notation=notation)
    except ReadError as error:
        return error.position
    return 0

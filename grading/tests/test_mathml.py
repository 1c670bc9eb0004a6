"""MathML is well formed for every tree, bare of attributes, and built as screen readers expect."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given

from grading.engine import read, write_mathml
from grading.engine.nodes import Node, Symbol
from grading.tests.trees import numbers_in, trees

CORE = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msqrt", "mroot", "msup", "msub", "msubsup"),
    *("munder", "mover", "munderover", "mtable", "mtr", "mtd"),
}
PAIRS = ("mfrac", "mroot", "msup", "msub", "munder", "mover")
CHILDREN = {**dict.fromkeys(PAIRS, 2), "msubsup": 3, "munderover": 3}


@given(trees)
def test_every_tree_is_well_formed_core_without_attributes(tree: Node) -> None:
    root = fromstring(write_mathml(tree))

    assert root.tag == "math"
    for element in root.iter():
        assert element.tag in CORE
        assert element.attrib == {}
        assert len(element) == CHILDREN.get(element.tag, len(element))


@given(trees)
def test_every_number_of_a_tree_stands_in_its_mathml(tree: Node) -> None:
    found = [element.text for element in fromstring(write_mathml(tree)).iter("mn")]

    assert {number.literal for number in numbers_in(tree)} <= set(found)


def _outline(element: Element) -> str:
    """``element`` as a formula of its elements: ``mfrac(1, 2)``; rows show only their content."""
    inner = [_outline(child) for child in element]
    text = (element.text or "").replace("\u2062", "·").replace("\u2061", "@")
    if element.tag in {"math", "mrow"}:
        return " ".join(filter(None, inner))
    return f"{element.tag}({', '.join(inner)})" if inner else text


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("x", "x"),
        ("2x", "2 · x"),
        ("2*3", "2 ⋅ 3"),
        ("x^2 + 1/2", "msup(x, 2) + mfrac(1, 2)"),
        ("x - y", "x − y"),
        ("-x", "− x"),
        ("(x+1)(x-1)", "( x + 1 ) · ( x − 1 )"),
        ("√2", "msqrt(2)"),
        ("root(x, 3)", "mroot(x, 3)"),
        ("|x|", "| x |"),
        ("sin x", "sin @ x"),
        ("sin^2 x", "msup(sin, 2) @ x"),
        ("log_2 8", "msub(log, 2) @ 8"),
        ("f(x, y)", "f @ ( x , y )"),
        ("x_1", "msub(x, 1)"),
        ("a_{n+1}", "msub(a, n+1)"),
        ("x'", "msup(x, ′)"),
        ("alpha", "α"),
        ("Delta", "Δ"),
        ("pi", "π"),
        ("n!", "n !"),
        ("20%", "20 %"),
        ("30°", "msup(30, ∘)"),
        ("1.5e3", "1.5 × msup(10, 3)"),
        ("1.0e-3", "1.0 × msup(10, − 3)"),
        ("x <= 2", "x ≤ 2"),
        ("x != 2", "x ≠ 2"),
        ("x = ±2", "x = ± 2"),
        ("[1,2)", "[ 1 , 2 )"),
        ("{1,2}", "{ 1 , 2 }"),
        ("(0,1) U (2,3)", "( 0 , 1 ) ∪ ( 2 , 3 )"),
        ("x=1 or x=2", "x = 1 ∨ x = 2"),
        ("not A", "¬ A"),
        ("[[1,2],[3,4]]", "( mtable(mtr(mtd(1), mtd(2)), mtr(mtd(3), mtd(4))) )"),
        ("3 1/2", "3 mfrac(1, 2)"),
        ("sum(k, k, 1, n)", "munderover(∑, k = 1, n) k"),
        ("∫_0^1 x dx", "msubsup(∫, 0, 1) x · d x"),
        ("lim(x, x, 0)", "munder(lim, x → 0) @ x"),
        ("dy/dx", "mfrac(d y, d x)"),
        ("diff(x^2, x, 2)", "mfrac(msup(d, 2), d msup(x, 2)) ( msup(x, 2) )"),
        ("binomial(n, k)", "( mtable(mtr(mtd(n)), mtr(mtd(k))) )"),
        ("no solution", "∅"),
    ],
)
def test_mathml_is_built_as_formulas_are(text: str, outline: str) -> None:
    assert _outline(fromstring(write_mathml(read(text)))) == outline


def test_a_name_cannot_become_markup() -> None:
    assert re.findall(r"<m[a-z]+", write_mathml(Symbol("<script>&x"))) == ["<math", "<mrow", "<mi"]

"""What is written reads back to the tree it was written from, in plain text and in LaTeX."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grading.engine.nodes import Node
from grading.engine.reading import ReadError, read
from grading.engine.writing import write_latex, write_plain
from grading.tests.trees import SYMBOLS, trees


def read_back(text: str, *, notation: str) -> Node:
    """The tree of ``text``; a text beyond the limits says nothing."""
    assume(len(text) <= 500)
    try:
        return read(text, symbols=SYMBOLS, notation=notation)
    except ReadError as error:
        assume(error.code not in {"too_deep", "too_many_nodes"})
        raise


@settings(max_examples=300)
@given(trees)
def test_plain_text_reads_back_to_the_same_tree(tree: Node) -> None:
    assert read_back(write_plain(tree), notation="plain") == tree


@settings(max_examples=300)
@given(trees)
def test_latex_reads_back_to_the_same_tree(tree: Node) -> None:
    assert read_back(write_latex(tree), notation="latex") == tree


@given(trees, st.integers(0, 200), st.sampled_from(["plain", "latex"]))
def test_a_text_cut_anywhere_is_read_or_refused_at_a_place(tree: Node, kept: int, notation: str) -> None:
    text = (write_plain(tree) if notation == "plain" else write_latex(tree))[:kept]
    try:
        read(text, symbols=SYMBOLS, notation=notation)
        position = 0
    except ReadError as error:
        position = error.position

    assert 0 <= position <= len(text)

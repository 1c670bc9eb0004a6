"""A right answer, altered a little: which alterations there are, by hand."""

from __future__ import annotations

import pytest

from grading.engine import read
from grading.mutants import MOST_MUTANTS, mutants

BY_HAND = [
    ("x^2-3x", "sign", ["-x^2 - 3*x", "x^2 + 3*x"]),
    ("x^2-3x", "exponent", ["x^3 - 3*x", "x^1 - 3*x"]),
    ("x^2-3x", "number", ["x^4 - 3*x", "x^2 - 4*x", "x^2 - 2*x", "x^2 - 6*x"]),
    ("-sqrt(3)", "sign", ["sqrt(3)"]),
    ("sqrt(3)", "sign", ["-sqrt(3)"]),
    ("0", "number", ["1", "-1"]),
    ("0.5", "number", ["1.5", "1"]),
    ("2x<=3", "relation", ["2*x < 3", "2*x >= 3"]),
    ("1<x<=3", "relation", ["1 <= x <= 3", "1 > x <= 3", "1 < x < 3", "1 < x >= 3"]),
    ("2x<=3", "sign", []),
    ("(1,3]", "end", ["cc(1, 3)", "oo(1, 3)"]),
    ("(-inf,3]", "end", ["oo(-inf, 3)"]),
    ("{1,2}", "entry", ["{2}", "{1}"]),
    ("{1,2}", "number", ["{2, 2}", "{0, 2}", "{1, 3}", "{1, 1}", "{1, 4}"]),
    ("(1,x)", "entry", ["(1, x + 1)"]),
]


@pytest.mark.parametrize(("text", "change", "expected"), BY_HAND)
def test_mutants_of_one_kind_are_those_found_by_hand(text: str, change: str, expected: list[str]) -> None:
    found = mutants(read(text))

    assert [mutant.text for mutant in found if mutant.change == change] == expected


def test_mutants_say_what_stood_there_and_what_stands_there_now() -> None:
    found = mutants(read("x^2-3x"))

    second = next(mutant for mutant in found if mutant.text == "x^2 + 3*x")
    assert (second.place, second.before, second.after) == (2, "-3*x", "3*x")


@pytest.mark.parametrize("text", ["+".join(f"{n}x^{n}" for n in range(2, 30)), "[[1,2,3],[4,5,6],[7,8,9]]"])
def test_mutants_are_different_readable_and_few(text: str) -> None:
    tree = read(text)

    found = mutants(tree)

    assert len(found) <= MOST_MUTANTS
    assert len({mutant.tree for mutant in found} - {tree}) == len(found)
    assert [read(mutant.text) for mutant in found] == [mutant.tree for mutant in found]
    assert mutants(tree) == found


def test_mutants_of_a_long_sum_are_of_every_kind() -> None:
    found = mutants(read("+".join(f"{n}x^{n}" for n in range(2, 30))))

    assert {mutant.change for mutant in found} == {"sign", "exponent", "number"}

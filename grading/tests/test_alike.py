"""Which answers mean the same: the groups of the teacher's live board."""

from __future__ import annotations

import pytest

from grading.engine import Symbols
from grading.keys import load_key
from grading.marking.alike import MOST_COMPARED, group_alike
from grading.responses import BlanksResponse, ChoiceResponse, MatchResponse, TextResponse

X = Symbols(variables=("x",))
EXPRESSION = {"kind": "expression", "expression": "0"}
EQUATION = {"kind": "equation", "answer": "no solution"}
INEQUALITY = {"kind": "inequality", "answer": "no solution"}

# kind, answers of one group each, in the order in which they arrive
ALIKE = [
    (EXPRESSION, ["2(x+1)", "2x+2", r"2\left(x+1\right)", "2 + 2x"], ["2x+1"]),
    (EXPRESSION, ["sqrt(8)", "2sqrt(2)"], ["2.83"], ["-2sqrt(2)"]),
    (EXPRESSION, ["sin(x)^2 + cos(x)^2", "1"], ["sin(x)^2"]),
    (EXPRESSION, ["1/2", "0.5", "2/4"], ["1/3"]),
    (EXPRESSION, ["(x+1"], ["((x+1"]),
    (EXPRESSION, ["10^(10^(10^10)) x"], ["10^(10^(10^10)) x + 1"]),
    (EQUATION, ["x = 3", "3 = x", "2x = 6"], ["x = -3"]),
    (EQUATION, ["x = 1 or x = 2", "x=2 or x=1"], ["x=1"]),
    (EQUATION, ["x = 1 or x = 2", "{1, 2}"], ["{1}"]),
    (INEQUALITY, ["x > 2", "2 < x", "2x > 4"], ["x >= 2"]),
    (INEQUALITY, ["1 < x < 2", "x > 1 and x < 2", "(1, 2)"], ["1 <= x < 2", "[1, 2)"]),
    ({"kind": "set", "answer": "{0}"}, ["{1, 2}", "{2, 1, 1}"], ["{1, 3}"]),
    ({"kind": "list", "answer": "(0, 0)"}, ["(1, 2)", "(2/2, 2)"], ["(2, 1)"]),
    ({"kind": "matrix", "answer": "[[0]]"}, ["[[1, 2], [3, 4]]", "[[1, 4/2], [3, 4]]"], ["[[1, 2], [4, 3]]"]),
    ({"kind": "integer", "value": "0"}, ["7", "07"], ["8"]),
    ({"kind": "number", "value": "0", "absolute": "1"}, ["3.10", "3.1"], ["3.14"]),
    ({"kind": "quantity", "answer": "1 m"}, ["3 km", "3000 m"], ["3 m"], ["3 s"], ["3"]),
    ({"kind": "antiderivative", "answer": "x"}, ["x^2 + C", "C + x^2", "x^2 + 1"], ["2x^2 + C"]),
    ({"kind": "short_text", "accepted": [{"text": "a"}]}, ["Rhombus", " rhombus "], ["square"]),
    ({"kind": "working", "lines": ["x+x", "2x"]}, ["x+1+1\nx+2", "2+x"], ["x+3"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "groups"), [(row[0], [group for group in row[1:] if group]) for row in ALIKE]
)
def test_answers_that_mean_the_same_are_one_group(key: dict, groups: list[list[str]]) -> None:
    texts = [text for group in groups for text in group]
    answers = [
        TextResponse(text=text, notation="latex" if "\\" in text else "plain", locale="en") for text in texts
    ]

    found = group_alike(answers, key=load_key({"v": 1, **key}), symbols=X)

    wanted = [texts.index(group[0]) for group in groups for _text in group]
    assert [texts[index] for index in found] == [texts[index] for index in wanted]


def test_korean_and_english_notation_meet() -> None:
    answers = [TextResponse(text="(1, 2)", locale="ko"), TextResponse(text="(1,2)", locale="en")]

    assert group_alike(answers, key=load_key({"v": 1, "kind": "list", "answer": "(0, 0)"}), symbols=X) == [
        0,
        0,
    ]


def test_options_and_pairs_are_alike_whatever_their_order() -> None:
    several = load_key({"v": 1, "kind": "multiple_choice", "correct": ["o1"]})
    pairs = load_key({"v": 1, "kind": "matching", "pairs": {"s1": "o1", "s2": "o2"}})
    picked = [
        ChoiceResponse(choice=("o1", "o2")),
        ChoiceResponse(choice=("o2", "o1")),
        ChoiceResponse(choice=("o1",)),
    ]
    matched = [MatchResponse(match={"s1": "o1", "s2": "o2"}), MatchResponse(match={"s2": "o2", "s1": "o1"})]

    assert group_alike(picked, key=several, symbols=X) == [0, 0, 2]
    assert group_alike(matched, key=pairs, symbols=X) == [0, 0]


def test_blanks_are_alike_when_each_of_them_is() -> None:
    blank = {"kind": "expression", "expression": "0"}
    key = load_key({"v": 1, "kind": "cloze", "blanks": {"b1": blank, "b2": blank}})
    answers = [
        BlanksResponse(blanks={"b1": "x+x", "b2": "1"}),
        BlanksResponse(blanks={"b1": "2x", "b2": "2/2"}),
        BlanksResponse(blanks={"b1": "2x"}),
        BlanksResponse(blanks={"b1": "1", "b2": "2x"}),
    ]

    assert group_alike(answers, key=key, symbols=X) == [0, 0, 2, 3]


def test_more_answers_than_are_compared_are_alike_where_they_are_typed_the_same() -> None:
    key = load_key({"v": 1, **EXPRESSION})
    texts = [*(f"x+{number}" for number in range(MOST_COMPARED + 1)), "1+x", "x+1"]

    found = group_alike([TextResponse(text=text, locale="en") for text in texts], key=key, symbols=X)

    assert found[-2:] == [MOST_COMPARED + 1, 1]

"""What is answered by options, in words, and in blanks."""

from __future__ import annotations

from typing import Any

from grading.tests.marking_cases import Case, case

__all__ = ["CASES"]

CHOICE: dict[str, Any] = {
    "kind": "choice",
    "correct": "o3",
    "alternatives": [
        {"answer": "o2", "credit": "1/3", "message": {"ko": "부호", "en": "the sign"}},
        {"answer": "o5", "message": {"en": "this is the sum, not the product"}},
    ],
}
FIVE = {"kind": "five_option", "correct": "o4"}
SEVERAL = {"kind": "multiple_choice", "correct": ["o1", "o3"]}
PER_OPTION = {**SEVERAL, "policy": "per_option"}
EACH_OPTION = {**SEVERAL, "policy": "each_option"}
TRUE = {"kind": "true_false", "correct": True}
ORDER = {"kind": "ordering", "order": ["o2", "o4", "o1", "o3"]}
PER_PLACE = {**ORDER, "policy": "per_place"}
PER_NEIGHBOUR = {**ORDER, "policy": "per_neighbour"}
PAIRS = {"kind": "matching", "pairs": {"s1": "o1", "s2": "o3", "s3": "o2"}}
PLACES: dict[str, Any] = {"options": ("o1", "o2", "o3", "o4"), "stems": ("1", "2", "3", "4")}
LINES: dict[str, Any] = {"options": ("o1", "o2", "o3"), "stems": ("s1", "s2", "s3")}
TRIANGLE: dict[str, Any] = {
    "kind": "short_text",
    "accepted": [{"text": "이등변삼각형"}, {"text": "삼각형", "credit": "1/2"}],
}
WITH_ENDINGS = {**TRIANGLE, "endings": True}
MEAN_VALUE = {"kind": "short_text", "accepted": [{"text": "mean value*"}], "wildcards": True}
CLOZE: dict[str, Any] = {
    "kind": "cloze",
    "blanks": {
        "b1": {"kind": "expression", "expression": "x+1"},
        "b2": {"kind": "integer", "value": "4"},
        "b3": {"kind": "short_text", "accepted": [{"text": "평행"}]},
    },
}
ALL_BLANKS = {**CLOZE, "policy": "all_or_nothing"}
BLANKS: dict[str, Any] = {"stems": ("b1", "b2", "b3"), "options": ()}

TWO_BLANKS = ("partial", "some_right_blanks")


def _places(*options: str) -> dict[str, str]:
    return {str(place): option for place, option in enumerate(options, start=1) if option}


CASES: tuple[Case, ...] = (
    case(CHOICE, ["o3"], "correct", "right_option"),
    case(CHOICE, ["o1"], "incorrect", "wrong_option"),
    case(CHOICE, ["o2"], "partial", "foreseen_answer", credit="1/3"),
    case(CHOICE, ["o5"], "incorrect", "foreseen_answer"),
    case(CHOICE, ["o3", "o1"], "unreadable", "one_option_expected"),
    case(CHOICE, ["o9"], "unreadable", "unknown_option"),
    case(CHOICE, [], "incorrect", "unanswered"),
    case(CHOICE, None, "incorrect", "unanswered"),
    case(FIVE, ["o4"], "correct", "right_option"),
    case(FIVE, "4", "correct", "right_option"),
    case(FIVE, "④", "correct", "right_option"),
    case(FIVE, "5", "incorrect", "wrong_option"),
    case(FIVE, "6", "unreadable", "unknown_option"),
    case(SEVERAL, ["o3", "o1"], "correct", "right_options"),
    case(SEVERAL, ["o1"], "incorrect", "wrong_options"),
    case(SEVERAL, ["o1", "o3", "o4"], "incorrect", "wrong_options"),
    case(PER_OPTION, ["o1"], "partial", "some_right_options", credit="1/2"),
    case(PER_OPTION, ["o1", "o3", "o4"], "partial", "some_right_options", credit="1/2"),
    case(PER_OPTION, ["o1", "o4"], "incorrect", "wrong_options"),
    case(PER_OPTION, ["o2", "o4", "o5"], "incorrect", "wrong_options"),
    case(EACH_OPTION, ["o1"], "partial", "some_right_options", credit="4/5"),
    case(EACH_OPTION, ["o1", "o2"], "partial", "some_right_options", credit="3/5"),
    case(EACH_OPTION, ["o2", "o4", "o5"], "incorrect", "wrong_options"),
    case(TRUE, ["true"], "correct", "right_option"),
    case(TRUE, "참", "correct", "right_option"),
    case(TRUE, "X", "incorrect", "wrong_option"),
    case(TRUE, "글쎄요", "unreadable", "true_or_false_expected"),
    case(ORDER, _places("o2", "o4", "o1", "o3"), "correct", "right_order", **PLACES),
    case(ORDER, _places("o4", "o2", "o1", "o3"), "incorrect", "wrong_order", **PLACES),
    case(PER_PLACE, _places("o4", "o2", "o1", "o3"), "partial", "some_right_places", credit="1/2", **PLACES),
    case(PER_PLACE, _places("o2", "o4"), "partial", "some_right_places", credit="1/2", **PLACES),
    case(PER_PLACE, _places("o3", "o1", "o4", "o2"), "incorrect", "wrong_order", **PLACES),
    case(
        PER_NEIGHBOUR,
        _places("o3", "o2", "o4", "o1"),
        "partial",
        "some_right_neighbours",
        credit="2/3",
        **PLACES,
    ),
    case(PER_NEIGHBOUR, _places("o3", "o1", "o4", "o2"), "incorrect", "wrong_order", **PLACES),
    case(ORDER, _places("o2", "o4", "o1", "o7"), "unreadable", "unknown_option", **PLACES),
    case(PAIRS, {"s1": "o1", "s2": "o3", "s3": "o2"}, "correct", "right_pairs", **LINES),
    case(PAIRS, {"s1": "o1", "s2": "o2"}, "partial", "some_right_pairs", credit="1/3", **LINES),
    case(PAIRS, {"s1": "o2", "s2": "o1"}, "incorrect", "wrong_pairs", **LINES),
    case({**PAIRS, "policy": "all_or_nothing"}, {"s1": "o1"}, "incorrect", "wrong_pairs", **LINES),
    case(TRIANGLE, "이등변 삼각형", "correct", "accepted_text"),
    case(TRIANGLE, "삼각형", "partial", "accepted_partly", credit="1/2"),
    case(TRIANGLE, "이등변삼각형이다", "incorrect", "different_text"),
    case(WITH_ENDINGS, "이등변삼각형이다", "correct", "accepted_text"),
    case(WITH_ENDINGS, "이등변삼각형입니다.", "correct", "accepted_text"),
    case(WITH_ENDINGS, "정삼각형", "incorrect", "different_text"),
    case(MEAN_VALUE, "Mean Value theorem", "correct", "accepted_text"),
    case(MEAN_VALUE, "intermediate value theorem", "incorrect", "different_text"),
    case(TRIANGLE, "\u200b", "unreadable", "no_text"),
    case(CLOZE, {"b1": "1+x", "b2": "4", "b3": "평행"}, "correct", "right_blanks", **BLANKS),
    case(
        CLOZE, {"b1": "x-1", "b2": "4", "b3": "평행"}, "partial", "some_right_blanks", credit="2/3", **BLANKS
    ),
    case(CLOZE, {"b2": "4"}, "partial", "some_right_blanks", credit="1/3", **BLANKS),
    case(CLOZE, {"b1": "x", "b2": "5", "b3": "수직"}, "incorrect", "wrong_blanks", **BLANKS),
    case(CLOZE, {"b1": "(x+1", "b2": "4"}, "partial", "some_right_blanks", credit="1/3", **BLANKS),
    case(ALL_BLANKS, {"b1": "x+1", "b2": "4", "b3": "수직"}, "incorrect", "not_all_blanks", **BLANKS),
    case({"kind": "essay"}, "판별식이 음수이므로 실근이 없다.", "undecided", "needs_person"),
    case({"kind": "essay"}, "   ", "incorrect", "unanswered"),
)

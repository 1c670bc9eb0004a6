"""What answers earn that are not right: foreseen ones, mistakes by rules, what follows from earlier parts."""

from __future__ import annotations

from typing import Any

from grading.tests.marking_cases import Case, case

__all__ = ["CASES"]


def _rule(name: str, credit: str = "1/2") -> dict[str, Any]:
    return {"mistakes": [{"rule": name, "credit": credit}]}


VERTEX: dict[str, Any] = {
    "kind": "expression",
    "expression": "(x-2)^2-1",
    "alternatives": [
        {"answer": "(x+2)^2-1", "credit": "1/2", "message": {"en": "Look at the sign inside the square."}},
        {"answer": "(x-2)^2+1", "credit": "1/4"},
        {"answer": "(x-2)^2"},
    ],
    "forms": [{"test": "completed_square"}],
    "form_credit": "2/3",
}
SIGN = {"kind": "expression", "expression": "2x-6", **_rule("sign")}
SIGN_OF_NUMBER = {"kind": "number", "value": "-7/3", **_rule("sign", "1/3")}
RECIPROCAL = {"kind": "number", "value": "3/5", **_rule("reciprocal")}
FACTOR = {"kind": "expression", "expression": "x^2-3x+1", **_rule("constant_factor")}
CONSTANT = {"kind": "antiderivative", "answer": "x^2+C", **_rule("constant_of_integration", "3/4")}
AREA: dict[str, Any] = {
    "kind": "antiderivative",
    "answer": "x^3/3+C",
    "alternatives": [{"answer": "2x+C", "credit": "1/10"}, {"answer": "x^3+k", "credit": "1/2"}],
    **_rule("sign", "1/4"),
}
DEGREES = {"kind": "number", "value": "pi/3", **_rule("angle_unit")}
TERM = {"kind": "expression", "expression": "x^3+x^2+x", **_rule("off_by_one_term", "1/4")}
SIMPLE = {"kind": "number", "value": "3/4", **_rule("unsimplified", "4/5")}
ORDERED: dict[str, Any] = {
    "kind": "number",
    "value": "1/2",
    "mistakes": [{"rule": "sign", "credit": "1/4"}, {"rule": "reciprocal", "credit": "1/2"}],
}
BOTH: dict[str, Any] = {
    "kind": "number",
    "value": "5",
    "alternatives": [{"answer": "-5", "credit": "1/10"}],
    **_rule("sign"),
}
FOLLOWS: dict[str, Any] = {"kind": "number", "value": "12", "follow": {"answer": "3*{@a}", "credit": "3/4"}}
FOLLOWS_WHOLE: dict[str, Any] = {"kind": "integer", "value": "12", "follow": {"answer": "{@a}+{@b}"}}
TANGENT: dict[str, Any] = {
    "kind": "equation",
    "answer": "y=4x-4",
    "follow": {"answer": "y={@a}*(x-2)+4", "credit": "1/2"},
}
PENALTY = {"kind": "choice", "correct": "o1", "penalty": "1/4"}

CASES: tuple[Case, ...] = (
    case(VERTEX, "(x-2)^2-1", "correct", "equal_exactly"),
    case(VERTEX, "-1+(2-x)^2", "correct", "equal_exactly"),
    case(VERTEX, "x^2-4x+3", "partial", "not_completed_square", credit="2/3"),
    case(VERTEX, "(x+2)^2-1", "partial", "foreseen_answer", credit="1/2"),
    case(VERTEX, "(x-2)^2+1", "partial", "foreseen_answer", credit="1/4"),
    case(VERTEX, "(x-2)^2", "incorrect", "differs_at_point"),
    case(VERTEX, "(x-4)^2-1", "incorrect", "differs_at_point"),
    case(SIGN, "6-2x", "partial", "mistake_sign", credit="1/2"),
    case(SIGN, "2(3-x)", "partial", "mistake_sign", credit="1/2"),
    case(SIGN, "2x+6", "incorrect", "differs_at_point"),
    case(SIGN_OF_NUMBER, "7/3", "partial", "mistake_sign", credit="1/3"),
    case(SIGN_OF_NUMBER, "3/7", "incorrect", "differs_at_point"),
    case(RECIPROCAL, "5/3", "partial", "mistake_reciprocal", credit="1/2"),
    case(RECIPROCAL, "-5/3", "incorrect", "differs_at_point"),
    case(FACTOR, "2x^2-6x+2", "partial", "mistake_factor", credit="1/2"),
    case(FACTOR, "(x^2-3x+1)/3", "partial", "mistake_factor", credit="1/2"),
    case(FACTOR, "x^2-3x", "incorrect", "differs_at_point"),
    case(FACTOR, "200(x^2-3x+1)", "incorrect", "differs_at_point"),
    case(FACTOR, "-999(x^2-3x+1)", "incorrect", "differs_at_point"),
    case(CONSTANT, "x^2", "partial", "mistake_constant", credit="3/4"),
    case(CONSTANT, "x^2+C", "correct", "antiderivative"),
    case(CONSTANT, "2x+C", "incorrect", "wrong_derivative"),
    case(CONSTANT, "x^2+C+D", "partial", "mistake_constant", credit="3/4"),
    case(CONSTANT, "x^2+C^2", "partial", "mistake_constant", credit="3/4"),
    case(AREA, "2x+c", "partial", "foreseen_answer", credit="1/10"),
    case(AREA, "x^3-C", "partial", "foreseen_answer", credit="1/2"),
    case(AREA, "-x^3/3+C", "partial", "mistake_sign", credit="1/4"),
    case(DEGREES, "60", "partial", "mistake_angle_unit", credit="1/2"),
    case(DEGREES, "pi/6", "incorrect", "differs_at_point"),
    case(TERM, "x^3+x^2", "partial", "mistake_term", credit="1/4"),
    case(TERM, "x^3+x", "partial", "mistake_term", credit="1/4"),
    case(TERM, "x^3", "incorrect", "differs_at_point"),
    case(SIMPLE, "6/8", "partial", "mistake_unsimplified", credit="4/5"),
    case(SIMPLE, "0.75", "correct", "equal_exactly"),
    case(SIMPLE, "3/5", "incorrect", "differs_at_point"),
    case(ORDERED, "-1/2", "partial", "mistake_sign", credit="1/4"),
    case(ORDERED, "2", "partial", "mistake_reciprocal", credit="1/2"),
    case(BOTH, "-5", "partial", "mistake_sign", credit="1/2"),
    case(FOLLOWS, "12", "correct", "equal_exactly", earlier={"a": "5"}),
    case(FOLLOWS, "15", "partial", "follows_own_value", credit="3/4", earlier={"a": "5"}),
    case(FOLLOWS, "15", "incorrect", "differs_at_point", earlier={"a": "4"}),
    case(FOLLOWS, "15", "incorrect", "differs_at_point"),
    case(FOLLOWS, "3/2", "partial", "follows_own_value", credit="3/4", earlier={"a": "1/2"}),
    case(FOLLOWS_WHOLE, "9", "correct", "follows_own_value", credit="1", earlier={"a": "4", "b": "5"}),
    case(FOLLOWS_WHOLE, "9", "incorrect", "different_number", earlier={"a": "4"}),
    case(TANGENT, "y=4x-4", "correct", "equal_exactly", letters="xy", earlier={"a": "2"}),
    case(TANGENT, "y=2x", "partial", "follows_own_value", credit="1/2", letters="xy", earlier={"a": "2"}),
    case(PENALTY, ["o2"], "incorrect", "wrong_option"),
    case(PENALTY, [], "incorrect", "unanswered"),
)

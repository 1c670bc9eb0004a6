"""What is typed as mathematics, kind by kind."""

from __future__ import annotations

from typing import Any

from grading.tests.marking_cases import Case, case

__all__ = ["CASES"]

INTEGER = {"kind": "integer", "value": "42"}
HALF = {"kind": "number", "value": "1/2"}
ROOT = {"kind": "number", "value": "sqrt(12)"}
NEAR_PI = {"kind": "number", "value": "pi", "absolute": "0.01"}
NEAR_E = {"kind": "number", "value": "e", "relative": "1/100"}
TWO_PLACES = {
    "kind": "number",
    "value": "3.14159",
    "absolute": "0.005",
    "forms": [{"test": "decimal_places", "options": "2"}],
    "form_credit": "1/2",
}
LOWEST = {"kind": "number", "value": "3/4", "forms": [{"test": "lowest_terms"}]}
SPEED = {"kind": "quantity", "answer": "15 m/s", "number_credit": "1/2"}
SPEED_SAME = {**SPEED, "unit": "same"}
LENGTH = {"kind": "quantity", "answer": "2.5 cm", "absolute": "0.1"}
QUADRATIC = {"kind": "expression", "expression": "x^2-3x"}
FACTORED = {
    "kind": "expression",
    "expression": "(x-3)(x+3)",
    "forms": [{"test": "factored"}],
    "form_credit": "1/3",
}
LINE = {"kind": "equation", "answer": "y=2x+1"}
ROOTS = {"kind": "equation", "answer": "x=2 or x=-3"}
SYSTEM = {"kind": "equation", "answer": "x=2 and y=-1"}
CIRCLE = {"kind": "equation", "answer": "(x-1)^2+(y+2)^2=9"}
BETWEEN = {"kind": "inequality", "answer": "-1<x<=4"}
OUTSIDE = {"kind": "inequality", "answer": "x<-2 or x>3"}
AS_INTERVAL = {"kind": "inequality", "answer": "[2, 5)", "written_as": "interval"}
SET = {"kind": "set", "answer": "{1, 2, 4}"}
PER_ELEMENT = {**SET, "policy": "per_element"}
POINT = {"kind": "list", "answer": "(3, -1)"}
TERMS = {"kind": "list", "answer": "(1, 3, 9, 27)", "policy": "per_element"}
MATRIX = {"kind": "matrix", "answer": "[[2, -1], [0, 3]]"}
PER_ENTRY = {**MATRIX, "policy": "per_entry"}
DERIVATIVE = {"kind": "derivative", "answer": "3x^2-4"}
SLOPE = {"kind": "derivative", "answer": "2x*e^x+x^2*e^x"}
INTEGRAL = {"kind": "antiderivative", "answer": "x^3/3-x"}
LOGARITHM = {"kind": "antiderivative", "answer": "ln|x|"}
NO_CONSTANT = {**INTEGRAL, "constant": "optional"}
PROPERTY = {
    "kind": "property",
    "answer": "2(x-1)(x-2)",
    "properties": "degree=2; roots=1, 2; leading=2",
}
SOLVED: dict[str, Any] = {
    "kind": "working",
    "lines": ["3x-5=x+7", "2x=12", "x=6"],
    "policy": "per_line",
}
QUADRATIC_WORKING: dict[str, Any] = {
    "kind": "working",
    "lines": ["x^2-5x+6=0", "(x-2)(x-3)=0", "x-2=0 or x-3=0", "x=2 or x=3"],
}
INEQUALITY_WORKING: dict[str, Any] = {"kind": "working", "lines": ["5-2x<9", "-2x<4", "x>-2"]}
ROOT_WORKING: dict[str, Any] = {
    "kind": "working",
    "lines": ["sqrt(x+6)=x", "x+6=x^2", "x=3 or x=-2", "x=3"],
}
EXPANDING: dict[str, Any] = {
    "kind": "working",
    "lines": ["(x+2)^2-(x-1)^2", "x^2+4x+4-x^2+2x-1", "6x+3"],
    "forms": [{"test": "expanded"}],
}
PLANE: dict[str, Any] = {"letters": "xy"}

CASES: tuple[Case, ...] = (
    case(INTEGER, "42", "correct", "equal_exactly"),
    case(INTEGER, "042", "correct", "equal_exactly"),
    case(INTEGER, "４２", "correct", "equal_exactly"),
    case(INTEGER, "24", "incorrect", "different_number"),
    case(INTEGER, "-42", "unreadable", "integer_expected"),
    case(INTEGER, "6*7", "unreadable", "integer_expected"),
    case(HALF, "0.5", "correct", "equal_exactly"),
    case(HALF, "2/4", "correct", "equal_exactly"),
    case(HALF, "50%", "correct", "equal_exactly"),
    case(HALF, "0.51", "incorrect", "differs_at_point"),
    case(HALF, "x/2", "unreadable", "unknown_symbol", letters=""),
    case(HALF, "1/2=", "unreadable", "missing_operand"),
    case(HALF, "1/0", "unreadable", "division_by_zero"),
    case(HALF, "1, 2", "unreadable", "number_expected"),
    case(ROOT, "2sqrt(3)", "correct", "equal_exactly"),
    case(ROOT, "2√3", "correct", "equal_exactly"),
    case(ROOT, "3sqrt(2)", "incorrect", "differs_at_point"),
    case(ROOT, "3.464", "incorrect", "differs_at_point"),
    case(NEAR_PI, "3.14", "correct", "within_tolerance"),
    case(NEAR_PI, "22/7", "correct", "within_tolerance"),
    case(NEAR_PI, "3.1", "incorrect", "outside_tolerance"),
    case(NEAR_E, "2.7", "correct", "within_tolerance"),
    case(NEAR_E, "2.6", "incorrect", "outside_tolerance"),
    case(TWO_PLACES, "3.14", "correct", "within_tolerance"),
    case(TWO_PLACES, "3.141", "partial", "too_many_places", credit="1/2"),
    case(TWO_PLACES, "3.2", "incorrect", "outside_tolerance"),
    case(LOWEST, "3/4", "correct", "equal_exactly"),
    case(LOWEST, "6/8", "incorrect", "not_lowest_terms"),
    case(SPEED, "15 m/s", "correct", "equal_exactly"),
    case(SPEED, "54 km/h", "correct", "equal_exactly"),
    case(SPEED_SAME, "54 km/h", "partial", "other_unit", credit="1/2"),
    case(SPEED, "15", "partial", "no_unit", credit="1/2"),
    case(SPEED, "15 m", "partial", "wrong_dimension", credit="1/2"),
    case(SPEED, "15 km/s", "incorrect", "wrong_scale"),
    case(SPEED, "16 m/s", "incorrect", "different_number"),
    case(LENGTH, "25 mm", "correct", "within_tolerance"),
    case(LENGTH, "2.58 cm", "correct", "within_tolerance"),
    case(LENGTH, "2.7 cm", "incorrect", "outside_tolerance"),
    case(QUADRATIC, "x(x-3)", "correct", "equal_exactly"),
    case(QUADRATIC, "x²-3x", "correct", "equal_exactly"),
    case(QUADRATIC, "-3x+x*x", "correct", "equal_exactly"),
    case(QUADRATIC, "x^2+3x", "incorrect", "differs_at_point"),
    case(QUADRATIC, "x^2-3x=0", "unreadable", "expression_expected"),
    case(QUADRATIC, "y^2-3y", "unreadable", "unknown_symbol"),
    case(QUADRATIC, "x(x-3", "unreadable", "unbalanced_bracket"),
    case(QUADRATIC, "int(2x-3, x)", "unreadable", "not_worked_out"),
    case(FACTORED, "(x+3)(x-3)", "correct", "equal_exactly"),
    case(FACTORED, "-(3-x)(x+3)", "correct", "equal_exactly"),
    case(FACTORED, "x^2-9", "partial", "not_factored", credit="1/3"),
    case(FACTORED, "(x-3)^2", "incorrect", "differs_at_point"),
    case(LINE, "y=2x+1", "correct", "equal_exactly", **PLANE),
    case(LINE, "y=1+2*x", "correct", "equal_exactly", **PLANE),
    case(LINE, "2x-y+1=0", "incorrect", "not_solved", **PLANE),
    case(LINE, "y=2x-1", "incorrect", "differs_at_point", **PLANE),
    case(LINE, "2x+1", "unreadable", "equation_expected", **PLANE),
    case(ROOTS, "x=-3, x=2", "correct", "equal_exactly"),
    case(ROOTS, "x=-3 또는 x=2", "correct", "equal_exactly"),
    case(ROOTS, "x=2", "incorrect", "missing_solution"),
    case(ROOTS, "x=2 or x=3", "incorrect", "extra_solution"),
    case(ROOTS, "(x-2)(x+3)=0", "incorrect", "not_solved"),
    case(SYSTEM, "x=2, y=-1", "correct", "equal_exactly", **PLANE),
    case(SYSTEM, "y=-1 and x=2", "correct", "equal_exactly", **PLANE),
    case(SYSTEM, "x=2, y=1", "incorrect", "extra_solution", **PLANE),
    case(SYSTEM, "(x, y) = (2, -1)", "correct", "equal_exactly", **PLANE),
    case(SYSTEM, "x=2, y=1-x", "incorrect", "not_solved", **PLANE),
    case(CIRCLE, "x^2-2x+y^2+4y=4", "correct", "equal_exactly", **PLANE),
    case(CIRCLE, "(x-1)^2+(y-2)^2=9", "incorrect", "missing_solution", **PLANE),
    case(BETWEEN, "4>=x>-1", "correct", "equal_exactly"),
    case(BETWEEN, "(-1, 4]", "correct", "equal_exactly"),
    case(BETWEEN, "-1<x<4", "incorrect", "missing_solution"),
    case(BETWEEN, "-2<2x<=8", "incorrect", "not_solved"),
    case(OUTSIDE, "x>3 or x<-2", "correct", "equal_exactly"),
    case(OUTSIDE, "(-inf,-2)∪(3,inf)", "correct", "equal_exactly"),
    case(OUTSIDE, "-2<x<3", "incorrect", "extra_solution"),
    case(OUTSIDE, "x<-2, x>3", "unreadable", "ambiguous"),
    case(AS_INTERVAL, "[2,5)", "correct", "equal_exactly"),
    case(AS_INTERVAL, "2<=x<5", "incorrect", "written_as_interval"),
    case(AS_INTERVAL, "[2,5]", "incorrect", "extra_element"),
    case(SET, "{4, 2, 1}", "correct", "equal_exactly"),
    case(SET, "1, 2, 4", "correct", "equal_exactly"),
    case(SET, "{1, 2, 2, 4}", "correct", "equal_exactly"),
    case(SET, "{1, 2}", "incorrect", "missing_element"),
    case(SET, "{1, 2, 4, 8}", "incorrect", "extra_element"),
    case(PER_ELEMENT, "{1, 2}", "partial", "some_right_elements", credit="2/3"),
    case(PER_ELEMENT, "{1, 2, 4, 8}", "partial", "some_right_elements", credit="2/3"),
    case(PER_ELEMENT, "{1, 3, 5}", "incorrect", "extra_element"),
    case(POINT, "(3,-1)", "correct", "equal_exactly"),
    case(POINT, "3, -1", "correct", "equal_exactly"),
    case(POINT, "(-1, 3)", "incorrect", "entry_differs"),
    case(POINT, "(3, -1, 0)", "incorrect", "different_length"),
    case(TERMS, "1, 3, 9, 27", "correct", "equal_exactly"),
    case(TERMS, "1, 3, 6, 27", "partial", "some_right_entries", credit="3/4"),
    case(TERMS, "1, 3, 9", "incorrect", "different_length"),
    case(MATRIX, "[[2,-1],[0,3]]", "correct", "equal_exactly"),
    case(MATRIX, "[[2,0],[-1,3]]", "incorrect", "entry_differs"),
    case(MATRIX, "[[2,-1,0],[0,3,0]]", "incorrect", "different_size"),
    case(PER_ENTRY, "[[2,-1],[0,4]]", "partial", "some_right_entries", credit="3/4"),
    case(PER_ENTRY, "[[0,0],[1,0]]", "incorrect", "entry_differs"),
    case(MATRIX, "2", "unreadable", "matrix_expected"),
    case(DERIVATIVE, "3x^2-4", "correct", "equal_exactly"),
    case(DERIVATIVE, "3x²-4", "correct", "equal_exactly"),
    case(DERIVATIVE, "x^3-4x", "incorrect", "not_differentiated"),
    case(DERIVATIVE, "3x^2+4", "incorrect", "differs_at_point"),
    case(SLOPE, "x(x+2)e^x", "correct", "equal_exactly"),
    case(INTEGRAL, "x^3/3-x+C", "correct", "antiderivative"),
    case(INTEGRAL, "(x^3-3x)/3+k", "correct", "antiderivative"),
    case(INTEGRAL, "x^3/3-x", "incorrect", "constant_missing"),
    case(INTEGRAL, "2x+C", "incorrect", "wrong_derivative"),
    case(NO_CONSTANT, "x^3/3-x", "correct", "antiderivative"),
    case(LOGARITHM, "ln|x|+C", "correct", "antiderivative"),
    case(LOGARITHM, "ln(x)+C", "incorrect", "absolute_value_missing"),
    case(PROPERTY, "2x^2-6x+4", "correct", "has_properties"),
    case(PROPERTY, "(x-1)(x-2)", "incorrect", "wrong_leading_coefficient"),
    case(PROPERTY, "2(x-1)(x-3)", "incorrect", "wrong_value"),
    case(SOLVED, "2x=12\nx=6", "correct", "every_step_follows"),
    case(SOLVED, "3x-5=x+7\n3x-x=7+5\n2x=12\nx=6", "correct", "every_step_follows"),
    case(SOLVED, "x=6", "correct", "every_step_follows"),
    case(SOLVED, "2x=2\nx=1", "incorrect", "step_loses_solutions"),
    case(SOLVED, "2x=12\nx=24", "partial", "step_loses_solutions", credit="1/2"),
    case(SOLVED, "2x=12", "partial", "not_finished", credit="1/2"),
    case(SOLVED, "2x=12\n2x=12\nx=24", "partial", "step_loses_solutions", credit="1/2"),
    case(QUADRATIC_WORKING, "(x-2)(x-3)=0\nx=2 or x=3", "correct", "every_step_follows"),
    case(QUADRATIC_WORKING, "(x-2)(x-3)=0\nx=2", "partial", "step_loses_solutions", credit="1/3"),
    case(QUADRATIC_WORKING, "(x+2)(x+3)=0\nx=-2 or x=-3", "incorrect", "step_loses_solutions"),
    case(INEQUALITY_WORKING, "-2x<4\nx>-2", "correct", "every_step_follows"),
    case(INEQUALITY_WORKING, "-2x<4\nx<-2", "partial", "step_loses_solutions", credit="1/2"),
    case(ROOT_WORKING, "x+6=x^2\n(x-3)(x+2)=0\nx=3", "correct", "every_step_follows"),
    case(ROOT_WORKING, "x+6=x^2\nx=3 or x=-2", "partial", "extra_solution", credit="2/3"),
    case(EXPANDING, "x^2+4x+4-(x^2-2x+1)\n6x+3", "correct", "every_step_follows"),
    case(EXPANDING, "x^2+4x+4-x^2-2x+1\n2x+5", "incorrect", "step_not_equal"),
    case(EXPANDING, "3(2x+1)", "partial", "not_expanded", credit="1/2"),
    case(SOLVED, "2x=(12\nx=6", "unreadable", "unbalanced_bracket"),
)

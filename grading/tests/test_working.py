"""Workings by their models: which line is the first that is not right, and what the lines before it earn."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from grading.engine import Outcome, Verdict
from grading.engine.verdict import certificate_hash
from grading.keys import KeyProblem, WorkingKey, check_key
from grading.marking import mark_response
from grading.responses import TextResponse
from grading.tests.hostile import TEXTS

Row = tuple[str, str, str, str, int]

LINEAR = "2x+1=7; 2x=6; x=3"
BRACKETS = "3(x-2)=2x+5; 3x-6=2x+5; x=11"
FRACTIONS = "x/2+x/3=5; 3x+2x=30; 5x=30; x=6"
QUADRATIC = "x^2-5x+6=0; (x-2)(x-3)=0; x=2 or x=3"
SQUARE = "x^2-4x+1=0; (x-2)^2=3; x-2=±sqrt(3); x=2±sqrt(3)"
ROOT = "sqrt(x+6)=x; x+6=x^2; x=3 or x=-2; x=3"
LOGARITHM = "log_2(x)+log_2(x-2)=3; log_2(x(x-2))=3; x(x-2)=8; x=4 or x=-2; x=4"
POWERS = "4^x-3*2^x-4=0; (2^x-4)(2^x+1)=0; 2^x=4; x=2"
SYSTEM = "x+y=5 and x-y=1; 2x=6 and x-y=1; x=3 and y=2"
CIRCLE = "x^2+y^2=25 and y=x+1; x^2+(x+1)^2=25 and y=x+1; (x=3 and y=4) or (x=-4 and y=-3)"
INEQUALITY = "5-2x<1; -2x<-4; x>2"
POLE = "(x-1)/(x+2)>=0; (x-1)(x+2)>=0 and x!=-2; x<-2 or x>=1"
NOTHING = "x^2+1=0; x^2=-1; no solution"
EXPANDING = "(x+1)^2-(x-1)^2; x^2+2x+1-(x^2-2x+1); 4x"
FACTORING = "x^3-x; x(x^2-1); x(x-1)(x+1)"
SPLITTING = "1/x-1/(x+1); (x+1-x)/(x(x+1)); 1/(x(x+1))"
RADICAL = "1/(sqrt(3)-1); (sqrt(3)+1)/((sqrt(3)-1)(sqrt(3)+1)); (sqrt(3)+1)/2"
DERIVATIVE = "diff(x^2*sin(x), x); diff(x^2, x)*sin(x)+x^2*diff(sin(x), x); 2x sin(x)+x^2 cos(x)"
CHAIN = "diff((x^2+1)^5, x); 5(x^2+1)^4*2x; 10x(x^2+1)^4"
INTEGRAL = "integrate(2x+1, x, 0, 2); (2^2+2)-(0^2+0); 6"
VERTEX = "y=x^2-4x+7; y=(x-2)^2+3"
FORMULA = "v=u+a t; a t=v-u; t=(v-u)/a"


def marked(model: str, typed: str, **asked: Any) -> Verdict:
    key = WorkingKey(lines=tuple(model.split("; ")), **asked)
    return mark_response(key, TextResponse(text=typed.replace("; ", "\n")))


def found(verdict: Verdict) -> list[str]:
    return [step["found"] for step in verdict.reason.values["steps"]]


RIGHT: list[tuple[str, str]] = [
    (LINEAR, "2x=6; x=3"),
    (LINEAR, "2x+1=7; 2x=6; x=3"),
    (LINEAR, "7=1+2x; x=3"),
    (LINEAR, "2x=6 ⇒ x=3"),
    (LINEAR, "⇔ 2x=6; ⇔ x=3"),
    (LINEAR, "2x = 7-1; ∴ 2x=6; 따라서 x=3"),
    (LINEAR, "so 2x=6; hence, x=3"),
    (LINEAR, "그러므로 2x=6; 즉, x=3 (∵ 6÷2=3)"),
    (LINEAR, "x=6/2"),
    (BRACKETS, "3x-6=2x+5; 3x-2x=5+6; x=11"),
    (FRACTIONS, "3x+2x=30; 5x=30; x=6"),
    (QUADRATIC, "(x-2)(x-3)=0; x-2=0 or x-3=0; x=2 또는 x=3"),
    (QUADRATIC, "x=(5±sqrt(25-24))/2; x=(5±1)/2; x=3, 2"),
    (SQUARE, "x^2-4x=-1; x^2-4x+4=3; (x-2)^2=3; x-2=±√3; x=2±√3"),
    (ROOT, "x+6=x^2; x^2-x-6=0; (x-3)(x+2)=0; x=3 or x=-2; x=3 (∵ x≥0)"),
    (ROOT, "x+6=x^2; x>=0; x=3"),
    (ROOT, "x+6=x^2; x=3"),
    (LOGARITHM, "log_2(x(x-2))=3; x(x-2)=8; x^2-2x-8=0; (x-4)(x+2)=0; x=4 or x=-2; x=4 because x>2"),
    (POWERS, "(2^x)^2-3*2^x-4=0; (2^x-4)(2^x+1)=0; 2^x=4 (∵ 2^x>0); x=2"),
    (SYSTEM, "2x=6; x=3; 3+y=5; y=2; x=3, y=2"),
    (SYSTEM, "2x=6; x=3; y=2"),
    (SYSTEM, "2x=6; x=3; y=5-x; y=2"),
    (SYSTEM, "2x=6; x=3; 3+y=5; y=2"),
    (SYSTEM, "2x=6; (x,y)=(3,2)"),
    (CIRCLE, "(x,y)=(3,4) or (x,y)=(-4,-3)"),
    (LINEAR, "2x=6 => x=3"),
    (LINEAR, "① 2x=6; ② x=3"),
    (SYSTEM, "x+y=5 … ①; x-y=1 ······②; 2x=6; x=3, y=2"),
    (LINEAR, "2x=6 → x=3"),
    (LINEAR, "2x+1=7 <=> 2x=6 =>; -> x=3"),
    (INEQUALITY, "-2x<-4 => x>2"),
    (VERTEX, "y=x^2-4x+4+7-4; y=(x-2)^2+3"),
    (SYSTEM, "{x+y=5, x-y=1}; 2y=4; y=2; x=3"),
    (CIRCLE, "x^2+(x+1)^2=25; x^2+x-12=0; x=-4 or x=3; (x=3 and y=4) or (x=-4 and y=-3)"),
    (INEQUALITY, "-2x<-4; x>2"),
    (INEQUALITY, "5-1<2x; 2<x"),
    (POLE, "(x-1)(x+2)>=0, x≠-2; x<-2 or x>=1"),
    (NOTHING, "x^2=-1; 해가 없다"),
    (EXPANDING, "x^2+2x+1-(x^2-2x+1); =x^2+2x+1-x^2+2x-1; =4x"),
    (EXPANDING, "(x+1)^2-(x-1)^2=((x+1)+(x-1))((x+1)-(x-1)); =2x*2; =4x"),
    (FACTORING, "=x(x^2-1)=x(x-1)(x+1)"),
    (SPLITTING, "((x+1)-x)/(x(x+1)); =1/(x(x+1))"),
    (RADICAL, "(√3+1)/(3-1); =(√3+1)/2"),
    (DERIVATIVE, "f'(x) = 2x sin(x)+x^2 cos(x)"),
    (DERIVATIVE, "y' = diff(x^2, x)*sin(x)+x^2*diff(sin(x), x); = 2x sin(x)+x^2 cos(x)"),
    (CHAIN, "5(x^2+1)^4*(2x); =10x(x^2+1)^4"),
    (INTEGRAL, "(4+2)-0; =6"),
    (VERTEX, "y=x^2-4x+4+3; =(x-2)^2+3"),
    (FORMULA, "a t=v-u; t=(v-u)/a"),
]
NOT_RIGHT: list[tuple[str, str, str, str, str, int]] = [
    # model, lines, verdict, credit, reason, line
    (LINEAR, "2x=8; x=4", "incorrect", "0", "step_loses_solutions", 1),
    (LINEAR, "2x=6; x=4", "partial", "1/2", "step_loses_solutions", 2),
    (LINEAR, "2x=6", "partial", "1/2", "not_finished", 1),
    (LINEAR, "2x+1=7", "incorrect", "0", "not_finished", 1),
    # what says nothing of what is looked for
    (LINEAR, "2x+1+0=7*1", "incorrect", "0", "not_finished", 1),
    (LINEAR, "x=x; 0=0; x^2>=0", "incorrect", "0", "not_finished", 3),
    (LINEAR, "x>-1000", "incorrect", "0", "extra_solution", 1),
    (LINEAR, "x=3 or x=4", "incorrect", "0", "extra_solution", 1),
    (LINEAR, "2x=6; x=3 or x=4", "partial", "1/2", "extra_solution", 2),
    (NOTHING, "x=5", "incorrect", "0", "extra_solution", 1),
    (INEQUALITY, "x>-100", "incorrect", "0", "extra_solution", 1),
    (SYSTEM, "x-y=1; x+y=5", "incorrect", "0", "not_finished", 2),
    (SYSTEM, "2x=6; x=3 and y=5-x", "partial", "1/2", "not_finished", 2),
    (LINEAR, "2x=6; 0=1", "partial", "1/2", "step_loses_solutions", 2),
    (LINEAR, "2x+1=7; 2x=7+1; x=4", "incorrect", "0", "step_loses_solutions", 2),
    (LINEAR, "2x=6; 6=2x; x=5", "partial", "1/2", "step_loses_solutions", 3),
    (LINEAR, "0=0; x=5", "incorrect", "0", "step_loses_solutions", 2),
    (BRACKETS, "3x-2=2x+5; x=7", "incorrect", "0", "step_loses_solutions", 1),
    (FRACTIONS, "3x+2x=30; 5x=30; x=5", "partial", "2/3", "step_loses_solutions", 3),
    (FRACTIONS, "3x+2x=5; 5x=5; x=1", "incorrect", "0", "step_loses_solutions", 1),
    (QUADRATIC, "(x-2)(x-3)=0; x=2", "partial", "1/2", "step_loses_solutions", 2),
    (QUADRATIC, "(x-2)(x-3)=0; x=2 and x=3", "partial", "1/2", "step_loses_solutions", 2),
    (QUADRATIC, "(x+2)(x+3)=0; x=-2 or x=-3", "incorrect", "0", "step_loses_solutions", 1),
    (SQUARE, "x^2-4x+4=3; (x-2)^2=3; x-2=√3; x=2+√3", "partial", "2/3", "step_loses_solutions", 3),
    (ROOT, "x+6=x^2; x=3 or x=-2", "partial", "2/3", "extra_solution", 2),
    (ROOT, "x+6=x^2; (x-3)(x+2)=0", "partial", "2/3", "not_finished", 2),
    (ROOT, "x+6=x^2; (x-3)(x+2)=0; x=3 or x=2", "partial", "2/3", "step_loses_solutions", 3),
    (LOGARITHM, "log_2(2x-2)=3; 2x-2=8; x=5", "incorrect", "0", "step_loses_solutions", 1),
    (LOGARITHM, "x(x-2)=8; x=4 or x=-2", "partial", "1/2", "extra_solution", 2),
    (POWERS, "(2^x-4)(2^x+1)=0; 2^x=4 or 2^x=-1; x=2 or x=0", "partial", "2/3", "extra_solution", 3),
    (SYSTEM, "2x=6; x=3", "partial", "1/2", "not_finished", 2),
    (SYSTEM, "2x=4; x=2; y=3", "incorrect", "0", "step_loses_solutions", 1),
    (INEQUALITY, "-2x<-4; x<2", "partial", "1/2", "step_loses_solutions", 2),
    (INEQUALITY, "-2x<-4; x>-2", "partial", "1/2", "extra_solution", 2),
    (POLE, "(x-1)(x+2)>=0; x<=-2 or x>=1", "partial", "1/2", "extra_solution", 2),
    (NOTHING, "x^2=-1; x=±1", "partial", "1/2", "extra_solution", 2),
    (QUADRATIC, "no solution", "incorrect", "0", "step_loses_solutions", 1),
    (EXPANDING, "x^2+1-(x^2-1); =2", "incorrect", "0", "step_not_equal", 1),
    (EXPANDING, "x^2+2x+1-x^2-2x+1; =2", "incorrect", "0", "step_not_equal", 1),
    (EXPANDING, "x^2+2x+1-(x^2-2x+1)=2x=4x", "incorrect", "0", "step_not_equal", 1),
    (EXPANDING, "(x+1)^2-(x-1)^2", "incorrect", "0", "not_finished", 1),
    (EXPANDING, "(x+1)^2-(x-1)^2+0", "incorrect", "0", "not_finished", 1),
    (EXPANDING, "1*((x+1)^2-(x-1)^2)/1", "incorrect", "0", "not_finished", 1),
    (EXPANDING, "(x+1)^2-(x-1)^2+x-x", "partial", "1/2", "not_finished", 1),
    (EXPANDING, "x=4", "incorrect", "0", "step_of_another_kind", 1),
    (FACTORING, "x(x^2-1); =x(x-1)^2", "partial", "1/2", "step_not_equal", 2),
    (SPLITTING, "(x+1-x)/(x(x+1)); =1/x", "partial", "1/2", "step_not_equal", 2),
    (SPLITTING, "(1+x-x)/(x(x+1))", "partial", "1/2", "not_finished", 1),
    (RADICAL, "(√3+1)/(3+1); =(√3+1)/4", "incorrect", "0", "step_not_equal", 1),
    (DERIVATIVE, "2x cos(x)", "incorrect", "0", "step_not_equal", 1),
    (DERIVATIVE, "diff(sin(x)*x^2, x)", "incorrect", "0", "not_finished", 1),
    (DERIVATIVE, "diff(x^2, x)*sin(x)+x^2*diff(sin(x), x)", "partial", "1/2", "not_finished", 1),
    (CHAIN, "5(x^2+1)^4; =5(x^2+1)^4", "incorrect", "0", "step_not_equal", 1),
    (INTEGRAL, "(4+2)-0; =8", "partial", "1/2", "step_not_equal", 2),
    (VERTEX, "y=(x-2)^2+7", "incorrect", "0", "step_loses_solutions", 1),
    (FORMULA, "a t=v+u; t=(v+u)/a", "incorrect", "0", "step_loses_solutions", 1),
]


@pytest.mark.parametrize(("model", "typed"), RIGHT)
def test_working_is_right_however_it_is_written(model: str, typed: str) -> None:
    verdict = marked(model, typed)

    assert (verdict.outcome, verdict.credit) == (Outcome.CORRECT, 1)
    assert verdict.reason.code == "every_step_follows"


@pytest.mark.parametrize(("model", "typed", "outcome", "credit", "code", "line"), NOT_RIGHT)
def test_first_line_that_is_not_right_is_named_and_those_before_it_earn(
    model: str, typed: str, outcome: str, credit: str, code: str, line: int
) -> None:
    verdict = marked(model, typed)

    assert (verdict.outcome, verdict.credit) == (outcome, Fraction(credit))
    assert (verdict.reason.code, verdict.reason.values["line"]) == (code, line)


def test_every_line_is_told_how_it_was_found() -> None:
    verdict = marked(LINEAR, "2x+1=7; 2x=7-1; 따라서 x=4 (∵ 6÷2); x=5")

    assert verdict.reason.values["steps"] == [
        {"line": 1, "found": "given", "text": "2x+1=7"},
        {"line": 2, "found": "follows", "text": "2x=7-1"},
        {"line": 3, "found": "wrong", "text": "x=4"},
        {"line": 4, "found": "not_looked_at", "text": "x=5"},
    ]
    assert (verdict.reason.values["right"], verdict.reason.values["of"]) == (1, 2)


@pytest.mark.parametrize(
    ("model", "typed", "at", "line", "before"),
    [
        (LINEAR, "2x=6; x=4", {"x": "3"}, "false", "true"),
        (ROOT, "x+6=x^2; x=3 or x=-2", {"x": "-2"}, "true", "false"),
        (FACTORING, "x(x^2-1); =x(x-1)^2", {"x": "2"}, "2", "6"),
    ],
)
def test_point_shows_what_is_not_right(
    model: str, typed: str, at: dict[str, str], line: str, before: str
) -> None:
    witness = marked(model, typed).witness

    assert witness is not None
    assert (witness.at, witness.student, witness.key) == (at, line, before)


def test_line_that_lets_a_solution_in_is_wrong_where_lines_are_to_be_equivalent() -> None:
    verdict = marked(SQUARE, "x^2-4x+4=3; (x-2)^2=3; x=2±√3", steps="equivalent")
    squared = marked("√(x+6)=x; x=3", "x+6=x^2; x=3", steps="equivalent")

    assert verdict.outcome is Outcome.CORRECT
    assert (squared.reason.code, squared.reason.values["line"]) == ("step_adds_solutions", 1)


def test_lines_earn_nothing_where_all_or_nothing_is_asked_for() -> None:
    verdict = marked(LINEAR, "2x=6; x=4", policy="all_or_nothing")

    assert (verdict.outcome, verdict.credit, found(verdict)) == (Outcome.INCORRECT, 0, ["follows", "wrong"])


def test_lines_that_say_the_same_earn_once_and_never_the_last_step() -> None:
    repeated = marked(FRACTIONS, "3x+2x=30; 2x+3x=30; 30=3x+2x")
    going_round = marked(FRACTIONS, "3x+2x=30; 6x+4x=60; 9x+6x=90; 12x+8x=120; 15x+10x=150")

    assert (repeated.credit, repeated.reason.code) == (Fraction(1, 3), "not_finished")
    assert (going_round.credit, going_round.reason.code) == (Fraction(2, 3), "not_finished")


@pytest.mark.parametrize(
    ("typed", "code", "credit"),
    [
        ("=x(x-1)(x+1)", "every_step_follows", "1"),
        ("=x(x^2-1)", "not_factored", "1/2"),
        ("=x(x^2-1); =x^2 x-x", "not_factored", "1/2"),
    ],
)
def test_last_line_has_the_form_that_is_asked_for(typed: str, code: str, credit: str) -> None:
    forms = [{"test": "factored", "options": "x"}]

    verdict = marked(FACTORING, typed, forms=forms)

    assert (verdict.reason.code, verdict.credit) == (code, Fraction(credit))
    assert verdict.reason.values.get("form") == (None if verdict.credit == 1 else "factored")


@pytest.mark.parametrize(
    ("typed", "code", "line", "position", "column"),
    [
        ("2x=6; x=(3", "unbalanced_bracket", 2, 7, 2),
        ("양변을 2로 나누면; x=3", "prose", 1, 0, 0),
        ("2x=6; 따라서 x=3 (단, x>0)", "prose", 2, 14, 9),
        ("2x=6; x=3 (∵ x>0) or x=4", "unknown_character", 2, 10, 5),
        ("2x=6; x=6/0", "division_by_zero", 2, 5, 0),
        ("; ; 2x=6; = ×", "missing_operand", 2, 9, 2),
    ],
)
def test_line_that_cannot_be_read_is_named_with_its_place(
    typed: str, code: str, line: int, position: int, column: int
) -> None:
    verdict = marked(LINEAR, typed)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.UNREADABLE, code)
    assert [verdict.reason.values[name] for name in ("line", "position", "column")] == [
        line,
        position,
        column,
    ]


@pytest.mark.parametrize("typed", ["2^x+3^x=5^x; x=1; x=2", "x=9^9^9^9"])
def test_step_that_is_not_known_is_left_to_a_person(typed: str) -> None:
    verdict = marked("2^x+3^x=5^x; x=1", typed)

    assert (verdict.outcome, verdict.credit) == (Outcome.UNDECIDED, 0)
    assert "undecided" in found(verdict)


HOSTILE = [
    ("(" * 2_000, "unreadable", "too_long"),
    ("(" * 70 + "x" + ")" * 70, "unreadable", "too_deep"),
    ("x=1; " * 300, "unreadable", "too_many_lines"),
    ("따라서 " * 600 + "x=3", "correct", "every_step_follows"),
    ("∵" * 2_000, "unreadable", "empty"),
    ("x=9^9^9^9; " * 12, "undecided", "too_costly"),
    ("x=100000!", "undecided", "too_costly"),
    ("x^9999=3^9999; " * 12, "undecided", "not_compared"),
    ("⇒" * 2_000, "unreadable", "empty"),
    ("(∵" * 900, "unreadable", "empty"),
]


@pytest.mark.parametrize(("typed", "outcome", "code"), HOSTILE)
def test_hostile_lines_get_an_answer(typed: str, outcome: str, code: str) -> None:
    verdict = marked(LINEAR, typed)

    assert (verdict.outcome, verdict.reason.code) == (outcome, code)


# The others are tried as lines by the test step_by_step.
@pytest.mark.parametrize("text", [text for text in list(TEXTS.values())[::6] if text.isprintable()])
def test_hostile_text_is_a_line_like_any_other(text: str) -> None:
    key = WorkingKey(lines=("2x+1=7", "2x=6", "x=3"))

    verdict = mark_response(key, TextResponse(text=f"2x=6\n{text}"))

    assert verdict.outcome is not Outcome.CORRECT
    assert json.loads(json.dumps(dict(verdict.reason.values))) == verdict.reason.values
    assert len(certificate_hash(verdict.certificate)) == 64


def test_costly_steps_are_left_to_a_person_when_all_together_cost_too_much() -> None:
    lines = [f"sum({number}/k^2, k, 1, n)/{number}" for number in range(2, 14)]

    verdict = marked("sum(1/k^2, k, 1, n)*1; sum(1/k^2, k, 1, n)", "; ".join(lines))

    assert (verdict.outcome, verdict.reason.code) == (Outcome.UNDECIDED, "too_costly")
    assert found(verdict)[:2] == ["follows", "follows"]


@pytest.mark.parametrize("typed", ["2x=6; x=3", "2x=6; x=4", "2x=6", "x=9^9^9^9"])
def test_same_working_has_the_same_certificate(typed: str) -> None:
    first, second = marked(LINEAR, typed), marked(LINEAR, typed)

    assert certificate_hash(first.certificate) == certificate_hash(second.certificate)
    assert first.certificate["found"] == found(first)


@pytest.mark.parametrize("model", [LINEAR, ROOT, SYSTEM, CIRCLE, NOTHING, DERIVATIVE, VERTEX])
def test_model_is_right_by_itself(model: str) -> None:
    check_key(WorkingKey(lines=tuple(model.split("; "))))

    assert marked(model, "; ".join(model.split("; ")[1:])).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("model", "asked", "code", "line"),
    [
        ("2x=6; x=(3", {}, "unreadable_key", None),
        ("2x=6; x=6/0", {}, "unreadable_key", None),
        ("2x=6; x=3; x=4", {}, "model_step_wrong", 3),
        ("√(x+6)=x; x+6=x^2; x=3", {"steps": "equivalent"}, "model_step_wrong", 2),
        ("2^x+3^x=5^x; x=1", {}, "model_step_undecided", 2),
        ("x^2-1; =x^2+1-2", {"forms": [{"test": "factored", "options": "x"}]}, "key_lacks_form", None),
        ("x^2-1; (x-1)(x+1)", {"forms": [{"test": "expanded", "options": "x"}]}, "form_options", None),
        ("2x=6; ∴", {}, "model_not_finished", None),
        ("x^2-1; (x-1)(x+1); -1+x^2", {}, "model_not_finished", None),
    ],
)
def test_model_that_cannot_be_used_is_refused(
    model: str, asked: dict[str, Any], code: str, line: int | None
) -> None:
    key = WorkingKey(lines=tuple(model.split("; ")), **asked)

    with pytest.raises(KeyProblem) as problem:
        check_key(key)

    assert (problem.value.code, problem.value.values.get("line")) == (code, line)

"""Working line by line: which line is the first that does not follow, and what shows it."""

from __future__ import annotations

import pytest

from grading.engine import OptionsError, Outcome, Verdict, equal

Row = tuple[str, str, str]


def judged(lines: str, key: str = "", options: str = "") -> Verdict:
    return equal(lines, key, test="step_by_step", options=options)


RIGHT: list[Row] = [
    ("x^2-7x+12=0\n(x-3)(x-4)=0\nx=3 or x=4", "x=3 or x=4", "equivalent"),
    ("sqrt(x+6)=x\nx+6=x^2\nx=3 or x=-2\nx=3", "x=3", ""),
    ("3(x-2)+4\n=3x-6+4\n=3x-2", "3x-2", ""),
    ("5-2x<1 ⇒ -2x<-4 ⇒ x>2", "x>2", "follows"),
    ("x+y=5 and x-y=1\n2x=6 and x-y=1\nx=3 and y=2", "x=3 and y=2", "equivalent"),
    ("2^x=16\n2^x=2^4\nx=4", "x=4", ""),
    ("\\frac{x}{2}=3\nx=6", "x=6", ""),
    ("x=2", "2=x", ""),
    ("x=2\n\n  \nx=2", "", ""),
]
WRONG: list[tuple[str, str, str, str, int]] = [
    ("x^2=16\nx=4", "x=4", "", "step_loses_solutions", 2),
    ("x(x-5)=0\nx-5=0\nx=5", "x=5", "", "step_loses_solutions", 2),
    ("-3x>6\nx>-2", "x<-2", "", "step_loses_solutions", 2),
    ("sqrt(x+6)=x\nx+6=x^2\nx=3 or x=-2", "x=3", "", "extra_solution", 3),
    ("sqrt(x+6)=x\nx+6=x^2", "", "equivalent", "step_adds_solutions", 2),
    ("(x+1)^2\n=x^2+1\n=x^2+2x+1", "x^2+2x+1", "", "step_not_equal", 2),
    ("x+1\nx=3", "x=3", "", "step_of_another_kind", 2),
    ("4x=8\n1=2", "", "", "step_loses_solutions", 2),
]


@pytest.mark.parametrize(("lines", "key", "options"), RIGHT)
def test_working_is_right_when_every_line_follows(lines: str, key: str, options: str) -> None:
    verdict = judged(lines, key, options)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.CORRECT, "every_step_follows")


@pytest.mark.parametrize(("lines", "key", "options", "code", "line"), WRONG)
def test_first_line_that_does_not_follow_is_named(
    lines: str, key: str, options: str, code: str, line: int
) -> None:
    verdict = judged(lines, key, options)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.INCORRECT, code)
    assert verdict.reason.values["line"] == line


def test_lost_solution_is_shown() -> None:
    verdict = judged("x^2=16\nx=4")

    assert verdict.witness is not None
    assert (verdict.witness.at, verdict.witness.student, verdict.witness.key) == (
        {"x": "-4"},
        "false",
        "true",
    )


def test_line_that_cannot_be_read_is_named_with_its_place_in_the_whole_text() -> None:
    verdict = judged("x=2\nx=(2")

    assert (verdict.outcome, verdict.reason.code) == (Outcome.UNREADABLE, "unbalanced_bracket")
    assert (verdict.reason.values["line"], verdict.reason.values["position"]) == (2, 6)


@pytest.mark.parametrize(
    ("lines", "code"), [("", "empty"), ("\n ⇒ \n", "empty"), ("x=1\n" * 13, "too_many_lines")]
)
def test_working_has_some_lines_and_not_too_many(lines: str, code: str) -> None:
    verdict = judged(lines, "x=1")

    assert (verdict.outcome, verdict.reason.code) == (Outcome.UNREADABLE, code)


def test_step_that_is_not_known_is_left_to_a_person() -> None:
    verdict = judged("2^x+3^x=5^x\nx=1")

    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.reason.values["line"] == 2


@pytest.mark.parametrize("options", ["oops", "[x]"])
def test_options_that_are_not_known_are_refused(options: str) -> None:
    with pytest.raises(OptionsError, match="steps_expected"):
        judged("x=1\nx=1", options=options)


def test_same_working_has_the_same_certificate() -> None:
    assert judged(*RIGHT[0]).certificate == judged(*RIGHT[0]).certificate
    assert judged(*RIGHT[0]).certificate["method"] == "exact"

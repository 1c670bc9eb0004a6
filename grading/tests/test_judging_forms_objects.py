"""The same as it is written, up to order, up to letters; sets, types, propositions and systems."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import OptionsError, Outcome, Verdict, Witness, equal

# test, answer, key, options
CORRECT = [
    ("identical", "x + 1", "x+1", ""),
    ("identical", "(x)+1", "x+1", ""),
    ("identical", "2*x", "2x", ""),
    ("identical", "1.50", "1.5", ""),
    ("identical", "2.0x", "2.00x", ""),
    ("identical", "1,500", "1500", ""),
    ("identical", "√2", "sqrt(2)", ""),
    ("equal_up_to_order", "x + 1", "1 + x", ""),
    ("equal_up_to_order", "a - b - c", "-c + a - b", ""),
    ("equal_up_to_order", "z(y x)", "x y z", ""),
    ("equal_up_to_order", "a/b/c", "a/c/b", ""),
    ("equal_up_to_order", "(a b)/c", "b(a/c)", ""),
    ("equal_up_to_order", "-(x/y)", "(-x)/y", ""),
    ("equal_up_to_order", "sin(1 + x)", "sin(x + 1)", ""),
    ("equal_up_to_order", "{3, 1, 3}", "{1, 3, 3}", ""),
    ("equal_up_to_order", "p or q or r", "r or (q or p)", ""),
    ("equal_up_to_order", "+x", "x", ""),
    ("equal_up_to_order", "diff(x^3, x)", "3x^2", ""),
    ("equal_up_to_order", "[1 + x, 2]", "[x + 1, 2]", ""),
    ("equal_up_to_renaming", "t^2 + 2t", "x^2 + 2x", ""),
    ("equal_up_to_renaming", "x^2 + y", "y^2 + x", ""),
    ("equal_up_to_renaming", "C1 cos t + C2 sin t", "A sin t + B cos t", "[t]"),
    ("equal_up_to_renaming", "y = m x + c", "b = a x + y", ""),
    ("equal_up_to_renaming", "[a, b, [c]]", "[p, q, [r]]", ""),
    ("equal_up_to_renaming", "{a, 2b}", "{2p, q}", ""),
    ("equal_up_to_renaming", "A and not B", "not P and Q", ""),
    ("equal_up_to_renaming", "7", "7", "[x]"),
    ("same_type", "3", "x + 1", ""),
    ("same_type", "x = 1", "y = 2x", ""),
    ("same_type", "1 < x < 2", "x > 5", ""),
    ("same_type", "(1, 2)", "(x, y)", ""),
    ("same_type", "(1, 2)", "[3, 4)", ""),
    ("same_type", "{1}", "{1, 2, 3}", ""),
    ("same_type", "[{1}, x = 2]", "[{3, 4}, y = 1]", ""),
    ("same_type", "[[1, 2]]", "[[1], [2]]", ""),
    ("same_type", "true", "p and q", ""),
    ("set", "{2, 1, 1}", "{1, 2}", ""),
    ("set", "1, 2", "{1, 4/2}", ""),
    ("subset", "{1}", "{1, 2}", ""),
    ("subset", "∅", "{1}", ""),
    ("subset", "(1, 2)", "oc(0, 2)", ""),
    ("subset", "{1, 2}", "cc(1, 3)", ""),
    ("subset", "{x}", "{x, y}", ""),
    ("superset", "{1, 2, 3}", "{1, 2}", ""),
    ("superset", "all", "cc(0, 1)", ""),
    ("proposition", "not p or q", "p implies q", ""),
    ("proposition", "p and (q or not q)", "p", ""),
    ("proposition", "true", "p or not p", ""),
    ("same_system", "[x + y = 2, x - y = 0]", "[x = 1, y = 1]", ""),
    ("same_system", "x = 1 and y = 2", "[y = 2, x = 1]", ""),
    ("same_system", "x^2 = 0", "[x = 0]", ""),
    ("same_system", "[u = 12/v, (v+1)(u-1) = 12]", "[u v = 12, (v+1)(u-1) = 12]", ""),
    ("same_system", "[2^x = y]", "[2^x = y]", ""),
]
# test, answer, key, options, code
INCORRECT = [
    ("identical", "1/2", "0.5", "", "not_identical"),
    ("identical", "+x", "x", "", "not_identical"),
    ("identical", "3(+2)", "3*2", "", "not_identical"),
    ("identical", "1 + x", "x + 1", "", "not_identical"),
    ("identical", "x + 2", "x + 1", "", "differs_at_point"),
    ("identical", "{1}", "1", "", "expression_expected"),
    ("equal_up_to_order", "x + x", "2x", "", "different_form"),
    ("equal_up_to_order", "x x", "x^2", "", "different_form"),
    ("equal_up_to_order", "--x", "x", "", "different_form"),
    ("equal_up_to_order", "1 + 3.0x", "3x + 1", "", "different_form"),
    ("identical", "x^3.0", "x^3", "", "not_identical"),
    ("equal_up_to_order", "1/2 x", "x/2", "", "different_form"),
    ("equal_up_to_order", "a - (b + c)", "a - b - c", "", "different_form"),
    ("equal_up_to_order", "1 = x", "x = 1", "", "different_form"),
    ("equal_up_to_order", "2 > x", "x < 2", "", "different_form"),
    ("equal_up_to_order", "{1, 1, 2}", "{1, 2}", "", "different_form"),
    ("equal_up_to_order", "x + 2", "x + 1", "", "differs_at_point"),
    ("equal_up_to_order", "{2}", "2", "", "expression_expected"),
    ("equal_up_to_renaming", "x + y", "x", "", "different_letters"),
    ("equal_up_to_renaming", "x + 1", "y + 1", "[x]", "different_letters"),
    ("equal_up_to_renaming", "2x", "3x", "", "no_renaming"),
    ("equal_up_to_renaming", "[a, b, a]", "[x, y, y]", "", "no_renaming"),
    ("equal_up_to_renaming", "a b c d + f", "p + q + r + s + 2t", "", "no_renaming"),
    ("equal_up_to_renaming", "y = 2x", "y = 3x", "", "no_renaming"),
    ("equal_up_to_renaming", "v = u + a t", "p = q + r s^2", "", "no_renaming"),
    ("equal_up_to_renaming", "a x^2 + b x + c = y", "p t^2 + q t - r = s", "", "no_renaming"),
    ("equal_up_to_renaming", "a < b + c d", "p < q - r s", "", "no_renaming"),
    ("equal_up_to_renaming", "a^2 + b^2 + c^2 + d^2 = 1", "p^2 + q^2 + r^2 + s^2 = 2", "", "no_renaming"),
    ("equal_up_to_renaming", "v = u + g t", "p = q + r s", "[g]", "different_letters"),
    ("equal_up_to_renaming", "y = u + v + g t", "p = q + r + s g^2", "[g]", "no_renaming"),
    ("equal_up_to_renaming", "1/f = 1/u + 1/v", "1/a = 1/b + 2/c", "", "no_renaming"),
    ("same_type", "2", "x = 2", "", "equation_expected"),
    ("same_type", "x = 2", "x > 2", "", "inequality_expected"),
    ("same_type", "[1, 2]", "{1, 2}", "", "set_expected"),
    ("same_type", "(1, 2)", "(1, 2, 3)", "", "different_length"),
    ("same_type", "[1, 2]", "[1, x = 2]", "", "equation_expected"),
    ("same_type", "{1, x > 2}", "{1, 2}", "", "expression_expected"),
    ("set", "1", "{1}", "", "set_expected"),
    ("set", "{1}", "1", "", "set_expected"),
    ("set", "{1, 2, 3}", "{1, 2}", "", "extra_element"),
    ("set", "{1}", "{1, 2}", "", "missing_element"),
    ("subset", "{1, 3}", "{1, 2}", "", "extra_element"),
    ("subset", "cc(0, 1)", "oc(0, 1)", "", "extra_element"),
    ("subset", "{1, 4}", "cc(1, 3)", "", "extra_element"),
    ("superset", "{1}", "{1, 2}", "", "missing_element"),
    ("proposition", "p or q", "p and q", "", "differs_at_point"),
    ("proposition", "x + 1", "p and q", "", "logic_expected"),
    ("same_system", "[x = 1, y = 2]", "[x = 2, y = 1]", "", "extra_solution"),
    ("same_system", "[x = 1]", "[x^2 = 1]", "", "missing_solution"),
    ("same_system", "[x > 1]", "[x = 1]", "", "equation_expected"),
    ("same_system", "[x, 2]", "[x = 2]", "", "equation_expected"),
    ("same_system", "[v^t = 2, t + v = 3]", "[v = 2, t = 1]", "", "not_polynomial"),
]


def judged(test: str, student: str, key: str, options: str = "") -> Verdict:
    return equal(student, key, test=test, options=options)


@pytest.mark.parametrize(("test", "student", "key", "options"), CORRECT)
def test_what_is_the_same_in_the_sense_of_the_test_is_correct(
    test: str, student: str, key: str, options: str
) -> None:
    assert judged(test, student, key, options).outcome is Outcome.CORRECT


@pytest.mark.parametrize(("test", "student", "key", "options", "code"), INCORRECT)
def test_what_is_not_the_same_is_incorrect_and_the_reason_is_named(
    test: str, student: str, key: str, options: str, code: str
) -> None:
    verdict = judged(test, student, key, options)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.INCORRECT, code)


def test_the_part_that_has_no_partner_is_named() -> None:
    verdict = judged("equal_up_to_order", "x^2 + x + x", "2x + x^2")

    assert verdict.reason.values == {"part": "x", "equal": True}


def test_the_smallest_part_that_is_written_otherwise_is_named() -> None:
    verdict = judged("identical", "sin(1 + 2/4) + 3", "sin(1 + 1/2) + 3")

    assert verdict.reason.values == {"part": "2/4", "equal": True}


def test_the_renaming_is_told_and_is_part_of_the_certificate() -> None:
    verdict = judged("equal_up_to_renaming", "a x^2 + b", "p x^2 + q")

    assert verdict.reason.code == "equal_after_renaming"
    assert verdict.reason.values == {"renaming": {"a": "p", "b": "q"}}
    assert verdict.certificate["renaming"] == {"a": "p", "b": "q"}
    assert verdict.certificate["student"] == "a*x^2 + b"


def test_a_right_renaming_of_an_equation_is_found_among_many_letters() -> None:
    student, key = "u + 2v + 3w + 4x + 5y = z", "5a + 4b + 3c + 2d + f = g"

    assert judged("equal_up_to_renaming", student, key).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("student", "key"),
    [
        ("F = G m n / r^2", "z^2 A = B x y"),
        ("p v = n r t", "a b = c d / x"),
        ("a/b = c/d", "p q = r s"),
        ("y - a = m (x - b)", "q = c + k (p - d)"),
        ("a - b < c - d", "p + q > r + s"),
    ],
)
def test_places_that_refute_some_renamings_do_not_refute_the_right_one(student: str, key: str) -> None:
    assert judged("equal_up_to_renaming", student, key).outcome is Outcome.CORRECT


def test_too_many_renamings_are_left_to_a_person() -> None:
    student, key = "a^2 + b^2 + c^2 + d^2 + f^2 + g^2 = 1", "p^2 + q^2 + r^2 + s^2 + t^2 + u^2 = 2"

    verdict = judged("equal_up_to_renaming", student, key)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.UNDECIDED, "too_costly")


def test_letters_that_cannot_be_told_apart_are_not_tried_one_by_one() -> None:
    many = "abcdfghjklmnpqrstuvwxyz"
    student, key = "{" + ", ".join(many) + "}", "{" + ", ".join(f"2{name}" for name in many) + "}"

    verdict = judged("equal_up_to_renaming", student, key)

    assert (verdict.outcome, verdict.reason.code) == (Outcome.UNDECIDED, "too_costly")


@pytest.mark.parametrize("options", ["[2]", "[x + 1]", "x = 1"])
def test_letters_that_stay_must_be_letters(options: str) -> None:
    with pytest.raises(OptionsError, match="letters_expected"):
        judged("equal_up_to_renaming", "x", "y", options)


def test_truth_values_are_the_witness_of_a_proposition() -> None:
    verdict = judged("proposition", "p and not q", "p and q and not q")

    assert verdict.witness == Witness({"p": "true", "q": "false"}, "true", "false")


def test_a_point_that_satisfies_only_one_system_is_the_witness() -> None:
    verdict = judged("same_system", "[x + y = 3]", "[x + y = 3, y = 1]")

    assert verdict.witness is not None
    assert (verdict.witness.student, verdict.witness.key) == ("true", "false")


LETTERS = st.permutations(["a", "b", "c", "2", "d^2"])


@given(LETTERS, LETTERS)
@settings(max_examples=25, deadline=None)
def test_any_order_of_terms_and_of_factors_is_equal_up_to_order(first: list[str], second: list[str]) -> None:
    for sign in (" + ", " * "):
        verdict = judged("equal_up_to_order", sign.join(first), sign.join(second))

        assert verdict.outcome is Outcome.CORRECT


def test_verdicts_do_not_depend_on_the_process() -> None:
    rows = "\n".join(
        json.dumps({"id": str(place), "test": row[0], "student": row[1], "key": row[2], "options": row[3]})
        for place, row in enumerate((*CORRECT, *INCORRECT))
    )

    marks = [_marked(rows, seed) for seed in ("1", "2")]

    assert marks[0] == marks[1]
    assert len(marks[0]) == len(CORRECT) + len(INCORRECT)


def _marked(rows: str, seed: str) -> list[dict[str, str]]:
    """The marks of another process, without their times."""
    done = subprocess.run(
        [sys.executable, "-m", "grading.engine", "mark"],
        input=rows,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
    )
    return [{**json.loads(line), "ms": 0} for line in done.stdout.splitlines()]

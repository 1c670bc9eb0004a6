"""Whatever is typed ends in a verdict: no other error, no crash, no memory kept, nothing computed unasked."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import OptionsError, Outcome, ReadError, Verdict, equal, read
from grading.engine.cost import TooCostlyError, check
from grading.engine.judging import TESTS
from grading.tests.hostile import PAIRS, REFUSED, TEXTS, USES, rows

PROJECT = Path(__file__).parents[2]
MOST_GROWTH_KIB = 48 * 1024
# python-flint keeps the texts of polynomials for ever; a comparison that asks for one keeps 500 bytes.
MOST_KEPT_BYTES = 150


def run(*arguments, text=None):
    """The output of Python in a process of its own, so that a crash of it would be seen."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT,
        env=environment,
    ).stdout


def test_the_table_is_large_and_reaches_every_test():
    used = Counter(row["test"] for row in rows())

    assert len(TEXTS) > 500
    assert set(used) == set(TESTS)
    assert min(used.values()) >= 30
    assert set(REFUSED) <= set(TEXTS)
    assert set(USES) <= set(TESTS)


def test_every_row_ends_in_a_verdict_without_growing():
    told = json.loads(run("-m", "grading.tests.hostile"))

    assert sum(told["outcomes"].values()) == len(list(rows()))
    assert told["last_kib"] - told["first_kib"] < MOST_GROWTH_KIB
    assert set(told["outcomes"]) <= {*Outcome, "refused"}


@pytest.mark.parametrize("name", REFUSED)
def test_the_guard_stands_before_the_computation(name):
    node = read(TEXTS[name], notation="auto")

    with pytest.raises(TooCostlyError) as refused:
        check(node)

    assert refused.value.measure == REFUSED[name]


@pytest.mark.parametrize("name", PAIRS)
def test_what_is_alike_is_equal_only_when_both_ways_agree(name):
    first, second = PAIRS[name]

    outcomes = {equal(first, second).outcome, equal(second, first).outcome}

    assert outcomes != {Outcome.CORRECT, Outcome.INCORRECT}


NEVER_EQUAL = [
    "almost equal numbers",
    "almost equal polynomials",
    "binomials",
    "continued fractions",
    "curves",
    "equal for positive letters",
    "equal only at integers",
    "fractions",
    "inequalities",
    "integers and halves",
    "integrals",
    "linear systems",
    "power and its neighbour",
    "power of a sum and its neighbour",
    "sets of pairs",
    "sets with one other",
    "sums",
    "systems",
    "unions",
]


@pytest.mark.parametrize("name", NEVER_EQUAL)
def test_near_misses_are_never_accepted(name):
    first, second = PAIRS[name]

    assert equal(first, second).outcome in (Outcome.INCORRECT, Outcome.UNDECIDED)


def test_marking_the_same_again_and_again_keeps_no_memory():
    answers = [
        ("max(x, max(x, 1))", "x"),
        ("|x - 1| + |x - 2|", "|2 - x| + |1 - x|"),
        ("sqrt(x^2 + 1) + ln(x^2)", "x"),
        ("sin(x)^2 + e^(2x)", "1 - cos(x)^2 + e^x"),
        ("x^2 = 1", "(x - 1)(x + 1) = 0"),
        ("x^2 > 1", "x > 1"),
    ]

    def mark(times):
        for _ in range(times):
            for student, key in answers:
                equal(student, key)
        gc.collect()
        return resident()

    before = mark(200)
    after = mark(500)

    assert (after - before) / (500 * len(answers)) < MOST_KEPT_BYTES


def resident():
    """The memory of this process in bytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_texts_without_utf8_pass_through_the_shell():
    texts = ["x+\ud835", "\udc65", "x\x00", "\u202e1\u202c"]
    lines = [json.dumps({"id": text, "test": "equal", "student": text, "key": text}) for text in texts]

    told = [
        json.loads(line) for line in run("-m", "grading.engine", "mark", text="\n".join(lines)).splitlines()
    ]

    assert [each["id"] for each in told] == texts
    assert {each["verdict"] for each in told} <= set(Outcome)


WORDS = (
    *"0123456789xyzabcefgiknpt",
    *"+-*/^()[]{}|,.;:<>=!'%°±·×÷√∞∪∩≤≥≠²½_ ",
    *(
        "sin",
        "cos ",
        "tan",
        "ln",
        "log_",
        "exp(",
        "sqrt",
        "root(",
        "abs(",
        "max(",
        "diff(",
        "sum(",
        "pi",
        "mod(",
    ),
    *(" and ", " or ", "not ", "x=", "1/0", "9^9", "10^", "e-3", "1,000", "f'(", "integrate(", "binomial("),
)
COMMANDS = (
    *"0123456789xyz+-=^_{}()[]|&,<> ",
    *("\\frac", "\\sqrt", "\\left", "\\right", "\\begin{pmatrix}", "\\end{pmatrix}", "\\\\", "\\cdot"),
    *(
        "\\sin",
        "\\ln",
        "\\int",
        "\\sum",
        "\\lim",
        "\\to",
        "\\infty",
        "\\pm",
        "\\text{",
        "\\binom",
        "\\def",
        "\\le",
    ),
    *(
        "{1}",
        "{2x}",
        "_{k=1}",
        "^{n}",
        "dx",
        "\\,",
        "\\{",
        "\\}",
        "\\mathrm{",
        "\\log_",
        "\\vec",
        "\\overline{",
    ),
)
FORMULAS = st.lists(st.sampled_from(WORDS), max_size=24).map("".join)
LATEX = st.lists(st.sampled_from(COMMANDS), max_size=24).map("".join)
ANYTHING = st.text(st.characters(), max_size=60)
FUZZ = settings(max_examples=300, deadline=None)


def ends(student, key, *, test="equal", options=""):
    """The outcome, or the code of the one error that we raise; anything else fails."""
    try:
        verdict = equal(student, key, test=test, options=options)
    except OptionsError as error:
        return error.code
    assert isinstance(verdict, Verdict)
    assert json.dumps(dict(verdict.certificate))
    return verdict.outcome


@FUZZ
@given(FORMULAS | LATEX | ANYTHING)
def test_any_text_is_an_answer_and_a_key(text):
    ends(text, "x^2 + 1")
    ends("x^2 + 1", text)
    ends(text, text)


@FUZZ
@given(LATEX | ANYTHING)
def test_any_text_is_read_as_latex_or_refused_at_a_place(text):
    position = 0
    try:
        read(text, notation="latex")
    except ReadError as error:
        position = error.position

    assert 0 <= position <= len(text)


@FUZZ
@given(
    st.sampled_from(sorted(TESTS)), FORMULAS, FORMULAS, st.sampled_from(["", "x", "3", "[x, NOCONST]", "0.1"])
)
def test_any_text_goes_to_any_test(test, student, key, options):
    ends(student, USES.get(test, ("x", ""))[0], test=test, options=USES.get(test, ("x", ""))[1])
    ends(student, key, test=test, options=options)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(TESTS)), FORMULAS | ANYTHING)
def test_any_text_is_an_option(test, options):
    ends("2x + 1", "2x + 1", test=test, options=options)

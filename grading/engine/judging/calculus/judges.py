"""The judges of the tests of calculus."""

from __future__ import annotations

from typing import Final

from grading.engine.calculus.substitution import substituted
from grading.engine.calculus.terms import ONE, ZERO
from grading.engine.cost import check
from grading.engine.equality import compare
from grading.engine.equality.looks import Work
from grading.engine.equality.trees import kind_of
from grading.engine.judging.calculus.bars import bars_of
from grading.engine.judging.calculus.constants import (
    ConstantFound,
    additive_constant,
    general_constant,
    letters_beside,
)
from grading.engine.judging.calculus.options import FORMAL, NOBARS, NOCONST, NONSTRICT, given
from grading.engine.judging.calculus.questions import Question, settled
from grading.engine.judging.calculus.slopes import restated
from grading.engine.judging.case import Case
from grading.engine.nodes import Node
from grading.engine.verdict import Outcome, Verdict
from grading.engine.writing import write_plain

__all__ = ["judge_antiderivative", "judge_any_antiderivative", "judge_constant", "judge_derivative"]

# What a comparison says of two expressions with different values.
DIFFERENT: Final = frozenset({"different_domain", "differs_at_point", "differs_exactly", "unknown_letter"})
# A list of letters in the options; nobody needs more.
MOST_LETTERS: Final = 20
# What may be spent on the name of a mistake, once it is known to be one.
NAMING: Final = 3_000.0


def judge_derivative(case: Case) -> Verdict:
    """Equality with the key, which is a derivative.

    Where the answer is wrong, says whether it is the function itself (``not_differentiated``) or its
    antiderivative (``integrated_instead``). The option is the variable.
    """
    options = given(case, words=frozenset(), letters=1)
    question = Question(options, options.case.answer, options.case.expected, Work(NAMING))
    found = compare(question.answer, question.key, symbols=options.case.symbols)
    if found.reason.code not in DIFFERENT:
        return found
    for order, code in ((1, "not_differentiated"), (2, "integrated_instead")):
        if question.is_slope(question.answer, question.key, order=order):
            return question.readings.incorrect(code, method=found.certificate["method"])
    return found


def judge_antiderivative(case: Case) -> Verdict:
    """Every antiderivative of the function whose antiderivative the key is.

    The derivatives are equal, the bars in logarithms are as the key has them, and one letter is the
    constant of integration. Options: the variable, then ``NOCONST`` (the constant may be missing),
    ``NOBARS`` (bars may be missing or not), ``FORMAL`` (only the derivatives count) and the function to
    integrate, where the derivative of the key is not the form that was asked for.
    """
    options = given(case, words=frozenset({NOCONST, NOBARS, FORMAL}), letters=1, integrand=True)
    question = Question(options, options.case.answer, options.case.expected)
    judged = _judge_slope if FORMAL in options.words else _judge_family
    return settled(question, judged)


def judge_any_antiderivative(case: Case) -> Verdict:
    """Any antiderivative of the function whose antiderivative the key is: only the derivatives count.

    The option is the variable.
    """
    options = given(case, words=frozenset(), letters=1)
    return settled(Question(options, options.case.answer, options.case.expected), _judge_slope)


def judge_constant(case: Case) -> Verdict:
    """Whether exactly one letter, beside those that the options list, is added as a constant.

    With ``NONSTRICT`` it may be any summand in that letter, otherwise it is the letter itself. The key
    is read, and not compared.
    """
    options = given(case, words=frozenset({NONSTRICT}), letters=MOST_LETTERS)
    question = Question(options, options.case.answer, options.case.expected)
    return settled(question, _judge_added_constant)


def _judge_slope(question: Question) -> Verdict:
    if kind_of(question.answer) != "expression":
        met = {"met": kind_of(question.answer)}
        return question.readings.incorrect("expression_expected", met, method="exact")
    integrand = question.integrand
    slope = question.slopes.slope(question.answer, question.given.variable)
    found = question.slopes.same(slope, integrand)
    match found.outcome:
        case Outcome.CORRECT:
            return restated(found, question.readings, Outcome.CORRECT, "antiderivative")
        case Outcome.INCORRECT:
            return _wrong_slope(question, slope, found)
        case _:
            return restated(found, question.readings, found.outcome, found.reason.code, found.reason.values)


def _wrong_slope(question: Question, slope: Node, found: Verdict) -> Verdict:
    """The verdict for an answer with another derivative, by the likeliest mistake."""
    question.work.left = min(question.work.left, NAMING)
    code, values = _mistake(question, slope, found)
    return restated(found, question.readings, Outcome.INCORRECT, code, values)


def _mistake(question: Question, slope: Node, found: Verdict) -> tuple[str, dict[str, str]]:
    integrand, answer = question.integrand, question.slopes.formula(question.answer)
    if question.is_slope(integrand, answer):
        return "differentiated_instead", {}
    if question.slopes.same(answer, integrand).outcome is Outcome.CORRECT:
        return "not_integrated", {}
    for name in letters_beside(slope, question.given.variable, *letters_beside(integrand))[:1]:
        # ``x^3/3 + c x`` and ``c x^3/3``: right for one value of the letter only.
        fixed = (substituted(slope, name, value) for value in (ZERO, ONE))
        if any(question.slopes.same(each, integrand).outcome is Outcome.CORRECT for each in fixed):
            return "constant_not_additive", {"constant": name}
    if found.witness is None:
        return "not_an_antiderivative", {}
    at = ", ".join(f"{name} = {value}" for name, value in found.witness.at.items())
    return "wrong_derivative", {"at": at, "student": found.witness.student, "key": found.witness.key}


def _judge_family(question: Question) -> Verdict:
    """Right derivative, right bars, and a constant that can be any number."""
    found = _judge_slope(question)
    if found.outcome is not Outcome.CORRECT:
        return found
    return _wrong_bars(question) or _judge_general_constant(question, found)


def _wrong_bars(question: Question) -> Verdict | None:
    if NOBARS in question.given.words:
        return None
    variable = question.given.variable
    mine, theirs = bars_of(question.answer, variable), bars_of(question.key, variable)
    if not mine.without or not (mine.with_bars or theirs.with_bars):
        return None
    code = "absolute_value_missing" if theirs.with_bars else "absolute_value_mixed"
    values = {"argument": write_plain(mine.without[0])}
    return question.readings.incorrect(code, values, method="exact")


def _judge_general_constant(question: Question, found: Verdict) -> Verdict:
    slopes, formula = question.slopes, question.slopes.formula(question.answer)
    integrand = question.integrand
    shared = set(letters_beside(integrand))
    letters = [
        name
        for name in letters_beside(formula, question.given.variable)
        if name not in shared or slopes.is_free(integrand, name)
    ]
    constant = general_constant(slopes, formula, letters)
    if constant.flaw == "constant_missing" and NOCONST in question.given.words:
        return found
    return _with_constant(question, constant, found)


def _judge_added_constant(question: Question) -> Verdict:
    if kind_of(question.answer) != "expression":
        met = {"met": kind_of(question.answer)}
        return question.readings.incorrect("expression_expected", met, method="exact")
    check(question.answer)
    formula = question.slopes.formula(question.answer)
    plain = NONSTRICT not in question.given.words
    constant = additive_constant(question.slopes, formula, question.given.names, plain=plain)
    present = question.readings.correct("constant_present", {"constant": constant.name}, method="exact")
    return _with_constant(question, constant, present)


def _with_constant(question: Question, constant: ConstantFound, right: Verdict) -> Verdict:
    """``right``, unless there is something wrong with the constant."""
    if constant.flaw:
        return question.readings.incorrect(constant.flaw, constant.values, method="exact")
    return right

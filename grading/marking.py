"""A key and a response in, a verdict out. Pure: the same inputs give the same verdict, byte for byte.

Nothing given is ``incorrect`` with reason ``unanswered``; what cannot be read is ``unreadable``, which
is never the same as wrong: a page says so before the student submits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import singledispatch
from typing import Any

from grading.engine import (
    ENGINE_VERSION,
    Node,
    Outcome,
    ReadError,
    Reason,
    Symbols,
    Verdict,
    compare,
    compare_number,
    read,
)
from grading.keys import (
    ChoiceKey,
    EssayKey,
    ExpressionKey,
    IntegerKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    NumberKey,
    ShortTextKey,
    TrueFalseKey,
    hold_to_forms,
    read_integer,
    read_tolerance,
    why_no_answer,
)
from grading.responses import ChoiceResponse, MatchResponse, PartResponse, TextResponse
from grading.texts import comparable, fits, narrow

__all__ = ["mark_response"]

TRUE_WORDS = frozenset({"true", "t", "참", "o", "○", "yes", "맞다", "옳다"})
FALSE_WORDS = frozenset({"false", "f", "거짓", "x", "×", "no", "틀리다", "그르다"})
NO_SYMBOLS = Symbols()
WRONG_KIND = frozenset({Outcome.INCORRECT, Outcome.UNREADABLE})
DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")


def mark_response(
    key: Key,
    response: PartResponse | None,
    *,
    options: tuple[str, ...] = (),
    stems: tuple[str, ...] = (),
    symbols: Symbols = NO_SYMBOLS,
) -> Verdict:
    """The verdict on ``response`` (None or empty: unanswered) by a filled ``key``.

    ``options`` are the option ids of a choice or matching part, ``stems`` the stem ids of a matching one;
    ``symbols`` the symbol list of a typed one.
    """
    if response is None or response.is_empty:
        return _verdict(Outcome.INCORRECT, "unanswered", method="none")
    if isinstance(key, MatchingKey):
        return _mark_pairs(key, response, options, stems)
    return _mark(key, response, options, symbols)


@singledispatch
def _mark(key: object, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    raise TypeError(f"no marking for {type(key).__name__}")


@_mark.register
def _(key: ChoiceKey, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    picked = _picked(response)
    if len(picked) != 1:
        return _unreadable("one_option_expected", count=len(picked))
    if not picked <= set(options):
        return _unreadable("unknown_option", options=sorted(picked - set(options)))
    if picked == {key.correct}:
        return _verdict(Outcome.CORRECT, "right_option", picked=sorted(picked))
    return _verdict(Outcome.INCORRECT, "wrong_option", picked=sorted(picked))


@_mark.register
def _(key: MultipleChoiceKey, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    picked = _picked(response)
    if not picked <= set(options):
        return _unreadable("unknown_option", options=sorted(picked - set(options)))
    right = picked & set(key.correct)
    wrong = picked - set(key.correct)
    facts: dict[str, Any] = {
        "picked": sorted(picked),
        "right": len(right),
        "wrong": len(wrong),
        "of": len(key.correct),
    }
    if picked == set(key.correct):
        return _verdict(Outcome.CORRECT, "right_options", **facts)
    if key.policy == "all_or_nothing":
        return _verdict(Outcome.INCORRECT, "wrong_options", **facts)
    credit = max(Fraction(0), Fraction(len(right) - len(wrong), len(key.correct)))
    if not credit:
        return _verdict(Outcome.INCORRECT, "wrong_options", **facts)
    return _verdict(Outcome.PARTIAL, "some_right_options", credit=credit, **facts)


@_mark.register
def _(key: TrueFalseKey, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    words = _picked(response)
    said = {True for word in words if word in TRUE_WORDS} | {False for word in words if word in FALSE_WORDS}
    if len(words) != 1 or not said:
        return _unreadable("true_or_false_expected")
    if said == {key.correct}:
        return _verdict(Outcome.CORRECT, "right_option", picked=sorted(words))
    return _verdict(Outcome.INCORRECT, "wrong_option", picked=sorted(words))


@_mark.register
def _(key: IntegerKey, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    text = narrow(_typed(response))
    value = read_integer(text)
    if value is None:
        return _unreadable("integer_expected", low=0, high=999)
    if value == int(key.value):
        return _verdict(Outcome.CORRECT, "equal_exactly", student=str(value))
    return _verdict(Outcome.INCORRECT, "different_number", student=str(value), key=str(int(key.value)))


@_mark.register
def _(key: NumberKey, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    student = _read(response, symbols)
    if isinstance(student, Verdict):
        return student
    text = _typed(response)
    verdict = _wrong_kind_unread(_number_verdict(key, student, symbols), text)
    return hold_to_forms(verdict, key, text, symbols=symbols)


def _number_verdict(key: NumberKey, student: Node, symbols: Symbols) -> Verdict:
    expected = read(key.value, symbols=symbols)
    if key.absolute is None and key.relative is None:
        # Whether it is a number at all is asked first, so that letters are unreadable with either key.
        nearest = compare_number(student, expected, absolute=Fraction(0), symbols=symbols)
        return nearest if _is_wrong_kind(nearest) else compare(student, expected, symbols=symbols)
    return compare_number(
        student,
        expected,
        absolute=None if key.absolute is None else read_tolerance(key.absolute),
        relative=None if key.relative is None else read_tolerance(key.relative),
        symbols=symbols,
    )


@_mark.register
def _(key: ExpressionKey, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    student = _read(response, symbols)
    if isinstance(student, Verdict):
        return student
    text = _typed(response)
    verdict = compare(student, read(key.expression, symbols=symbols), symbols=symbols)
    return hold_to_forms(_wrong_kind_unread(verdict, text), key, text, symbols=symbols)


@_mark.register
def _(key: ShortTextKey, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    text = comparable(_typed(response), case_sensitive=key.case_sensitive)
    if not text:
        return _unreadable("no_text")
    credit = max(
        (
            accepted.share
            for accepted in key.accepted
            if fits(text, accepted.text, case_sensitive=key.case_sensitive, wildcards=key.wildcards)
        ),
        default=Fraction(0),
    )
    if not credit:
        return _verdict(Outcome.INCORRECT, "different_text")
    if credit == 1:
        return _verdict(Outcome.CORRECT, "accepted_text")
    return _verdict(Outcome.PARTIAL, "accepted_partly", credit=credit)


@_mark.register
def _(key: EssayKey, response: PartResponse, options: tuple[str, ...], symbols: Symbols) -> Verdict:
    return _verdict(Outcome.UNDECIDED, "needs_person", method="none")


def _mark_pairs(
    key: MatchingKey, response: PartResponse, options: tuple[str, ...], stems: tuple[str, ...]
) -> Verdict:
    if not isinstance(response, MatchResponse):
        return _unreadable("pairs_expected")
    given = response.match
    unknown = sorted({*(set(given) - set(stems)), *(set(given.values()) - set(options))})
    if unknown:
        return _unreadable("unknown_option", options=unknown)
    right = sum(given.get(stem) == option for stem, option in key.pairs.items())
    facts: dict[str, Any] = {"right": right, "of": len(key.pairs)}
    if right == len(key.pairs):
        return _verdict(Outcome.CORRECT, "right_pairs", **facts)
    if not right or key.policy == "all_or_nothing":
        return _verdict(Outcome.INCORRECT, "wrong_pairs", **facts)
    return _verdict(Outcome.PARTIAL, "some_right_pairs", credit=Fraction(right, len(key.pairs)), **facts)


def _wrong_kind_unread(verdict: Verdict, text: str) -> Verdict:
    """``verdict``, but unreadable where it is incorrect only for being another kind of object.

    A number is provably no equation, and the engine says so. For students it is said before handing in, like
    everything else that cannot be read as what is asked for. Two numbers where ``text`` has a decimal comma
    are likely one: the comma is told.
    """
    if not _is_wrong_kind(verdict):
        return verdict
    comma = DECIMAL_COMMA.search(text) if verdict.reason.values.get("met") == "set" else None
    values = {**verdict.reason.values, "comma": comma[0]} if comma else verdict.reason.values
    return replace(verdict, outcome=Outcome.UNREADABLE, reason=Reason(verdict.reason.code, values))


def _is_wrong_kind(verdict: Verdict) -> bool:
    return verdict.outcome in WRONG_KIND and verdict.reason.code.endswith("_expected")


def _read(response: PartResponse, symbols: Symbols) -> Node | Verdict:
    """The tree of what was typed, or the verdict that it cannot be read as an answer, and where."""
    notation = response.notation if isinstance(response, TextResponse) else "plain"
    locale = response.locale if isinstance(response, TextResponse) else "ko"
    try:
        tree = read(_typed(response), symbols=symbols, notation=notation, locale=locale)
    except ReadError as error:
        return _unreadable(error.code, position=error.position, **error.values)
    code = why_no_answer(tree)
    return _unreadable(code) if code else tree


def _typed(response: PartResponse) -> str:
    """What was typed; a program that sends options for a typed answer has typed their names."""
    match response:
        case TextResponse(text=text):
            return text
        case ChoiceResponse(choice=choice):
            return " ".join(choice)
        case MatchResponse(match=match):
            return " ".join(match.values())


def _picked(response: PartResponse) -> set[str]:
    """Options by id; a program may also send them as typed text, separated by commas."""
    if isinstance(response, ChoiceResponse):
        return set(response.choice)
    return {narrow(word).lower() for word in _typed(response).split(",") if word.strip()}


def _unreadable(code: str, **values: Any) -> Verdict:
    return _verdict(Outcome.UNREADABLE, code, **values)


def _verdict(
    outcome: Outcome,
    code: str,
    *,
    credit: Fraction | None = None,
    method: str = "exact",
    **values: Any,
) -> Verdict:
    earned = credit if credit is not None else Fraction(int(outcome is Outcome.CORRECT))
    certificate = {"engine": ENGINE_VERSION, "method": method, "reason": code, **_only_json(values.items())}
    return Verdict(outcome=outcome, credit=earned, reason=Reason(code, values), certificate=certificate)


def _only_json(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if isinstance(value, str | int | list)}

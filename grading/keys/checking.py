"""Whether a filled key can be used: read as the engine will read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from grading.engine import (
    Node,
    OptionsError,
    Outcome,
    ReadError,
    Symbols,
    compare,
    compare_number,
    read,
)
from grading.keys.answers import why_no_answer
from grading.keys.filling import FORMULAS, PLACEHOLDER
from grading.keys.foreseeing import check_foreseen
from grading.keys.forms import judge_form
from grading.keys.problems import KeyProblem
from grading.keys.shapes import (
    Accepted,
    ChoiceKey,
    ClozeKey,
    ExpressionKey,
    FiveOptionKey,
    FormedKey,
    FormulaKey,
    IntegerKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    NumberKey,
    OrderingKey,
    ShortTextKey,
    WorkingKey,
)
from grading.keys.working import check_working
from grading.texts import is_blank

LARGEST_INTEGER = 999
ANY_EXPRESSION = read("0")


def read_integer(text: str) -> int | None:
    """The whole number 0..999 that ``text`` spells in one to three ASCII digits, or None."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_INTEGER)):
        return None
    return int(text)


def read_tolerance(text: str) -> Fraction:
    """The non-negative rational that ``text`` spells (``0.01``, ``1/100``). Raises KeyProblem."""
    try:
        tolerance = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise KeyProblem("bad_tolerance", text=text) from None
    if tolerance < 0:
        raise KeyProblem("bad_tolerance", text=text)
    return tolerance


def _read_part_of_key(text: str, symbols: Symbols) -> Node:
    try:
        return read(text, symbols=symbols)
    except ReadError as error:
        where = {**error.values, "position": error.position}
        raise KeyProblem("unreadable_key", text=text, read_code=error.code, reading=where) from error


def check_key(
    key: Key,
    *,
    options: tuple[str, ...] = (),
    stems: tuple[str, ...] = (),
    symbols: Symbols | None = None,
    earlier: tuple[str, ...] = (),
) -> None:
    """Refuses a filled key that marking could not use: KeyProblem says what and where.

    ``options`` and ``stems`` are the ids of the part's; ``symbols`` its symbol list; ``earlier`` the ids of
    the typed parts before it, from which it may follow.
    """
    symbols = symbols or Symbols()
    _check_filled(key)
    check_foreseen(key, options=options, symbols=symbols, earlier=earlier)
    match key:
        case FormulaKey():
            _check_formula(key, symbols)
        case WorkingKey():
            check_working(key, symbols=symbols)
        case ClozeKey(blanks=blanks):
            _check_blanks(blanks, stems)
            for one in blanks.values():
                check_key(one, symbols=symbols)
        case ShortTextKey(accepted=accepted):
            _check_texts(accepted)
        case _:
            _check_of_options(key, options, stems)


def _check_formula(key: FormulaKey, symbols: Symbols) -> None:
    match key:
        case IntegerKey(value=value):
            if read_integer(value) is None:
                raise KeyProblem("integer_out_of_range", text=value)
        case NumberKey():
            _check_number(key, symbols)
            has_tolerance = key.absolute is not None or key.relative is not None
            _check_forms(key, key.value, symbols, must_hold=not has_tolerance)
        case ExpressionKey(expression=expression):
            _check_expression(expression, symbols)
            _check_forms(key, expression, symbols, must_hold=True)
        case _:
            _read_part_of_key(key.spelled, symbols)


def _check_of_options(key: Key, options: tuple[str, ...], stems: tuple[str, ...]) -> None:
    match key:
        case ChoiceKey(correct=correct) | FiveOptionKey(correct=correct):
            _check_options((correct,), options)
        case MultipleChoiceKey(correct=several):
            _check_options(several, options)
        case OrderingKey(order=order):
            _check_order(order, options)
        case MatchingKey(pairs=pairs):
            _check_pairs(pairs, stems, options)


def _check_filled(key: Key) -> None:
    """Refuses a placeholder that no parameter filled."""
    texts = [text for name in FORMULAS if isinstance(text := getattr(key, name, None), str)]
    texts += getattr(key, "lines", ())
    texts += [accepted.text for accepted in getattr(key, "accepted", ())]
    texts += [form.options for form in getattr(key, "forms", ())]
    unfilled = [name for text in texts for name in PLACEHOLDER.findall(text)]
    if unfilled:
        raise KeyProblem("unknown_parameter", name=unfilled[0])


def _check_number(key: NumberKey, symbols: Symbols) -> None:
    for tolerance in (key.absolute, key.relative):
        if tolerance is not None:
            read_tolerance(tolerance)
    node = _read_part_of_key(key.value, symbols)
    # A number is within 1 of itself; asked for equality, √2 would never be settled.
    verdict = compare_number(node, node, absolute=Fraction(1), symbols=symbols)
    if verdict.outcome is not Outcome.CORRECT:
        raise KeyProblem("number_expected", text=key.value)


def _check_expression(text: str, symbols: Symbols) -> None:
    node = _read_part_of_key(text, symbols)
    code = why_no_answer(node)
    if code:
        raise KeyProblem("unreadable_key", text=text, read_code=code, reading={})
    if compare(node, ANY_EXPRESSION, symbols=symbols).reason.code == "expression_expected":
        raise KeyProblem("expression_expected", text=text)


def _check_forms(key: FormedKey, text: str, symbols: Symbols, *, must_hold: bool) -> None:
    """Refuses forms that are not told what they need, and those that the key itself has not (``must_hold``):
    within a tolerance other numbers than the key are right, and may have the form."""
    for form in key.forms:
        try:
            verdict = judge_form(form, text, symbols=symbols)
        except OptionsError as error:
            told = {"options": form.options, **error.values}
            raise KeyProblem("form_options", form=form.test, option_code=error.code, told=told) from error
        if must_hold and verdict.outcome is not Outcome.CORRECT:
            reason = {"code": verdict.reason.code, "values": dict(verdict.reason.values)}
            raise KeyProblem("key_lacks_form", form=form.test, text=text, reason=reason)


def _check_texts(accepted: tuple[Accepted, ...]) -> None:
    for one in accepted:
        if is_blank(one.text):
            raise KeyProblem("empty_text")


def _check_pairs(pairs: Mapping[str, str], stems: tuple[str, ...], options: tuple[str, ...]) -> None:
    for stem in stems:
        if stem not in pairs:
            raise KeyProblem("missing_stem", stem=stem)
    for stem in pairs:
        if stem not in stems:
            raise KeyProblem("unknown_stem", stem=stem)
    _check_options(tuple(pairs.values()), options)


def _check_order(order: tuple[str, ...], options: tuple[str, ...]) -> None:
    _check_options(order, options)
    for option in options:
        if option not in order:
            raise KeyProblem("option_without_place", option=option)


def _check_blanks(blanks: Collection[str], stems: tuple[str, ...]) -> None:
    for blank in stems:
        if blank not in blanks:
            raise KeyProblem("missing_blank", blank=blank)
    for blank in blanks:
        if blank not in stems:
            raise KeyProblem("unknown_blank", blank=blank)


def _check_options(named: tuple[str, ...], options: tuple[str, ...]) -> None:
    for option in named:
        if option not in options:
            raise KeyProblem("unknown_option", option=option)

"""Whether a filled key can be used: read as the engine will read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from grading.engine import Symbols
from grading.keys.filling import FORMULAS, PLACEHOLDER
from grading.keys.foreseeing import check_foreseen
from grading.keys.formula_checks import check_formula
from grading.keys.problems import KeyProblem
from grading.keys.shapes import (
    Accepted,
    ChoiceKey,
    ClozeKey,
    FiveOptionKey,
    FormulaKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    OrderingKey,
    ShortTextKey,
    WorkingKey,
)
from grading.keys.working import check_working
from grading.texts import is_blank

__all__ = ["check_key"]


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
            check_formula(key, symbols=symbols)
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

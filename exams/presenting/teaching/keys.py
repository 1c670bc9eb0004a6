"""What is correct, as a teacher reads it beside an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exams.key_words import FURTHER_WORDS, MISTAKE_NAMES, policy_words
from exams.localized import localize
from exams.presenting.questions import PartView
from exams.rendering import RenderError, render_markdown
from grading.keys import (
    ChoiceKey,
    ClozeKey,
    EssayKey,
    FiveOptionKey,
    Follow,
    Foreseen,
    ForeseenKey,
    FormRequirement,
    FormulaKey,
    Key,
    MatchingKey,
    Mistake,
    MultipleChoiceKey,
    OrderingKey,
    PropertyKey,
    ShortTextKey,
    TrueFalseKey,
    WorkingKey,
)
from grading.readings import read_answer_for_page, read_for_page
from grading.responses import TextResponse
from grading.wording import FORM_NAMES

__all__ = ["KeyLine", "form_words", "key_lines", "share_words"]

Texts = dict[str, SafeString]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One thing that is right: safe HTML or plain text, and what else there is to say of it. A heading
    stands above the lines behind it."""

    html: SafeString = field(default_factory=SafeString)
    text: str = ""
    note: str = ""
    is_heading: bool = False


def key_lines(key: Key, part: PartView, *, options: Texts, stems: Texts) -> list[KeyLine]:
    """The filled ``key`` of a part: what is right, then what else earns something. ``options`` and ``stems``
    are texts by id, in the author's order."""
    return [*_right_lines(key, part, options, stems), *_earning_lines(key, part, options)]


def _right_lines(key: Key, part: PartView, options: Texts, stems: Texts) -> list[KeyLine]:
    match key:
        case FormulaKey():
            return _formula_lines(key, part)
        case WorkingKey():
            return _working_lines(key, part)
        case ClozeKey():
            return _blank_lines(key, part)
        case ShortTextKey(accepted=accepted):
            lines = [KeyLine(text=one.text, note=_unless_whole(one.credit)) for one in accepted]
            return [*lines, *_flags(key)]
        case EssayKey():
            return _essay_lines(key)
        case _:
            return [*_option_lines(key, part, options, stems), *_policy(key)]


def _formula_lines(key: FormulaKey, part: PartView) -> list[KeyLine]:
    line = KeyLine(_math(key.spelled, _kind(key), part), key.spelled, "; ".join(_notes(key)))
    if isinstance(key, PropertyKey):
        line = KeyLine(text=key.properties, note=_("for example %(answer)s") % {"answer": key.answer})
    return [line, *_policy(key), *_forms(key)]


def _notes(key: FormulaKey) -> Iterator[str]:
    """What decides besides the value."""
    yield from _tolerance(key)
    if getattr(key, "unit", "any") == "same":
        yield str(dict(FURTHER_WORDS["unit"])["same"])
    if Fraction(getattr(key, "number_credit", "0")):
        share = share_words(Fraction(getattr(key, "number_credit", "0")))
        yield _("the number alone: credit %(share)s") % {"share": share}
    if (way := getattr(key, "written_as", "any")) != "any":
        yield str(dict(FURTHER_WORDS["written_as"])[way])
    if (variable := getattr(key, "variable", "x")) != "x":
        yield _("as a function of %(letter)s") % {"letter": variable}
    if (constant := getattr(key, "constant", "required")) != "required":
        words = dict(FURTHER_WORDS["constant"])[constant]
        yield _("constant of integration: %(words)s") % {"words": words}
    if getattr(key, "absolute_values", "required") != "required":
        yield _("ln needs no bars")


def _tolerance(key: FormulaKey) -> Iterator[str]:
    if (absolute := getattr(key, "absolute", None)) is not None:
        yield _("within %(tolerance)s") % {"tolerance": absolute}
    if (relative := getattr(key, "relative", None)) is not None:
        yield _("within %(tolerance)s of the number, as a share") % {"tolerance": relative}
    if (figures := getattr(key, "figures", None)) is not None:
        yield ngettext("to %(n)d significant figure", "to %(n)d significant figures", figures) % {
            "n": figures
        }


def _working_lines(key: WorkingKey, part: PartView) -> list[KeyLine]:
    lines = [KeyLine(_formula(line, part), line) for line in key.lines]
    steps = dict(FURTHER_WORDS["steps"])[key.steps] if key.steps != "follows" else ""
    return [*lines, *([KeyLine(text=str(steps))] if steps else []), *_policy(key), *_forms(key)]


def _blank_lines(key: ClozeKey, part: PartView) -> list[KeyLine]:
    """The key of each blank, the first line with the blank's label."""
    labels = {blank.id: blank.label for blank in part.blanks}
    lines: list[KeyLine] = []
    for blank, one in key.blanks.items():
        first, *rest = key_lines(one, part, options={}, stems={})
        label, shown = labels.get(blank, blank), first.html or first.text
        lines += [replace(first, html=format_html("{} {}", label, shown)), *rest]
    return [*lines, *_policy(key)]


def _flags(key: ShortTextKey) -> list[KeyLine]:
    words = [
        (key.case_sensitive, _("Small and capital letters differ")),
        (key.wildcards, _("* stands for any signs")),
        (key.endings, _("A Korean particle or ending behind the text does not matter")),
    ]
    return [KeyLine(text=sentence) for is_said, sentence in words if is_said]


def _essay_lines(key: EssayKey) -> list[KeyLine]:
    lines = [_guidance(_in_words(key.guidance))]
    for row in key.rubric:
        points = ngettext("%(n)d point", "%(n)d points", row.points) % {"n": row.points}
        lines.append(KeyLine(text=_in_words(row.text), note=points))
    return lines


def _option_lines(
    key: ChoiceKey | FiveOptionKey | MultipleChoiceKey | TrueFalseKey | OrderingKey | MatchingKey,
    part: PartView,
    options: Texts,
    stems: Texts,
) -> list[KeyLine]:
    match key:
        case ChoiceKey(correct=correct) | FiveOptionKey(correct=correct):
            return [_option(correct, part, options)]
        case MultipleChoiceKey(correct=several) | OrderingKey(order=several):
            return [_option(option, part, options) for option in several]
        case TrueFalseKey(correct=truth):
            return [KeyLine(text=_("True") if truth else _("False"))]
        case MatchingKey(pairs=pairs):
            return [
                KeyLine(SafeString(f"{html} <span>→</span> {options.get(pairs.get(stem, ''), '')}"))
                for stem, html in stems.items()
            ]


def _option(option: str, part: PartView, options: Texts) -> KeyLine:
    sign = next((shown.sign for shown in part.options if shown.id == option), "")
    return KeyLine(SafeString(f"{sign} {options.get(option, option)}".strip()))


def _earning_lines(key: Key, part: PartView, options: Texts) -> list[KeyLine]:
    """What an answer that is not right earns, and what a wrong one costs."""
    lines = [_foreseen(one, key, part, options) for one in getattr(key, "alternatives", ())]
    lines += [_mistake(one) for one in getattr(key, "mistakes", ())]
    if isinstance(key, FormulaKey) and key.follow is not None:
        lines.append(_followed(key.follow))
    if penalty := Fraction(key.penalty):
        cost = _("A wrong answer costs %(share)s of the points") % {"share": share_words(penalty)}
        lines.append(KeyLine(text=cost))
    return [KeyLine(text=_("Partial credit"), is_heading=True), *lines] if lines else []


def _foreseen(one: Foreseen, key: Key, part: PartView, options: Texts) -> KeyLine:
    note = _earned(one)
    if isinstance(key, FormulaKey):
        return KeyLine(_math(one.answer, _kind(key), part), one.answer, note)
    ids = [word.strip() for word in one.answer.split(",")] if isinstance(key, ForeseenKey) else []
    shown = [_option(option, part, options).html for option in ids]
    return KeyLine(SafeString(", ".join(shown)), one.answer, note)


def _mistake(one: Mistake) -> KeyLine:
    return KeyLine(text=str(MISTAKE_NAMES[one.rule]), note=_earned(one))


def _followed(one: Follow) -> KeyLine:
    words = _("From the student’s own earlier answer: %(formula)s") % {"formula": one.answer}
    return KeyLine(text=words, note=_earned(one))


def _earned(one: Foreseen | Mistake | Follow) -> str:
    """The credit, and what the student is told."""
    credit = _("credit %(share)s") % {"share": share_words(Fraction(one.credit))}
    message = _in_words(one.message)
    return f"{credit}: {message}" if message else credit


def _policy(key: Key | FormulaKey) -> list[KeyLine]:
    words = policy_words(_kind(key), getattr(key, "policy", ""))
    return [KeyLine(text=words)] if words else []


def _in_words(text: Mapping[Any, str]) -> str:
    """In the reader's language, or in the one that there is."""
    return localize({str(language): words for language, words in text.items()})


def _kind(key: Key | FormulaKey) -> str:
    return str(getattr(key, "kind", ""))


def _math(text: str, kind: str, part: PartView) -> SafeString:
    """``text`` as an answer of ``kind`` is read; nothing where it is not."""
    response = TextResponse(text=text, locale="en")
    return read_answer_for_page(response, kind=kind, symbols=part.symbols.to_symbols()).math


def _formula(text: str, part: PartView) -> SafeString:
    return read_for_page(text, symbols=part.symbols.to_symbols()).math


def _forms(key: Key | FormulaKey) -> list[KeyLine]:
    """What is asked for besides the value, and what the value alone earns."""
    forms: tuple[FormRequirement, ...] = getattr(key, "forms", ())
    if not forms:
        return []
    names = ", ".join(form_words(form) for form in forms)
    share = Fraction(getattr(key, "form_credit", "0"))
    alone = _("otherwise credit %(share)s") % {"share": share_words(share)} if share else ""
    return [KeyLine(text=_("Form: %(names)s") % {"names": names}, note=alone)]


def form_words(form: FormRequirement) -> str:
    """A form as authors call it, with what it was told: decimal places (2)."""
    name = str(FORM_NAMES[form.test])
    return f"{name} ({form.options})" if form.options else name


def _unless_whole(credit: str) -> str:
    share = Fraction(credit)
    return "" if share == 1 else _("credit %(share)s") % {"share": share_words(share)}


def share_words(share: Fraction) -> str:
    """A share of the points as people write it: 1/2, or 1."""
    return str(share.numerator) if share.denominator == 1 else f"{share.numerator}/{share.denominator}"


def _guidance(text: str) -> KeyLine:
    try:
        return KeyLine(SafeString(render_markdown(text))) if text.strip() else KeyLine()
    except RenderError:
        return KeyLine(text=text)

"""What is correct, as a teacher reads it beside an answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exams.localized import localize
from exams.presenting.pieces import criterion_text
from exams.presenting.questions import PartView
from exams.rendering import RenderError, render_markdown
from grading.keys import (
    ChoiceKey,
    ClozeKey,
    Criterion,
    EssayKey,
    ExpressionKey,
    FiveOptionKey,
    FormedKey,
    FormRequirement,
    FormulaKey,
    IntegerKey,
    Key,
    MatchingKey,
    MultipleChoiceKey,
    NumberKey,
    OrderingKey,
    ShortTextKey,
    TrueFalseKey,
    WorkingKey,
)
from grading.readings import read_for_page
from grading.wording import FORM_NAMES

__all__ = ["KeyLine", "form_words", "key_lines", "share_words"]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One thing that is right: safe HTML or plain text, and what else there is to say of it."""

    html: SafeString = field(default_factory=SafeString)
    text: str = ""
    note: str = ""


def key_lines(
    key: Key, part: PartView, *, options: dict[str, SafeString], stems: dict[str, SafeString]
) -> list[KeyLine]:
    """The filled ``key`` of a part. ``options`` and ``stems`` are texts by id, in the author's order."""
    match key:
        case FormulaKey():
            return _formula_lines(key, part)
        case WorkingKey(lines=lines):
            return [KeyLine(_formula(line, part), line) for line in lines]
        case ClozeKey(blanks=blanks):
            return [line for blank, one in blanks.items() for line in _blank_lines(blank, one, part)]
        case ShortTextKey(accepted=accepted):
            return [KeyLine(text=one.text, note=_credit(one.credit)) for one in accepted]
        case EssayKey(guidance=guidance, rubric=rubric):
            told = _guidance(localize({str(language): text for language, text in guidance.items()}))
            return [told, *map(_criterion_line, rubric)]
        case _:
            return _option_lines(key, part, options, stems)


def _blank_lines(blank: str, key: Key, part: PartView) -> list[KeyLine]:
    """What belongs into one blank, each line behind the label of the blank."""
    label = next((shown.label for shown in part.blanks if shown.id == blank), blank)
    box = format_html('<span class="blank-box">{}</span>', label)
    return [
        replace(line, html=SafeString(f"{box} {line.html or escape(line.text)}"))
        for line in key_lines(key, part, options={}, stems={})
    ]


def _criterion_line(criterion: Criterion) -> KeyLine:
    points = ngettext("%(n)d point", "%(n)d points", criterion.points) % {"n": criterion.points}
    return KeyLine(criterion_text({str(code): text for code, text in criterion.text.items()}), note=points)


def _formula_lines(key: FormulaKey, part: PartView) -> list[KeyLine]:
    match key:
        case IntegerKey(value=value):
            return [KeyLine(text=value)]
        case NumberKey():
            return [KeyLine(_formula(key.value, part), key.value, _tolerance(key)), *_forms(key)]
        case ExpressionKey(expression=expression):
            return [KeyLine(_formula(expression, part), expression), *_forms(key)]
        case _:
            return [KeyLine(_formula(key.spelled, part), key.spelled)]


def _option_lines(
    key: ChoiceKey | FiveOptionKey | MultipleChoiceKey | TrueFalseKey | OrderingKey | MatchingKey,
    part: PartView,
    options: dict[str, SafeString],
    stems: dict[str, SafeString],
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


def _option(option: str, part: PartView, options: dict[str, SafeString]) -> KeyLine:
    sign = next((shown.sign for shown in part.options if shown.id == option), "")
    return KeyLine(SafeString(f"{sign} {options.get(option, option)}".strip()))


def _formula(text: str, part: PartView) -> SafeString:
    return read_for_page(text, symbols=part.symbols.to_symbols()).math


def _tolerance(key: NumberKey) -> str:
    if key.absolute is not None:
        return _("within %(tolerance)s") % {"tolerance": key.absolute}
    if key.relative is not None:
        return _("within %(tolerance)s of the number, as a share") % {"tolerance": key.relative}
    return ""


def _forms(key: FormedKey) -> list[KeyLine]:
    """What is asked for besides the value, and what the value alone earns."""
    if not key.forms:
        return []
    names = ", ".join(form_words(form) for form in key.forms)
    share = key.form_share
    alone = _("otherwise credit %(share)s") % {"share": share_words(share)} if share else ""
    return [KeyLine(text=_("Form: %(names)s") % {"names": names}, note=alone)]


def form_words(form: FormRequirement) -> str:
    """A form as authors call it, with what it was told: decimal places (2)."""
    name = str(FORM_NAMES[form.test])
    return f"{name} ({form.options})" if form.options else name


def _credit(credit: str) -> str:
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

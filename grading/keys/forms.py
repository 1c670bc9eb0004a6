"""The forms that a key requires of an answer that is right: looked at one after the other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from grading.engine import OptionsError, Outcome, Reason, Symbols, Verdict, look_alone
from grading.keys.problems import KeyProblem
from grading.keys.shapes import FormedKey, FormRequirement, WorkingKey

__all__ = ["check_forms", "hold_to_forms", "look_at_form"]

# The other forms are told nothing.
TOLD = frozenset(
    {
        *("factored", "completed_square", "partial_fractions"),
        *("scientific_notation", "decimal_places", "significant_figures"),
    }
)


def _judge_form(
    form: FormRequirement, text: str, *, symbols: Symbols, notation: str = "plain", locale: str = "en"
) -> Verdict:
    """Whether ``text``, read in its ``notation``, has the form; nothing but the form is judged.

    Raises OptionsError when the form is not told what it needs, or is told what it does not.
    """
    if form.options.strip() and form.test not in TOLD:
        raise OptionsError("nothing_expected", options=form.options)
    return look_alone(
        text, test=form.test, options=form.options, symbols=symbols, notation=notation, locale=locale
    )


def hold_to_forms(
    verdict: Verdict,
    key: FormedKey,
    text: str,
    *,
    symbols: Symbols,
    notation: str = "plain",
    locale: str = "en",
) -> Verdict:
    """``verdict`` on the value of ``text``, and on its forms where the value is right.

    The first form that is broken decides: incorrect, or partial with the key's ``form_credit``; the reason
    is the form's own, with ``form`` and ``"equal": true`` among its values. A form that is not known within
    the budget leaves the answer undecided. The certificate is that of the value, with what was found of
    each form.
    """
    if verdict.outcome is not Outcome.CORRECT:
        return verdict
    found: list[dict[str, str]] = []
    for form in key.forms:
        outcome, reason = look_at_form(form, text, symbols=symbols, notation=notation, locale=locale)
        looked = {"test": form.test, "options": form.options, "found": reason.code}
        found.append({**looked, "outcome": outcome.value})
        if outcome is Outcome.CORRECT:
            continue
        values: dict[str, Any] = {**reason.values, "form": form.test, "equal": True}
        return replace(
            verdict,
            outcome=_outcome(outcome, key.form_share),
            credit=Fraction(0) if outcome is Outcome.UNDECIDED else key.form_share,
            reason=Reason(reason.code, values),
            certificate={**verdict.certificate, "forms": found},
        )
    return replace(verdict, certificate={**verdict.certificate, "forms": found}) if found else verdict


def look_at_form(
    form: FormRequirement, text: str, *, symbols: Symbols, notation: str = "plain", locale: str = "en"
) -> tuple[Outcome, Reason]:
    """Whether an answer has the form, and why. ``check_forms`` has tried it on the key; an answer on which it
    cannot be tried goes to a person."""
    try:
        verdict = _judge_form(form, text, symbols=symbols, notation=notation, locale=locale)
    except OptionsError:
        return Outcome.UNDECIDED, Reason("not_compared")
    return verdict.outcome, verdict.reason


def _outcome(found: Outcome, share: Fraction) -> Outcome:
    """What can be read as an answer but not as one in this form has not the form."""
    if found is Outcome.UNDECIDED:
        return found
    return Outcome.PARTIAL if share else Outcome.INCORRECT


def check_forms(key: FormedKey | WorkingKey, text: str, *, symbols: Symbols, must_hold: bool = True) -> None:
    """Refuses forms that are not told what they need, and those that the key's own ``text`` has not
    (``must_hold``): within a tolerance other numbers than the key are right, and may have the form. Raises
    KeyProblem ``form_options`` or ``key_lacks_form``."""
    for form in key.forms:
        try:
            verdict = _judge_form(form, text, symbols=symbols)
        except OptionsError as error:
            told = {"options": form.options, **error.values}
            raise KeyProblem("form_options", form=form.test, option_code=error.code, told=told) from error
        if must_hold and verdict.outcome is not Outcome.CORRECT:
            reason = {"code": verdict.reason.code, "values": dict(verdict.reason.values)}
            raise KeyProblem("key_lacks_form", form=form.test, text=text, reason=reason)

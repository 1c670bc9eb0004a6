"""What students are told before they answer: how the answer is to be written, and what a wrong one costs."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grading.keys import FormRequirement

__all__ = ["REQUESTS", "word_terms"]

# Sentences may use what the form is told.
REQUESTS: dict[str, str | Promise] = {
    "factored": gettext_lazy("Write it factored."),
    "expanded": gettext_lazy("Write it expanded."),
    "completed_square": gettext_lazy("Write it as a completed square."),
    "single_fraction": gettext_lazy("Write it as one fraction."),
    "lowest_terms": gettext_lazy("Write fractions in lowest terms."),
    "partial_fractions": gettext_lazy("Write it as partial fractions."),
    "simplified_radicals": gettext_lazy("Simplify the roots."),
    "rational_denominator": gettext_lazy("Leave no root in a denominator."),
    "exact": gettext_lazy("Write the exact value, without decimals."),
    "mixed_number": gettext_lazy("Write it as a mixed number."),
    "improper_fraction": gettext_lazy("Write it as an improper fraction."),
    "scientific_notation": gettext_lazy("Write it as a × 10^n."),
    "decimal_places": gettext_lazy("Write it with %(told)s decimal places."),
    "significant_figures": gettext_lazy("Write it with %(told)s significant figures."),
}


def word_terms(forms: Iterable[FormRequirement], penalty: Fraction) -> tuple[str, ...]:
    """One sentence for each form, and one for a ``penalty`` (a share of the points) if there is one."""
    told = [_request(form) for form in forms]
    if penalty:
        cost = _("A wrong answer costs %(share)s of the points; no answer costs nothing.")
        told.append(cost % {"share": penalty})
    return tuple(told)


def _request(form: FormRequirement) -> str:
    sentence = str(REQUESTS[form.test])
    return sentence % {"told": form.options} if "%(" in sentence else sentence

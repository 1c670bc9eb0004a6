"""The forms that a key may require, as authors choose them, and what they have to be told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

__all__ = ["FORM_NAMES", "OPTIONS"]

FORM_NAMES = {
    "factored": gettext_lazy("factored"),
    "expanded": gettext_lazy("expanded"),
    "completed_square": gettext_lazy("completed square"),
    "single_fraction": gettext_lazy("single fraction"),
    "lowest_terms": gettext_lazy("lowest terms"),
    "partial_fractions": gettext_lazy("partial fractions"),
    "simplified_radicals": gettext_lazy("simplified roots"),
    "rational_denominator": gettext_lazy("rational denominator"),
    "exact": gettext_lazy("exact, without decimals"),
    "mixed_number": gettext_lazy("mixed number"),
    "improper_fraction": gettext_lazy("improper fraction"),
    "scientific_notation": gettext_lazy("scientific notation"),
    "decimal_places": gettext_lazy("decimal places"),
    "significant_figures": gettext_lazy("significant figures"),
}
# Whatever an author is told stands beside the field, so these are clauses of one sentence.
OPTIONS = {
    "variable_expected": gettext_lazy("say in which letter, for example x"),
    "field_expected": gettext_lazy(
        "after the letter only R, C or numbers such as sqrt(2) may stand: [x, sqrt(2)]"
    ),
    "figures_expected": gettext_lazy("say how many figures are asked for, from 1 to 60"),
    "places_expected": gettext_lazy("say how many decimal places are asked for, from 1 to 60"),
    "nothing_expected": gettext_lazy("leave empty what it is told: there is nothing to choose"),
    "key_number_expected": gettext_lazy("this form is one of numbers, and the key is none"),
    "key_no_value": gettext_lazy("the key has no value"),
}

"""What the kinds of question are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["KIND_WORDS"]

KIND_WORDS: Mapping[str, str | Promise] = {
    "choice": pgettext_lazy("kind of question", "Choose one"),
    "five_option": pgettext_lazy("kind of question", "Choose one of five"),
    "multiple_choice": _("Choose several"),
    "true_false": _("True or false"),
    "ordering": pgettext_lazy("kind of question", "Put in order"),
    "matching": _("Matching"),
    "integer": _("Whole number"),
    "number": pgettext_lazy("kind of question", "Number"),
    "quantity": pgettext_lazy("kind of question", "Number with a unit"),
    "expression": _("Formula"),
    "equation": pgettext_lazy("kind of question", "Equation or system"),
    "inequality": pgettext_lazy("kind of question", "Inequality or interval"),
    "set": pgettext_lazy("kind of question", "Set"),
    "list": pgettext_lazy("kind of question", "Point or list"),
    "matrix": pgettext_lazy("kind of question", "Matrix"),
    "derivative": pgettext_lazy("kind of question", "Derivative"),
    "antiderivative": pgettext_lazy("kind of question", "Antiderivative"),
    "property": pgettext_lazy("kind of question", "Polynomial with properties"),
    "working": pgettext_lazy("kind of question", "Working, line by line"),
    "cloze": pgettext_lazy("kind of question", "Text with blanks"),
    "short_text": _("Short text"),
    "essay": _("Essay"),
}

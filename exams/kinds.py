"""What the kinds of question are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["KIND_WORDS"]

KIND_WORDS = {
    "choice": pgettext_lazy("kind of question", "Choose one"),
    "multiple_choice": _("Choose several"),
    "true_false": _("True or false"),
    "integer": _("Whole number"),
    "number": pgettext_lazy("kind of question", "Number"),
    "expression": _("Formula"),
    "short_text": _("Short text"),
    "matching": _("Matching"),
    "essay": _("Essay"),
}

"""Of a working: which line is not right, and what shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["AFTER_WHAT_IS_GIVEN", "is_of_step", "word_line", "word_step_witness"]

# The same codes where the line before is what is given.
AFTER_WHAT_IS_GIVEN = {
    "step_adds_solutions": gettext_lazy("Line %(line)s has a solution that what is given has not."),
    "step_not_equal": gettext_lazy("Line %(line)s is not equal to what is given."),
    "step_of_another_kind": gettext_lazy("Line %(line)s is something else than what is given."),
}


def is_of_step(reason: Mapping[str, Any]) -> bool:
    """Whether a line is not right, and not the answer that it comes to."""
    return str(reason.get("code")).startswith("step_")


def word_line(sentence: str, values: Mapping[str, Any]) -> str:
    """``sentence`` with the number of the line that it is about, where there are several."""
    line = values.get("line")
    if not isinstance(line, int):
        return sentence
    return _("Line %(line)d: %(sentence)s") % {"line": line, "sentence": sentence}


def word_step_witness(told: Mapping[str, str], *, value: str) -> str:
    """The point at which a line and what stands before it differ. ``told`` are the texts ``line``, ``at``,
    ``student`` and ``key``; ``value`` is the line's own there: ``true``, ``false`` or a value."""
    if not told["at"]:
        return _("Line %(line)s is %(student)s, what stands before it is %(key)s.") % told
    if value == "true":
        return _("%(at)s makes line %(line)s true, but what stands before it false.") % told
    if value == "false":
        return _("%(at)s makes what stands before line %(line)s true, but the line false.") % told
    return _("At %(at)s line %(line)s is %(student)s, what stands before it is %(key)s.") % told

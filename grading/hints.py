"""How an answer of each kind is typed: one short line below its field. The examples answer no question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["TYPING_HINTS"]

TYPING_HINTS: Final[Mapping[str, Promise]] = {
    "quantity": _("A number and its unit, for example 12 m/s"),
    "equation": _("For example y = 2x + 1, or x = 1 or x = 2"),
    "inequality": _("For example 1 < x <= 3, or (1, 3]"),
    "set": _("For example {1, 2}"),
    "list": _("For example (1, 2)"),
    "matrix": _("Row by row, for example [[1, 2], [3, 4]]"),
    "derivative": _("Only the expression, for example 3x^2"),
    "antiderivative": _("Only the expression, for example x^3/3 + C"),
    "property": _("Only the expression, for example x^2 - 3x"),
}

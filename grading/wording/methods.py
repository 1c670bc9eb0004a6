"""How a verdict was reached, as a teacher reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["word_method"]


def word_method(verdict: str, certificate: Mapping[str, Any]) -> str:
    """On what the verdict rests: a proof, points that were tried, nothing. Empty for other methods,
    and where there was nothing to compare."""
    if verdict == "unreadable":
        return ""
    points = certificate.get("points") or []
    match str(certificate.get("method", "")):
        case "exact" if "student" not in certificate:
            return _("Compared as given")
        case "exact":
            return _("Proved by exact forms")
        case "balls":
            return _("Proved by values with bounds on the rounding")
        case "points":
            return ngettext("Agrees at %(n)d point", "Agrees at %(n)d points", len(points)) % {
                "n": len(points)
            }
        case "none" if verdict == "undecided":
            return _("Not decided by machine")
        case "none":
            return _("Nothing to compare")
        case "person":
            return _("Decided by a person")
        case "withdrawn":
            return _("The question was withdrawn")
    return ""

"""The checks before publishing as lines to read: what is so, what to do, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exams.services.checking import Check
from exams.wording import word_problem

__all__ = ["CheckLine", "check_lines"]

TITLES = {
    "items": gettext_lazy("There are questions"),
    "points": gettext_lazy("Every question is worth something"),
    "keys": gettext_lazy("Every key can be read"),
    "variants": gettext_lazy("Every variant can be made and shown"),
    "stored_tests": gettext_lazy("Stored tests get the verdict they should"),
    "duplicates": gettext_lazy("No question is there twice"),
    "languages": gettext_lazy("Every text is there in every language of the school"),
    "solutions": gettext_lazy("Every question has a worked solution"),
    "figures": gettext_lazy("Every figure is described in every language"),
    "places": gettext_lazy("Right options stand at different places"),
    "topics": gettext_lazy("Every question has a topic"),
}
ADVICE = {
    "points": gettext_lazy("These questions are worth 0 points."),
    "duplicates": gettext_lazy("These places show the same question."),
    "languages": gettext_lazy(
        "In these questions a text is missing in a language; students see the other one."
    ),
    "solutions": gettext_lazy("Students find no solution to these questions."),
    "figures": gettext_lazy("Students who cannot see these figures are not told what they show."),
    "places": gettext_lazy("More than half of the right options stand at the same place."),
    "topics": gettext_lazy("Reports by topic leave these questions out."),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check. ``state`` is good, advice or blocking; ``detail`` says what was found."""

    code: str
    title: str
    state: str
    detail: str
    positions: tuple[int, ...]
    problems: tuple[str, ...]


def check_lines(checks: list[Check]) -> list[CheckLine]:
    """The lines in their order, in the reader's language."""
    return [
        CheckLine(
            code=check.code,
            title=str(TITLES[check.code]),
            state=check.state,
            detail=_detail(check),
            positions=() if check.problems else check.positions,
            problems=tuple(word_problem(problem) for problem in check.problems),
        )
        for check in checks
    ]


def _detail(check: Check) -> str:
    if check.problems:
        return ""
    values = check.values
    match check.code:
        case "items":
            count = values["count"]
            return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
        case "points" if check.state == "good":
            return _("%(points)s points in all") % {"points": _number(values["total"])}
        case "variants":
            return _variants(values["variants"])
        case "stored_tests":
            return _tests(values["tests"])
        case "places":
            return _places(check)
    return str(ADVICE[check.code]) if check.state == "advice" else ""


def _variants(count: int) -> str:
    return ngettext("%(count)d variant was made.", "%(count)d variants were made.", count) % {"count": count}


def _tests(count: int) -> str:
    if not count:
        return _("No question has stored tests.")
    return ngettext(
        "%(count)d stored test, in every variant", "%(count)d stored tests, each in every variant", count
    ) % {"count": count}


def _places(check: Check) -> str:
    places, shuffled = check.values["places"], check.values["shuffled"]
    said = []
    if check.state == "advice":
        said.append(str(ADVICE["places"]))
    if places:
        counts = ", ".join(
            _("place %(place)d: %(count)d") % {"place": place, "count": count} for place, count in places
        )
        said.append(_("Right options: %(counts)s.") % {"counts": counts})
    if shuffled:
        said.append(
            ngettext(
                "%(count)d part shuffles its options for every student.",
                "%(count)d parts shuffle their options for every student.",
                shuffled,
            )
            % {"count": shuffled}
        )
    return " ".join(said) or _("There are no questions with options.")


def _number(value: Any) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")

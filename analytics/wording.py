"""The reports' codes as words and sentences, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

__all__ = ["ACTIONS", "OPTION_NOTES", "STANDINGS", "TRUE_FALSE"]

# What to do about an item; the codes are those of analytics.reports.advise.
ACTIONS = {
    "decide": _("Some answers wait for your decision."),
    "withdrawn": _("Withdrawn: it says nothing about the students."),
    "replacement": _("A replacement that not everyone was asked."),
    "not_counted": _("No answers, or no points, to count."),
    "too_easy": _("Too easy to tell students apart: keep for warm-up."),
    "check_key": _("Negative discrimination: check the key."),
    "too_hard": _("Hardly anyone earned points: teach it again, or ask it in smaller steps."),
    "weak": _("Hardly tells students apart: read the wording again."),
    "few_students": _("Too few students to say more."),
    "fine": _("Fine as it is."),
}

# What is odd about an option.
OPTION_NOTES = {
    "nobody": _("Nobody picked it: it does no work."),
    "weaker_students": _("The right option, but weaker students pick it more often: check the key."),
    "stronger_students": _("Stronger students pick it: can it be read as right?"),
}

# How far a student has come; the codes are analytics.queries.Standing.
STANDINGS = {
    "finished": _("Finished"),
    "waiting": _("Being marked"),
    "in_progress": _("In progress"),
    "not_started": _("Not started"),
}

# The two options of a true/false part, which its author does not write.
TRUE_FALSE = {"true": _("True"), "false": _("False")}

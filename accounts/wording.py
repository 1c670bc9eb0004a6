"""Sentences for what is refused about classes and rosters."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.errors import ClassRefused, RosterUnreadable
from accounts.rosters.rows import Problem

__all__ = ["PROBLEMS", "REFUSED", "UNREADABLE", "class_refusal", "problem_sentence", "roster_refusal"]

REFUSED: Mapping[str, str | Promise] = {
    "archived": _("This class is in the archive. Restore it first."),
    "membership_ended": _(
        "This person’s membership of the school has ended. A school administrator can renew it."
    ),
    "name_taken": _("The school has a class of this name in this year already."),
    "not_enrolled": _("This student is not in the class now."),
    "not_staff": _("You do not teach at this school now."),
    "number_taken": _("Another student of the class has this number."),
}
UNREADABLE: Mapping[str, str | Promise] = {
    "cell_too_long": _("A cell in row %(line)s holds far more text than a name. Is this the right file?"),
    "damaged": _(
        "The file cannot be read: it is damaged. Open it in a spreadsheet, save it again and send that one."
    ),
    "empty": _("The file is empty."),
    "encoding": _(
        "The letters of this file cannot be read. Save it as “CSV UTF-8” or as an Excel workbook (.xlsx)."
    ),
    "heading_repeated": _("Two columns have a heading that means the same as “%(text)s”. Keep one of them."),
    "no_headings": _("No row with headings was found. One column must be headed 이름 or “name”."),
    "no_rows": _("There is no student below the headings."),
    "not_a_table": _("This is not a table. Send a CSV file or an Excel workbook (.xlsx)."),
    "old_excel": _(
        "This is an old Excel file (.xls), or one with a password. Save it as an Excel workbook "
        "(.xlsx) without a password."
    ),
    "too_large": _(
        "The file is larger than %(megabytes)s MB. A roster is far smaller: is this the right file?"
    ),
    "too_many_rows": _("The table has more than %(most)s rows. Send one class at a time."),
    "unpacks_too_large": _(
        "The workbook is far too large for a roster. Copy the students into a new workbook and send that one."
    ),
}
PROBLEMS: Mapping[str, str | Promise] = {
    "control_character": _("There is a sign in this row that cannot be shown. Type the cells again."),
    "error_cell": _("A cell shows the error “%(text)s”. Write the value there."),
    "language_unknown": _(
        "“%(text)s” is not a language of this site. Write ko or en, or leave the cell empty."
    ),
    "login_of_another": _(
        "The login “%(text)s” belongs to a student of the school with another name. Check both."
    ),
    "login_repeated": _("The login “%(text)s” is in this file more than once."),
    "login_taken": _(
        "The login “%(text)s” is taken. Write another one, or leave the cell empty and one is made."
    ),
    "login_unreadable": _(
        "“%(text)s” cannot be a login: it needs 2 to 64 letters, Hangul, digits, dots, hyphens or "
        "underscores."
    ),
    "membership_ended": _(
        "The membership of “%(text)s” in the school has ended. A school administrator can renew it."
    ),
    "name_ambiguous": _(
        "More than one student of the class is called %(text)s. Write the number or the login."
    ),
    "name_fixed": _("The name of %(text)s cannot be changed here: the account is used elsewhere as well."),
    "name_left": _(
        "A student called %(text)s has left the class. If it is the same one, write their login; if "
        "not, write a new login."
    ),
    "name_missing": _("The name is missing."),
    "name_repeated": _(
        "%(text)s is in this file more than once. Write numbers or logins to tell them apart."
    ),
    "name_too_long": _("The name is longer than %(most)s letters."),
    "number_repeated": _("The number %(text)s is in this file more than once."),
    "number_taken": _("The number %(number)s belongs to %(name)s, who keeps it."),
    "number_unreadable": _("“%(text)s” is not a number from 1 to %(most)s."),
    "student_repeated": _("Two rows mean the same student, %(text)s."),
}


def class_refusal(refusal: ClassRefused) -> str:
    """Why a class, or a place in it, cannot be changed so."""
    return str(REFUSED[refusal.code])


def roster_refusal(refusal: RosterUnreadable) -> str:
    """Why a file is not a roster, and what to do."""
    return str(UNREADABLE[refusal.code]) % refusal.values


def problem_sentence(problem: Problem) -> str:
    """Why a row cannot be imported."""
    return str(PROBLEMS[problem.code]) % dict(problem.values)

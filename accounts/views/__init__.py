"""Pages about classes, one module a theme."""

from accounts.views.classes import (
    archive_classroom,
    classes,
    classroom,
    close_code,
    edit_classroom,
    new_classroom,
    renew_code,
    restore_classroom,
)
from accounts.views.joining import join
from accounts.views.rosters import cards, confirm_roster, export_roster, import_roster
from accounts.views.students import (
    classroom_student,
    end_accommodation,
    enrol_again,
    remove_student,
    reset_password,
    set_accommodation,
)

__all__ = [
    "archive_classroom",
    "cards",
    "classes",
    "classroom",
    "classroom_student",
    "close_code",
    "confirm_roster",
    "edit_classroom",
    "end_accommodation",
    "enrol_again",
    "export_roster",
    "import_roster",
    "join",
    "new_classroom",
    "remove_student",
    "renew_code",
    "reset_password",
    "restore_classroom",
    "set_accommodation",
]

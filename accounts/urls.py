"""Addresses of the pages about classes."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from accounts import views
from accounts.rosters.tables import ROSTER_FORMATS

__all__ = ["urlpatterns"]


class RosterFormat(StringConverter):
    """How a roster is exported."""

    regex = "|".join(ROSTER_FORMATS)


register_converter(RosterFormat, "roster_format")

CLASSROOM = "classes/<uuid:classroom_id>/"
STUDENT = f"{CLASSROOM}students/<uuid:user_id>/"

urlpatterns = [
    path("join/", views.join, name="join"),
    path("classes/", views.classes, name="classes"),
    path("classes/new/", views.new_classroom, name="new_classroom"),
    path(CLASSROOM, views.classroom, name="classroom"),
    path(f"{CLASSROOM}edit/", views.edit_classroom, name="edit_classroom"),
    path(f"{CLASSROOM}archive/", views.archive_classroom, name="archive_classroom"),
    path(f"{CLASSROOM}restore/", views.restore_classroom, name="restore_classroom"),
    path(f"{CLASSROOM}code/", views.renew_code, name="renew_join_code"),
    path(f"{CLASSROOM}code/close/", views.close_code, name="close_join_code"),
    path(f"{CLASSROOM}cards/", views.cards, name="cards"),
    path(f"{CLASSROOM}roster/", views.import_roster, name="import_roster"),
    path(f"{CLASSROOM}roster/confirm/", views.confirm_roster, name="confirm_roster"),
    path(f"{CLASSROOM}roster.<roster_format:format_name>", views.export_roster, name="export_roster"),
    path(STUDENT, views.classroom_student, name="classroom_student"),
    path(f"{STUDENT}remove/", views.remove_student, name="remove_student"),
    path(f"{STUDENT}enrol/", views.enrol_again, name="enrol_again"),
    path(f"{STUDENT}time/", views.set_accommodation, name="set_accommodation"),
    path(f"{STUDENT}time/end/", views.end_accommodation, name="end_accommodation"),
    path(f"{STUDENT}password/", views.reset_password, name="reset_password"),
]

"""Addresses of people and classes in the API, below /api/v1/."""

from django.urls import path

from accounts.api import classes

urlpatterns = [
    path("classrooms/", classes.ClassroomList.as_view(), name="api_classrooms"),
    path("classrooms/<uuid:classroom_id>/", classes.ClassroomDetail.as_view(), name="api_classroom"),
    path("students/", classes.StudentList.as_view(), name="api_students"),
    path("students/<uuid:student_id>/", classes.StudentDetail.as_view(), name="api_student"),
]

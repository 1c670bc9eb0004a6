"""Addresses of the live preview."""

from django.urls import path

from grading import line_views, views

urlpatterns = [
    path("grading/read/", views.read_answer, name="grading_read"),
    path("grading/read-lines/", line_views.read_lines, name="grading_read_lines"),
]

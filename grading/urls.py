"""Addresses of the live preview."""

from django.urls import path

from grading import views

urlpatterns = [path("grading/read/", views.read_answer, name="grading_read")]

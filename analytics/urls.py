"""Addresses of reports."""

from django.urls import path

from analytics import views

urlpatterns = [
    path("reports/<uuid:assignment_id>/", views.report, name="report"),
    path("reports/<uuid:assignment_id>/report.csv", views.report_csv, name="report_csv"),
    path("reports/<uuid:assignment_id>/questions.csv", views.report_items_csv, name="report_items_csv"),
]

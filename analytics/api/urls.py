"""Addresses of statistics in the API, below /api/v1/."""

from django.urls import path

from analytics.api import views

urlpatterns = [
    path("stats/", views.StatsList.as_view(), name="api_stats"),
    path("stats/<uuid:assignment_id>/", views.StatsDetail.as_view(), name="api_stats_of_assignment"),
]

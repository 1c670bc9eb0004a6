"""Addresses of the API of answers, below /api/v1/."""

from django.urls import path

from grading.api.reading import ReadAnswer

urlpatterns = [path("grading/read/", ReadAnswer.as_view(), name="api_grading_read")]

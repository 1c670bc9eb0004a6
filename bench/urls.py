"""The site, and beside it what it is measured against."""

from django.urls import include, path

from bench.views import bare, minimal_save

urlpatterns = [
    path("bench/bare", bare),
    path("bench/attempts/<uuid:attempt_id>/responses/<int:position>", minimal_save),
    path("", include("mathtest.urls")),
]

"""The whole of /api/v1/, on one page."""

from django.urls import include, path

from accounts.api.tokens import TokenRefreshView, TokenRevokeView, TokenView
from mathtest.api_docs import SchemaView, api_docs

urlpatterns = [
    path("token/", TokenView.as_view(), name="api_token"),
    path("token/refresh/", TokenRefreshView.as_view(), name="api_token_refresh"),
    path("token/revoke/", TokenRevokeView.as_view(), name="api_token_revoke"),
    path("schema/", SchemaView.as_view(), name="api_schema"),
    path("docs/", api_docs, name="api_docs"),
    path("", include("accounts.api.urls")),
    path("", include("grading.api.urls")),
    path("", include("exams.api.urls")),
    path("", include("analytics.api.urls")),
]

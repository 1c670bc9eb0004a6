"""Programs for tests: they call the API with an access token."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.tokens import issue_tokens

__all__ = ["ERROR_FIELDS", "ApiClient", "api_of"]

ERROR_FIELDS = {"error", "message", "details", "timestamp", "request_id"}


class ApiClient:
    """A program with an access token."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})

    def call(self, method: str, name: str, *arguments: Any, data: Any = None, **options: Any) -> HttpResponse:
        """One request to the address of that name, ``data`` as JSON, or as the query of a GET."""
        act = getattr(self.client, method)
        if method == "get":
            return act(reverse(name, args=arguments), data, **options)
        options.setdefault("content_type", "application/json")
        return act(reverse(name, args=arguments), {} if data is None else data, **options)

    def rows(self, name: str, *arguments: Any, **query: Any) -> list[dict[str, Any]]:
        """The first page of a list."""
        reply = self.call("get", name, *arguments, data=query)
        assert reply.status_code == 200, reply.content
        return reply.json()["results"]


def api_of(user: User) -> ApiClient:
    """A program that ``user`` has signed in to."""
    return ApiClient(issue_tokens(user).access_token)

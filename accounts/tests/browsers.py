"""Browsers for tests."""

from django.test import Client

from accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(user: User | None = None) -> Client:
    """A browser with its own cookies that prefers English; signed in as ``user``, if there is one."""
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client

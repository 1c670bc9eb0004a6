"""How allauth works here: accounts come from class codes and from operators, never from a sign-up page."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.addresses import client_address
from accounts.errors import TooManyRequests
from accounts.languages import keep_language
from accounts.models import User
from accounts.refusals import too_many_requests
from accounts.services import audit, passwords
from accounts.sign_in import authenticate_person

__all__ = ["AccountAdapter"]


class AccountAdapter(DefaultAccountAdapter):
    """allauth's hooks, with our limits, our audit log and our sentences."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The login or the password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up without a class."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that allauth's own limits count by."""
        return client_address(request) or "unknown"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person with these credentials. Someone inactive is told what a stranger is told."""
        try:
            return authenticate_person(
                request, login=credentials.get("username", ""), password=credentials["password"]
            )
        except TooManyRequests as refusal:
            raise ImmediateHttpResponse(
                too_many_requests(request, retry_after=refusal.retry_after)
            ) from refusal

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:
        """Begin a session and record it."""
        super().login(request, user)
        audit.record("signed_in", by=user, address=client_address(request))

    def post_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse:
        """Go on in the language of the account, unless this browser has chosen one."""
        response = super().post_login(request, user, **hook)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            keep_language(response, user.language)
        return response

    def set_password(self, user: User, password: str) -> None:
        """A changed password ends the person's other sign-ins."""
        passwords.set_password(user, password, by=user, address=client_address(self.request))

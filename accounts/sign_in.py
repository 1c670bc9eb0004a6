"""Checking a login and a password, the same way for browsers and for API clients."""

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.addresses import client_address
from accounts.identifiers import normal_login
from accounts.limits import count_sign_in, refund_sign_in
from accounts.models import User
from accounts.services import audit

__all__ = ["authenticate_person"]


def authenticate_person(request: HttpRequest, *, login: str, password: str) -> User | None:
    """The active person with this login and password, or ``None``; raises TooManyRequests.

    A login nobody has costs the same as one somebody has: one query, one hash, one audit entry. The
    entry names the account by a keyed digest, because people type their password into the wrong field.
    """
    account = normal_login(login)
    address = client_address(request)
    count_sign_in(account, address)
    user = authenticate(request, username=account, password=password)
    if user is None:
        audit.record("sign_in_refused", by=None, address=address, data={"account": _digest(account)})
        return None
    refund_sign_in(account, address)
    return user


def _digest(account: str) -> str:
    return salted_hmac("accounts.sign_in", account, algorithm="sha256").hexdigest()

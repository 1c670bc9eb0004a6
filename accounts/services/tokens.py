"""Sign-ins of API clients: a short access token, and a refresh token that can be used once.

Each sign-in is a family of refresh tokens of which only the newest is good. Using an older one means
that two parties hold the family, and nobody can tell which is the thief: the family ends for both
(RFC 9700, section 4.14.2). A family lives as long as its first token says, however often it is renewed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken

from accounts.errors import TokenRefused
from accounts.identifiers import uuid7
from accounts.models import RefreshFamily, User
from accounts.services import audit

__all__ = ["TokenPair", "end_families", "issue_tokens", "revoke_tokens", "rotate_tokens"]

FAMILY_CLAIM = "family"


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What an API client keeps; ``expires_in`` are the seconds the access token is good for."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = api_settings.AUTH_HEADER_TYPES[0]


@transaction.atomic
def issue_tokens(user: User, *, address: str | None = None) -> TokenPair:
    """Begin a family for ``user``, whose password was just checked."""
    family_id = uuid7()
    token = RefreshToken.for_user(user)
    token[FAMILY_CLAIM] = str(family_id)
    family = RefreshFamily.objects.create(
        id=family_id, user=user, current_token=token["jti"], expires_at=timezone.now() + RefreshToken.lifetime
    )
    audit.record("api_sign_in", by=user, subject=family, address=address)
    return _pair(token)


def rotate_tokens(refresh_token: str, *, address: str | None = None) -> TokenPair:
    """Trade ``refresh_token`` for a new pair; raises TokenRefused, and ends the family of a replayed one.

    Of two trades of one token at once exactly one wins: the row changes hands in a single UPDATE.
    """
    old = _decoded(refresh_token)
    family = RefreshFamily.objects.select_related("user").filter(pk=old.get(FAMILY_CLAIM)).first()
    if family is None or not family.user.is_active:
        raise TokenRefused("token_refused")
    new = RefreshToken.for_user(family.user)
    new[FAMILY_CLAIM] = str(family.pk)
    _end_with(new, family.expires_at)
    if not _hand_over(family, old=old["jti"], new=new["jti"]):
        _end_replayed(family, address=address)
        raise TokenRefused("token_refused")
    return _pair(new)


def revoke_tokens(refresh_token: str, *, address: str | None = None) -> None:
    """Sign an API client out: end the family of ``refresh_token``. A bad token is nothing to end."""
    try:
        token = _decoded(refresh_token)
    except TokenRefused:
        return
    family = RefreshFamily.objects.select_related("user").filter(pk=token.get(FAMILY_CLAIM)).first()
    if family is not None and _end(family):
        audit.record("api_sign_out", by=family.user, subject=family, address=address)


def end_families(user: User) -> int:
    """End every API sign-in of ``user``; how many there were."""
    return RefreshFamily.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


def _decoded(refresh_token: str) -> RefreshToken:
    try:
        return RefreshToken(cast(Any, refresh_token))  # the stubs know tokens only after parsing
    except TokenError as error:
        raise TokenRefused("token_refused") from error


def _end_with(token: RefreshToken, moment: datetime) -> None:
    token.set_exp(from_time=moment, lifetime=timedelta())


def _hand_over(family: RefreshFamily, *, old: str, new: str) -> bool:
    living = RefreshFamily.objects.filter(pk=family.pk, revoked_at=None, expires_at__gt=timezone.now())
    return living.filter(current_token=old).update(current_token=new) == 1


@transaction.atomic
def _end_replayed(family: RefreshFamily, *, address: str | None) -> None:
    if _end(family):
        audit.record("refresh_token_replayed", by=family.user, subject=family, address=address)


def _end(family: RefreshFamily) -> bool:
    living = RefreshFamily.objects.filter(pk=family.pk, revoked_at=None)
    return living.update(revoked_at=timezone.now()) == 1


def _pair(token: RefreshToken) -> TokenPair:
    access = token.access_token
    return TokenPair(
        access_token=str(access),
        refresh_token=str(token),
        expires_in=int(access.lifetime.total_seconds()),
    )

"""Signing in and out of the JSON API: a short access token, and a refresh token that works once."""

from dataclasses import asdict

from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.addresses import client_address
from accounts.errors import TokenRefused, TooManyRequests
from accounts.services.tokens import TokenPair, issue_tokens, revoke_tokens, rotate_tokens
from accounts.sign_in import authenticate_person

__all__ = ["TokenRefreshView", "TokenRevokeView", "TokenView"]

SIGN_IN_REFUSED = _("The login or the password is not right.")
TOKEN_REFUSED = _("This refresh token is no longer good. Sign in again.")


class CredentialsSerializer(serializers.Serializer):
    """What a person types to sign in."""

    login = serializers.CharField(max_length=64)
    password = serializers.CharField(
        max_length=128, trim_whitespace=False, write_only=True, style={"input_type": "password"}
    )


class RefreshTokenSerializer(serializers.Serializer):
    """The newest refresh token of a sign-in."""

    refresh_token = serializers.CharField(max_length=2000)


class TokenPairSerializer(serializers.Serializer):
    """Both tokens, and for how long the access token is good."""

    access_token = serializers.CharField(read_only=True)
    refresh_token = serializers.CharField(read_only=True)
    token_type = serializers.CharField(read_only=True, help_text="Always Bearer.")
    expires_in = serializers.IntegerField(read_only=True, help_text="Seconds until the access token ends.")


@method_decorator(never_cache, name="dispatch")
class UnauthenticatedView(APIView):
    """For clients that are not signed in yet: an old or broken access token in the header is not read."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "token"

    def get_authenticate_header(self, request: Request) -> str:
        """Named although no header is read here, so that a refusal is a 401 and not a 403."""
        return 'Bearer realm="api"'


class TokenView(UnauthenticatedView):
    """Sign in."""

    @extend_schema(
        operation_id="token_create",
        summary="Sign in with a login and a password",
        request=CredentialsSerializer,
        responses={200: TokenPairSerializer},
        auth=[],
        tags=["token"],
    )
    @method_decorator(sensitive_variables("credentials"))
    def post(self, request: Request) -> Response:
        """Give a token pair for good credentials."""
        credentials = _checked(CredentialsSerializer, request)
        try:
            user = authenticate_person(request._request, **credentials)
        except TooManyRequests as refusal:
            raise Throttled(wait=refusal.retry_after) from refusal
        if user is None:
            raise AuthenticationFailed(SIGN_IN_REFUSED)
        return _reply(issue_tokens(user, address=client_address(request)))


class TokenRefreshView(UnauthenticatedView):
    """Renew a sign-in."""

    @extend_schema(
        operation_id="token_refresh",
        summary="Trade a refresh token for a new pair",
        description="A refresh token works once. Using it again ends the sign-in it belongs to.",
        request=RefreshTokenSerializer,
        responses={200: TokenPairSerializer},
        auth=[],
        tags=["token"],
    )
    def post(self, request: Request) -> Response:
        """Give the next token pair of the sign-in."""
        data = _checked(RefreshTokenSerializer, request)
        try:
            pair = rotate_tokens(data["refresh_token"], address=client_address(request))
        except TokenRefused as refusal:
            raise AuthenticationFailed(TOKEN_REFUSED) from refusal
        return _reply(pair)


class TokenRevokeView(UnauthenticatedView):
    """Sign out."""

    @extend_schema(
        operation_id="token_revoke",
        summary="End a sign-in",
        description="Answers the same for a token that was never good (RFC 7009, section 2.2).",
        request=RefreshTokenSerializer,
        responses={204: OpenApiResponse(description="The sign-in has ended.")},
        auth=[],
        tags=["token"],
    )
    def post(self, request: Request) -> Response:
        """End the sign-in that the refresh token belongs to."""
        data = _checked(RefreshTokenSerializer, request)
        revoke_tokens(data["refresh_token"], address=client_address(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _checked(serializer_class: type[serializers.Serializer], request: Request) -> dict[str, str]:
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def _reply(pair: TokenPair) -> Response:
    return Response(TokenPairSerializer(asdict(pair)).data)

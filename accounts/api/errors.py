"""The one shape of every error, as the OpenAPI schema describes it. ``accounts.error_body`` makes it."""

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

__all__ = ["ErrorSerializer", "refused"]


class ErrorSerializer(serializers.Serializer):
    """What went wrong. Programs go by ``error``, which never changes; people read ``message``."""

    error = serializers.CharField(help_text="A code that does not change.")
    message = serializers.CharField(help_text="A sentence in the reader's language.")
    details = serializers.DictField(
        help_text="`fields`: what is wrong with what was sent. `retry_after`: seconds to wait. Else as the "
        "operation says, often empty."
    )
    timestamp = serializers.DateTimeField()
    request_id = serializers.CharField(help_text="Finds the lines in our log.")


def refused(description: str) -> OpenApiResponse:
    """An answer in the error shape; ``description`` names the codes."""
    return OpenApiResponse(ErrorSerializer, description=description)

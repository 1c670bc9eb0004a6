"""What an author wrote for those who answer in a way that was foreseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

__all__ = ["message_in_language", "with_message"]


def with_message(sentence: str, code: str, values: Mapping[str, Any]) -> str:
    """``sentence`` with the author's message behind it, in the reader's language or the one there is. Of a
    foreseen answer the message alone says all there is to say."""
    message = message_in_language(values)
    if not message:
        return sentence
    if code == "foreseen_answer" or not sentence:
        return message
    return _("%(sentence)s %(message)s") % {"sentence": sentence, "message": message}


def message_in_language(values: Mapping[str, Any]) -> str:
    """The author's message among the ``values`` of a reason, in the reader's language or the one there is."""
    message = values.get("message") or {}
    language = (get_language() or "").partition("-")[0]
    return message.get(language) or next(filter(None, message.values()), "")

"""Receipts: proof of what was handed in, which anyone with the keys can check later."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from exams.content import canonical_hash
from exams.shapes import Receipt

__all__ = ["hash_answers", "issue_receipt", "verify_receipt"]


def hash_answers(answers: Iterable[tuple[int, int, Any]]) -> str:
    """SHA-256 (hex) over ``(position, revision, value)`` of every answer, by position."""
    return canonical_hash([list(answer) for answer in sorted(answers, key=lambda answer: answer[0])])


def issue_receipt(
    attempt_id: UUID,
    *,
    submitted_at: datetime,
    answers: list[tuple[int, int, Any]],
    answered: int,
    questions: int,
) -> Receipt:
    """A receipt signed with the newest of ``settings.RECEIPT_KEYS``."""
    key = settings.RECEIPT_KEYS[0]
    unsigned = Receipt(
        attempt=str(attempt_id),
        submitted_at=submitted_at,
        answered=answered,
        questions=questions,
        hash=hash_answers(answers),
        key=_name(key),
        signature="",
    )
    return unsigned.model_copy(update={"signature": _sign(unsigned, key)})


def verify_receipt(receipt: Receipt) -> bool:
    """Whether one of our keys signed exactly this receipt."""
    signing = next((key for key in settings.RECEIPT_KEYS if _name(key) == receipt.key), None)
    return signing is not None and hmac.compare_digest(
        _sign(receipt, signing).encode(), receipt.signature.encode()
    )


def _name(key: str) -> str:
    """A short public name of a key, so that keys can be rotated."""
    return hashlib.sha256(b"mathtest receipt key\0" + key.encode()).hexdigest()[:8]


def _sign(receipt: Receipt, key: str) -> str:
    message = canonical_hash(receipt.model_dump(mode="json", exclude={"signature"}))
    return hmac.new(key.encode(), b"mathtest receipt\0" + message.encode(), hashlib.sha256).hexdigest()

"""Receipts: what they prove, and what they survive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from exams.receipts import hash_answers, issue_receipt, verify_receipt
from exams.shapes import Receipt

ATTEMPT = UUID("01990000-0000-7000-8000-000000000001")
ANSWERS = [(1, 3, {"v": 1, "parts": {"a": {"text": "x+1"}}}), (2, 1, {"v": 1, "parts": {}})]


def issued() -> Receipt:
    return issue_receipt(
        ATTEMPT,
        submitted_at=datetime(2026, 3, 2, 1, 30, 5, 123456, tzinfo=UTC),
        answers=ANSWERS,
        answered=1,
        questions=2,
    )


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    settings.RECEIPT_KEYS = ["the first key"]


def test_receipt_is_genuine_after_a_way_through_json() -> None:
    stored = issued().model_dump(mode="json")

    assert verify_receipt(Receipt.model_validate(stored))


@pytest.mark.parametrize(
    "change",
    [
        {"attempt": "01990000-0000-7000-8000-000000000002"},
        {"submitted_at": datetime(2026, 3, 2, 1, 30, 4, tzinfo=UTC)},
        {"answered": 2},
        {"questions": 1},
        {"hash": "0" * 64},
        {"key": "00000000"},
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": "é"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_receipt_with_anything_changed_is_not_genuine(change: dict[str, Any]) -> None:
    assert not verify_receipt(issued().model_copy(update=change))


def test_old_receipt_is_genuine_after_a_new_first_key(settings: Any) -> None:
    old = issued()

    settings.RECEIPT_KEYS = ["the second key", "the first key"]

    new = issued()
    assert (verify_receipt(old), verify_receipt(new), old.key == new.key) == (True, True, False)


def test_receipt_of_a_key_that_was_withdrawn_is_not_genuine(settings: Any) -> None:
    old = issued()

    settings.RECEIPT_KEYS = ["the second key"]

    assert not verify_receipt(old)


def test_receipt_under_the_name_of_another_key_is_not_genuine(settings: Any) -> None:
    old = issued()
    settings.RECEIPT_KEYS = ["the second key", "the first key"]

    assert not verify_receipt(old.model_copy(update={"key": issued().key}))


def test_hash_of_answers_does_not_depend_on_their_order() -> None:
    assert hash_answers(reversed(ANSWERS)) == hash_answers(ANSWERS)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        ANSWERS[:1],
        [(1, 4, ANSWERS[0][2]), ANSWERS[1]],
        [(1, 3, {"v": 1, "parts": {"a": {"text": "x+2"}}}), ANSWERS[1]],
        [(3, 3, ANSWERS[0][2]), ANSWERS[1]],
    ],
)
def test_hash_of_other_answers_is_another(answers: list[tuple[int, int, Any]]) -> None:
    assert hash_answers(answers) != hash_answers(ANSWERS)


def test_receipt_shows_nothing_of_the_key_that_signed_it() -> None:
    assert "the first key" not in issued().model_dump_json()

"""Fixtures of these tests."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english() -> Iterator[None]:
    """The reader of every sentence reads English."""
    with translation.override("en"):
        yield

"""The one clock that decides whether an exam is open.

On PostgreSQL it is the database's, read in the statement that locks or loads the row, so that every
server agrees; on SQLite, which lives on one host, it is the host's.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

__all__ = ["now_at", "with_clock"]

Row = TypeVar("Row", bound=Model)


def with_clock(rows: QuerySet[Row]) -> QuerySet[Row]:
    """``rows`` with the database's time beside them, where the database keeps the clock."""
    if connection.vendor != "postgresql":
        return rows
    return cast("QuerySet[Row]", rows.annotate(clock_time=Now()))


def now_at(row: object) -> datetime:
    """The time at which ``row``, loaded through ``with_clock`` or with a ``clock_time``, was read."""
    return getattr(row, "clock_time", None) or timezone.now()

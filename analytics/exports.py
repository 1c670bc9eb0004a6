"""A report as a table for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.exports import escaped_cell
from analytics import queries
from analytics.queries import Item, Student
from analytics.reports import Report, build_report
from analytics.wording import ACTIONS, STANDINGS
from exams.models import Assignment

__all__ = ["BYTE_ORDER_MARK", "items_csv", "report_csv"]

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the code page of the country


def report_csv(assignment: Assignment) -> str:
    """One row per student in the class, one column per item in points, in the reader's language.

    Begins with a byte order mark; a cell that a spreadsheet would run as a formula begins with ``'``.
    Whoever has not finished has empty cells.
    """
    text = StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    for row in _rows(assignment):
        writer.writerow([escaped_cell(cell) for cell in row])
    return text.getvalue()


def items_csv(assignment: Assignment) -> str:
    """One row per question with its numbers, in the reader's language; empty where a number is withheld or
    not defined."""
    text = StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    for row in _item_rows(build_report(assignment)):
        writer.writerow([escaped_cell(cell) for cell in row])
    return text.getvalue()


def _item_rows(report: Report) -> Iterator[list[Any]]:
    yield [
        _("Question"),
        _("Topic"),
        _("Points"),
        _("Facility"),
        _("Standard deviation"),
        _("Item-rest correlation"),
        _("Discriminative efficiency"),
        _("Intended weight"),
        _("Effective weight"),
        _("Alpha without it"),
        _("What to do"),
    ]
    for judged in report.items:
        numbers = judged.statistics
        yield [
            judged.item.position,
            judged.item.topic.code if judged.item.topic else "",
            _points(judged.item.worth),
            _number(numbers.facility),
            _number(numbers.standard_deviation),
            _number(numbers.item_rest),
            _number(numbers.discriminative_efficiency),
            _number(numbers.intended_weight),
            _number(numbers.effective_weight),
            _number(judged.alpha_without),
            str(ACTIONS[judged.action]),
        ]


def _number(value: float | None) -> float | str:
    """To four decimals. A number and not text, so that a minus is no formula."""
    return "" if value is None else round(value, 4)


def _rows(assignment: Assignment) -> Iterator[list[Any]]:
    items = queries.load_items(assignment)
    scores = queries.load_item_scores(assignment)
    yield [_("Number"), _("Name"), _("Login"), _("Status"), _("Handed in"), _("Score"), *map(_heading, items)]
    for student in queries.load_students(assignment):
        earned = scores.get(student.attempt_id, {}) if student.attempt_id else {}
        yield [*_person(student), *(_points(earned.get(item.position)) for item in items)]


def _heading(item: Item) -> str:
    return _("Question %(position)d (of %(points)s)") % {
        "position": item.position,
        "points": _points(item.worth),
    }


def _person(student: Student) -> list[Any]:
    return [
        "" if student.number is None else student.number,
        student.name,
        student.login,
        str(STANDINGS[student.standing]),
        localtime(student.ended_at).strftime("%Y-%m-%d %H:%M") if student.ended_at else "",
        _points(student.score),
    ]


def _points(points: Decimal | None) -> Decimal | str:
    """Without trailing zeros, with a point: what every spreadsheet reads as a number. Below 0 it is no text,
    so that a minus is no formula."""
    if points is None:
        return ""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return Decimal(text) if points < 0 else text

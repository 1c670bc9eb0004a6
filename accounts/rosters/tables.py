"""A roster as a table for a spreadsheet; what is written here can be imported again and changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook

from accounts.exports import escaped_cell
from accounts.models import Enrollment

__all__ = ["ROSTER_FORMATS", "roster_csv", "roster_xlsx"]

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the code page of the country
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def roster_csv(enrollments: Iterable[Enrollment]) -> bytes:
    """One row a student, in the reader's language; a cell that would run as a formula begins with ``'``."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    csv.writer(text).writerows(_rows(enrollments))
    return text.getvalue().encode()


def roster_xlsx(enrollments: Iterable[Enrollment]) -> bytes:
    """The same as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Students"))
    for row in _rows(enrollments):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


ROSTER_FORMATS: dict[str, tuple[str, Callable[[Iterable[Enrollment]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", roster_csv),
    "xlsx": (XLSX, roster_xlsx),
}


def _rows(enrollments: Iterable[Enrollment]) -> Iterator[list[Any]]:
    yield [_("Number"), _("Name"), _("Login"), _("Language"), _("Last sign-in")]
    for place in enrollments:
        seen = place.user.last_login
        cells = [
            place.number,
            place.user.name,
            place.user.login,
            place.user.language,
            localtime(seen).strftime("%Y-%m-%d %H:%M") if seen else "",
        ]
        yield [escaped_cell(cell) for cell in cells]

"""A roster file to rows. Whoever sends it is not trusted: sizes are bounded before anything is unpacked."""

from __future__ import annotations

import csv
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook

from accounts.errors import RosterUnreadable
from accounts.rosters.rows import Problem, Row, plain_text, read_row

__all__ = ["MAX_BYTES", "MAX_ROWS", "RosterFile", "read_roster"]

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 500
MAX_COLUMNS = 50
MAX_LINES = 5_000  # with the empty ones
MAX_CELL = 1_000
HEADING_LINES = 10  # a school's file begins with a title, sometimes
MAX_UNPACKED_BYTES = 24 * 1024 * 1024
MAX_PARTS = 200

HEADINGS = {
    "number": ("번호", "출석번호", "학급번호", "number", "no", "no.", "student number"),
    "name": ("이름", "성명", "학생이름", "학생명", "name", "student name", "full name"),
    "login": ("아이디", "로그인", "로그인아이디", "login", "login name", "id", "user name", "username"),
    "language": ("언어", "language", "lang"),
}
FIELDS = {heading.replace(" ", ""): field for field, headings in HEADINGS.items() for heading in headings}
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file as it was read: ``rows`` that are good by themselves, ``problems`` of the others, and the
    headings of columns that mean nothing here."""

    rows: list[Row]
    problems: list[Problem]
    ignored: list[str]


def read_roster(content: bytes) -> RosterFile:
    """The rows of a CSV or XLSX file; what it is is seen from its content, not from its name.

    Raises RosterUnreadable: too_large, empty, old_excel, not_a_table, damaged, unpacks_too_large, encoding,
    no_headings, heading_repeated, too_many_rows, no_rows, cell_too_long.
    """
    if len(content) > MAX_BYTES:
        raise RosterUnreadable("too_large", megabytes=MAX_BYTES // 1024**2)
    if not content.strip():
        raise RosterUnreadable("empty")
    if content.startswith(OLE):
        raise RosterUnreadable("old_excel")
    lines = _xlsx_lines(content) if content.startswith(ZIP) else _csv_lines(content)
    return _read_lines(_bounded(lines))


def _csv_lines(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for line, cells in enumerate(reader, start=1):  # a cell may hold line breaks: rows are counted
            yield line, [plain_text(cell) for cell in cells[:MAX_COLUMNS]]
    except csv.Error as error:
        raise RosterUnreadable("damaged") from error


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise RosterUnreadable("not_a_table")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterUnreadable("encoding")


def _delimiter(text: str) -> str:
    """The sign between cells: the one that the lines with the headings have most of."""
    head = "\n".join(text.splitlines()[:HEADING_LINES])
    return max(",\t;", key=head.count)


def _xlsx_lines(content: bytes) -> Iterator[Line]:
    """The cells of the first sheet; of a formula, the value that was stored with it."""
    _check_archive(content)
    # Whatever is wrong inside, openpyxl raises what comes: to the teacher each is a damaged file. Entities
    # are refused by defusedxml, which openpyxl reads with.
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        cells: Iterable[tuple[Any, ...]] = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        for line, row in enumerate(cells, start=1):
            yield line, [plain_text(cell) for cell in row]
    except RosterUnreadable:
        raise
    except Exception as error:
        raise RosterUnreadable("damaged") from error


def _check_archive(content: bytes) -> None:
    """A spreadsheet that stays small when it is unpacked; ``zipfile`` reads no more than a part declares."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RosterUnreadable("damaged") from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise RosterUnreadable("not_a_table")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise RosterUnreadable("unpacks_too_large")


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines that say anything, no more than may be."""
    for line, cells in lines:
        if line > MAX_LINES:
            raise RosterUnreadable("too_many_rows", most=MAX_ROWS)
        if any(len(cell) > MAX_CELL for cell in cells):
            raise RosterUnreadable("cell_too_long", line=line)
        if any(cells):
            yield line, cells


def _read_lines(lines: Iterator[Line]) -> RosterFile:
    fields, ignored = _find_headings(lines)
    rows: list[Row] = []
    problems: list[Problem] = []
    count = 0
    for line, cells in lines:
        named = {field: cells[at] if at < len(cells) else "" for field, at in fields.items()}
        if not any(named.values()):
            continue
        count += 1
        if count > MAX_ROWS:
            raise RosterUnreadable("too_many_rows", most=MAX_ROWS)
        row, faults = read_row(line, named)
        problems += faults
        if row is not None:
            rows.append(row)
    if not count:
        raise RosterUnreadable("no_rows")
    return RosterFile(rows, problems, ignored)


def _find_headings(lines: Iterator[Line]) -> tuple[dict[str, int], list[str]]:
    """Field -> column, and the headings without a meaning, from the first line that names the names."""
    first = None
    for _line, cells in itertools.islice(lines, HEADING_LINES):
        first = first or cells
        known = [FIELDS.get(cell.lower().replace(" ", "")) for cell in cells]
        if "name" not in known:
            continue
        repeated = [cells[at] for at, field in enumerate(known) if field and known.index(field) < at]
        if repeated:
            raise RosterUnreadable("heading_repeated", text=repeated[0])
        ignored = [cell for cell, field in zip(cells, known, strict=True) if cell and not field]
        return {field: at for at, field in enumerate(known) if field}, ignored
    raise RosterUnreadable("no_headings" if first else "empty")

"""Files that people send as rosters, good and hostile ones."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from accounts.errors import RosterUnreadable
from accounts.rosters.reading import MAX_BYTES, MAX_ROWS, read_roster
from accounts.rosters.rows import Row, check_rows
from accounts.wording import PROBLEMS, UNREADABLE, problem_sentence, roster_refusal

MINJI = Row(2, 7, "김민지", "minji", "ko")


def workbook(*rows, title="Students"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_part(content, name, text):
    """The workbook with one part replaced."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as changed:
        for part in old.namelist():
            changed.writestr(part, text if part == name else old.read(part))
    return new.getvalue()


def rows_of(content):
    return read_roster(content).rows


def problems_of(text):
    return [(problem.line, problem.code) for problem in read_roster(text.encode()).problems]


@pytest.mark.parametrize(
    "content",
    [
        "번호,이름,아이디,언어\n7,김민지,minji,ko\n".encode(),
        "번호,이름,아이디,언어\n7,김민지,minji,ko\n".encode("utf-8-sig"),
        "번호,이름,아이디,언어\r\n7,김민지,minji,한국어\r\n".encode("cp949"),
        "번호\t이름\t아이디\t언어\n7\t김민지\tminji\tko\n".encode(),
        "번호;이름;아이디;언어\n07;김민지; Minji ;KO\n".encode(),
        "Language,Login,NAME,No.\nKorean,minji,김민지,7\n".encode(),
        '아이디,비고,성명,학생 번호,언어,출석 번호\nminji,"a\nb", 김민지 ,x,영어,7번\n'.replace(
            "영어", "ko"
        ).encode(),
        workbook(["번호", "이름", "아이디", "언어"], [7, "김민지", "minji", "ko"]),
        workbook(["이름", "번호", "언어", "아이디"], ["김민지", 7.0, "ko", "minji"]),
    ],
    ids=["utf8", "bom", "cp949", "tabs", "semicolons", "english", "any order", "xlsx", "xlsx order"],
)
def test_roster_is_read_in_every_shape(content):
    read = read_roster(content)

    assert (read.rows, read.problems) == ([MINJI], [])


def test_roster_counts_rows_as_a_spreadsheet_does():
    text = '1학년 3반 명단\n\n번호,이름\n1,"김\n민지"\n\n2,이서준\n'

    assert [(row.line, row.name) for row in rows_of(text.encode())] == [(4, "김 민지"), (6, "이서준")]


def test_roster_names_columns_it_does_not_read():
    assert read_roster("이름,성별,전화\n김민지,여,010\n".encode()).ignored == ["성별", "전화"]


def test_roster_takes_the_stored_value_of_a_formula_and_never_the_formula():
    content = workbook(["번호", "이름"], [1, "=CONCAT(1,2)"], [2, "이서준"])

    read = read_roster(content)

    assert [row.name for row in read.rows] == ["이서준"]
    assert [(problem.line, problem.code) for problem in read.problems] == [(2, "name_missing")]


def test_roster_in_hangul_that_was_typed_as_separate_letters_is_composed():
    decomposed = "이름,아이디\n\u1100\u1175\u11b7,\u1100\u1161\u11aa\u1100\u1161\n"

    assert [(row.name, row.login) for row in rows_of(decomposed.encode())] == [("김", "갃가")]


def bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (64 * 1024 * 1024))
    return content.getvalue()


def many_parts():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for n in range(300):
            archive.writestr(f"part{n}.xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    return content.getvalue()


def zip_of(name):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "x")
    return content.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
XXE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>"""
LAUGHS = XXE.replace('SYSTEM "file:///etc/passwd"', '"ha"').replace("&e;", "&e;" * 9)
FAR_ROW = """<?xml version="1.0"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>
<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>"""
BOOK = workbook(["이름"], ["김민지"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b",,\n,,\n", "empty"),
        (b"x" * (MAX_BYTES + 1), "too_large"),
        (b"name\n" + b"Kim\n" * (MAX_ROWS + 1), "too_many_rows"),
        (b"name\n" + b"\n" * 6000 + b"Kim\n", "too_many_rows"),
        (b"\xd0\xcf\x11\xe0 old", "old_excel"),
        (b"%PDF-1.7\n\0\0", "not_a_table"),
        (b"name\nKim\0\n", "not_a_table"),
        ("이름\n김\n".encode("utf-16"), "not_a_table"),
        (b"\xff\xd8\xff\xfe\xff", "encoding"),
        (zip_of("word/document.xml"), "not_a_table"),
        (zip_of("../../etc/passwd"), "not_a_table"),
        (zip_of("xl/workbook.xml"), "damaged"),
        (b"PK\x03\x04 cut off", "damaged"),
        (BOOK[: len(BOOK) // 2], "damaged"),
        (bomb(), "unpacks_too_large"),
        (many_parts(), "unpacks_too_large"),
        (with_part(BOOK, SHEET, XXE), "damaged"),
        (with_part(BOOK, SHEET, LAUGHS), "damaged"),
        (with_part(BOOK, SHEET, "<worksheet"), "damaged"),
        (with_part(BOOK, SHEET, FAR_ROW), "too_many_rows"),
        (b'name\n"Kim\n', "damaged"),
        (b"number,phone\n1,2\n", "no_headings"),
        ("이름,성명\n김,김\n".encode(), "heading_repeated"),
        ("이름\n".encode(), "no_rows"),
        (b"name\n" + b"x" * 1001 + b"\n", "cell_too_long"),
    ],
)  # fmt: skip
def test_hostile_file_is_refused_with_a_sentence(content, code):
    with pytest.raises(RosterUnreadable) as refusal:
        read_roster(content)

    assert refusal.value.code == code
    assert "%" not in roster_refusal(refusal.value)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,,a1,", "name_missing"),
        (f"1,{'가' * 81},a1,", "name_too_long"),
        ("0,김,a1,", "number_unreadable"),
        ("-3,김,a1,", "number_unreadable"),
        ("1000,김,a1,", "number_unreadable"),
        ("1.5,김,a1,", "number_unreadable"),
        ("열,김,a1,", "number_unreadable"),
        ("1,김,a,", "login_unreadable"),
        ("1,김,a b,", "login_unreadable"),
        ("1,김,<script>,", "login_unreadable"),
        ("1,김,a1,fr", "language_unknown"),
        ("1,김\x07,a1,", "control_character"),
        ("1,#REF!,a1,", "error_cell"),
    ],
)
def test_row_with_a_fault_says_which(line, code):
    assert problems_of(f"번호,이름,아이디,언어\n{line}\n") == [(2, code)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([Row(2, 1, "가"), Row(3, 1, "나")], [(2, "number_repeated"), (3, "number_repeated")]),
        ([Row(2, 1, "가", "aa"), Row(3, 2, "나", "aa")], [(2, "login_repeated"), (3, "login_repeated")]),
        ([Row(2, None, "가"), Row(3, 2, "가")], [(2, "name_repeated")]),
        ([Row(2, 1, "가"), Row(3, 2, "가")], []),
    ],
)
def test_rows_that_repeat_one_another_are_problems(rows, expected):
    assert [(problem.line, problem.code) for problem in check_rows(rows)] == expected


def test_every_code_has_a_sentence_that_can_be_filled():
    values = {"text": "x", "most": 3, "number": 1, "name": "n", "line": 2, "megabytes": 2}

    sentences = [str(text) % values for text in (*PROBLEMS.values(), *UNREADABLE.values())]

    assert all(sentence.endswith((".", "?")) for sentence in sentences)
    assert problem_sentence(read_roster("이름\n,\n김\n\n".replace(",", '"\x07"').encode()).problems[0]) != ""

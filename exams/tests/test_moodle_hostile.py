"""Files that mean harm, or are broken: each is refused in a sentence, and nothing of it stays behind."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import pytest

from accounts.models import School, User
from exams.errors import BankError
from exams.models import Asset, KeyRevision, Question, QuestionVersion, Topic
from exams.services.authoring import ImportReport, import_bank
from exams.tests.moodle import answer, file_of, moodle_question, multichoice, picture_file
from exams.wording import word_error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MB = 1_000_000
BODY = b"<quiz><question type='description'><questiontext><text>&x;</text></questiontext></question></quiz>"
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
NO_DTD = "The file has a DTD or defines entities, which Moodle never writes. Export the questions again."


def xml(text: str, *, encoding: str = "utf-8", declared: str = "UTF-8") -> bytes:
    return f'<?xml version="1.0" encoding="{declared}"?>{text}'.encode(encoding)


def shown(svg: bytes) -> bytes:
    text = '<p>Look: <img src="@@PLUGINFILE@@/a.svg" alt="drawing"></p>'
    return file_of(moodle_question("description", text, files=picture_file("a.svg", SVG % svg)))


# The file, and how the sentence about it begins. The large ones are made only when their test runs.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "entity_of_a_file": (
        lambda: b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BODY,
        NO_DTD,
    ),
    "entity_of_an_address": (
        lambda: b'<!DOCTYPE q [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>' + BODY,
        NO_DTD,
    ),
    "external_dtd": (lambda: b'<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd">' + BODY, NO_DTD),
    "parameter_entity": (
        lambda: b'<!DOCTYPE q [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>' + BODY,
        NO_DTD,
    ),
    "billion_laughs": (
        lambda: b'<!DOCTYPE q [<!ENTITY l0 "ha">' + LAUGHS + b'<!ENTITY x "&l9;">]>' + BODY,
        NO_DTD,
    ),
    "quadratic_blowup": (
        lambda: (
            b'<!DOCTYPE q [<!ENTITY x "' + b"a" * 100_000 + b'">]>' + BODY.replace(b"&x;", b"&x;" * 10_000)
        ),
        NO_DTD,
    ),
    "unknown_entity": (lambda: BODY, "The file is not whole XML (line 1, column 56)."),
    "utf8_declared_euc_kr_inside": (
        lambda: xml("<quiz>삼각형</quiz>", encoding="euc-kr"),
        "The file is not UTF-8 text (byte ",
    ),
    "invalid_bytes": (lambda: b"<quiz>\xff\xfe\xfd</quiz>", "The file is not UTF-8 text (byte 6)."),
    "utf16_cut_in_a_letter": (
        lambda: "\ufeff<quiz></quiz>".encode("utf-16-le")[:-1],
        "The file is not UTF-8 text (byte ",
    ),
    "utf16_without_a_mark": (lambda: "<quiz/>".encode("utf-16-le"), "The file is not whole XML (line 1"),
    "codec_that_is_no_alphabet": (
        lambda: xml("<quiz>\xff</quiz>", encoding="latin-1", declared="zlib_codec"),
        "The file is not UTF-8 text (byte ",
    ),
    "truncated": (lambda: file_of(multichoice())[:-30], "The file is not whole XML (line 2"),
    "not_xml": (lambda: b"<quiz", "The file is not whole XML (line 1"),
    "two_roots": (lambda: b"<quiz></quiz><quiz></quiz>", "The file is not whole XML (line 1"),
    "nothing_at_all": (lambda: b"", "The file is not a question bank: "),
    "only_blanks": (lambda: b" \n\t", "The file is not YAML"),
    "program": (lambda: b"\x7fELF\x02\x01\x01\0\0\0", "The file is not YAML (line 0: "),
    "wrong_root": (
        lambda: b"<html><body>No</body></html>",
        "The file is not a question bank: its outermost element is <html>, Moodle's is <quiz>.",
    ),
    "long_wrong_root": (lambda: b"<" + b"x" * 90_000 + b"/>", "The file is not a question bank: its outerm"),
    "nul": (lambda: b"<quiz>\0</quiz>", "The file is not whole XML (line 1"),
    "nul_as_a_number": (lambda: b"<quiz>&#0;</quiz>", "The file is not whole XML (line 1"),
    "lone_surrogate": (lambda: b"<quiz>&#xD800;</quiz>", "The file is not whole XML (line 1"),
    "nested_100_000_deep": (lambda: b"<quiz>" + b"<a>" * 100_000, "The file's elements are nested more than"),
    "nested_in_a_question": (
        lambda: b"<quiz><question type='x'>" + b"<a>" * 100_000,
        "The file's elements are nested more than",
    ),
    "millions_of_elements": (
        lambda: b"<quiz><question type='x'>" + b"<a/>" * 3_000_000,
        "The file has more than 500000 elements. Split it.",
    ),
    "10_001_questions": (
        lambda: file_of(*["<question type='x'/>"] * 10_001),
        "The file has 10001 questions; at most 5000 are read at once.",
    ),
    "50_mb": (lambda: b"<quiz>" + b" " * 50 * MB, "The file is larger than 20000000 bytes. Split it."),
}

# A file of one question, and the sentence about that.
QUESTIONS: dict[str, tuple[Callable[[], bytes], str]] = {
    "huge_attribute": (
        lambda: file_of(f"<question type='{'x' * 5 * MB}'/>"),
        "Questions of Moodle's type “" + "x" * 60 + "” cannot be taken",
    ),
    "huge_text": (
        lambda: file_of(moodle_question("description", "a" * 5 * MB)),
        "A text of the question is too long",
    ),
    "many_tags_in_a_text": (
        lambda: file_of(moodle_question("description", "<b>a</b>" * 21_000)),
        "A text of the question is too long",
    ),
    "text_nested_deeply": (
        lambda: file_of(moodle_question("description", "<div>" * 30_000)),
        "A text's elements are nested more than 60 deep.",
    ),
    "text_of_openings": (
        lambda: file_of(moodle_question("description", r"\(" * 90_000)),
        "“text.en” is not as it should be: ",
    ),
    "cloze_of_openings": (
        lambda: file_of(moodle_question("cloze", "{1:SA:=a" * 20_000)),
        "The blank “{1:SA:=a{1:SA:=a",
    ),
    "formula_nested_deeply": (
        lambda: file_of(moodle_question("description", rf"\({'{' * 900}x{'}' * 900}\)")),
        "text (en): the formula “",
    ),
    "formula_that_cannot_be_shown": (
        lambda: file_of(moodle_question("description", r"\(\notacommand{x}\)")),
        r"text (en): the formula “\notacommand{x}” cannot be shown.",
    ),
    "huge_picture": (
        lambda: file_of(
            moodle_question(
                "description",
                '<img src="@@PLUGINFILE@@/a.png" alt="a">',
                files=picture_file("a.png", b"\x89PNG" + b"\0" * 6 * MB),
            )
        ),
        "figures[1]: the picture is larger than ",
    ),
    "picture_that_is_none": (
        lambda: file_of(
            moodle_question(
                "description",
                '<img src="@@PLUGINFILE@@/a.png" alt="a">',
                files=picture_file("a.png", b"MZ\x90\0\xff"),
            )
        ),
        "figures[1]: the data is neither a picture nor an SVG drawing",
    ),
    "svg_with_a_script": (
        lambda: shown(b"<script>alert(1)</script>"),
        "figures[1]: <script> may not stand in a drawing",
    ),
    "svg_with_a_handler": (lambda: shown(b'<path onload="alert(1)"/>'), "figures[1]: "),
    "svg_with_an_entity": (
        lambda: file_of(
            moodle_question(
                "description",
                '<img src="@@PLUGINFILE@@/a.svg" alt="a">',
                files=picture_file(
                    "a.svg", b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG % b""
                ),
            )
        ),
        "figures[1]: this is not a drawing in SVG",
    ),
    "path_out_of_the_file": (
        lambda: file_of(
            moodle_question("description", '<img src="@@PLUGINFILE@@/../../etc/passwd" alt="a">')
        ),
        "The picture “../../etc/passwd” is not in the file.",
    ),
    "number_with_a_huge_exponent": (
        lambda: file_of(moodle_question("numerical", inner=answer(100, "1e999999999"))),
        "“1e999999999” is not a number.",
    ),
    "number_that_is_none": (
        lambda: file_of(moodle_question("numerical", inner=answer(100, "NaN"))),
        "“NaN” is not a number.",
    ),
    "fraction_that_is_none": (
        lambda: file_of(multichoice("a", answer("1/0", "a"), answer("x", "b"))),
        "“1/0” is not a share of the points.",
    ),
    "huge_points": (
        lambda: file_of(
            moodle_question("description").replace("1.0000000", "1e40").replace("description", "essay")
        ),
        "“points” is not as it should be: ",
    ),
    "empty_question": (lambda: b"<quiz><question/></quiz>", "Questions of Moodle's type “?” cannot be taken"),
    "bare_types": (lambda: b"<quiz><question type='multichoice'/></quiz>", "No answer earns all the points."),
    "bare_description": (
        lambda: b"<quiz><question type='description'/></quiz>",
        "The question has no text.",
    ),
}


def rows() -> list[int]:
    return [model.objects.count() for model in (Question, QuestionVersion, KeyRevision, Topic, Asset)]


def take(data: bytes, school: School, teacher: User) -> ImportReport:
    return import_bank(data, school=school, owner=teacher)


@pytest.mark.parametrize("name", FILES)
def test_file_is_refused_in_a_sentence(name: str, school: School, teacher: User) -> None:
    make, sentence = FILES[name]

    with pytest.raises(BankError) as refusal:
        take(make(), school, teacher)

    assert word_error(refusal.value)[: len(sentence)] == sentence
    assert rows() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("name", QUESTIONS)
def test_question_is_refused_in_a_sentence(name: str, school: School, teacher: User) -> None:
    make, sentence = QUESTIONS[name]

    report = take(make(), school, teacher)

    assert [word_error(one.error)[: len(sentence)] for one in report.refused] == [sentence]
    assert (report.taken, rows()) == (0, [0, 0, 0, 0, 0])


def test_bad_question_does_not_stop_its_neighbours(school: School, teacher: User) -> None:
    report = take(
        file_of(multichoice(name="one"), "<question type='stack'/>", multichoice(name="three")),
        school,
        teacher,
    )

    assert ([one.name for one in report.questions], [one.name for one in report.refused]) == (
        ["one", "three"],
        ["question[2]"],
    )


def test_two_questions_of_one_id_number_are_one(school: School, teacher: User) -> None:
    number = "<idnumber>A1</idnumber>"

    report = take(
        file_of(multichoice(inner=number), multichoice("<p>Which is odd?</p>", inner=number)), school, teacher
    )

    assert [word_error(one.error) for one in report.refused] == [
        "Another question of this file has the same id."
    ]
    assert list(Question.objects.values_list("external_id", flat=True)) == ["moodle:A1"]


HOSTILE_HTML = {
    "script": ("<p>a<script>alert(1)</script></p>", "a", ["script"]),
    "handler": ('<p onclick="alert(1)">a<b onmouseover=alert(1)>b</b></p>', "a**b**", []),
    "address": ('<p><a href="javascript:alert(1)">a</a></p>', "a", ["javascript:alert(1)"]),
    "frame": ('a<iframe src="//evil"></iframe>', "a", ["iframe"]),
    "tag_in_letters": ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<script>alert(1)</script>", []),
    "markdown": ("<p>![](x) [a](javascript:alert(1)) `b` {c} $1 &amp;lt;</p>", None, []),
    "unclosed": ("<p><b><i>a<table><tr><td>b", "***a***\n\nb", []),
}


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_html_that_means_harm_is_only_words(name: str, school: School, teacher: User) -> None:
    text, expected, lost = HOSTILE_HTML[name]

    report = take(file_of(moodle_question("description", text)), school, teacher)

    (one,) = report.questions
    stored = QuestionVersion.objects.get().content["text"]["en"]
    assert [loss.what for loss in one.losses] == lost
    assert stored == (expected or r"\![](x) [a](javascript:alert(1)) \`b\` \{c\} \$1 \&lt;")


@pytest.mark.parametrize("name", ["nested_100_000_deep", "quadratic_blowup", "huge_text"])
def test_memory_stays_within_a_few_times_the_file(name: str, school: School, teacher: User) -> None:
    data = (FILES | QUESTIONS)[name][0]()

    tracemalloc.start()
    with suppress(BankError):
        take(data, school, teacher)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 200 * MB


def test_utf16_with_its_mark_is_read(school: School, teacher: User) -> None:
    data = xml(file_of(multichoice("<p>다음 중 짝수는?</p>")).decode().partition("?>")[2], declared="UTF-16")

    report = take(b"\xff\xfe" + data.decode().encode("utf-16-le"), school, teacher)

    assert report.taken == 1


@pytest.mark.parametrize(("encoding", "declared"), [("euc-kr", "EUC-KR"), ("utf-8", "ISO-8859-1")])
def test_korean_is_read_whatever_the_file_declares(
    encoding: str, declared: str, school: School, teacher: User
) -> None:
    body = file_of(moodle_question("description", "<p>삼각형</p>")).decode().partition("?>")[2]

    take(xml(body, encoding=encoding, declared=declared), school, teacher)

    assert QuestionVersion.objects.get().content["text"] == {"ko": "삼각형"}

"""The exam itself, page by page, without any JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Classroom, User
from accounts.tests.browsers import client_of
from exams.models import Attempt, Response, ResponseEvent, Variant
from exams.tests.factories import AttemptFactory
from exams.tests.reading_pages import page, shown_questions, text
from exams.tests.sittings import put_answer


def test_exam_page_holds_the_whole_paper_and_shows_one_question(
    student_client: Client, attempt: Attempt
) -> None:
    shown = student_client.get(page("attempt", attempt.pk))

    assert shown.content.decode().count('<section class="question"') == 6
    assert shown_questions(shown) == [1]


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("3", 3),
        ("6", 6),
        ("0", 1),
        ("7", 6),
        ("-1", 1),
        ("x", 1),
        ("", 1),
        ("99999", 1),
        ("²", 1),
        ("٣", 1),
        ("3.0", 1),
    ],
)
def test_exam_page_shows_the_question_asked_for(
    student_client: Client, attempt: Attempt, asked: str, position: int
) -> None:
    shown = student_client.get(page("attempt", attempt.pk), {"q": asked})

    assert shown_questions(shown) == [position]


@pytest.mark.parametrize(
    ("language", "words"),
    [("ko", ["모의고사", "하나를 고르시오", "보기"]), ("en", ["Mock exam", "Choose one.", "Option"])],
)
def test_exam_page_speaks_the_language_of_its_reader(
    student: User, attempt: Attempt, language: str, words: list[str]
) -> None:
    client = client_of(student)
    client.cookies["django_language"] = language

    shown = text(client.get(page("attempt", attempt.pk)))

    assert [word for word in words if word not in shown] == []


def test_exam_page_is_kept_by_no_cache(student_client: Client, attempt: Attempt) -> None:
    assert "no-store" in student_client.get(page("attempt", attempt.pk))["Cache-Control"]


def test_exam_page_shows_markup_of_authors_as_text(student_client: Client, attempt: Attempt) -> None:
    html = student_client.get(page("attempt", attempt.pk)).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_options_stand_in_the_order_of_the_layout(student_client: Client, attempt: Attempt) -> None:
    order = attempt.layout["items"][1]["parts"][0]["options"]

    html = student_client.get(page("attempt", attempt.pk)).content.decode()

    assert re.findall(r'name="q2-part-a" data-part="a" value="(\w+)"', html) == order


FORMS = [
    # position, what the form sends, what is stored of the part
    (1, {"q1-part-a": "x(x-3)"}, {"text": "x(x-3)", "notation": "plain", "locale": "en"}),
    (2, {"q2-part-a": "o2"}, {"choice": ["o2"]}),
    (3, {"q3-part-a": ["o1", "o3"]}, {"choice": ["o1", "o3"]}),
    (3, {}, {"choice": []}),
    (4, {"q4-part-a": "true"}, {"choice": ["true"]}),
    (5, {"q5-part-a": "042"}, {"text": "042", "notation": "plain", "locale": "en"}),
    (6, {"q6-part-a": " 3.14 "}, {"text": " 3.14 ", "notation": "plain", "locale": "en"}),
    (5, {"q5-part-a": "a\0b"}, {"text": "a�b", "notation": "plain", "locale": "en"}),
    (5, {"q5-part-a": "7" * 3000}, {"text": "7" * 2000, "notation": "plain", "locale": "en"}),
]


@pytest.mark.parametrize(("position", "fields", "stored"), FORMS)
def test_form_without_script_saves_the_question_in_view_and_moves_on(
    student_client: Client, attempt: Attempt, position: int, fields: dict[str, Any], stored: dict[str, Any]
) -> None:
    sent = {"position": position, f"q{position}-revision": 0, "next": 2, "q1-part-a": "not in view", **fields}

    moved = student_client.post(page("attempt", attempt.pk), sent)

    response = Response.objects.get()
    assert moved.url == page("attempt", attempt.pk, q=2)
    assert (response.position, response.value["parts"]) == (position, {"a": stored})


@pytest.mark.parametrize(
    ("wanted", "address"), [("finish", "submit"), ("4", "?q=4"), ("", "?q=3"), ("//evil.example", "?q=3")]
)
def test_form_without_script_goes_where_its_button_says(
    student_client: Client, attempt: Attempt, wanted: str, address: str
) -> None:
    moved = student_client.post(page("attempt", attempt.pk), {"position": "3", "next": wanted})

    expected = (
        page("submit_attempt", attempt.pk) if address == "submit" else page("attempt", attempt.pk) + address
    )
    assert moved.url == expected


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"position": "9"}, "This exam has no question 9."),
        ({"position": ""}, "This exam has no question ?."),
        ({"position": "x"}, "This exam has no question x."),
        ({}, "This exam has no question ?."),
        ({"position": "2", "q2-part-a": "o9"}, "This question has no option “o9”."),
        ({"position": "2", "q2-part-a": ""}, "This question has no option “”."),
        ({"position": "2", "q2-part-a": "o" * 200}, "This question has no option “oooo"),
    ],
)
def test_form_that_does_not_fit_is_refused_in_words_and_loses_nothing(
    student_client: Client, attempt: Attempt, sent: dict[str, str], words: str
) -> None:
    put_answer(student_client, attempt, {"text": "x(x-3)"})

    shown = student_client.post(page("attempt", attempt.pk), sent)

    assert (shown.status_code, words in text(shown)) == (409, True)
    assert Response.objects.get().value["parts"]["a"]["text"] == "x(x-3)"


def test_form_over_an_answer_of_another_device_says_so_and_keeps_both(
    student_client: Client, attempt: Attempt
) -> None:
    put_answer(student_client, attempt, {"text": "from the phone"})

    shown = student_client.post(
        page("attempt", attempt.pk),
        {"position": "1", "q1-revision": "0", "q1-part-a": "from the page", "next": "2"},
    )

    assert (shown.status_code, "changed on another device" in text(shown)) == (409, True)
    outcomes = ResponseEvent.objects.order_by("pk").values_list("value__parts__a__text", "outcome")
    assert list(outcomes) == [("from the phone", "accepted"), ("from the page", "conflict")]


def test_exam_page_shows_what_was_saved_and_how_it_was_read(student_client: Client, attempt: Attempt) -> None:
    put_answer(student_client, attempt, {"text": "x(x-"}, position=1, seq=1)
    put_answer(student_client, attempt, {"choice": ["o2"]}, position=2, seq=2)

    html = student_client.get(page("attempt", attempt.pk)).content.decode()

    assert 'value="x(x-"' in html
    assert "Something is missing next to a sign. (Character 5)" in html
    assert re.search(r'name="q2-part-a"[^>]*value="o2" checked', html)


def test_layout_of_an_empty_paper_is_a_page_too(
    student_client: Client, student: User, classroom: Classroom
) -> None:
    attempt = AttemptFactory(student=student, assignment__classroom=classroom)

    assert student_client.get(page("attempt", attempt.pk)).status_code == 200


def test_map_says_where_one_is_and_how_many_are_answered(student_client: Client, attempt: Attempt) -> None:
    put_answer(student_client, attempt, {"choice": ["o1"]}, position=2)

    shown = text(student_client.get(page("attempt", attempt.pk), {"q": "3"}))

    assert ("3 of 6" in shown, "1 of 6 answered" in shown, "Question 2 , answered" in shown) == (True,) * 3


@pytest.mark.parametrize(("hides", "word"), [(True, "Show"), (False, "Hide")])
def test_clock_begins_as_the_person_likes_it(student: User, attempt: Attempt, hides: bool, word: str) -> None:
    User.objects.filter(pk=student.pk).update(hides_clock=hides)

    html = client_of(User.objects.get(pk=student.pk)).get(page("attempt", attempt.pk)).content.decode()

    assert ("data-clock data-hide" in html, f">{word}<span" in html) == (hides, True)


def test_text_in_another_language_says_so(student_client: Client, attempt: Attempt) -> None:
    rows = Variant.objects.filter(paper_item__paper=attempt.assignment.paper)
    for row in rows:
        rows.filter(pk=row.pk).update(rendered={"ko": row.rendered["ko"]})

    html = student_client.get(page("attempt", attempt.pk)).content.decode()

    assert html.count('<div class="question-text" lang="ko">') == 6
    assert '<span class="option-text" lang="ko">' in html


def test_text_in_the_language_of_the_page_needs_no_mark(student_client: Client, attempt: Attempt) -> None:
    assert (
        'class="question-text" lang' not in student_client.get(page("attempt", attempt.pk)).content.decode()
    )

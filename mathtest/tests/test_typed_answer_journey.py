"""What a student types, from a wrong kind of answer to a right value in the wrong form: once by finger in
Korean, once by mouse in English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Classroom, User
from exams.models import Attempt, Question
from exams.services.authoring import import_bank
from exams.services.publishing import publish_exam
from exams.tests.banks import bank_file, question
from exams.tests.factories import AssignmentFactory, ExamFactory, ExamItemFactory
from mathtest.tests.conftest import DESKTOP
from mathtest.tests.walking import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTIONS = [
    question(
        id="factor",
        text={"ko": "$x^2-9$를 인수분해하시오.", "en": "Factor $x^2-9$."},
        key={"expression": "(x-3)(x+3)", "forms": ["factored"]},
    ),
    question(
        id="half",
        text={
            "ko": "$f'(x)=\\frac{\\cos x}{2}$이고 $f(0)=0$인 함수 $f(x)$를 구하시오.",
            "en": "Find $f(x)$ with $f'(x)=\\frac{\\cos x}{2}$ and $f(0)=0$.",
        },
        key="sin(x)/2",
    ),
    question(id="expand"),
]


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say."""

    wrong_kind: str
    unknown_letter: str
    two_ways: str
    readable: str
    wrong_form: str
    witness: str
    method: str
    form: str


KOREAN = Words(
    wrong_kind="등호나 부등호 없이 식만 써 주세요",
    unknown_letter="이 문항에 나오지 않는 문자예요: y. 쓸 수 있는 문자: x",
    two_ways="두 가지로 읽을 수 있어요",
    readable="모든 문항에 읽을 수 있는 답을 썼어요.",
    wrong_form="값은 맞지만 요구한 꼴이 아니에요. 더 인수분해할 수 있어요:",
    witness="x = 2일 때 내 답은 10, 정답은 -2",
    method="정확한 식의 꼴로 증명함",
    form="인수분해: 맞지 않음",
)
ENGLISH = Words(
    wrong_kind="Write an expression, without = or an inequality sign.",
    unknown_letter="The letter y is not used in this question. Letters to use: x.",
    two_ways="This can be read in two ways.",
    readable="Every question has an answer that can be read.",
    wrong_form="The value is right, but the form is not.",
    witness="At x = 2 your answer is 10, the key is -2.",
    method="Proved by exact forms",
    form="factored: not found",
)


@pytest.fixture
def exam_is_open(classroom: Classroom, teacher: User) -> None:
    import_bank(bank_file(*QUESTIONS), school=classroom.school, owner=teacher)
    exam = ExamFactory(school=classroom.school)
    for position, entry in enumerate(QUESTIONS, start=1):
        ExamItemFactory(exam=exam, position=position, question=Question.objects.get(external_id=entry["id"]))
    AssignmentFactory(paper=publish_exam(exam, by=teacher), classroom=classroom)


def test_answers_are_mended_while_they_are_typed_and_the_result_says_what_is_missing_in_korean(
    open_phone: Callable[[], Page],
    axe_finds_nothing: Callable[[Page], None],
    exam_is_open: None,
    student: User,
    teacher: User,
) -> None:
    User.objects.filter(pk__in=(student.pk, teacher.pk)).update(language="ko")

    sit_and_read(open_phone(), Locator.tap, KOREAN, student, axe_finds_nothing)
    look_at_paper(open_phone(), KOREAN, teacher, axe_finds_nothing)


def test_answers_are_mended_while_they_are_typed_and_the_result_says_what_is_missing_in_english(
    open_page: Callable[..., Page],
    axe_finds_nothing: Callable[[Page], None],
    exam_is_open: None,
    student: User,
    teacher: User,
) -> None:
    def open_desktop() -> Page:
        return open_page(viewport=DESKTOP, locale="en-US")

    sit_and_read(open_desktop(), Locator.click, ENGLISH, student, axe_finds_nothing)
    look_at_paper(open_desktop(), ENGLISH, teacher, axe_finds_nothing)


def sit_and_read(
    page: Page,
    touch: Callable[[Locator], None],
    words: Words,
    student: User,
    axe_finds_nothing: Callable[[Page], None],
) -> None:
    """The student sits the exam and reads the result."""
    sign_in(page, student.login)
    go(page, touch, ".cards .button-primary")
    go(page, touch, "main form .button-primary")
    shown = page.locator("[data-question]:not([hidden])")
    field, reading = shown.locator(".answer-input"), shown.locator(".reading")

    # An equation, then a letter that the question does not have: both are said, and the place is marked.
    field.fill("x^2-9=0")
    expect(reading.locator(".reading-error")).to_have_text(words.wrong_kind)
    field.fill("x^2-9y")
    expect(reading.locator(".reading-error")).to_contain_text(words.unknown_letter)
    expect(reading.locator("mark")).to_have_text("y")
    axe_finds_nothing(page)

    # The right value, not factored: nothing is wrong with the reading.
    field.fill("x^2-9")
    expect(reading.locator(".reading-math")).to_be_visible()

    # Two readings: the one that is meant is taken, and saved.
    touch(page.locator("[data-go=next]"))
    field.fill("sin x/2")
    expect(reading.locator(".reading-error")).to_contain_text(words.two_ways)
    expect(reading.locator(".reading-ways math")).to_have_count(2)
    axe_finds_nothing(page)
    with page.expect_response("**/responses/2"):
        touch(reading.locator("[data-write='sin(x)/2']"))
    expect(field).to_have_value("sin(x)/2")
    expect(field).to_be_focused()
    expect(reading.locator(".reading-error")).to_have_count(0)
    expect(reading.locator(".reading-math")).to_be_visible()

    # A sign lost.
    touch(page.locator("[data-go=next]"))
    field.fill("x^2+3x")
    expect(shown.locator("[data-state=saved]")).to_be_visible()
    go(page, touch, "[data-finish]")
    expect(page.get_by_text(words.readable)).to_be_visible()
    go(page, touch, "main form .button-primary")

    # The result names the broken form and the point at which answer and key differ.
    go(page, touch, "main .button-primary")
    results = page.locator(".result")
    expect(results.nth(0)).to_contain_text(words.wrong_form)
    expect(results.nth(0).locator(".witness math")).to_be_visible()
    expect(results.nth(1)).to_have_attribute("data-verdict", "correct")
    expect(results.nth(2).locator(".witness")).to_have_text(words.witness)
    axe_finds_nothing(page)


def look_at_paper(page: Page, words: Words, teacher: User, axe_finds_nothing: Callable[[Page], None]) -> None:
    """The teacher sees what the key asks for, and on what the verdict rests."""
    sign_in(page, teacher.login)
    page.goto(f"/teach/attempts/{Attempt.objects.get().pk}/")
    expect(page.locator(".result").nth(0)).to_contain_text(words.wrong_form)
    page.locator(".result").nth(0).locator("summary").nth(1).click()
    expect(page.get_by_text(words.method).first).to_be_visible()
    expect(page.get_by_text(words.form)).to_be_visible()
    axe_finds_nothing(page)


def go(page: Page, touch: Callable[[Locator], None], selector: str) -> None:
    """Press what leads to another page, and wait for that."""
    with page.expect_navigation():
        touch(page.locator(selector).first)

"""Thirty questions on a phone, by finger, in Korean: every answer is saved, and counts as it was given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Classroom, User
from exams.content import load_keys
from exams.models import Attempt, KeyRevision, Variant
from exams.shapes import Layout
from exams.tests.factories import AssignmentFactory
from grading.engine.variants import Values
from grading.keys import ChoiceKey, IntegerKey, fill_key
from grading.models import Mark
from mathtest.tests.walking import sign_in
from mathtest.tests.world import publish_bank

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG_EVERY = 4
FLAGGED = (8, 22)  # the first is wrong and is put right on the way back, the second only looked at


@dataclass(frozen=True, slots=True)
class Answer:
    """What a student who knows the key gives for one question, and what a student who slips."""

    position: int
    points: Decimal
    right: str
    wrong: str
    is_choice: bool


@pytest.fixture
def exam_is_open(classroom: Classroom, teacher: User) -> None:
    AssignmentFactory(paper=publish_bank("csat.yaml", classroom.school, teacher), classroom=classroom)


def test_student_sits_thirty_questions_by_finger_and_gets_what_was_answered(
    open_phone: Callable[[], Page],
    axe_finds_nothing: Callable[[Page], None],
    exam_is_open: None,
    student: User,
) -> None:
    User.objects.filter(pk=student.pk).update(language="ko")
    page = open_phone()
    sign_in(page, student.login)
    assert page.locator("html").get_attribute("lang") == "ko"
    tap(page, ".cards .button-primary")
    axe_finds_nothing(page)
    tap(page, "main form .button-primary")
    attempt = Attempt.objects.get()
    answers = {answer.position: answer for answer in known_answers(attempt)}
    assert len(answers) == 30

    # The map opens over the line of questions, and closes again.
    page.locator("[data-map-toggle]").tap()
    expect(page.locator(".map-go:visible")).to_have_count(30)
    expect(page.locator(".map-go").last).to_be_in_viewport()
    axe_finds_nothing(page)
    page.locator("[data-map-toggle]").tap()

    # Through all thirty by "next".
    question = page.locator("[data-question]:not([hidden])")
    for position, answer in answers.items():
        expect(question).to_have_attribute("data-position", str(position))
        give(question, answer, answer.wrong if position % WRONG_EVERY == 0 else answer.right)
        if position in FLAGGED:
            page.locator("[data-flag]").tap()
        if position == 16:
            axe_finds_nothing(page)
        if position < 30:
            page.locator("[data-go=next]").tap()
    expect(page.locator("[data-go=next]")).to_be_disabled()
    expect(page.locator(".map-go[data-answered]")).to_have_count(30)

    # Back to what was flagged, by the map.
    for position in FLAGGED:
        page.locator("[data-map-toggle]").tap()
        expect(page.locator(".map-go[data-flagged]")).to_have_count(len(FLAGGED))
        page.locator(f".map-go[data-flagged][data-go='{position}']").tap()
        expect(question).to_have_attribute("data-position", str(position))
        expect(page.locator("[data-map-toggle]")).to_have_attribute("aria-expanded", "false")
    page.locator("[data-go=previous]").tap()
    page.locator("[data-map-toggle]").tap()
    page.locator(f".map-go[data-go='{FLAGGED[0]}']").tap()
    give(question, answers[FLAGGED[0]], answers[FLAGGED[0]].right)

    # Hand in.
    tap(page, "[data-finish]")
    expect(page.locator(".notice[data-level=success]")).to_be_visible()
    axe_finds_nothing(page)
    tap(page, "main form .button-primary")
    expect(page.locator(".receipt")).to_contain_text("30 / 30")
    axe_finds_nothing(page)
    tap(page, "main .button-primary")

    # Each answer counts as it was given.
    slips = {position for position in answers if position % WRONG_EVERY == 0} - {FLAGGED[0]}
    score = sum(answer.points for answer in answers.values() if answer.position not in slips)
    expect(page.locator(".score-earned")).to_have_text(f"{score:f}".rstrip("0").rstrip("."))
    expect(page.locator(".result[data-verdict=incorrect]")).to_have_count(len(slips))
    axe_finds_nothing(page)
    attempt.refresh_from_db()
    assert attempt.score == score
    assert attempt.responses.count() == 30
    wrong = Mark.objects.current().filter(attempt=attempt, verdict="incorrect")
    assert set(wrong.values_list("position", flat=True)) == slips


def known_answers(attempt: Attempt) -> Iterator[Answer]:
    """By the keys, filled with the values of the variant that this student has."""
    for item in Layout.model_validate(attempt.layout).items:
        [part] = item.parts
        variant = Variant.objects.select_related("paper_item").get(pk=item.variant)
        version = variant.paper_item.question_version_id
        newest = KeyRevision.objects.filter(question_version=version).order_by("number").last()
        assert newest is not None
        key = fill_key(load_keys(newest.keys)[part.id], Values.from_json(variant.values))
        match key:
            case ChoiceKey():
                wrong = next(option for option in part.options if option != key.correct)
                yield Answer(item.position, item.points, key.correct, wrong, is_choice=True)
            case IntegerKey():
                wrong = str((int(key.value) + 1) % 1000)
                yield Answer(item.position, item.points, key.value, wrong, is_choice=False)


def give(question: Locator, answer: Answer, given: str) -> None:
    """Tap an option, or tap the field and type; the server has it, and then the question says so."""
    page = question.page
    with page.expect_response(f"**/responses/{answer.position}") as reply:
        if answer.is_choice:
            question.locator("label.option", has=page.locator(f"input[value='{given}']")).tap()
        else:
            question.locator(".answer-input").tap()
            page.keyboard.type(given)
    assert reply.value.ok
    expect(question.locator("[data-state=saved]")).to_be_visible()


def tap(page: Page, selector: str) -> None:
    """Tap what leads to another page, and wait for that."""
    with page.expect_navigation():
        page.locator(selector).first.tap()

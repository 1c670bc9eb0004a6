"""From a bank file to a table of scores: a teacher's way in one browser, and a student's in another."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Classroom, User
from exams.models import Attempt
from mathtest.tests.walking import follow, press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[[Page], None]

BANK = r"""
format: mathtest-bank
version: 1
questions:
  - id: journey-root
    text: {ko: '$\sqrt{9}$의 값은?', en: 'What is $\sqrt{9}$?'}
    kind: choice
    shuffle: false
    options:
      - {id: o1, text: {ko: '$-3$', en: '$-3$'}}
      - {id: o2, text: {ko: '$3$', en: '$3$'}}
    key: o2
  - id: journey-square
    text: {ko: '$x(x-3)$을 전개하시오.', en: 'Expand $x(x-3)$.'}
    kind: expression
    symbols: {variables: [x], closed: true}
    key: x^2-3x
  - id: journey-why
    text: {ko: '$\sqrt{2}$가 무리수임을 보이시오.', en: 'Show that $\sqrt{2}$ is irrational.'}
    kind: essay
    key: {guidance: {ko: '모순을 이끌어 내면 만점', en: 'Full credit for a contradiction'}}
"""
ROSTER = "number,name,language\n7,Yoon Saebom,en\n8,Lim Saebyeok,en\n"
ESSAY = "Suppose it is a/b in lowest terms.\n\nThen a is even, and b is even too."
COMMENT = "Say why a is even: its square is."
MOMENT = "%Y-%m-%dT%H:%M"
TWO_LOOKS_MS = 25_000  # the page of a running exam looks again every ten seconds


@pytest.fixture
def look(axe_finds_nothing: Look) -> Look:
    """A look at a page: axe finds nothing, and nothing moves sideways."""

    def at(page: Page) -> None:
        axe_finds_nothing(page)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{page.url} is {beyond} px too wide"

    return at


def test_teacher_takes_an_exam_from_a_file_to_a_table_of_scores(
    open_browser: Callable[[], Page], look: Look, classroom: Classroom, teacher: User, tmp_path: Path
) -> None:
    desk = open_browser()
    sign_in(desk, teacher.login)
    look(desk)
    take_bank(desk, look)
    draft_exam(desk, look)
    publish(desk, look)
    login, password = take_roster(desk, look)
    give_to_class(desk, look)
    try_as_student(desk, look)

    follow(desk, "Home")
    look(desk)
    follow(desk, "Roots and squares")
    row = desk.locator("tr", has_text="Yoon Saebom")
    expect(row).to_contain_text("Not started")
    look(desk)
    desk.evaluate("window.isTheSamePage = true")

    seat = open_browser()
    sign_in(seat, login, password)
    look(seat)
    begin(seat, look)
    answer_all(seat, look)
    expect(row).to_contain_text("Under way", timeout=TWO_LOOKS_MS)
    expect(row).to_contain_text("3 of 3", timeout=TWO_LOOKS_MS)
    hand_in(seat, look)
    expect(row).to_contain_text("Handed in", timeout=TWO_LOOKS_MS)
    expect(desk.locator("tr", has_text="Lim Saebyeok")).to_contain_text("Not started")
    assert desk.evaluate("window.isTheSamePage")
    look(desk)

    mark_essay(desk, look)
    seat.reload()
    expect(seat.locator(".score-earned")).to_have_text("13")
    essay = seat.locator("section.result").nth(2)
    expect(essay).to_contain_text("7 of 10 points")
    expect(essay).to_contain_text(COMMENT)
    look(seat)

    rows = download_scores(desk, look, folder=tmp_path)
    assert [(row["Number"], row["Name"], row["Login"], row["Score"]) for row in rows] == [
        ("7", "Yoon Saebom", login, "13"),
        ("8", "Lim Saebyeok", rows[1]["Login"], ""),
    ]
    assert list(rows[0].values())[-3:] == ["0", "6", "7"]
    assert Attempt.objects.get().score == Decimal(13)


def take_bank(page: Page, look: Look) -> None:
    """The file is looked at first; then its three questions are in the bank."""
    follow(page, "Exams")
    look(page)
    follow(page, "Import questions")
    look(page)
    file = {"name": "roots.yaml", "mimeType": "application/yaml", "buffer": BANK.encode()}
    page.get_by_label("File", exact=True).set_input_files(file)
    press(page, "Look at the questions")
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="journey-why")).to_be_visible()
    look(page)
    press(page, "Take 3 questions into the bank")
    expect(page.get_by_role("heading", level=1)).to_have_text("The questions are in the bank")
    look(page)


def draft_exam(page: Page, look: Look) -> None:
    """A title, the three questions, and 4, 6 and 10 points for them."""
    follow(page, "New exam")
    look(page)
    page.get_by_label("Title in English").fill("Roots and squares")
    press(page, "Make the exam")
    look(page)
    follow(page, "Add questions")
    look(page)
    for name in ("journey-root", "journey-square", "journey-why"):
        page.locator(".bank-item", has_text=name).get_by_role("checkbox").check()
    press(page, "Add what is ticked")
    look(page)
    for name, points in (("journey-root", "4"), ("journey-square", "6"), ("journey-why", "10")):
        page.locator(".draft-item", has_text=name).get_by_role("textbox").fill(points)
    press(page, "Save the points")
    expect(page.get_by_text("The points are saved.")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("20")
    look(page)


def publish(page: Page, look: Look) -> None:
    """The list of checks says what is worth a look, and lets the exam pass."""
    follow(page, "Check and publish")
    expect(page.locator("[data-check=advice]", has_text="worked solution")).to_contain_text("1, 2, 3")
    expect(page.locator("[data-check=blocking]")).to_have_count(0)
    look(page)
    press(page, "Publish")
    expect(page.get_by_text("Published as edition 1.")).to_be_visible()
    look(page)


def take_roster(page: Page, look: Look) -> tuple[str, str]:
    """Two students come into the class. Returns login and password that stand on the card of the first."""
    follow(page, "Classes")
    look(page)
    follow(page, "1-3")
    look(page)
    follow(page, "Import a roster")
    look(page)
    file = {"name": "roster.csv", "mimeType": "text/csv", "buffer": ROSTER.encode()}
    page.locator("[name=file]").set_input_files(file)
    press(page, "Look at the changes")
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    look(page)
    press(page, "Import 2 changes")
    look(page)
    card = page.locator(".slip", has_text="Yoon Saebom")
    login, password = (
        card.locator("div", has=page.get_by_text(word, exact=True)).locator("dd").inner_text()
        for word in ("Login", "Password")
    )
    follow(page, "Back to the class")
    expect(page.get_by_role("heading", name="2 students")).to_be_visible()
    look(page)
    follow(page, "Join cards")
    expect(page.locator(".slip", has_text="Yoon Saebom")).to_contain_text(login)
    expect(page.get_by_text(password)).to_have_count(0)
    look(page)
    return login, password


def give_to_class(page: Page, look: Look) -> None:
    """Open since an hour, until tomorrow."""
    follow(page, "Exams")
    look(page)
    follow(page, "Roots and squares")
    look(page)
    follow(page, "Give to a class")
    now = timezone.localtime()
    page.get_by_role("checkbox", name="1-3").check()
    page.get_by_label("Opens").fill((now - timedelta(hours=1)).strftime(MOMENT))
    page.get_by_label("Closes").fill((now + timedelta(days=1)).strftime(MOMENT))
    press(page, "Give to the class")
    expect(page.get_by_text("Given to 1 class.")).to_be_visible()
    look(page)


def try_as_student(page: Page, look: Look) -> None:
    """In the frame of a phone, a wrong answer and then the right one; nothing is kept of either."""
    follow(page, "Exams")
    follow(page, "Roots and squares")
    look(page)
    follow(page, "See it as a student")
    look(page)
    phone = page.frame_locator(".preview-phone")
    question = phone.locator(".preview-question", has_text="Expand")
    for answer, verdict in (("x^2+3x", "incorrect"), ("x*x-3x", "correct")):
        question.locator(".answer-input").fill(answer)
        question.get_by_role("button", name="Try this answer").click()
        expect(question.locator(".verdict")).to_have_attribute("data-verdict", verdict)
    assert not Attempt.objects.exists()
    look(page)


def begin(page: Page, look: Look) -> None:
    """From the student's home by the cover to the exam."""
    follow(page, "Roots and squares")
    look(page)
    press(page, "Start")
    look(page)


def answer_all(page: Page, look: Look) -> None:
    """The first wrongly, the second rightly, and an essay."""
    question = page.locator("[data-question]:not([hidden])")
    saved = question.locator("[data-state=saved]")
    question.locator("label.option").first.click()
    expect(saved).to_be_visible()
    page.get_by_role("button", name="Next").click()
    question.locator(".answer-input").fill("x^2-3x")
    expect(saved).to_be_visible()
    page.get_by_role("button", name="Next").click()
    question.locator(".answer-essay").fill(ESSAY)
    expect(saved).to_be_visible()
    look(page)


def hand_in(page: Page, look: Look) -> None:
    """To the result, where the essay still waits."""
    with page.expect_navigation():
        page.get_by_role("button", name="Review and hand in").click()
    expect(page.get_by_text("Every question has an answer that can be read.")).to_be_visible()
    look(page)
    press(page, "Hand in")
    look(page)
    follow(page, "See the result")
    expect(page.locator(".score-earned")).to_have_text("6")
    expect(page.get_by_text("1 answer still waits for a teacher")).to_be_visible()
    look(page)


def mark_essay(page: Page, look: Look) -> None:
    """Seven of ten points, with a reason."""
    follow(page, "Marking")
    expect(page.locator(".given-text")).to_contain_text("Then a is even")
    expect(page.get_by_text("Full credit for a contradiction")).to_be_visible()
    look(page)
    page.get_by_label("Points (0 to 10)").fill("7")
    page.get_by_label("Comment").fill(COMMENT)
    press(page, "Save and go on")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    look(page)


def download_scores(page: Page, look: Look, *, folder: Path) -> list[dict[str, str]]:
    """By the results and a paper to the report, its table as a file, and back to the class."""
    follow(page, "Results")
    look(page)
    follow(page, "7 Yoon Saebom")
    expect(page.get_by_text(COMMENT).first).to_be_attached()
    look(page)
    follow(page, "Back to the results")
    follow(page, "Report")
    expect(page.locator(".tabs [aria-current]")).to_have_text("Report")
    look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Scores as CSV").click()
    file = folder / "report.csv"
    download.value.save_as(file)
    follow(page, "Class")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))

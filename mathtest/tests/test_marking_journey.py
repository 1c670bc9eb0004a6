"""What an answer that is not quite right earns, in real browsers: an author writes it into a question and
tries it there; students get it for their answers, with the reason; the teacher sees the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accounts.models import Classroom, User
from exams.models import Attempt, Question, Variant
from exams.tests.banks import question
from exams.tests.factories import AssignmentFactory
from exams.tests.structured import give
from mathtest.tests.conftest import PHONE, WITHOUT_FORMULA_HEADINGS
from mathtest.tests.walking import follow, press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = Callable[[Page], None]

PARAMETERS = """
a = random integer 1..5
b = random integer 2..6
require a < b
s = a + b
p = a * b
"""
# A question of the paper in Korean: the forgotten sign is foreseen, and the form is asked for.
FACTORING: dict[str, Any] = {
    "text": {"ko": "$x^2-5x+6$을 인수분해하시오.", "en": "Factor $x^2-5x+6$."},
    "key": {
        "expression": "(x-2)(x-3)",
        "forms": "factored",
        "form_credit": "1/4",
        "alternatives": [
            {
                "answer": "(x+2)(x+3)",
                "credit": "1/2",
                "message": {"ko": "두 수의 합이 -5인지 보세요", "en": "Is the sum of the two -5?"},
            }
        ],
    },
}
PAPER = [
    question(id="form", **FACTORING),
    question(id="signs", **FACTORING),
    question(
        id="working",
        kind="working",
        text={"ko": "방정식 $\\sqrt{x+6}=x$를 푸시오.", "en": "Solve $\\sqrt{x+6}=x$."},
        key=["sqrt(x+6)=x", "x+6=x^2", "(x-3)(x+2)=0", "x=3 or x=-2", "x=3"],
    ),
    question(
        id="follow",
        kind=None,
        key=None,
        symbols=None,
        text={"ko": "이차방정식 $x^2-6x+4=0$에 대하여 답하시오.", "en": "Look at $x^2-6x+4=0$."},
        parts=[
            {
                "id": "a",
                "kind": "integer",
                "text": {"ko": "판별식 $D$의 값은?", "en": "What is the discriminant $D$?"},
                "key": 20,
            },
            {
                "id": "b",
                "kind": "number",
                "text": {"ko": "두 근의 차는?", "en": "By how much do the roots differ?"},
                "key": {"value": "sqrt(20)", "follow": "sqrt({@a})"},
            },
        ],
    ),
]
SIGN_KO, SIGN_EN = "두 수의 부호를 확인해 보세요", "Look at the signs of the two numbers."
ONE_SIGN_KO, ONE_SIGN_EN = "상수항의 부호를 확인해 보세요", "Look at the sign of the constant."
TRIED = [
    # response, verdict, credit, message
    ("(x-{b})(x-{a})", "correct", "1", ""),
    ("x(x-{s})+{p}", "partial", "1/4", ""),
    ("(x+{a})(x+{b})", "partial", "1/2", SIGN_EN),
    ("(x-{a})(x+{b})", "partial", "1/3", ONE_SIGN_EN),
    ("-(x-{a})(x-{b})", "partial", "1/5", ""),
    ("x(x-{s})", "incorrect", "0", ""),
    ("(x-{a}", "unreadable", "0", ""),
]


FOUND = ["follows", "follows", "wrong", "not_looked_at"]
# What stands around the question's own pages in the admin is not ours.
INSIDE_ADMIN = {"include": [["main"]], **WITHOUT_FORMULA_HEADINGS}


@pytest.fixture
def look(axe_finds_nothing: Look) -> Look:
    """A look at a page: axe finds nothing, and nothing moves sideways."""

    def at(page: Page) -> None:
        if "/admin/" not in page.url:
            axe_finds_nothing(page)
        else:
            found = Axe().run(page, context=INSIDE_ADMIN).response["violations"]
            assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{page.url} is {beyond} px too wide"

    return at


def test_author_says_what_mistakes_earn_and_a_student_gets_it(
    open_browser: Callable[[], Page], look: Look, classroom: Classroom, teacher: User, student: User
) -> None:
    desk = open_browser()
    sign_in(desk, teacher.login)
    write_question(desk)
    foresee_mistakes(desk)
    look(desk)
    try_responses(desk)
    look(desk)
    keep_a_response(desk)
    look(desk)
    struck = strike_a_variant(desk, look)
    publish(desk, look)

    variants = Variant.objects.values_list("values", flat=True)
    assert len(variants) == 4
    assert struck not in [(values["a"], values["b"]) for values in variants]

    paper = Variant.objects.select_related("paper_item__paper").first()
    assert paper is not None
    AssignmentFactory(paper=paper.paper_item.paper, classroom=classroom)
    seat = open_browser()
    sign_in(seat, student.login)
    sit_with_signs_turned(seat, look)


def test_student_reads_on_a_phone_in_korean_what_was_right_and_where_it_went_wrong(
    open_phone: Callable[[], Page],
    open_page: Callable[..., Page],
    look: Look,
    classroom: Classroom,
    teacher: User,
    student: User,
) -> None:
    assignment = give(classroom, *PAPER, by=teacher)
    User.objects.filter(pk=student.pk).update(language="ko")
    phone = open_phone()
    sign_in(phone, student.login)
    tap(phone, ".cards .button-primary")
    tap(phone, "main form .button-primary")
    expect(shown(phone).locator(".answer-terms")).to_have_text("인수분해한 꼴로 써 주세요.")
    look(phone)

    write(phone, "#q1-part-a", "x^2-5x+6")
    phone.locator("[data-go=next]").tap()
    write(phone, "#q2-part-a", "(x+2)(x+3)")
    phone.locator("[data-go=next]").tap()
    write(phone, "#q3-part-a", "x+6=x^2\n(x-3)(x+2)=0\nx=3 또는 x=2\nx=3")
    expect(shown(phone).locator(".line")).to_have_count(4)
    look(phone)
    phone.locator("[data-go=next]").tap()
    write(phone, "#q4-part-a", "52")
    write(phone, "#q4-part-b", "2sqrt(13)")
    look(phone)
    tap(phone, "[data-finish]")
    tap(phone, "main form .button-primary")
    tap(phone, "main .button-primary")

    expect(phone.locator(".score-earned")).to_have_text("7")
    results = [phone.locator(".result").nth(place) for place in range(4)]
    for result in results:
        expect(result.locator("header .verdict")).to_have_attribute("data-verdict", "partial")
    expect(results[0].locator(".verdict-points")).to_contain_text("1")
    expect(results[0]).to_contain_text("값은 맞지만 요구한 꼴이 아니에요.")
    expect(results[1].locator(".verdict-points")).to_contain_text("2")
    expect(results[1]).to_contain_text("두 수의 합이 -5인지 보세요")
    lines = results[2].locator(".line")
    assert [line.get_attribute("data-found") for line in lines.all()] == FOUND
    expect(lines.nth(2)).to_contain_text("3번째 줄에서 해를 잃었어요")
    expect(results[2]).to_contain_text("4단계 중 2단계 인정")
    expect(results[3]).to_contain_text("앞에서 구한 답을 바탕으로 바르게 풀었어요")
    look(phone)

    desk = open_page(viewport=PHONE, locale="en-US")
    sign_in(desk, teacher.login)
    desk.goto(reverse("teacher_attempt", args=[Attempt.objects.get(assignment=assignment).pk]))
    expect(desk.get_by_text("Line 3 has lost a solution.")).to_be_visible()
    expect(desk.get_by_text("Right, worked out from your own answer to an earlier part.")).to_be_visible()
    look(desk)


def shown(page: Page) -> Locator:
    """The question that the exam page shows."""
    return page.locator("[data-question]:not([hidden])")


def tap(page: Page, selector: str) -> None:
    """Tap what leads to another page, and wait for that."""
    with page.expect_navigation():
        page.locator(selector).first.tap()


def write(page: Page, field: str, text: str) -> None:
    """Until the server has it, and the question says so."""
    with page.expect_response("**/responses/*") as reply:
        page.locator(field).fill(text)
    assert reply.value.ok
    expect(shown(page).locator("[data-state=saved]")).to_be_visible()


def write_question(page: Page) -> None:
    """What is asked, with parameters, and the key with the form that it must have."""
    follow(page, "Bank")
    page.goto("/admin/exams/question/add/")
    page.get_by_label("External id").fill("trinomial")
    page.get_by_label("Points", exact=True).first.fill("4")
    page.get_by_label("Text in Korean", exact=True).fill("$x^2-{s}x+{p}$을(를) 인수분해하시오.")
    page.get_by_label("Text in English", exact=True).fill("Factor $x^2-{s}x+{p}$.")
    page.get_by_label("Parameters").fill(PARAMETERS.strip())
    page.get_by_label("Number of variants").fill("4")
    part = page.get_by_role("group", name="Part (1)")
    part.get_by_label("Kind of answer").select_option("expression")
    part.get_by_label("Key: what is right").fill("(x-{a})(x-{b})")
    part.get_by_text("Letters that an answer may have").click()
    part.get_by_label("Variables").fill("x")
    part.get_by_role("button", name="Ask for a form").click()
    part.get_by_role("group", name="Form 1").get_by_label("Form", exact=True).select_option("factored")
    part.get_by_label("Credit for the right value alone").fill("1/4")


def foresee_mistakes(page: Page) -> None:
    """Two answers with what they earn and what is said of them, and a mistake that is known by a rule."""
    part = page.get_by_role("group", name="Part (1)")
    part.get_by_text("Partial credit", exact=True).click()
    foreseen = [
        ("(x+{a})(x+{b})", "1/2", SIGN_KO, SIGN_EN),
        ("(x-{a})(x+{b})", "1/3", ONE_SIGN_KO, ONE_SIGN_EN),
    ]
    for number, (answer, credit, korean, english) in enumerate(foreseen, start=1):
        part.get_by_role("button", name="Foresee an answer").click()
        row = part.get_by_role("group", name=f"Foreseen answer {number}")
        row.get_by_label("Foreseen answer", exact=True).fill(answer)
        row.get_by_label("Credit", exact=True).fill(credit)
        row.get_by_label("Message in Korean").fill(korean)
        row.get_by_label("Message in English").fill(english)
    part.get_by_role("button", name="Add a mistake").click()
    row = part.get_by_role("group", name="Mistake 1")
    row.get_by_label("Mistake", exact=True).select_option("sign")
    row.get_by_label("Credit", exact=True).fill("1/5")


def try_responses(page: Page) -> None:
    """The panel reads and marks each of them, and says what a student would be told."""
    panel = page.locator("#try")
    panel.get_by_label("Responses").fill("\n".join(response for response, *_expected in TRIED))
    panel.get_by_role("button", name="Try", exact=True).click()
    rows = panel.locator(".trial-table tbody tr")
    expect(rows).to_have_count(len(TRIED))
    for row, (response, verdict, credit, message) in zip(rows.all(), TRIED, strict=True):
        expect(row.locator(".trial-typed")).to_have_text(response)
        expect(row.locator(".verdict")).to_have_attribute("data-verdict", verdict)
        expect(row.locator(".trial-credit")).to_have_text(re.compile(rf"^{credit}\s"), use_inner_text=True)
        expect(row.locator(".trial-why")).to_contain_text(message)
        expect(row.locator("math").first).to_be_visible(visible=verdict != "unreadable")


def keep_a_response(page: Page) -> None:
    """One that was tried is kept; another is stored with a wrong verdict, which is told and mended."""
    page.get_by_role("button", name="Keep response 3 as a stored test").click()
    first = page.get_by_role("group", name="Response 1", exact=True)
    expect(first.get_by_label("Response", exact=True)).to_have_value("(x+{a})(x+{b})")
    expect(first.get_by_label("Verdict")).to_have_value("partial")
    expect(first.get_by_label("Share of the points")).to_have_value("1/2")

    page.get_by_role("button", name="Add a response").click()
    second = page.get_by_role("group", name="Response 2", exact=True)
    second.get_by_label("Response", exact=True).fill("(x-{b})(x-{a})")
    second.get_by_label("Verdict").select_option("incorrect")
    press(page, "Save and go on")
    expect(second).to_contain_text("the response should be incorrect but is correct when a = ")
    assert not Question.objects.exists()

    second.get_by_label("Verdict").select_option("correct")
    press(page, "Save and go on")
    assert Question.objects.get().external_id == "trinomial"


def strike_a_variant(page: Page, look: Look) -> tuple[str, str]:
    """The second of the variants is struck out; its values of a and b are returned."""
    follow(page, "All variants")
    expect(page.get_by_text("Publishing makes 4 variants; 4 asked for.")).to_be_visible()
    rows = page.get_by_role("table").locator("tbody tr")
    expect(rows).to_have_count(4)
    shown = rows.nth(1).locator("td").first.inner_text()
    values = dict(re.findall(r"(\w) = (\d+)", shown))
    look(page)
    page.get_by_role("checkbox", name="Strike out variant 2").check()
    press(page, "Save")
    expect(page.get_by_text("Publishing makes 4 variants; 4 asked for.")).to_be_visible()
    expect(rows.nth(1)).to_contain_text("struck out")
    expect(rows).to_have_count(5)
    look(page)
    return values["a"], values["b"]


def publish(page: Page, look: Look) -> None:
    """A new exam with the question alone."""
    page.goto("/")
    follow(page, "Exams")
    follow(page, "New exam")
    page.get_by_label("Title in English").fill("Factors")
    press(page, "Make the exam")
    follow(page, "Add questions")
    page.locator(".bank-item", has_text="trinomial").get_by_role("checkbox").check()
    press(page, "Add what is ticked")
    follow(page, "Check and publish")
    expect(page.locator("[data-check=blocking]")).to_have_count(0)
    press(page, "Publish")
    expect(page.get_by_text("Published as edition 1.")).to_be_visible()
    look(page)


def sit_with_signs_turned(page: Page, look: Look) -> None:
    """The first foreseen mistake, and what its author says to it."""
    follow(page, "Factors")
    press(page, "Start")
    values = Variant.objects.get(pk=Attempt.objects.get().layout["items"][0]["variant"]).values
    write(page, "#q1-part-a", "(x+{b})(x+{a})".format(**values))
    look(page)
    with page.expect_navigation():
        page.locator("[data-finish]").click()
    press(page, "Hand in")
    follow(page, "See the result")
    expect(page.locator(".score-earned")).to_have_text("2")
    expect(page.locator(".result .verdict").first).to_have_attribute("data-verdict", "partial")
    expect(page.get_by_text(SIGN_EN)).to_be_visible()
    look(page)

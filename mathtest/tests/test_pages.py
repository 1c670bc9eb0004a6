"""Every page, by phone in Korean and by desk in English: axe finds nothing, the keyboard reaches everything,
nothing moves sideways. With SCREENSHOTS=folder it leaves a picture of each, and sheets of twelve."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import get_resolver, reverse
from playwright.sync_api import Browser, BrowserContext, Page, Response
from playwright.sync_api import Error as PlaywrightError

from accounts.models import User
from accounts.tests.browsers import client_of
from mathtest.tests.axe import settle, violations
from mathtest.tests.pages import NOT_PAGES, SHOTS, Shot
from mathtest.tests.sheets import make_sheets
from mathtest.tests.test_url_policy import named_patterns
from mathtest.tests.world import World, build_world

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What a person can act on by keyboard, apart from radio buttons, which are one stop together.
STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]"
WATCH_FOCUS = """
stops => {
  window.unseen = new Set()
  document.body.tabIndex = -1
  document.body.focus()
  document.body.removeAttribute("tabindex")
  document.addEventListener("focusin", ({target}) => {
    if (target.dataset.reached) return
    target.dataset.reached = "yes"
    const style = getComputedStyle(target)
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    const around = target.closest("label, .field, .option")
    const inherited = around ? getComputedStyle(around).outlineStyle !== "none" : false
    if (!ring && !inherited && style.boxShadow === "none") window.unseen.add(target.outerHTML.slice(0, 120))
  })
  // A date has a stop for each of its numbers, and one for its calendar.
  const dates = document.querySelectorAll("[type=date], [type=datetime-local], [type=time]").length
  const seen = [...document.querySelectorAll(stops)].filter(it => it.checkVisibility())
  return seen.length + 8 * dates
}
"""
MISSED_PROBE = """
stops => [...document.querySelectorAll(stops)].filter(it => {
  if (it.dataset.reached || it.disabled || it.tabIndex < 0) return false
  if (it.closest("[inert], [aria-hidden=true]")) return false
  if (document.querySelector("dialog:modal") && !it.closest("dialog:modal")) return false
  if (!it.checkVisibility({visibilityProperty: true})) return false
  if (it.type === "radio") {
    const group = it.form ? it.form.elements[it.name] : document.getElementsByName(it.name)
    return ![...(group.length ? group : [group])].some(one => one.dataset.reached)
  }
  return true
}).map(it => it.outerHTML.slice(0, 120))
"""
MOST_LAPS = 3
LONGEST_ERROR = 400
# The form on which a question is written, when what the last button asked for has come.
AT_REST = "[data-authoring]:not([aria-busy])"
PARTS = ("students", "teachers", "admin")


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    name: str
    width: int
    language: str
    scheme: str
    states: frozenset[str]


PHONE = Look("phone-ko-light", 360, "ko", "light", frozenset({"full", "field", "empty", "wrong"}))
DESK = Look("desk-en-dark", 1280, "en", "dark", frozenset({"full"}))


@dataclass(slots=True)
class Walk:
    """One walk through pages in one look, and what was found wrong on the way."""

    look: Look
    world: World
    browser: Browser
    address: str
    folder: Path | None
    found: list[str] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)

    def go(self, shots: list[Shot]) -> None:
        """Looks at every shot that this look is for, signing in once for each person."""
        wanted = [shot for shot in shots if shot.state in self.look.states]
        for who in dict.fromkeys(shot.who for shot in wanted):
            with self._browser_of(self.world.people.get(who)) as context:
                for shot in wanted:
                    if shot.who == who and not shot.apart:
                        self._visit(context, shot)
        for shot in wanted:
            if shot.apart:
                with self._browser_of(self.world.people.get(shot.who)) as context:
                    self._visit(context, shot)

    @contextmanager
    def _browser_of(self, person: User | None) -> Iterator[BrowserContext]:
        context = self.browser.new_context(
            viewport={"width": self.look.width, "height": 780},
            locale={"ko": "ko-KR", "en": "en-US"}[self.look.language],
            color_scheme="dark" if self.look.scheme == "dark" else "light",
            reduced_motion="reduce",
            # Where the server is slow, the worker of the exam page gives an older page than was asked for.
            service_workers="block",
            base_url=self.address,
        )
        # A board holds still: it is told, whenever it asks, that nothing has changed.
        context.route("**/board/*", lambda route: route.fulfill(status=304))
        cookies = {settings.LANGUAGE_COOKIE_NAME: self.look.language}
        if person is not None:
            User.objects.filter(pk=person.pk).update(language=self.look.language)
            cookies[settings.SESSION_COOKIE_NAME] = (
                client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
            )
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        yield context
        context.close()

    def _visit(self, context: BrowserContext, shot: Shot) -> None:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(f"script error: {error}"))
        try:
            errors += self._problems(page, shot)
        except (PlaywrightError, AssertionError) as error:
            errors.append(" ".join(str(error).split())[:LONGEST_ERROR])
        self.found += [f"{shot.id}: {error}" for error in errors]
        page.close()

    def _problems(self, page: Page, shot: Shot) -> Iterator[str]:
        answer = self._open(page, shot)
        if shot.then is not None:
            shot.then(page)
        elif answer is None or answer.status != shot.status:
            yield f"answers {answer and answer.status}, not {shot.status}"
        settle(page)
        if self.folder is not None:
            self.pictures.append(self.folder / f"{shot.id}.png")
            page.screenshot(path=self.pictures[-1], full_page=True, animations="disabled")
        yield from violations(page, options=_rules_for(shot))
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            yield f"moves sideways by {overflow} px"
        yield from _keyboard_problems(page)

    def _open(self, page: Page, shot: Shot) -> Response | None:
        """The page of the shot; that of an exam when it has heard from the server for the first time."""
        address = reverse(shot.page, args=[self.world.things[name] for name in shot.names]) + shot.query
        if shot.page != "attempt":
            return page.goto(address)
        with page.expect_response("**/pulse"):
            return page.goto(address)


def _rules_for(shot: Shot) -> dict[str, Any]:
    """All that axe knows; in the admin, whose frame is another's, the success criteria of WCAG alone."""
    if not shot.page.startswith("admin:"):
        return {}
    return {"runOnly": {"type": "tag", "values": WCAG}}


def _keyboard_problems(page: Page) -> Iterator[str]:
    """Tab from the top: every stop is reached, and seen when it has the focus. Stops that a frame has of its
    own, or that have come meanwhile, take another lap."""
    presses = page.evaluate(WATCH_FOCUS, STOPS) + 2
    missed: list[str] = []
    for _lap in range(MOST_LAPS):
        for _press in range(presses):
            page.keyboard.press("Tab")
        missed = page.evaluate(MISSED_PROBE, STOPS)
        if not missed:
            break
    yield from (f"focus not seen: {html}" for html in page.evaluate("[...window.unseen]"))
    yield from (f"not reached by Tab: {html}" for html in missed)


def part_of(shot: Shot) -> str:
    """In which of the three walks a shot is looked at."""
    if shot.page.startswith("admin:"):
        return "admin"
    return "teachers" if "teacher" in shot.who else "students"


def admin_shots() -> list[Shot]:
    """The front page of the admin, the list of every model, and the pages on which a question is written."""
    lists = [
        Shot(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", "operator")
        for model in admin.site._registry
    ]
    writing = [
        Shot("admin:exams_question_add", "teacher"),
        Shot("admin:exams_question_change", "teacher", ("question",)),
        Shot("admin:exams_question_change", "teacher", ("question",), note="tried", then=show_variants),
        Shot("admin:exams_question_change", "teacher", ("question",), note="trial", then=try_responses),
        *(
            Shot("admin:exams_question_change", "teacher", (kind,), note=kind)
            for kind in ("expression", "cloze", "working")
        ),
        Shot("admin:exams_question_change", "teacher", ("expression",), note="earns", then=try_factors),
        Shot("admin:exams_question_variants", "teacher", ("question",)),
        Shot("admin:exams_question_variants", "teacher", ("matrix",), note="matrix"),
        Shot("admin:exams_question_history", "teacher", ("question",)),
    ]
    return [Shot("admin:index", "operator"), *lists, *writing]


def try_responses(page: Page, typed: str = "x\n(x") -> None:
    """What two responses get, on the page of a question."""
    page.locator("[name^=try-response]").first.fill(typed)
    page.click("button[value=try]")
    page.wait_for_selector(f"{AT_REST} .trial-table")


def try_factors(page: Page) -> None:
    """What right, unfinished and foreseen factorings earn, and what cannot be read."""
    try_responses(page, "2x(x-{a})(x+{a})\n2x(x^2-{square})\n(x-{a})(x+{a})\nx^2\n2x(x")


def show_variants(page: Page) -> None:
    """The table of variants on the page of a question."""
    page.click("button[value=variants]")
    page.wait_for_selector(f"{AT_REST} .authoring-table")


def test_every_address_is_a_page_or_says_why_not() -> None:
    listed = {shot.page for shot in SHOTS}

    assert listed & set(NOT_PAGES) == set()
    assert set(named_patterns(get_resolver().url_patterns)) == listed | set(NOT_PAGES)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", [PHONE, DESK], ids=lambda look: look.name)
@pytest.mark.parametrize("part", PARTS)
def test_pages_pass_axe_and_keyboard(browser: Browser, live_server: Any, look: Look, part: str) -> None:
    wanted = os.environ.get("SCREENSHOTS")
    folder = Path(wanted).resolve() / look.name if wanted else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    walk = Walk(look, build_world(), browser, live_server.url, folder)

    walk.go([shot for shot in (*SHOTS, *admin_shots()) if part_of(shot) == part])

    if folder is not None:
        name = f"{look.name}-{part}"
        make_sheets(browser, walk.pictures, folder=folder.parent / "sheets", name=name, width=look.width)
    if walk.found:
        pytest.fail("\n".join(walk.found))

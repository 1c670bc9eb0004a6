"""Real browsers for the journeys."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from accounts.models import User
from mathtest.tests.axe import violations
from mathtest.tests.exam_pages import enter
from mathtest.tests.requirements_plugin import chromium_path

# Playwright's synchronous API runs an event loop in this thread, in which Django would refuse the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A page that does as it should is waited for as long as a slow machine takes.
expect.set_options(timeout=30_000)

CHROMIUM = chromium_path()
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}
# axe reads no MathML: to it a heading of a table that is a formula says nothing.
WITHOUT_FORMULA_HEADINGS = {"exclude": [["th:has(math)"]]}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, which may run as root in a container, and which calls nobody."""
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    return request.param


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``open_page(viewport=..., locale=...)`` is a fresh browser with a page; a script error in it fails the
    test."""
    contexts = []
    errors: list[str] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def open_browser(open_page: Callable[..., Page], viewport: dict[str, int]) -> Callable[[], Page]:
    """``open_browser()`` is a fresh browser in English, once as wide as a desk and once as a phone."""
    return lambda: open_page(viewport=viewport, locale="en-US")


@pytest.fixture
def open_phone(open_page: Callable[..., Page]) -> Callable[[], Page]:
    """``open_phone()`` is the browser of a phone in Korean: small, and touched."""
    return lambda: open_page(viewport=PHONE, locale="ko-KR", has_touch=True, is_mobile=True)


@pytest.fixture
def open_context(
    browser_type_launch_args: dict[str, Any], playwright: Playwright, live_server: Any, tmp_path: Path
) -> Iterator[Callable[[User], BrowserContext]]:
    """``open_context(user)`` is a phone with one folder for what it keeps, and ``user`` signed in."""
    contexts = []

    def open_one(user: User) -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            **browser_type_launch_args,
            base_url=live_server.url,
            viewport=PHONE,
            locale="en-US",
            has_touch=True,
            is_mobile=True,
        )
        contexts.append(context)
        enter(context, user, live_server.url)
        return context

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def axe_finds_nothing() -> Callable[[Page], None]:
    """Fails with the rule and the element of every violation that axe finds on a page."""

    def check(page: Page) -> None:
        assert violations(page, context=WITHOUT_FORMULA_HEADINGS) == [], page.url

    return check

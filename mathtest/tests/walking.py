"""How people of the journeys get about: by keyboard alone, by mouse, and by finger."""

from __future__ import annotations

from playwright.sync_api import Page

from accounts.tests.factories import PASSWORD

__all__ = ["Keyboard", "follow", "press", "sign_in"]

MOST_TABS = 80


class Keyboard:
    """A person who uses nothing but the keyboard, and knows what has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab until what ``selector`` names has the focus."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"no way to {selector} by Tab on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        """Tab to a field and type."""
        self.to(selector)
        self.page.keyboard.type(text)

    def press(self, selector: str) -> None:
        """Tab to a button or a link and press Enter."""
        self.to(selector)
        self.enter()

    def enter(self) -> None:
        """Press Enter and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """By keyboard, on the page for it."""
    keyboard = Keyboard(page)
    page.goto("/accounts/login/")
    keyboard.write("[name=login]", login)
    keyboard.write("[name=password]", password)
    keyboard.enter()


def follow(page: Page, name: str) -> None:
    """Click the one link on the page that is called exactly ``name``, and wait for the page behind it."""
    with page.expect_navigation():
        page.locator("main, .site-header").get_by_role("link", name=name, exact=True).click()


def press(page: Page, name: str) -> None:
    """Click the one button that is called exactly ``name``, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

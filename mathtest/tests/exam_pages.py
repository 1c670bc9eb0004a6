"""An exam page in a real browser, as the journeys through an exam that is running see it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from playwright.sync_api import BrowserContext, Locator, Page, expect

from accounts.models import User
from accounts.tests.browsers import client_of
from exams.models import Attempt

__all__ = ["answers", "enter", "field", "hear_now", "is_saved", "sit", "state_of", "write"]

SAVED_WITHIN_MS = 20_000


def enter(context: BrowserContext, user: User, address: str) -> None:
    """Sign ``user`` in, in this browser."""
    session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def sit(context: BrowserContext, attempt: Attempt) -> Page:
    """The page of the attempt, whose scripts have heard from the server."""
    page = context.new_page()
    with page.expect_response("**/pulse"):
        page.goto(f"/attempts/{attempt.pk}/")
    return page


def hear_now(page: Page) -> None:
    """What the page hears with its next pulse, it hears now."""
    with page.expect_response("**/pulse"):
        page.evaluate("window.dispatchEvent(new Event('online'))")


def write(page: Page, position: int, text: str) -> None:
    """Type into the field of a question, which comes into view first."""
    page.locator(f".map-go[data-go='{position}']").click()
    field(page, position).fill(text)


def field(page: Page, position: int) -> Locator:
    """Where the answer to a question is typed."""
    return page.locator(f"section[data-position='{position}'] .answer-input")


def state_of(page: Page, position: int) -> Locator:
    """The word that says how the answer to a question stands."""
    return page.locator(f"section[data-position='{position}'] [data-state]")


def is_saved(page: Page, *positions: int) -> None:
    """The page says of each that it is saved."""
    for position in positions:
        expect(state_of(page, position)).to_have_attribute("data-state", "saved", timeout=SAVED_WITHIN_MS)


def answers(attempt: Attempt) -> dict[int, Any]:
    """What the server has, by position."""
    return {
        row.position: next(part[key] for key in ("text", "choice") if key in part)
        for row in attempt.responses.order_by("position")
        for part in [row.value["parts"]["a"]]
    }

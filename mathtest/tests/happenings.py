"""What can happen while an exam page is open, made to happen in one page and for nobody else: for looking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

__all__ = ["HAPPENINGS"]

IN_VIEW = "[data-question]:not([hidden])"
TOLD = {"at": "2026-03-02T10:42:07+09:00", "positions": [], "reload": False}
NOTICES = [
    {**TOLD, "id": 901, "kind": "announcement", "text": "2번: x는 양수입니다. 문제에 빠져 있었습니다."},
    {**TOLD, "id": 902, "kind": "time", "text": "선생님이 시간을 더 주셨어요: 10분. 이제 11:40까지예요."},
    {
        **TOLD,
        "id": 903,
        "kind": "withdrawal",
        "text": "1번 문제는 취소됐어요. 대신 맨 끝의 새 문제를 풀어 주세요. 이유: 조건이 빠졌습니다.",
        "positions": [1],
        "reload": True,
    },
]


def hear(page: Page, **said: Any) -> None:
    """The next pulse says ``said``, whatever the server says."""

    def answer(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), **said})

    page.route("**/pulse", answer)
    page.evaluate("window.dispatchEvent(new Event('online'))")


def be_told(page: Page) -> None:
    hear(page, notice=903, notices=NOTICES)
    expect(page.locator("[data-cards] .told")).to_have_count(3)
    page.locator("[data-told] summary").click()


def be_paused(page: Page) -> None:
    hear(page, paused=True)
    expect(page.locator("[data-halt=paused]")).to_be_visible()


def be_elsewhere(page: Page) -> None:
    hear(page, in_charge=False)
    expect(page.locator("[data-halt=passive]")).to_be_visible()


def run_out_of_time(page: Page) -> None:
    hear(page, deadline_at="2026-03-02T10:42:07+09:00")
    expect(page.locator("[data-halt=over]")).to_be_visible()


def lose_sign_in(page: Page) -> None:
    page.route("**/pulse", lambda route: route.fulfill(status=401, json={"error": "not_signed_in"}))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("dialog")).to_be_visible()


def go_on_signed_out(page: Page) -> None:
    lose_sign_in(page)
    page.locator("dialog [data-close]").click()


def answer_otherwise(page: Page) -> None:
    """Choose, in the question in view, an option that is not chosen."""
    page.locator(f"{IN_VIEW} label.option:not(:has(:checked))").first.click()


def lose_network(page: Page) -> None:
    page.route("**/responses/*", lambda route: route.abort())
    page.route("**/pulse", lambda route: route.abort())
    page.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => false})")
    answer_otherwise(page)
    expect(page.locator("[data-standing]")).to_contain_text("1")


def be_in_conflict(page: Page) -> None:
    """What this device had chosen before, whatever that was, another one has chosen since."""
    chosen = page.locator(f"{IN_VIEW} label.option :checked").input_value()

    def answer(route: Route) -> None:
        sent = route.request.post_data_json
        theirs = {"v": 1, "parts": {name: {"choice": [chosen]} for name in sent["response"]["parts"]}}
        reply = route.fetch()
        body = {**reply.json(), "outcome": "conflict", "value": theirs}
        route.fulfill(response=reply, json=body)

    page.route("**/responses/*", answer)
    answer_otherwise(page)
    expect(page.locator("[data-conflict]")).to_be_visible()


HAPPENINGS: dict[str, Callable[[Page], None]] = {
    "notices": be_told,
    "paused": be_paused,
    "elsewhere": be_elsewhere,
    "time-up": run_out_of_time,
    "sign-in": lose_sign_in,
    "signed-out": go_on_signed_out,
    "offline": lose_network,
    "conflict": be_in_conflict,
}

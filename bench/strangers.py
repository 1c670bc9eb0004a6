"""Somebody signed in who tries what belongs to somebody else: every answer but a refusal is written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.pages import Page, typed
from bench.wire import Silence

__all__ = ["try_foreign"]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class _Try:
    method: str
    asked: str
    body: str = ""
    content: str = JSON


async def try_foreign(page: Page, attempt: str, *, position: int, part: str) -> None:
    """The student of ``page`` tries to answer, by script or by the plain form, to hand in, to watch or to
    read what belongs to somebody else, one after the other; the ledger has what the server said to it."""
    tries = _tries(page, position=position, part=part)
    one = tries[page.tally.foreign % len(tries)]
    page.tally.foreign += 1
    try:
        reply = await page.ask(
            one.method, f"/attempts/{attempt}/{one.asked}", body=one.body.encode(), content=one.content
        )
    except Silence:
        return
    signed_out = reply.status == 302 and "login" in reply.headers.get("location", "")
    status = 401 if signed_out else reply.status
    asked = {"as": page.seat.student, "asked": f"{one.method} {one.asked}".strip(), "status": status}
    page.ledger.note("foreign", attempt=attempt, **asked)


def _tries(page: Page, *, position: int, part: str) -> tuple[_Try, ...]:
    answer = {
        "device": page.device,
        "seq": 10**9 + page.seq,
        "base_revision": 0,
        "response": typed(part, "0"),
    }
    form = {"position": position, f"q{position}-part-{part}": "0", f"q{position}-revision": "", "next": ""}
    return (
        _Try("PUT", f"responses/{position}", json.dumps(answer)),
        _Try("POST", "submit/"),
        _Try("POST", "pulse", json.dumps({"device": page.device})),
        _Try("GET", ""),
        _Try("GET", "receipt/"),
        _Try("POST", "", urlencode(form), FORM),
    )

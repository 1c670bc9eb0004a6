"""A student's exam page as a load client plays it: an outbox by question, numbers by device, and patience.

Like the page in the browser it keeps what was typed until the server has said what became of it, sends the
same message again after silence, and never more than one message a question at a time.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bench.ledger import Ledger
from bench.wire import Connection, Reply, Silence

__all__ = ["Manners", "Page", "Seat", "Tally", "device_of", "hash_of", "typed"]

ENDED = ("submitted", "expired", "void")
RECEIPT = re.compile(rb'class="receipt-code".*?<code>([0-9a-f]+)</code>', re.DOTALL)
WITHOUT_REPLY = 0


@dataclass(slots=True)
class Seat:
    """Somebody signed in. ``typed`` lists position and part of the questions that are answered by typing;
    ``attempt`` is None until it is started."""

    student: str
    assignment: str
    session: str
    csrf: str
    typed: list[tuple[int, str]]
    attempt: str | None = None


@dataclass(frozen=True, slots=True)
class Manners:
    """How pages behave, times in seconds. ``renew`` signs a seat in again after a 401 (it writes the new
    session into the seat); without it the page waits and tries again."""

    think: float = 8.0
    timeout: float = 15.0
    first_pause: float = 1.0
    longest_pause: float = 30.0
    pulse_every: float = 20.0
    foreign: float = 0.005  # how often, of all intents, somebody tries another's attempt
    submit_twice: float = 0.1  # how often somebody hands in again
    cookies: tuple[str, str] = ("sessionid", "csrftoken")
    renew: Callable[[Seat], Awaitable[None]] | None = None


@dataclass(slots=True)
class Tally:
    """What all pages of a load saw. Milliseconds: ``due`` from the moment something was to be sent, ``took``
    from the moment it was."""

    due: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    submitted: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    intents: int = 0
    kept: int = 0
    pulses: int = 0
    foreign: int = 0


@dataclass(slots=True)
class _Message:
    position: int
    seq: int
    body: bytes
    due: float


def device_of(student: str, number: int = 1) -> str:
    """The name of a device that says whose it is, so that the verifier can tell."""
    return f"seat:{student}.{number}"


def hash_of(position: int, base_revision: int, response: Any) -> str:
    """What the server keeps as the hash of such a message."""
    return _canonical_hash([position, base_revision, response])


def _canonical_hash(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Page:
    """The exam page of one student on one device."""

    def __init__(
        self,
        seat: Seat,
        connection: Connection,
        ledger: Ledger,
        manners: Manners,
        tally: Tally,
        *,
        number: int = 1,
        first_seq: int = 1,
    ) -> None:
        self.seat, self.manners = seat, manners
        self.device = device_of(seat.student, number)
        self.connection, self.ledger, self.tally = connection, ledger, tally
        self.random = random.Random(f"{seat.student}:{number}")
        self.seq = first_seq - 1
        self.revisions: dict[int, int] = {}
        self.waiting: dict[int, tuple[str, float]] = {}  # typed, and not yet a message: newest wins
        self.in_flight: dict[int, _Message] = {}
        self.paused = self.closed = self.giving_up = False
        self.notice = 0
        self._senders: dict[int, asyncio.Task[None]] = {}

    # --- What the student does ------------------------------------------------------------------

    def type(self, text: str, *, position: int, due: float) -> None:
        """The answer to ``position`` is ``text`` now, typed at ``due`` (``time.perf_counter``)."""
        if self.closed:
            return
        earlier = self.waiting.get(position)
        self.waiting[position] = (text, earlier[1] if earlier else due)
        self._wake(position)

    def reopen(self) -> None:
        """The browser dies in the middle and comes back: what it sent may or may not have arrived, what was
        typed is still in its outbox."""
        self.connection.cut()

    @property
    def unsent(self) -> int:
        """Questions whose newest answer has no reply yet."""
        return len(self.waiting.keys() | self.in_flight.keys())

    async def start(self, *, due: float) -> None:
        """Presses start until there is an attempt, and reads the exam page."""
        path = f"/assignments/{self.seat.assignment}/start/"
        while not self.giving_up:
            reply = await self._ask_patiently("POST", path, what="start")
            if reply is None:
                return
            address = reply.headers.get("location", "")
            if reply.status != 302 or not address.startswith("/attempts/"):
                self.tally.errors[f"start {reply.status}"] += 1
                return
            self.seat.attempt = address.split("/")[2]
            page = await self._ask_patiently("GET", address, what="exam page")
            if page is not None and page.status == 200:
                self.tally.started.append((time.perf_counter() - due) * 1000)
            await self.ledger.commit(
                "start",
                attempt=self.seat.attempt,
                student=self.seat.student,
                assignment=self.seat.assignment,
            )
            return

    async def submit(self, *, due: float) -> None:
        """Hands in until there is a receipt; now and then once more, which must give the same."""
        if await self._hand_in():
            self.tally.submitted.append((time.perf_counter() - due) * 1000)
            self.closed = True
            if self.random.random() < self.manners.submit_twice:
                await self._hand_in()

    async def _hand_in(self) -> bool:
        attempt = self.seat.attempt
        await self.ledger.commit("submit_intent", attempt=attempt)
        reply = await self._ask_patiently("POST", f"/attempts/{attempt}/submit/", what="submit")
        if reply is None:
            return False
        if reply.status != 302:
            self.tally.errors[f"submit {reply.status}"] += 1
            return False
        page = await self._ask_patiently("GET", reply.headers.get("location", ""), what="receipt")
        found = RECEIPT.search(page.body) if page is not None and page.status == 200 else None
        if found is None:
            self.tally.errors["no receipt"] += 1
            return False
        self.ledger.note("submit_ack", attempt=attempt, receipt=found[1].decode())
        return True

    async def drain(self) -> None:
        """Returns when nothing is unsent any more, when the exam is over, or when there is no more patience.
        What was typed in a pause waits for its end."""
        while not self.giving_up:
            if tasks := [task for task in self._senders.values() if not task.done()]:
                await asyncio.wait(tasks)
            elif self.waiting and self.paused and not self.closed:
                await asyncio.sleep(self.manners.first_pause)
                await self.pulse()  # which says when the pause is over, and wakes what waits
            else:
                return

    def give_up(self) -> None:
        """The end of patience: what has no reply stays in the student's hands, and the ledger says so."""
        self.giving_up = True
        for task in self._senders.values():
            task.cancel()
        for message in self.in_flight.values():
            self.tally.kept += 1
            self.ledger.note("kept", **self._named(message))
        if not self.closed:
            self.tally.kept += len(self.waiting)

    async def pulse(self, *, claim: bool = False) -> bool:
        """Tells the server that the page is there; whether it heard."""
        body = {
            "device": self.device,
            "position": None,
            "unsent": self.unsent,
            "claim": claim,
            "since": self.notice,
            "acknowledged": [],
        }
        path = f"/attempts/{self.seat.attempt}/pulse"
        try:
            reply = await self.ask("POST", path, body=json.dumps(body).encode(), content="application/json")
        except Silence as silence:
            self.tally.errors[f"pulse {silence}"] += 1
            return False
        self.tally.pulses += 1
        if reply.status != 200:
            self.tally.errors[f"pulse {reply.status}"] += 1
            return False
        told = json.loads(reply.body)
        self.notice = max(self.notice, told.get("notice", 0))
        self.closed = self.closed or told.get("state") in ENDED
        was, self.paused = self.paused, bool(told.get("paused"))
        if was and not self.paused:
            for position in list(self.waiting):
                self._wake(position)
        return True

    # --- The outbox -----------------------------------------------------------------------------

    def _wake(self, position: int) -> None:
        task = self._senders.get(position)
        if task is None or task.done():
            self._senders[position] = asyncio.ensure_future(self._send_all(position))

    async def _send_all(self, position: int) -> None:
        """One message after the other, until the newest answer has its reply."""
        while position in self.waiting and not self.closed:
            if self.paused:
                return  # the pulse wakes us
            message = await self._make_message(position)
            await self._send(message)

    async def _make_message(self, position: int) -> _Message:
        text, due = self.waiting.pop(position)
        base = self.revisions.get(position, 0)
        part = dict(self.seat.typed)[position]
        response = typed(part, text)
        self.seq += 1
        body = {"device": self.device, "seq": self.seq, "base_revision": base, "response": response}
        message = _Message(position, self.seq, json.dumps(body, ensure_ascii=False).encode(), due)
        self.in_flight[position] = message
        self.tally.intents += 1
        await self.ledger.commit(
            "intent", **self._named(message), base_revision=base, hash=hash_of(position, base, response)
        )
        return message

    async def _send(self, message: _Message) -> None:
        """The same message until it has an answer that ends it."""
        path = f"/attempts/{self.seat.attempt}/responses/{message.position}"
        tries = 0
        while not self.giving_up:
            sent = time.perf_counter()
            try:
                reply = await self.ask("PUT", path, body=message.body, content="application/json")
            except Silence as silence:
                self.tally.errors[f"silence: {silence}"] += 1
                self.ledger.note("silence", **self._named(message), status=WITHOUT_REPLY)
            else:
                if await self._take(message, reply, sent=sent):
                    del self.in_flight[message.position]
                    return
            await asyncio.sleep(self._pause(tries))
            tries += 1

    async def _take(self, message: _Message, reply: Reply, *, sent: float) -> bool:
        """Whether ``reply`` ends the message."""
        told = _read_json(reply)
        outcome = told.get("outcome")
        if reply.status in (200, 409) and outcome:
            self._acknowledge(message, reply.status, told, sent=sent)
            return True
        code = str(told.get("error", ""))
        self.tally.errors[f"{reply.status} {code}".strip()] += 1
        self.ledger.note("refused", **self._named(message), status=reply.status, code=code)
        if reply.status == 401 and self.manners.renew is not None:
            await self.manners.renew(self.seat)
        if code == "reused_seq":
            self.seq = max(self.seq, int(told.get("details", {}).get("newest_seq", self.seq)))
            self._type_again(message)
        return 400 <= reply.status < 500 and reply.status not in (401, 403, 408, 429)

    def _acknowledge(self, message: _Message, status: int, told: dict[str, Any], *, sent: float) -> None:
        now = time.perf_counter()
        outcome = told["outcome"]
        took = (now - sent) * 1000
        self.ledger.note(
            "ack",
            **self._named(message),
            status=status,
            outcome=outcome,
            revision=told.get("revision", 0),
            server_time=told.get("server_time"),
            shown=_canonical_hash(told["value"]) if told.get("value") is not None else "",
            ms=round(took, 1),
        )
        self.tally.outcomes[outcome] += 1
        self.tally.took.append(took)
        self.tally.due.append((now - message.due) * 1000)
        self.revisions[message.position] = told.get("revision", 0)
        if outcome != "late":
            return
        self.paused = bool(told.get("paused")) or told.get("error") == "attempt_paused"
        self.closed = not self.paused
        if self.paused:  # goes out after the pause, as a message of its own
            self._type_again(message)

    def _type_again(self, message: _Message) -> None:
        """What ``message`` says is to be sent under another number, unless something newer was typed."""
        text = next(iter(json.loads(message.body)["response"]["parts"].values()))["text"]
        self.waiting.setdefault(message.position, (text, message.due))

    def _named(self, message: _Message) -> dict[str, Any]:
        return {
            "attempt": self.seat.attempt,
            "position": message.position,
            "device": self.device,
            "seq": message.seq,
        }

    # --- Asking ---------------------------------------------------------------------------------

    async def _ask_patiently(self, method: str, path: str, *, what: str) -> Reply | None:
        """Asks again after silence, 401, 429 and 5xx; None when there is no more patience."""
        tries = 0
        while not self.giving_up:
            try:
                reply = await self.ask(method, path)
            except Silence as silence:
                self.tally.errors[f"{what} silence: {silence}"] += 1
            else:
                signed_out = reply.status == 302 and "login" in reply.headers.get("location", "")
                if reply.status < 500 and reply.status not in (401, 429) and not signed_out:
                    return reply
                self.tally.errors[f"{what} {reply.status}"] += 1
                if (signed_out or reply.status == 401) and self.manners.renew is not None:
                    await self.manners.renew(self.seat)
            await asyncio.sleep(self._pause(tries))
            tries += 1
        return None

    async def ask(self, method: str, path: str, *, body: bytes = b"", content: str = "") -> Reply:
        """One request of whoever is signed in here. Raises Silence."""
        session, csrf = self.manners.cookies
        headers = {
            "Cookie": f"{session}={self.seat.session}; {csrf}={self.seat.csrf}",
            "X-CSRFToken": self.seat.csrf,
        }
        if body:
            headers["Content-Type"] = content
        return await self.connection.ask(method, path, headers=headers, body=body)

    def _pause(self, tries: int) -> float:
        longest = min(self.manners.longest_pause, self.manners.first_pause * 2 ** min(tries, 10))
        return longest * self.random.uniform(0.5, 1.0)


def typed(part: str, text: str) -> dict[str, Any]:
    """The response to a question with one part that is answered by typing."""
    return {"v": 1, "parts": {part: {"text": text, "notation": "plain", "locale": "ko"}}}


def _read_json(reply: Reply) -> dict[str, Any]:
    try:
        read = json.loads(reply.body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}

"""Students of the fault matrix: the pages of ``bench.pages``, and those that are killed, hasty or late."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bench.ledger import Ledger
from bench.pages import Page, Seat
from bench.pages import _Message as Message
from bench.wire import Connection, Reply

__all__ = [
    "HastyPage",
    "Lanes",
    "ShiftedLedger",
    "Typist",
    "forget_page",
    "new_page",
    "read_seat",
    "recall_page",
    "store_page",
]

NUMBERS = itertools.count(1)


class ShiftedLedger:
    """A ledger as a device writes it whose clock is wrong by so many seconds."""

    def __init__(self, ledger: Ledger, seconds: float) -> None:
        self._ledger = ledger
        self._off = timedelta(seconds=seconds)

    def _at(self) -> str:
        return (datetime.now(UTC) + self._off).isoformat()

    def note(self, kind: str, **values: Any) -> None:
        """As ``Ledger.note``."""
        self._ledger.note(kind, **{"at": self._at(), **values})

    async def commit(self, kind: str, **values: Any) -> None:
        """As ``Ledger.commit``."""
        await self._ledger.commit(kind, **{"at": self._at(), **values})


class Lanes:
    """As many connections as there are requests at a time, in the place of one."""

    def __init__(self, host: str, port: int, *, timeout: float) -> None:
        self._make = lambda: Connection(host, port, timeout=timeout)
        self._free: list[Connection] = []

    async def ask(self, method: str, path: str, **values: Any) -> Reply:
        """As ``Connection.ask``, and never one after the other."""
        line = self._free.pop() if self._free else self._make()
        try:
            return await line.ask(method, path, **values)
        finally:
            self._free.append(line)

    def cut(self) -> None:
        """Ends those that nobody uses."""
        for line in self._free:
            line.cut()


class HastyPage(Page):
    """A page that does not wait for a reply before it sends the next answer to the same question: several
    messages travel at once, and whichever way they arrive the newest must win."""

    def type(self, text: str, *, position: int, due: float) -> None:
        """Three versions within a moment, sent in any order."""
        if self.closed:
            return
        for version in ("", "+1", "+2"):
            self._hurry(position, text + version, due)

    def _hurry(self, position: int, text: str, due: float) -> None:
        number = next(NUMBERS)
        self._senders[-number] = asyncio.ensure_future(self._send_one(number, position, text, due))

    async def _send_one(self, number: int, position: int, text: str, due: float) -> None:
        self.waiting[position] = (text, due)
        making = self._make_message(position)
        message = await making
        self.in_flight[-number] = message
        await asyncio.sleep(self.random.uniform(0, 0.2))
        await self._send(message)
        self.in_flight.pop(-number, None)
        self._senders.pop(-number, None)

    async def _send(self, message: Message) -> None:
        self.in_flight[message.position] = message  # what the page below takes away when it is decided
        try:
            await super()._send(message)
        except KeyError:
            return


def store_page(page: Page, path: Path) -> None:
    """What a browser has on its disk of ``page`` at this moment."""
    state = {
        "seq": page.seq,
        "notice": page.notice,
        "revisions": page.revisions,
        "waiting": {position: text for position, (text, _due) in page.waiting.items()},
        "in_flight": [
            [message.position, message.seq, message.body.decode()] for message in page.in_flight.values()
        ],
    }
    path.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")


async def forget_page(page: Page) -> None:
    """The browser is killed: whatever it did ends in the middle. It does nothing more from the moment in
    which this is awaited, so what ``store_page`` wrote just before is what it leaves."""
    page.closed = True
    running = [task for task in page._senders.values() if not task.done()]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    page.connection.cut()


def recall_page(page: Page, path: Path) -> None:
    """``page``, new, goes on where the one that was stored at ``path`` was killed, the same messages
    first."""
    state = json.loads(path.read_text(encoding="utf-8"))
    page.seq, page.notice = state["seq"], state["notice"]
    page.revisions = {int(position): revision for position, revision in state["revisions"].items()}
    for position, text in state["waiting"].items():
        page.waiting[int(position)] = (text, time.perf_counter())
    for position, seq, body in state["in_flight"]:
        message = Message(position, seq, body.encode(), time.perf_counter())
        page.in_flight[position] = message
        page._senders[position] = asyncio.ensure_future(_send_again(page, message))
    for position in set(page.waiting) - set(page.in_flight):
        page._wake(position)


async def _send_again(page: Page, message: Message) -> None:
    await page._send(message)
    await page._send_all(message.position)


class Typist:
    """Types answers into ``page`` until told to rest."""

    def __init__(self, page: Page, *, think_s: float) -> None:
        self.page = page
        self._think_s = think_s
        self._random = random.Random(f"typist {page.device}")
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """From now on."""
        self._task = asyncio.create_task(self._type())

    async def rest(self) -> None:
        """Types no more; the page goes on sending."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _type(self) -> None:
        turn = self._random.randrange(1_000)
        while True:
            await asyncio.sleep(self._random.expovariate(1 / self._think_s))
            if self.page.closed:
                return
            turn += 1
            position, _part = self._random.choice(self.page.seat.typed)
            now = time.perf_counter()
            self.page.type(f"x^2+{position}x+{turn}-{turn}", position=position, due=now)


def read_seat(made: dict[str, Any]) -> Seat:
    """A seat as ``bench.chaos.cast`` tells it."""
    names = ("student", "assignment", "session", "csrf", "attempt")
    return Seat(typed=[(position, part) for position, part in made["typed"]], **{n: made[n] for n in names})


def new_page(
    seat: Seat, ledger: Ledger | ShiftedLedger, connection: Connection | Lanes, **options: Any
) -> Page:
    """A page over anything that keeps a ledger and carries requests."""
    kind = HastyPage if isinstance(connection, Lanes) else Page
    return kind(seat, cast("Connection", connection), cast("Ledger", ledger), **options)

"""A class at an exam, as load: every student a client that behaves like the exam page.

The loop is open: when somebody types is drawn beforehand and does not wait for the server, and times count
from that moment, so that a server that stands still is not measured only when it answers. Everybody begins
together. Each intent is on disk in the ledger before it is sent, each reply after it was read;
``manage.py verify_attempts LEDGER`` holds both against the database. Prints one JSON object.

    python -m bench.load --port 8193 --seats FILE [--seconds 60] [--students 100] [--think 8]
        [--ledger FILE] [--start] [--submit] [--devices 2] [--seed 1]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.ledger import Ledger
from bench.pages import Manners, Page, Seat, Tally
from bench.strangers import try_foreign
from bench.wire import Connection

__all__ = ["Crowd", "Load", "Report", "read_seats", "run_load"]

PERCENTILES = {"p50": 0.50, "p95": 0.95, "p99": 0.99, "max": 1.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What to play. Times are in seconds. ``start`` presses start first, spread over ``start_within``;
    ``submit`` hands in at the end, spread over ``submit_within``. ``patience`` is how long each phase may
    take beyond that, and how long what is unsent is tried again after the typing. ``devices`` are open at
    once in each student's hands."""

    port: int
    seats: list[Seat]
    seconds: float
    host: str = "127.0.0.1"
    ledger: Ledger = field(default_factory=lambda: Ledger(None))
    manners: Manners = field(default_factory=Manners)
    start: bool = False
    start_within: float = 5.0
    submit: bool = False
    submit_within: float = 5.0
    patience: float = 60.0
    devices: int = 1
    first_seq: int = 1  # above all that these devices have sent before
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. Milliseconds; ``due_ms`` and the two that follow count from when it was to happen,
    ``took_ms`` from when it was sent. ``start_span_s`` is from the first start to the last exam page,
    ``submit_span_s`` from the first submit to the last receipt. ``cpu_share`` is of one core."""

    seconds: float
    saves: int
    saves_per_s: float
    due_ms: dict[str, float]
    took_ms: dict[str, float]
    start_ms: dict[str, float]
    start_span_s: float
    submit_ms: dict[str, float]
    submit_span_s: float
    outcomes: dict[str, int]
    errors: dict[str, int]
    students: int
    intents: int
    started: int
    submitted: int
    kept: int
    pulses: int
    foreign: int
    cpu_s: float
    cpu_share: float

    def to_json(self) -> dict[str, Any]:
        """All of it, ready to print."""
        return asdict(self)


def run_load(load: Load) -> Report:
    """Plays ``load`` to its end."""
    return asyncio.run(Crowd(load).play())


class Crowd:
    """The students of one load. What disturbs them from outside may be called while ``play`` runs."""

    def __init__(self, load: Load) -> None:
        self.load, self.tally = load, Tally()
        self.random = random.Random(load.seed)
        self.students = [self._open_pages(seat) for seat in load.seats]
        self._ended = asyncio.Event()
        self._start_span = self._submit_span = 0.0

    def _open_pages(self, seat: Seat) -> list[Page]:
        return [
            Page(
                seat,
                Connection(self.load.host, self.load.port, timeout=self.load.manners.timeout),
                self.load.ledger,
                self.load.manners,
                self.tally,
                number=number,
                first_seq=self.load.first_seq,
            )
            for number in range(1, self.load.devices + 1)
        ]

    @property
    def pages(self) -> list[Page]:
        """Every page of every student."""
        return [page for pages in self.students for page in pages]

    def reopen(self, share: float) -> None:
        """The browsers of ``share`` of the students die in the middle, and come back."""
        for page in self.random.sample(self.pages, int(len(self.pages) * share)):
            page.reopen()

    def stop_typing(self) -> None:
        """Ends the typing early; what is unsent still goes out."""
        self._ended.set()

    async def play(self) -> Report:
        """Start, typing, draining, handing in: each begins for all students together."""
        load = self.load
        began, cpu = time.perf_counter(), time.process_time()
        if load.start:
            self._start_span = await self._spread(
                lambda page, due: page.start(due=due), within=load.start_within
            )
        begin = time.perf_counter()
        pulses = [asyncio.ensure_future(self._keep_pulsing(page)) for page in self.pages]
        await asyncio.gather(*[self._type(pages, begin, begin + load.seconds) for pages in self.students])
        typed = time.perf_counter() - begin
        await self._drain()
        for pulse in pulses:
            pulse.cancel()
        if load.submit:
            self._submit_span = await self._spread(
                lambda page, due: page.submit(due=due), within=load.submit_within
            )
        for page in self.pages:
            page.give_up()
            page.connection.cut()
        load.ledger.flush()
        return self._report(typed, time.perf_counter() - began, time.process_time() - cpu)

    async def _spread(self, act: Callable[[Page, float], Awaitable[None]], *, within: float) -> float:
        """``act`` on the first device of every student, evenly spread over ``within``. Returns the seconds to
        the end of the last."""
        begin = time.perf_counter()
        order = self.random.sample(self.students, len(self.students))
        dues = [begin + within * number / len(order) for number in range(len(order))]

        async def at_due(page: Page, due: float) -> None:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await act(page, due)

        acts = [at_due(pages[0], due) for pages, due in zip(order, dues, strict=True)]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*acts), within + self.load.patience)
        return time.perf_counter() - begin

    async def _type(self, pages: list[Page], begin: float, end: float) -> None:
        seat, think = pages[0].seat, self.load.manners.think
        if seat.attempt is None or not seat.typed:
            return
        source = random.Random(f"{self.load.seed}:{seat.student}")
        due = begin + source.expovariate(1 / think)
        count = 0
        while due < end and not self._ended.is_set():
            await self._sleep_until(due)
            count += 1
            page = source.choice(pages)
            position, _part = source.choice(seat.typed)
            page.type(f"x^2+{count}x+{source.randrange(1000)}", position=position, due=due)
            if source.random() < self.load.manners.foreign:
                await self._intrude(page, source)
            due += source.expovariate(1 / think)
        await self._sleep_until(end)

    async def _sleep_until(self, moment: float) -> None:
        left = moment - time.perf_counter()
        if left > 0 and not self._ended.is_set():
            await asyncio.sleep(left)

    async def _intrude(self, page: Page, source: random.Random) -> None:
        others = [seat for seat in self.load.seats if seat.attempt and seat is not page.seat]
        if others:
            other = source.choice(others)
            position, part = source.choice(other.typed)
            await try_foreign(page, str(other.attempt), position=position, part=part)

    async def _keep_pulsing(self, page: Page) -> None:
        if page.seat.attempt is None:
            return
        every = self.load.manners.pulse_every
        await asyncio.sleep(every * page.random.random())
        await page.pulse(claim=True)
        while not page.closed:
            await asyncio.sleep(every * page.random.uniform(0.8, 1.2))
            await page.pulse()

    async def _drain(self) -> None:
        with contextlib.suppress(TimeoutError):
            draining = asyncio.gather(*[page.drain() for page in self.pages])
            await asyncio.wait_for(draining, self.load.patience)

    def _report(self, typed: float, wall: float, cpu: float) -> Report:
        tally = self.tally
        return Report(
            seconds=round(typed, 2),
            saves=sum(tally.outcomes.values()),
            saves_per_s=round(sum(tally.outcomes.values()) / typed, 1) if typed else 0.0,
            due_ms=_percentiles(tally.due),
            took_ms=_percentiles(tally.took),
            start_ms=_percentiles(tally.started),
            start_span_s=round(self._start_span, 2),
            submit_ms=_percentiles(tally.submitted),
            submit_span_s=round(self._submit_span, 2),
            outcomes=dict(tally.outcomes),
            errors=dict(tally.errors),
            students=len(self.students),
            intents=tally.intents,
            started=len(tally.started),
            submitted=len(tally.submitted),
            kept=tally.kept,
            pulses=tally.pulses,
            foreign=tally.foreign,
            cpu_s=round(cpu, 2),
            cpu_share=round(cpu / wall, 3) if wall else 0.0,
        )


def _percentiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    if not ordered:
        return {}
    last = len(ordered) - 1
    return {
        name: round(ordered[min(int(len(ordered) * share), last)], 1) for name, share in PERCENTILES.items()
    }


def read_seats(made: Any) -> list[Seat]:
    """Seats from the JSON that ``bench.classroom`` prints."""
    rows: Iterable[dict[str, Any]] = made["seats"]
    return [
        Seat(
            student=row["student"],
            assignment=row["assignment"],
            session=row["session"],
            csrf=row["csrf"],
            typed=[(position, part) for position, part in row["typed"]],
            attempt=row["attempt"],
        )
        for row in rows
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seats", type=Path, required=True, help="printed by python -m bench.classroom")
    parser.add_argument("--seconds", type=float, default=60.0, help="of typing")
    parser.add_argument("--students", type=int, help="the first of the seats only")
    parser.add_argument(
        "--think", type=float, default=8.0, help="mean seconds between two answers of a student"
    )
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--submit", action="store_true")
    parser.add_argument("--devices", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    ledger = Ledger(options.ledger)
    seats = read_seats(json.loads(options.seats.read_text(encoding="utf-8")))[: options.students]
    load = Load(
        port=options.port,
        seats=seats,
        seconds=options.seconds,
        ledger=ledger,
        manners=Manners(think=options.think),
        start=options.start,
        submit=options.submit,
        devices=options.devices,
        seed=options.seed,
    )
    report = run_load(load)
    ledger.close()
    json.dump(report.to_json(), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()

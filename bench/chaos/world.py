"""Everything that one run has of its own: disk, database, cache, servers, job worker, and the way to them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.chaos.databases import Disk, PostgreSQL, SQLite
from bench.chaos.hands import Hands
from bench.chaos.processes import HERE, Process, free_port
from bench.chaos.students import new_page, read_seat
from bench.ledger import Ledger
from bench.pages import Manners, Page, Seat, Tally
from bench.proxy import HttpProxy
from bench.site import SERVER_THREADS
from bench.wire import Connection, Silence

__all__ = ["World"]

SERVERS = 2
UP_S = 60.0
NOWHERE = "/api/v1/attempts/"  # an error tells the time of the server that found it
CLOCK_CHECK_S = 10.0
PROBE_PAUSE_S = 0.1
PROBE_TIMEOUT_S = 5.0
CLOCK_PATH = HERE / "bench" / "chaos" / "clock"
LEFT_OUT = frozenset(
    {
        "DATABASE_URL",
        "REDIS_URL",
        "PRODUCTION",
        "DEBUG",
        "SECRET_KEY",
        "SEEDED_BUG",
        "TZ",
        "PYTHONDONTWRITEBYTECODE",  # a container has its bytecode: servers compile nothing
    }
)


class World:
    """Starts and stops it all. ``ledger`` is that of the fault at hand: every restart is written into it,
    with the time until the site first read and wrote again."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.folder = folder
        self.ledger = Ledger(None)
        self.prober: Page | None = None
        self.disk = Disk(folder)
        self.database: SQLite | PostgreSQL = (
            SQLite(self.disk)
            if kind == "sqlite"
            else PostgreSQL(self.disk, folder / "postgresql.log", on_restart=self.note_restart)
        )
        self.redis_port = free_port()
        self.server_ports = [free_port() for _number in range(SERVERS)]
        self.proxy = HttpProxy(self.server_ports)
        self.hands = Hands(self.environment(), folder / "cast.log")
        self.redis = self._process(
            "redis",
            f"redis-server --port {self.redis_port} --bind 127.0.0.1 --appendonly no --dir {folder}".split(),
        )
        self.servers = [self._server(number) for number in range(SERVERS)]
        self.job = self._process(
            "job", [sys.executable, "manage.py", "run_jobs", "--sweep-every", "0.5"], told=False
        )
        self._restarts: list[tuple[str, float]] = []
        self._probing: asyncio.Task[None] | None = None

    # --- Start and stop -------------------------------------------------------------------------

    async def start(self) -> None:
        """Until the site answers."""
        await self.database.start()
        await self.hands.act("prepare")
        self.redis.start()
        await self.proxy.start()
        for process in (*self.servers, self.job):
            process.start()
        await self.wait_until_up()

    async def stop(self) -> None:
        """Ends every process that was started and gives the disk back."""
        self.stop_probing()
        await self.proxy.stop()
        await self.hands.stop()
        for process in (self.job, *self.servers, self.redis):
            await process.stop(how=signal.SIGKILL)
        await self.database.stop()
        self.disk.close()

    def environment(self, **more: str) -> dict[str, str]:
        """Of every process of the run."""
        inherited = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "bench.chaos.settings",
            "DATABASE_URL": self.database.url,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "LOG_LEVEL": "WARNING",
            "GRANIAN_BLOCKING_THREADS": str(SERVER_THREADS),
            "CHAOS_FOLDER": str(self.folder),
            "PYTHONPATH": str(CLOCK_PATH),
            **more,
        }

    def _process(self, name: str, command: list[str], *, told: bool = True) -> Process:
        return Process(
            name,
            command,
            environment=self.environment(),
            log=self.folder / f"{name}.log",
            on_restart=self.note_restart if told else None,
        )

    def _server(self, number: int) -> Process:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", "1"]
        command += ["--workers-kill-timeout", "3", "--log-level", "error"]
        command += ["--port", str(self.server_ports[number]), "bench.chaos.wsgi:application"]
        return self._process(f"server{number + 1}", command)

    @property
    def processes(self) -> list[Process]:
        """All that may be frozen or killed."""
        database = [self.database.process] if self.database.process else []
        return [*database, self.redis, *self.servers, self.job]

    # --- Time and place -------------------------------------------------------------------------

    async def set_environment(self, processes: Iterable[Process], **more: str) -> None:
        """Starts ``processes`` again, one after the other, with ``more`` in their environment."""
        for process in processes:
            process.environment = self.environment(**more)
            await process.restart()
            await self.wait_until_up()

    async def set_time(self, **more: str) -> None:
        """All that runs Python has another clock or time zone, those who act on the database included."""
        self.hands.environment = self.environment(**more)
        await self.hands.stop()
        await self.set_environment([*self.servers, self.job], **more)

    async def check_clocks(self, *shifts: float) -> None:
        """Raises RuntimeError unless the clock of each server is off by its number of seconds."""
        for port, shift in zip(self.server_ports, shifts, strict=True):
            line = Connection("127.0.0.1", port, timeout=10)
            told = json.loads((await line.ask("PUT", NOWHERE, headers={})).body)
            line.cut()
            off = (datetime.fromisoformat(told["timestamp"]) - datetime.now(UTC)).total_seconds()
            if abs(off - shift) > CLOCK_CHECK_S:
                raise RuntimeError(f"the clock of a server is off by {off:.0f} s and not by {shift:.0f} s")

    # --- Is it up? ------------------------------------------------------------------------------

    async def wait_until_up(self) -> None:
        """Until every server answers, straight and not through the proxy. Raises RuntimeError."""
        end = time.monotonic() + UP_S
        for port in self.server_ports:
            while not await _is_healthy(port):
                if time.monotonic() > end:
                    raise RuntimeError(f"a server does not answer, see the logs in {self.folder}")
                await asyncio.sleep(0.1)

    def note_restart(self, what: str) -> None:
        """Something has to start again: how long is it until the site reads and writes? Restarts between the
        exams are nobody's fault."""
        if self.prober is None:
            return
        self.ledger.note("restart", what=what)
        self._restarts.append((what, time.monotonic()))
        if self._probing is None or self._probing.done():
            self._probing = asyncio.create_task(self._probe(self.prober))

    def begin_probing(self, seat: dict[str, Any]) -> None:
        """``seat`` is of somebody whose only business is to look whether the site works."""
        self.prober = self.page(read_seat(seat), Tally(), Manners(timeout=PROBE_TIMEOUT_S, first_pause=0.2))

    def stop_probing(self) -> None:
        """Restarts are neither written down nor measured any more."""
        if self._probing is not None:
            self._probing.cancel()
        self.prober = None
        self._restarts.clear()

    async def settle(self) -> None:
        """Until what was restarted has been seen to work."""
        if self._probing is not None:
            await asyncio.wait([self._probing], timeout=UP_S)

    async def _probe(self, page: Page) -> None:
        turn = 0
        while self._restarts:
            waiting, self._restarts = self._restarts, []
            while not await _reads(page):
                await asyncio.sleep(PROBE_PAUSE_S)
            self._note_up("read", waiting)
            turn += 1
            while not await _writes(page, turn):
                await asyncio.sleep(PROBE_PAUSE_S)
            self._note_up("write", waiting)

    def _note_up(self, what: str, restarts: list[tuple[str, float]]) -> None:
        """Where something was killed again before that, the time counts from the last kill."""
        now = time.monotonic()
        last = max(began for _name, began in [*restarts, *self._restarts])
        for name, _began in restarts:
            self.ledger.note("up", what=what, ms=round((now - last) * 1_000), of=name)

    # --- Pages ----------------------------------------------------------------------------------

    def page(self, seat: Seat, tally: Tally, manners: Manners, **options: Any) -> Page:
        """A page of ``seat`` on the way through the proxy."""
        connection = Connection("127.0.0.1", self.proxy.port, timeout=manners.timeout)
        return new_page(seat, self.ledger, connection, manners=manners, tally=tally, **options)


async def _is_healthy(port: int) -> bool:
    connection = Connection("127.0.0.1", port, timeout=2)
    try:
        return (await connection.ask("GET", "/health", headers={})).status == 200
    except Silence:
        return False
    finally:
        connection.cut()


async def _reads(page: Page) -> bool:
    try:
        reply = await page.ask("GET", f"/attempts/{page.seat.attempt}/")
    except Silence:
        return False
    handed_in = "/receipt/" in reply.headers.get("location", "")
    return reply.status == 200 or handed_in


async def _writes(page: Page, turn: int) -> bool:
    """Whether an answer got its reply; once the exam is over, a pulse."""
    before = page.tally.outcomes.total()
    position = page.seat.typed[turn % len(page.seat.typed)][0]
    page.type(f"{turn}", position=position, due=time.perf_counter())
    await page.drain()
    return page.tally.outcomes.total() > before or (page.closed and await page.pulse())

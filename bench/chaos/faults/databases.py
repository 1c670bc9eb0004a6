"""Below the servers: the database, its connections, its locks and its disk."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import time
from pathlib import Path

import psycopg

from bench.chaos.databases import PostgreSQL, SQLite
from bench.chaos.processes import Process, wait_for
from bench.chaos.sitting import Fault, Sitting
from bench.chaos.world import World
from bench.proxy import BytePipe

__all__ = ["DATABASES"]

KILLED = (psycopg.OperationalError, psycopg.InterfaceError)


def _cluster(world: World) -> PostgreSQL:
    if not isinstance(world.database, PostgreSQL):
        raise TypeError("this fault belongs to PostgreSQL")
    return world.database


class PostmasterKilled(Fault):
    name = "PostgreSQL killed (SIGKILL of the postmaster)"
    kind = "database"
    databases = ("postgresql",)
    seconds = 36.0

    async def inject(self, sitting: Sitting) -> None:
        """Again as soon as it is back and students have gone on for a while."""
        cluster = _cluster(sitting.world)

        async def kill() -> int:
            cluster.process.kill_alone()
            await asyncio.sleep(0.5)
            await wait_for(cluster.answers, seconds=30, what="PostgreSQL after a kill")
            return 1

        await sitting.every(4.0, kill)


class BackendsTerminated(Fault):
    name = "connections of PostgreSQL terminated in the middle"
    kind = "database"
    databases = ("postgresql",)

    async def inject(self, sitting: Sitting) -> None:
        """Those first that are at work."""

        async def terminate() -> int:
            return await asyncio.to_thread(_cluster(sitting.world).terminate_backends, most=4)

        await sitting.every(0.5, terminate)


class BackendKilled(Fault):
    name = "one backend of PostgreSQL killed (SIGKILL), all others must restart"
    kind = "database"
    databases = ("postgresql",)
    seconds = 26.0

    async def inject(self, sitting: Sitting) -> None:
        """PostgreSQL ends all connections, recovers from its log and goes on."""
        cluster = _cluster(sitting.world)

        async def kill() -> int:
            rows = await asyncio.to_thread(
                cluster.run,
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
                "AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1",
            )
            for (pid,) in rows:
                os.kill(pid, signal.SIGKILL)
                Process.kills["backend"] += 1
            await asyncio.sleep(0.5)
            await wait_for(cluster.answers, seconds=30, what="PostgreSQL after a kill")
            return len(rows)

        await sitting.every(4.0, kill)


class DatabaseFrozen(Fault):
    name = "PostgreSQL stands still for 10 s (SIGSTOP)"
    kind = "database"
    databases = ("postgresql",)
    seconds = 24.0

    async def inject(self, sitting: Sitting) -> None:
        """The postmaster and all its children, which have process groups of their own."""
        self._signal(sitting.world, signal.SIGSTOP)
        sitting.injected += 1
        await asyncio.sleep(10)

    async def recover(self, world: World) -> None:
        """All go on."""
        self._signal(world, signal.SIGCONT)

    def _signal(self, world: World, which: signal.Signals) -> None:
        pid = _cluster(world).process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (str(pid), *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(one), which)


class ConnectionsCut(Fault):
    name = "the network between servers and PostgreSQL cut every second"
    kind = "database"
    databases = ("postgresql",)
    think_s = 0.4

    def __init__(self) -> None:
        self._pipe: BytePipe | None = None

    async def prepare(self, world: World) -> None:
        """The servers reach the database through something that can be cut."""
        cluster = _cluster(world)
        self._pipe = BytePipe(cluster.port)
        await self._pipe.start()
        url = cluster.url.replace(str(cluster.port), str(self._pipe.port))
        await world.set_environment(world.servers, DATABASE_URL=url)

    async def inject(self, sitting: Sitting) -> None:
        """Also between a commit and the word that it is done."""
        pipe = self._pipe

        async def cut() -> int:
            if pipe is None:
                return 0
            before = pipe.injected
            pipe.cut_all()
            return pipe.injected - before

        await sitting.every(1.0, cut)

    async def leave(self, world: World) -> None:
        """Straight again."""
        await world.set_environment(world.servers)
        if self._pipe is not None:
            await self._pipe.stop()
            self._pipe = None


class RowsLocked(Fault):
    name = "the rows of all attempts locked by somebody for 8 s"
    kind = "database"
    databases = ("postgresql",)

    async def inject(self, sitting: Sitting) -> None:
        """Saves wait, or are told to come again."""

        def hold() -> None:
            with psycopg.connect(_cluster(sitting.world).url) as connection:
                connection.execute("SELECT id FROM exams_attempt FOR UPDATE")
                time.sleep(8)

        await asyncio.to_thread(hold)
        sitting.injected += len(sitting.seats)


class Deadlock(Fault):
    name = "transactions that lock answers before attempts, against saving, handing in and marking"
    kind = "database"
    databases = ("postgresql",)
    students = 20

    async def inject(self, sitting: Sitting) -> None:
        """The other way round than everybody else: PostgreSQL ends one of the two."""
        sitting.tasks.append(asyncio.create_task(self._collide_always(sitting)))
        await sitting.until(sitting.seconds)

    async def _collide_always(self, sitting: Sitting) -> None:
        while True:
            attempts = [seat.attempt for seat in sitting.random.sample(sitting.seats, 5) if seat.attempt]
            await asyncio.to_thread(self._collide, sitting, attempts)
            sitting.injected += 1
            await asyncio.sleep(0.2)

    def _collide(self, sitting: Sitting, attempts: list[str]) -> None:
        with contextlib.suppress(psycopg.Error), psycopg.connect(_cluster(sitting.world).url) as connection:
            connection.execute("SET LOCAL deadlock_timeout = '5s'")  # the other one finds it first
            connection.execute(
                "SELECT id FROM exams_response WHERE attempt_id = ANY(%s) FOR UPDATE", [attempts]
            )
            connection.execute(
                "SELECT m.id FROM grading_mark m WHERE m.attempt_id = ANY(%s) FOR UPDATE", [attempts]
            )
            time.sleep(0.4)
            connection.execute("SELECT id FROM exams_attempt WHERE id = ANY(%s) FOR UPDATE", [attempts])


class WriterStarved(Fault):
    name = "another process holds the write lock of SQLite for 15 s"
    kind = "database"
    databases = ("sqlite",)
    seconds = 26.0
    hold_s = 15.0

    async def inject(self, sitting: Sitting) -> None:
        """Nobody can write meanwhile."""
        await asyncio.to_thread(self._hold, sitting.world)
        sitting.injected += 1

    def _hold(self, world: World) -> None:
        if not isinstance(world.database, SQLite):
            raise TypeError("this fault belongs to SQLite")
        with contextlib.closing(sqlite3.connect(world.database.path, timeout=30)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(self.hold_s)
            connection.rollback()


class WriterStarvedTooLong(WriterStarved):
    name = "another process holds the write lock of SQLite for 25 s, longer than servers wait"
    seconds = 40.0
    hold_s = 25.0


class DiskFull(Fault):
    name = "the disk of the database full for 8 s"
    kind = "database"
    seconds = 24.0

    async def inject(self, sitting: Sitting) -> None:
        """To the last block; what is written meanwhile fails."""
        disk = sitting.world.disk
        if not disk.can_be_filled:
            raise RuntimeError("a file system of its own needs root")
        began = time.monotonic()
        while time.monotonic() < began + 8:
            await asyncio.to_thread(disk.fill)
            sitting.injected += 1
            await asyncio.sleep(1)

    async def recover(self, world: World) -> None:
        """There is room again, and PostgreSQL, which may have stopped, is back."""
        world.disk.free()
        if isinstance(world.database, PostgreSQL):
            await wait_for(world.database.answers, seconds=30, what="PostgreSQL after a full disk")


DATABASES: tuple[type[Fault], ...] = (
    PostmasterKilled,
    BackendsTerminated,
    BackendKilled,
    DatabaseFrozen,
    ConnectionsCut,
    RowsLocked,
    Deadlock,
    WriterStarved,
    WriterStarvedTooLong,
    DiskFull,
)

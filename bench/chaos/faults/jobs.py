"""The cache, the job worker and the queue."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from bench.chaos.sitting import Fault, Sitting
from bench.chaos.world import World

__all__ = ["CACHE_AND_JOBS"]

QUEUE = "django_tasks_database_dbtaskresult"
HIDDEN = "chaos_hidden_queue"


class RedisKilled(Fault):
    name = "Redis killed"
    kind = "cache"

    async def inject(self, sitting: Sitting) -> None:
        """Again and again."""

        async def kill() -> int:
            was_running = sitting.world.redis.is_running
            sitting.world.redis.kill()
            return int(was_running)

        await sitting.every(0.5, kill)


class RedisFrozen(Fault):
    name = "Redis stands still for 10 s (SIGSTOP)"
    kind = "cache"
    seconds = 22.0

    async def inject(self, sitting: Sitting) -> None:
        """It takes connections and says nothing."""
        sitting.world.redis.freeze()
        sitting.injected += 1
        await asyncio.sleep(10)

    async def recover(self, world: World) -> None:
        """It goes on."""
        world.redis.thaw()


class RedisFlushed(Fault):
    name = "Redis emptied"
    kind = "cache"

    async def inject(self, sitting: Sitting) -> None:
        """Five times a second."""

        async def flush() -> int:
            _reader, writer = await asyncio.open_connection("127.0.0.1", sitting.world.redis_port)
            writer.write(b"FLUSHALL\r\n")
            await writer.drain()
            await _reader.readline()
            writer.close()
            return 1

        await sitting.every(0.2, flush)


class WorkerKilled(Fault):
    name = "the job worker killed in the middle of ending and marking"
    kind = "jobs"
    students = 80
    think_s = 0.8
    seconds = 16.0
    limit_s = 16
    grace_s = 3
    submitted = False
    kills = 24

    async def inject(self, sitting: Sitting) -> None:
        """Nobody hands in; the worker ends and marks everything, and is killed whenever it has done a
        little."""
        world, assignment = sitting.world, sitting.made["assignment"]
        await sitting.until(self.limit_s - 2)
        await sitting.rest()
        done = -1
        for _kill in range(self.kills):
            left: dict[str, int] = {}
            for _look in range(60):
                left = await world.hands.act_soon("left", assignment=assignment)
                if left["marks"] > done or not (left["in_progress"] or left["unmarked"]):
                    break
                await asyncio.sleep(0.1)
            await asyncio.sleep(sitting.random.uniform(0, 0.3))
            done = left["marks"]
            world.job.kill()
            sitting.injected += 1
            await world.hands.act_soon("free_leases", assignment=assignment)
            await asyncio.sleep(0.2)


class QueueGone(Fault):
    name = "the queue of jobs is not there when exams are handed in"
    kind = "jobs"
    felt = ("submit 5",)
    seconds = 12.0

    async def inject(self, sitting: Sitting) -> None:
        """At the end."""

    async def submit(self, sitting: Sitting) -> None:
        """Nothing can be enqueued for 6 s: handing in fails whole, is tried again, and succeeds."""
        await self._run(sitting.world, f"ALTER TABLE {QUEUE} RENAME TO {HIDDEN}")
        sitting.injected += 1
        handing_in = asyncio.create_task(sitting.submit_all())
        await asyncio.sleep(6)
        await self._bring_back(sitting.world)
        await handing_in

    async def leave(self, world: World) -> None:
        """There again, whatever happened."""
        with contextlib.suppress(Exception):
            await self._bring_back(world)

    async def _bring_back(self, world: World) -> None:
        await self._run(world, f"ALTER TABLE {HIDDEN} RENAME TO {QUEUE}")

    async def _run(self, world: World, statement: str) -> Any:
        return await asyncio.to_thread(world.database.run, statement)


CACHE_AND_JOBS: tuple[type[Fault], ...] = (RedisKilled, RedisFrozen, RedisFlushed, WorkerKilled, QueueGone)

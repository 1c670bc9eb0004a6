"""The processes that answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.chaos.processes import Process
from bench.chaos.sitting import Fault, Sitting
from bench.chaos.world import World
from bench.pages import Manners, Page
from bench.wire import Connection, Silence

__all__ = ["SERVERS"]

ONE_HOUR_S = 3_600


class KilledAfterCommit(Fault):
    name = "a server killed after the commit and before the reply"
    kind = "server"
    felt = ("silence",)
    seconds = 26.0

    async def inject(self, sitting: Sitting) -> None:
        """Again and again: whichever process stores the next answer dies of it."""
        trap = _trap(sitting.world)

        async def set_trap() -> int:
            trap.touch()
            end = sitting.elapsed + 5
            while trap.exists() and sitting.elapsed < end:
                await asyncio.sleep(0.02)
            sprung = not trap.exists()
            Process.kills["server"] += sprung
            await asyncio.sleep(0.5)
            await sitting.world.wait_until_up()
            return int(sprung)

        await sitting.every(0.5, set_trap)

    async def recover(self, world: World) -> None:
        """No more traps."""
        _trap(world).unlink(missing_ok=True)
        await world.wait_until_up()


def _trap(world: World) -> Path:
    return world.folder / "die-after-commit"


class KilledAtRandom(Fault):
    name = "servers killed at any moment, one after the other"
    kind = "server"
    seconds = 48.0

    async def inject(self, sitting: Sitting) -> None:
        """In turn, so that each has time to come back."""

        async def kill_one() -> int:
            await asyncio.sleep(sitting.random.uniform(0, 1))
            sitting.world.servers[sitting.injected % len(sitting.world.servers)].kill()
            await asyncio.sleep(0.5)
            await sitting.world.wait_until_up()
            return 1

        await sitting.every(0.1, kill_one)

    async def recover(self, world: World) -> None:
        """All are back."""
        await world.wait_until_up()


class KilledAnywhere(Fault):
    name = "a server, the job worker or Redis killed, whichever it hits, every 1.5 s"
    kind = "server"
    seconds = 45.0

    async def inject(self, sitting: Sitting) -> None:
        """What one of them was in the middle of when it died, the others find as it is."""
        world = sitting.world
        targets = (*world.servers, world.job, world.redis)

        async def kill_one() -> int:
            hit = sitting.random.choice(targets)
            was_running = hit.is_running
            hit.kill()
            return int(was_running)

        await sitting.every(1.5, kill_one)

    async def recover(self, world: World) -> None:
        """All are back."""
        await world.wait_until_up()


class AllKilled(Fault):
    name = "all servers killed at once"
    kind = "server"
    felt = ("silence", "502")
    seconds = 30.0

    async def inject(self, sitting: Sitting) -> None:
        """Three times, and back in between."""

        async def kill_all() -> int:
            for server in sitting.world.servers:
                server.kill()
            await asyncio.sleep(1)
            await sitting.world.wait_until_up()
            return len(sitting.world.servers)

        await sitting.every(3.0, kill_all)

    async def recover(self, world: World) -> None:
        """All are back."""
        await world.wait_until_up()


class Stopped(Fault):
    name = "a server stopped for 30 s (SIGSTOP), the other goes on"
    kind = "server"
    felt = ("silence",)
    seconds = 40.0
    manners = Manners(timeout=3.0, first_pause=0.5, longest_pause=4.0)

    async def inject(self, sitting: Sitting) -> None:
        """It takes connections all the time and says nothing."""
        sitting.world.servers[0].freeze()
        sitting.injected += 1
        await asyncio.sleep(30)

    async def recover(self, world: World) -> None:
        """It goes on where it was."""
        world.servers[0].thaw()


class RollingRestart(Fault):
    name = "servers restarted one after the other, as at a deployment"
    kind = "server"
    seconds = 30.0

    async def inject(self, sitting: Sitting) -> None:
        """Each one ends its requests, and the next only goes when it is back."""

        async def restart() -> int:
            for server in sitting.world.servers:
                await server.restart()
                await asyncio.sleep(0.5)
                await sitting.world.wait_until_up()
            return len(sitting.world.servers)

        await sitting.every(1.0, restart)


class SubmitTwice(Fault):
    name = "two servers are handed the same exam at the same moment"
    kind = "server"
    seconds = 12.0

    async def inject(self, sitting: Sitting) -> None:
        """At the end."""

    async def submit(self, sitting: Sitting) -> None:
        """Three requests on each server, all at once, while the page hands in as well."""
        sitting.injected += len(sitting.pages)
        requests = [
            self._hand_in(page, port)
            for page in sitting.pages
            for port in sitting.world.server_ports
            for _again in range(3)
        ]
        await asyncio.gather(*requests, sitting.submit_all())

    async def _hand_in(self, page: Page, port: int) -> None:
        line = Connection("127.0.0.1", port, timeout=30)
        seat = page.seat
        headers = {
            "Cookie": f"sessionid={seat.session}; csrftoken={seat.csrf}",
            "X-CSRFToken": seat.csrf,
        }
        try:
            await line.ask("POST", f"/attempts/{seat.attempt}/submit/", headers=headers)
        except Silence:
            return
        finally:
            line.cut()


class ClocksApart(Fault):
    name = "the clocks of the servers an hour fast and an hour slow"
    kind = "server"
    databases = ("postgresql",)  # whose own clock decides; SQLite lives on one host
    seconds = 16.0
    limit_s = 40
    grace_s = 5

    async def prepare(self, world: World) -> None:
        """One each."""
        for server, seconds in zip(world.servers, (ONE_HOUR_S, -ONE_HOUR_S), strict=True):
            await world.set_environment([server], CHAOS_CLOCK_S=str(seconds))
        await world.check_clocks(ONE_HOUR_S, -ONE_HOUR_S)
        await world.set_environment([world.job], CHAOS_CLOCK_S=str(ONE_HOUR_S))

    async def inject(self, sitting: Sitting) -> None:
        """It is there from the beginning, and ends nobody's exam before its time."""
        sitting.injected += len(sitting.world.servers) + 1
        await sitting.until(sitting.seconds)
        await sitting.check_nobody_ended()

    async def submit(self, sitting: Sitting) -> None:
        """Half of them; the others' time runs out."""
        await sitting.submit_all(share=0.5)

    async def leave(self, world: World) -> None:
        """Both are right again."""
        await world.set_environment([*world.servers, world.job])


SERVERS: tuple[type[Fault], ...] = (
    KilledAfterCommit,
    KilledAtRandom,
    KilledAnywhere,
    AllKilled,
    Stopped,
    RollingRestart,
    SubmitTwice,
    ClocksApart,
)

"""Between the students and the servers."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from bench.chaos.sitting import Fault, Sitting
from bench.chaos.students import Lanes, new_page
from bench.chaos.world import World
from bench.pages import Manners, Page

__all__ = ["NETWORK"]


class Weather(Fault):
    """Something that the proxy does to messages, from the first moment after the calm to the last."""

    kind = "network"
    weather: ClassVar[dict[str, Any]]

    async def inject(self, sitting: Sitting) -> None:
        """Sets the weather and lets it be until the end."""
        before = sitting.world.proxy.injected
        for name, value in self.weather.items():
            setattr(sitting.world.proxy.weather, name, value)
        if self.weather.get("refuse"):
            sitting.world.proxy.cut_all()
        await sitting.until(sitting.seconds - 1)
        sitting.world.proxy.weather.clear()
        sitting.injected += sitting.world.proxy.injected - before

    async def recover(self, world: World) -> None:
        """Fair weather."""
        world.proxy.weather.clear()


class OfflineTenSeconds(Weather):
    name = "everybody offline for 10 s"
    felt = ("silence",)
    seconds = 20.0

    async def inject(self, sitting: Sitting) -> None:
        proxy = sitting.world.proxy
        proxy.weather.refuse = True
        sitting.injected += len(sitting.pages)
        proxy.cut_all()
        await asyncio.sleep(10)


class OfflineAMinute(OfflineTenSeconds):
    name = "everybody offline for 60 s"
    seconds = 70.0

    async def inject(self, sitting: Sitting) -> None:
        await super().inject(sitting)
        await asyncio.sleep(50)


class Flapping(Weather):
    name = "the network comes and goes every 3 s"
    felt = ("silence",)
    seconds = 26.0
    least_s = 14.0

    async def inject(self, sitting: Sitting) -> None:
        proxy = sitting.world.proxy
        while sitting.elapsed < sitting.seconds - 5:
            proxy.weather.refuse = True
            proxy.cut_all()
            sitting.injected += 1
            await asyncio.sleep(3)
            proxy.weather.clear()
            await asyncio.sleep(3)


class Frozen(Weather):
    name = "the network stands still for 8 s and nothing is cut"
    felt = ("silence",)

    async def inject(self, sitting: Sitting) -> None:
        sitting.world.proxy.weather.freeze = True
        sitting.injected += len(sitting.pages)
        await asyncio.sleep(8)


class Slow(Weather):
    name = "2 s there and back at 64 kbit/s"
    weather = {"latency_s": 2.0, "bytes_per_s": 8_000}
    manners = Manners(timeout=15.0, first_pause=0.5, longest_pause=4.0)


class ReplyLost(Weather):
    name = "half of the replies are lost after the commit"
    felt = ("silence",)
    weather = {"lose_reply": 0.5}


class BodyCut(Weather):
    name = "a third of the requests is cut in the middle of the body"
    felt = ("silence",)
    weather = {"cut_request": 0.33}


class ReplyCut(Weather):
    name = "a third of the replies is cut in the middle"
    felt = ("silence",)
    weather = {"cut_reply": 0.33}


class FiftyTimes(Weather):
    name = "the same request fifty times at once"
    weather = {"copies": 50, "copy_share": 0.02}
    seconds = 25.0


class Overdue(Weather):
    name = "messages that arrive up to 4 s after their sender gave up"
    felt = ("silence",)
    weather = {"delay_alone": 0.3, "delay_s": 2.0}


class Reordered(Weather):
    name = "three answers at a time that overtake one another"
    felt = ("superseded",)
    weather = {"latency_s": 0.1, "delay_alone": 0.1, "delay_s": 1.0}
    students = 30
    think_s = 0.6

    def open(self, sitting: Sitting) -> list[Page]:
        """Pages that do not wait for replies."""
        lanes = [
            Lanes("127.0.0.1", sitting.world.proxy.port, timeout=self.manners.timeout) for _s in sitting.seats
        ]
        return [
            new_page(seat, sitting.ledger, line, manners=self.manners, tally=sitting.tally)
            for seat, line in zip(sitting.seats, lanes, strict=True)
        ]


NETWORK: tuple[type[Fault], ...] = (
    OfflineTenSeconds,
    OfflineAMinute,
    Flapping,
    Frozen,
    Slow,
    ReplyLost,
    BodyCut,
    ReplyCut,
    FiftyTimes,
    Overdue,
    Reordered,
)

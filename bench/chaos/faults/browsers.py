"""In the hands of the students."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.chaos.sitting import Fault, Sitting
from bench.chaos.students import ShiftedLedger, Typist, forget_page, new_page, recall_page, store_page
from bench.chaos.world import World
from bench.pages import Manners, Page, Seat
from bench.wire import Connection

__all__ = ["BROWSERS"]

ONE_DAY_S = 86_400.0
FOLD = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)  # 02:00 in New York becomes 01:00
BEFORE_FOLD_S = 35.0


class TwoDevices(Fault):
    name = "every student on two devices, at the same questions"
    kind = "browser"
    felt = ("conflict",)
    students = 25
    think_s = 0.3

    def open(self, sitting: Sitting) -> list[Page]:
        """Two pages a student."""
        return [sitting.page(seat, number=number) for seat in sitting.seats for number in (1, 2)]

    async def inject(self, sitting: Sitting) -> None:
        """It is there from the beginning."""
        sitting.injected += len(sitting.seats)


class KilledBrowser(Fault):
    name = "browsers killed and reopened, the outbox on their disk"
    kind = "browser"

    async def inject(self, sitting: Sitting) -> None:
        """One after the other dies in the middle of whatever it does, and is opened again a moment later."""

        async def kill_one() -> int:
            index = sitting.random.randrange(len(sitting.pages))
            page, typist = sitting.pages[index], sitting.typists[index]
            path = sitting.world.folder / f"outbox-{index}.json"
            store_page(page, path)
            await forget_page(page)
            await typist.rest()
            await asyncio.sleep(0.1)
            self._reopen(sitting, index, path)
            return 1

        await sitting.every(0.15, kill_one)

    def _reopen(self, sitting: Sitting, index: int, path: Path) -> None:
        page = sitting.page(sitting.seats[index])
        recall_page(page, path)
        sitting.pages[index] = page
        typist = Typist(page, think_s=self.think_s)
        sitting.typists[index] = typist
        typist.begin()


class SessionGone(Fault):
    name = "sessions deleted on the server, everybody signs in anew"
    kind = "browser"
    felt = ("401 not_signed_in",)

    def open(self, sitting: Sitting) -> list[Page]:
        """Pages that sign in again."""
        lock = asyncio.Lock()
        renewed: dict[str, float] = {}

        async def renew(seat: Seat) -> None:
            async with lock:
                if sitting.elapsed - renewed.get(seat.student, -9.0) < 1.0:
                    return  # another request of the same page was told so at the same time
                told = await sitting.world.hands.act_soon("sign_in", students=[seat.student])
                seat.session = told[seat.student]
                renewed[seat.student] = sitting.elapsed

        manners = Manners(timeout=6.0, first_pause=0.5, longest_pause=4.0, renew=renew)
        return [sitting.world.page(seat, sitting.tally, manners) for seat in sitting.seats]

    async def inject(self, sitting: Sitting) -> None:
        """Everybody is signed out three times."""
        students = [seat.student for seat in sitting.seats]

        async def sign_out() -> int:
            return int(await sitting.world.hands.act_soon("sign_out", students=students))

        await sitting.every(max(3.0, sitting.seconds / 3), sign_out)


class ClockOff(Fault):
    name = "clocks of devices wrong by a day, either way"
    kind = "browser"

    def open(self, sitting: Sitting) -> list[Page]:
        """Half of them are a day ahead, half a day behind."""
        pages = []
        for number, seat in enumerate(sitting.seats):
            ledger = ShiftedLedger(sitting.ledger, ONE_DAY_S if number % 2 else -ONE_DAY_S)
            line = Connection("127.0.0.1", sitting.world.proxy.port, timeout=self.manners.timeout)
            pages.append(new_page(seat, ledger, line, manners=self.manners, tally=sitting.tally))
        return pages

    async def inject(self, sitting: Sitting) -> None:
        """It is there from the beginning."""
        sitting.injected += len(sitting.pages)


class DaylightSavingNight(Fault):
    name = "the hour between 1 and 2 comes twice, in servers' and students' time zone"
    kind = "browser"
    databases = ("sqlite",)  # there the host's clock decides, and that of a process can be set
    seconds = 30.0
    least_s = 30.0
    limit_s = 40
    grace_s = 5
    time_zone = "America/New_York"

    def __init__(self) -> None:
        self._more: dict[str, str] = {}

    async def prepare(self, world: World) -> None:
        """Sets all clocks to half a minute before."""
        target = FOLD - timedelta(seconds=BEFORE_FOLD_S)
        shift = (target - datetime.now(UTC)).total_seconds()
        self._more = {"CHAOS_CLOCK_S": f"{shift:.0f}", "CHAOS_TIME_ZONE": self.time_zone}
        await world.set_time(**self._more)
        await world.check_clocks(shift, shift)

    async def inject(self, sitting: Sitting) -> None:
        """Waits for it."""
        await sitting.until(sitting.seconds)
        await sitting.check_nobody_ended()
        sitting.injected += 1

    async def submit(self, sitting: Sitting) -> None:
        """Half of them; for the others time runs out when it should, and not an hour later."""
        await sitting.submit_all(share=0.5)

    async def recover(self, world: World) -> None:
        """Nothing yet: handing in and marking belong to that night as well."""

    async def leave(self, world: World) -> None:
        """Back to today."""
        await world.set_time()

    def environment(self, world: World) -> dict[str, str]:
        """The verifier lives in that night, too."""
        return world.environment(**self._more)


BROWSERS: tuple[type[Fault], ...] = (TwoDevices, KilledBrowser, SessionGone, ClockOff, DaylightSavingNight)

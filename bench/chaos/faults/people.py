"""What people do all at once, and at the last moment."""

from __future__ import annotations

import asyncio
import time

from bench.chaos.sitting import Fault, Sitting
from bench.pages import Page

__all__ = ["PEOPLE"]


class StartTogether(Fault):
    name = "a whole year starts within 5 s"
    kind = "people"
    students = 120
    think_s = 1.0
    seconds = 20.0
    started = False

    async def inject(self, sitting: Sitting) -> None:
        """Everybody presses start, some of them twice; whoever is in begins to answer."""

        async def start(page: Page) -> None:
            await asyncio.sleep(sitting.random.uniform(0, 5))
            presses = [
                page.start(due=time.perf_counter()) for _press in range(sitting.random.choice((1, 1, 2)))
            ]
            await asyncio.gather(*presses)
            sitting.injected += len(presses)
            if page.seat.attempt:
                sitting.begin_typing(page)

        await asyncio.gather(*[start(page) for page in sitting.pages])


class SubmitTogether(Fault):
    name = "a whole year hands in within 5 s"
    kind = "people"
    students = 120
    think_s = 0.8
    seconds = 12.0

    async def inject(self, sitting: Sitting) -> None:
        """At the end."""

    async def submit(self, sitting: Sitting) -> None:
        """Within 5 s, and once more within 5 s."""
        sitting.injected += 2 * len(sitting.pages)
        await asyncio.gather(sitting.submit_all(within_s=5), sitting.submit_all(within_s=5))


class TeacherEdits(Fault):
    name = "the teacher rewrites and publishes the exam while it is sat"
    kind = "people"

    async def inject(self, sitting: Sitting) -> None:
        """Every few seconds; nobody in the exam sees any of it."""
        assignment = sitting.made["assignment"]

        async def edit() -> int:
            await sitting.world.hands.act_soon("edit", assignment=assignment, round=sitting.injected + 1)
            return 1

        await sitting.every(2.0, edit)


class TeacherActs(Fault):
    name = "the teacher announces, gives time, withdraws a question, pauses and lets go on while it is sat"
    kind = "people"
    felt = ("late",)
    grace_s = 1
    seconds = 24.0
    least_s = 16.0

    async def inject(self, sitting: Sitting) -> None:
        """In turn; answers that arrive during a pause are sent again after it."""

        async def act() -> int:
            for step in ("tell", "withdraw", "pause", "resume"):
                await sitting.world.hands.act_soon(
                    "supervise", assignment=sitting.made["assignment"], step=step
                )
                await asyncio.sleep(2.5 if step == "pause" else 0.5)
            return 4

        await sitting.every(2.0, act)


class AtTheDeadline(Fault):
    name = "answers and handing in one second before the deadline, at it, in the grace and after it"
    kind = "people"
    felt = ("late",)
    students = 60
    think_s = 0.4
    limit_s = 14
    grace_s = 4
    seconds = 22.0

    async def inject(self, sitting: Sitting) -> None:
        """Everybody goes on answering until it is too late; a sixth each hands in at one of the moments."""

        asked = time.monotonic()
        left = await sitting.world.hands.act_soon("seconds_left", assignment=sitting.made["assignment"])

        async def submit(page: Page, moment: float) -> None:
            due = asked + left[str(page.seat.attempt)] + moment
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await page.submit(due=time.perf_counter())

        moments = (-3.0, -1.0, 0.0, self.grace_s - 0.5, self.grace_s + 1.0)
        handing_in = [
            submit(page, moments[number % 6])
            for number, page in enumerate(sitting.pages)
            if number % 6 < len(moments)
        ]
        sitting.injected += len(sitting.pages)
        await asyncio.gather(*handing_in)


PEOPLE: tuple[type[Fault], ...] = (StartTogether, SubmitTogether, TeacherEdits, TeacherActs, AtTheDeadline)

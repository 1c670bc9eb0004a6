"""One exam that is being sat while a fault is injected, and what is found when all has recovered."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from bench.chaos.processes import HERE, Process
from bench.chaos.students import Typist, read_seat
from bench.chaos.world import World
from bench.ledger import Ledger
from bench.pages import Manners, Page, Seat, Tally
from bench.strangers import try_foreign

__all__ = ["Fault", "Found", "Sitting", "sit"]

CALM_S = 2.0  # of undisturbed work before a fault
DRAIN_S = 60.0
SUBMIT_S = 60.0
MARK_S = 120.0
FOREIGN_EVERY_S = 1.0
PULSE_EVERY_S = 4.0  # of one page, on average: five times as often as in a browser


class Fault:
    """One row of the matrix: what breaks, in an exam of what kind."""

    name: ClassVar[str]
    kind: ClassVar[str]
    databases: ClassVar[tuple[str, ...]] = ("sqlite", "postgresql")
    students: ClassVar[int] = 40
    think_s: ClassVar[float] = 0.25
    seconds: ClassVar[float] = 14.0  # from the first answer to the last, at least
    least_s: ClassVar[float] = 8.0  # of those in a quick run
    limit_s: ClassVar[int] = 3_600
    grace_s: ClassVar[int] = 30
    started: ClassVar[bool] = True  # everybody is in the middle of it when it begins
    submitted: ClassVar[bool] = True  # by the students: else time runs out
    time_zone: ClassVar[str] = "Asia/Seoul"  # of the students
    manners: ClassVar[Manners] = Manners(timeout=6.0, first_pause=0.5, longest_pause=4.0)
    felt: ClassVar[tuple[str, ...]] = ()  # replies or errors with which it shows; none: it may not show

    async def prepare(self, world: World) -> None:
        """Before there is an exam."""

    def open(self, sitting: Sitting) -> list[Page]:
        """The pages of all students."""
        return [sitting.page(seat) for seat in sitting.seats]

    async def inject(self, sitting: Sitting) -> None:
        """While students answer. Counts into ``sitting.injected``."""

    async def submit(self, sitting: Sitting) -> None:
        """Everybody hands in."""
        await sitting.submit_all()

    async def recover(self, world: World) -> None:
        """Whatever was done to ``world`` is undone; called whatever happened."""

    async def leave(self, world: World) -> None:
        """When all is over: what belonged to the exam from its beginning to its end is undone, too."""

    def environment(self, world: World) -> dict[str, str]:
        """Of the verifier."""
        return world.environment()


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one fault."""

    database: str
    fault: str
    kind: str
    injected: int
    acknowledged: int
    lost: int
    broken: dict[str, list[Any]]
    kept: int
    seconds: float
    replies: dict[str, int]
    errors: dict[str, int]
    kills: dict[str, int]
    failed: str = ""

    @property
    def is_good(self) -> bool:
        """Nothing lost, nothing broken, really injected, answers were saved, and the run came to its end."""
        return not (self.lost or self.broken or self.failed) and self.injected > 0 and self.acknowledged > 0


@dataclass(slots=True)
class Sitting:
    """The exam of one fault."""

    world: World
    fault: Fault
    made: dict[str, Any]
    seconds: float
    seats: list[Seat]
    pages: list[Page] = field(default_factory=list)
    typists: list[Typist] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    random: random.Random = field(default_factory=lambda: random.Random(1))
    injected: int = 0
    began: float = field(default_factory=time.monotonic)
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        """Of this fault."""
        return self.world.ledger

    @property
    def elapsed(self) -> float:
        """Seconds since the first answer."""
        return time.monotonic() - self.began

    def page(self, seat: Seat, **options: Any) -> Page:
        """A page of ``seat`` with the manners of the fault."""
        return self.world.page(seat, self.tally, self.fault.manners, **options)

    def begin_typing(self, page: Page) -> Typist:
        """The student at ``page`` begins to answer."""
        typist = Typist(page, think_s=self.fault.think_s)
        self.typists.append(typist)
        typist.begin()
        return typist

    async def until(self, seconds: float) -> None:
        """Until so many seconds after the first answer."""
        await asyncio.sleep(max(0.0, seconds - self.elapsed))

    async def every(self, seconds: float, act: Callable[[], Awaitable[int]]) -> None:
        """Does ``act`` every so often until the exam has gone on long enough, and counts what it injects."""
        while True:
            self.injected += await act()
            if self.elapsed + seconds > self.seconds:
                return
            await asyncio.sleep(seconds)

    async def rest(self) -> None:
        """Nobody types any more."""
        for typist in self.typists:
            await typist.rest()

    async def check_nobody_ended(self) -> None:
        """While nobody hands in and no time has run out. Raises RuntimeError where an exam is over."""
        left = await self.world.hands.act_soon("left", assignment=self.made["assignment"])
        ended = len(self.made["seats"]) - left["in_progress"]
        if ended:
            raise RuntimeError(f"{ended} exams ended before their time")

    async def drain(self) -> None:
        """Until every page has said what it has to say. Raises RuntimeError when one cannot, although the
        world is whole."""
        draining = asyncio.gather(*[page.drain() for page in self.pages])
        try:
            async with asyncio.timeout(DRAIN_S):
                await asyncio.shield(draining)
        except TimeoutError:
            for page in self.pages:
                page.give_up()
            await asyncio.gather(draining, return_exceptions=True)
        unsent = sum(page.unsent for page in self.pages if not page.closed)
        if unsent:
            raise RuntimeError(f"{unsent} answers were still unsent {DRAIN_S:g} s after all had recovered")

    async def submit_all(self, *, within_s: float = 0.0, share: float = 1.0) -> None:
        """One page of every student, or of a ``share`` of them, hands in at some moment of the next
        ``within_s`` seconds."""
        first = list({page.seat.student: page for page in reversed(self.pages)}.values())
        first = first[: round(len(first) * share)]

        async def submit(page: Page) -> None:
            await asyncio.sleep(self.random.uniform(0, within_s))
            await page.submit(due=time.perf_counter())

        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SUBMIT_S):
                await asyncio.gather(*[submit(page) for page in first])

    async def pulse(self) -> None:
        """Pages tell now and then that they are there, and hear of notices, pauses and the end."""
        while True:
            await asyncio.sleep(PULSE_EVERY_S / max(1, len(self.pages)))
            page = self.random.choice(self.pages)
            if page.seat.attempt:
                self.tasks.append(asyncio.create_task(page.pulse()))

    async def try_foreign(self) -> None:
        """Now and then somebody tries what belongs to somebody else."""
        while True:
            await asyncio.sleep(FOREIGN_EVERY_S)
            page, other = self.random.choice(self.pages), self.random.choice(self.seats)
            if other.attempt and page.seat.attempt and other.student != page.seat.student:
                position, part = other.typed[0]
                await try_foreign(page, other.attempt, position=position, part=part)


async def sit(
    world: World, fault: Fault, folder: Path, *, students: float = 1.0, length: float = 1.0
) -> Found:
    """Injects ``fault`` into an exam and reports. ``students`` and ``length`` are how many
    times as many, and as long, as the fault asks for."""
    began, kills = time.monotonic(), Counter(Process.kills)
    path = folder / f"{world.kind}-{fault.name.replace(' ', '-').replace('/', '-')}.jsonl"
    path.unlink(missing_ok=True)
    world.ledger = Ledger(path)
    world.ledger.note("fault", name=fault.name)
    sitting: Sitting | None = None
    failed, verdict = "", {}
    try:
        await fault.prepare(world)
        sitting = await _seat(world, fault, students, length)
        await _break(sitting)
        await _end(sitting)
    except Exception as error:
        failed = f"{type(error).__name__}: {error}"
    finally:
        world.stop_probing()
        await _clean_up(world, fault, sitting)
        await asyncio.to_thread(world.ledger.close)
    tally = sitting.tally if sitting else Tally()
    if sitting is not None:
        verdict = await _verify(world, fault, path)
        failed = failed or verdict.get("failed", "") or _missing(fault, tally)
    return Found(
        database=world.kind,
        fault=fault.name,
        kind=fault.kind,
        injected=sitting.injected if sitting else 0,
        acknowledged=verdict.get("acknowledged", 0),
        lost=verdict.get("lost", 0),
        broken=verdict.get("broken", {}),
        kept=tally.kept,
        seconds=time.monotonic() - began,
        replies=dict(tally.outcomes),
        errors=dict(tally.errors),
        kills=dict(Process.kills - kills),
        failed=failed,
    )


def _missing(fault: Fault, tally: Tally) -> str:
    """That students felt nothing of ``fault``, in words: then it was not injected, whatever was counted."""
    seen = [*tally.outcomes, *tally.errors]
    if not fault.felt or any(name.startswith(fault.felt) for name in seen):
        return ""
    return f"nobody felt it: no {' or '.join(fault.felt)} in any reply"


async def _seat(world: World, fault: Fault, students: float, length: float) -> Sitting:
    made = await world.hands.act_soon(
        "seats",
        students=max(4, round(fault.students * students)) + 1,
        started=fault.started,
        limit_s=fault.limit_s,
        grace_s=fault.grace_s,
        time_zone=fault.time_zone,
    )
    *seats, spare = made["seats"]
    seconds = max(fault.least_s, fault.seconds * length)
    sitting = Sitting(world, fault, made, seconds, seats=[read_seat(seat) for seat in seats])
    for seat in made["seats"]:
        if seat["attempt"]:
            names = ("attempt", "student", "assignment")
            world.ledger.note("start", **{name: seat[name] for name in names})
    if fault.started:
        world.begin_probing(spare)
    sitting.pages = fault.open(sitting)
    return sitting


async def _break(sitting: Sitting) -> None:
    """Students answer; after a while the fault; then the world is whole again."""
    sitting.tasks += [asyncio.create_task(sitting.try_foreign()), asyncio.create_task(sitting.pulse())]
    if sitting.fault.started:
        for page in sitting.pages:
            sitting.begin_typing(page)
    sitting.began = time.monotonic()
    await sitting.until(CALM_S)
    await sitting.fault.inject(sitting)
    await sitting.fault.recover(sitting.world)
    await sitting.until(sitting.seconds)
    await sitting.world.settle()


async def _end(sitting: Sitting) -> None:
    """What is unsent is sent; everybody hands in; everything is marked."""
    world = sitting.world
    await sitting.rest()
    await sitting.drain()
    if sitting.fault.submitted:
        await sitting.fault.submit(sitting)
        if world.prober is not None:
            await world.prober.drain()
            await world.prober.submit(due=time.perf_counter())
    end = time.monotonic() + MARK_S
    left: dict[str, int] = {}
    while time.monotonic() < end:
        assignment = sitting.made["assignment"]
        await world.hands.act_soon("free_leases", assignment=assignment)
        left = await world.hands.act_soon("left", assignment=assignment)
        if not (left["in_progress"] or left["unmarked"]):
            await world.settle()
            return
        await asyncio.sleep(0.5)
    raise RuntimeError(f"not everything was ended and marked within {MARK_S:g} s: {left}")


async def _clean_up(world: World, fault: Fault, sitting: Sitting | None) -> None:
    with contextlib.suppress(Exception):
        await fault.recover(world)
        await fault.leave(world)
    if sitting is None:
        return
    for task in sitting.tasks:
        task.cancel()
    await asyncio.gather(*sitting.tasks, return_exceptions=True)
    await sitting.rest()
    for page in sitting.pages:
        page.connection.cut()


async def _verify(world: World, fault: Fault, ledger: Path) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "manage.py",
        "verify_attempts",
        str(ledger),
        env=fault.environment(world),
        cwd=HERE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaints = await process.communicate()
    try:
        verdict: dict[str, Any] = json.loads(said)
    except ValueError:
        return {"failed": f"the verifier said nothing: {complaints.decode()[-300:]}"}
    if process.returncode not in (0, 1):
        return {**verdict, "failed": f"the verifier ended with status {process.returncode}"}
    return verdict

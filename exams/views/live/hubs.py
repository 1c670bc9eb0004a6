"""One look a second at a running exam, however many watch it.

A hub stands for one assignment in this process. It lives as long as somebody watches, looks at the database
once a second, or less often where a look takes long, makes of each distinct view what has become another,
and wakes those who watch it. Whoever is slow gets the newest, never a queue.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import structlog
from django.db import connections
from django.template.loader import render_to_string
from django.utils import translation

from exams.models import Assignment
from exams.presenting.teaching.live import (
    Choices,
    Look,
    Memory,
    RowMemory,
    board_context,
    digest_of,
    look_at,
    tag_of,
)
from exams.views.live.frames import Frame

__all__ = ["Hub", "Painter", "View", "Viewer", "end_streams", "is_full", "watch"]

log = structlog.get_logger(__name__)

EVERY_S: Final = 1.0
# It rests so many times as long as it looked: those who save need the processor more.
REST: Final = 4
# As long as a page without a stream waits before it asks again.
LONGEST_REST_S: Final = 5.0
# Each of them is a connection that waits; more ask again by themselves.
MOST_VIEWERS: Final = 200
# So that nobody takes all of them; enough for a board on every screen of a room.
MOST_OF_ONE: Final = 20
LOOKERS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


@dataclass(frozen=True, slots=True)
class View:
    """One way to see the board: all who have the same are shown the same."""

    choices: Choices
    language: str


class Painter:
    """Makes views of one assignment; remembers the answers that it has read and the rows that it has made."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self._memory = Memory()
        self._rows = RowMemory()

    def paint(self, views: Iterable[View], known: Mapping[View, Frame]) -> dict[View, Frame]:
        """Looks once, and makes those of ``views`` that are others than the ``known`` ones."""
        look = look_at(self.assignment)
        digest = digest_of(look)
        made = {}
        for view in views:
            with translation.override(view.language):
                tag = tag_of(digest, view.choices)
                if view not in known or known[view].tag != tag:
                    made[view] = self._make(view, look, tag)
        return made

    def _make(self, view: View, look: Look, tag: str) -> Frame:
        context = board_context(self.assignment, look, self._memory, view.choices, made=self._rows)
        pieces: dict[str, str] = {}
        html = render_to_string("exams/teacher/_board.html", {**context, "pieces": pieces})
        return Frame(tag, html, pieces)


class Viewer:
    """Somebody who watches; ``person`` is their id, ``shown`` the frame that they were sent last."""

    def __init__(self, hub: Hub, view: View, person: UUID | None = None) -> None:
        self.hub, self.view, self.person = hub, view, person
        self.shown: Frame | None = None
        self.news = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Until there is news; False when there was none for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self.news.wait()
        except TimeoutError:
            return False
        self.news.clear()
        return True

    @property
    def frame(self) -> Frame | None:
        """The newest board, None before the first."""
        return self.hub.frames.get(self.view)


class Hub:
    """The one who looks. ``is_old`` says that the last look failed, ``is_over`` that the process ends."""

    def __init__(
        self, assignment: Assignment, *, executor: Executor = LOOKERS, every_s: float = EVERY_S
    ) -> None:
        self.assignment = assignment
        self.frames: dict[View, Frame] = {}
        self.viewers: set[Viewer] = set()
        self.is_old = False
        self.is_over = False
        self._painter = Painter(assignment)
        self._executor, self._every_s = executor, every_s
        self._task: asyncio.Task[None] | None = None

    def join(self, view: View, person: UUID | None = None) -> Viewer:
        """Somebody comes; with the first one the hub begins to look."""
        viewer = Viewer(self, view, person)
        self.viewers.add(viewer)
        if view in self.frames:
            viewer.news.set()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """Somebody goes; with the last one the hub ends."""
        self.viewers.discard(viewer)
        if not self.viewers and self._task is not None:
            self._task.cancel()
            self._task = None

    def end(self) -> None:
        """Tells all who watch that this process ends."""
        self.is_over = True
        self._wake(self.viewers)

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await self.turn()
            rest_s = min(REST * (loop.time() - began), LONGEST_REST_S)
            await asyncio.sleep(max(rest_s, self._every_s))

    async def turn(self) -> None:
        """Looks once, and wakes those for whom there is something else. A look that fails is told; the next
        one may do better."""
        views = {viewer.view for viewer in self.viewers}
        loop = asyncio.get_running_loop()
        try:
            made = await loop.run_in_executor(self._executor, self._paint, views, dict(self.frames))
        except Exception:  # nobody's stream ends because the database is away for a moment
            if not self.is_old:  # once, not at every second until it is back
                log.exception("live_look_failed", assignment=str(self.assignment.pk))
            self._turn_old(True)
            return
        self._turn_old(False)
        self.frames = {view: frame for view, frame in self.frames.items() if view in views} | made
        self._wake(viewer for viewer in self.viewers if viewer.view in made)

    def _paint(self, views: Iterable[View], known: Mapping[View, Frame]) -> dict[View, Frame]:
        """In a thread of its own, whose connection goes back to the pool."""
        try:
            return self._painter.paint(views, known)
        finally:
            connections.close_all()

    def _turn_old(self, is_old: bool) -> None:
        if self.is_old is not is_old:
            self.is_old = is_old
            self._wake(self.viewers)

    def _wake(self, viewers: Iterable[Viewer]) -> None:
        for viewer in viewers:
            viewer.news.set()


_hubs: dict[UUID, Hub] = {}


def is_full(person: UUID) -> bool:
    """This process shows as many boards as it may, to all or to this person."""
    watching = [viewer.person for hub in _hubs.values() for viewer in hub.viewers]
    return len(watching) >= MOST_VIEWERS or watching.count(person) >= MOST_OF_ONE


@asynccontextmanager
async def watch(assignment: Assignment, view: View, person: UUID) -> AsyncIterator[Viewer]:
    """A ``person`` watches ``view`` as long as the block runs."""
    hub = _hubs.setdefault(assignment.pk, Hub(assignment))
    viewer = hub.join(view, person)
    try:
        yield viewer
    finally:
        hub.leave(viewer)
        if not hub.viewers:
            _hubs.pop(assignment.pk, None)


def end_streams() -> None:
    """Every stream ends; browsers come back to the process that follows."""
    for hub in list(_hubs.values()):
        hub.end()

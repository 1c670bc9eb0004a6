"""Processes that are started again whenever they end, as a supervisor of containers does it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

__all__ = ["Process", "free_port", "wait_for"]

HERE = Path(__file__).resolve().parent.parent.parent
WATCH_S = 0.05
STOP_S = 10.0


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def wait_for(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Until ``condition`` holds. Raises RuntimeError after ``seconds``."""
    end = time.monotonic() + seconds
    while not await asyncio.to_thread(condition):
        if time.monotonic() > end:
            raise RuntimeError(f"{what}: not within {seconds:g} s")
        await asyncio.sleep(0.1)


class Process:
    """One program with a process group of its own. ``kills`` counts the signals that ended one, by name,
    over all processes of a run; ``on_restart`` is told when it has to be started again."""

    kills: Counter[str] = Counter()

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        user: str | None = None,
        on_restart: Callable[[str], None] | None = None,
    ) -> None:
        self.name = name
        self.kind = name.rstrip("0123456789")
        self.command = list(command)
        self.environment = dict(environment)
        self.on_restart = on_restart
        self._log = log
        self._user = user
        self._running: subprocess.Popen[bytes] | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """Of the process that runs now, or ran last; 0 before the first."""
        return self._running.pid if self._running else 0

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._running is not None and self._running.poll() is None

    def start(self) -> None:
        """Starts it, and again whenever it ends."""
        self._spawn()
        self._watch = asyncio.create_task(self._keep_running())

    async def stop(self, *, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it for good, with everything that it started."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        if self._running is None:
            return
        self._signal(signal.SIGCONT)
        self._signal(how)
        end = time.monotonic() + STOP_S
        while self.is_running and time.monotonic() < end:
            await asyncio.sleep(0.05)
        self._signal(signal.SIGKILL)
        await asyncio.to_thread(self._running.wait)

    def kill(self) -> None:
        """SIGKILL to it and all that it started."""
        if self.is_running:
            Process.kills[self.kind] += 1
            self._signal(signal.SIGKILL)

    def kill_alone(self) -> None:
        """SIGKILL to it, and not to its children: they find out for themselves."""
        if self._running is not None and self.is_running:
            Process.kills[self.kind] += 1
            self._running.kill()

    def freeze(self) -> None:
        """Stops it where it stands, with everything that it started."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets it go on."""
        self._signal(signal.SIGCONT)

    async def restart(self, *, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it in good order and starts it again."""
        await self.stop(how=how)
        self._tell()
        self.start()

    def _spawn(self) -> None:
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd="/" if self._user else HERE,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                user=self._user,
            )

    async def _keep_running(self) -> None:
        while True:
            await asyncio.sleep(WATCH_S)
            if not self.is_running:
                self._tell()
                self._spawn()
                await asyncio.sleep(0.3)  # one that cannot start yet does not take the whole machine

    def _tell(self) -> None:
        if self.on_restart is not None:
            self.on_restart(self.name)

    def _signal(self, which: signal.Signals) -> None:
        if self._running is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._running.pid, which)

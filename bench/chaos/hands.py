"""Asks ``bench.chaos.cast`` to act, from a process that knows nothing of Django."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.chaos.processes import HERE

__all__ = ["Failed", "Hands"]

LONGEST_LINE = 16_000_000
PASSING = ("OperationalError", "InterfaceError", "PoolTimeout", "InternalError")


class Failed(Exception):
    """What was asked for could not be done."""


class Hands:
    """One process of the cast. Acts are done one after the other."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.environment = dict(environment)
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def act(self, name: str, **values: Any) -> Any:
        """What the cast tells. Raises Failed."""
        async with self._turn:
            if self._process is None or self._process.returncode is not None:
                await self._start()
            process = self._process
            if process is None or process.stdin is None or process.stdout is None:
                raise Failed("the cast has no process")
            process.stdin.write(json.dumps({"act": name, **values}).encode() + b"\n")
            await process.stdin.drain()
            line = await process.stdout.readline()
        if not line:
            raise Failed(f"{name}: the cast has ended, see {self._log}")
        reply = json.loads(line)
        if "failed" in reply:
            raise Failed(f"{name}: {reply['failed']}")
        return reply["told"]

    async def act_soon(self, name: str, *, seconds: float = 60.0, **values: Any) -> Any:
        """The same, tried again while the database is still on its way back."""
        end = time.monotonic() + seconds
        while True:
            try:
                return await self.act(name, **values)
            except Failed as failure:
                if time.monotonic() > end or not any(name in str(failure) for name in PASSING):
                    raise
                await asyncio.sleep(0.5)

    async def stop(self) -> None:
        """Ends the process."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        self._process = None

    async def _start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bench.chaos.cast",
                env=self.environment,
                cwd=HERE,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                limit=LONGEST_LINE,
                start_new_session=True,
            )

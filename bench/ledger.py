"""The ledger of a load: what its clients meant to send and what they were told, on disk before it counts.

JSON lines. Every line has ``at`` (the client's clock, RFC 3339, UTC) and ``kind``; docs/delivery.md lists the
kinds. ``manage.py verify_attempts`` holds them against the database.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

__all__ = ["Ledger"]


class Ledger:
    """Appends lines. ``note`` writes one for a later flush; ``commit`` returns when its line is on disk, and
    those who commit at the same moment share one fsync.

    ``path`` None keeps nothing. ``synced`` False leaves it to the system when lines reach the disk: for
    measurements on a disk that the database shares, never for looking for losses.
    """

    def __init__(self, path: Path | None, *, synced: bool = True) -> None:
        self._file = None if path is None else path.open("ab")
        self._synced = synced
        self._lines: list[bytes] = []
        self._guard = threading.Lock()
        self._disk = threading.Lock()
        self._flushing: asyncio.Future[None] | None = None
        self._wanted = self._flushed = 0

    def note(self, kind: str, **values: Any) -> None:
        """Adds a line that reaches the disk with the next flush; from any thread."""
        if self._file is None:
            return
        line = {"at": datetime.now(UTC).isoformat(), "kind": kind, **values}
        with self._guard:
            self._lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")

    async def commit(self, kind: str, **values: Any) -> None:
        """Adds a line and waits until it is on disk."""
        self.note(kind, **values)
        if self._file is None:
            return
        self._wanted += 1
        mine = self._wanted
        while self._flushed < mine:  # a flush under way may have taken its lines before ours was there
            if self._flushing is None:
                self._flushing = asyncio.ensure_future(self._flush_together())
            await asyncio.shield(self._flushing)

    async def _flush_together(self) -> None:
        reaches = self._wanted
        try:
            await asyncio.to_thread(self.flush)
            self._flushed = reaches
        finally:
            self._flushing = None

    def flush(self) -> None:
        """Writes what waits and, where the ledger is synced, sees it onto the disk."""
        with self._disk:
            with self._guard:
                lines, self._lines = self._lines, []
            if self._file is None or not lines:
                return
            self._file.write(b"".join(lines))
            self._file.flush()
            if self._synced:
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Flushes and closes."""
        self.flush()
        if self._file is not None:
            self._file.close()
            self._file = None

"""The least of HTTP/1.1 that a client needs: one connection that stays open, one request at a time.

A thousand of these share two cores with the server that they measure, so there is no library between.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Connection", "Reply", "Silence"]

LARGEST_HEAD = 64 * 1024


class Silence(Exception):
    """No whole reply came: refused, cut, or too slow. What became of the request is not known."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply; names of ``headers`` are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """Opens when it is first used and again after a silence."""

    def __init__(self, host: str, port: int, *, timeout: float) -> None:
        self.host, self.port, self.timeout = host, port, timeout
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._turn = asyncio.Lock()

    async def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Sends a request when it is its turn and reads the reply. Raises Silence."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body or method not in ("GET", "HEAD"):
            lines.append(f"Content-Length: {len(body)}")
        request = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body
        async with self._turn:
            try:
                async with asyncio.timeout(self.timeout):
                    return await self._exchange(request)
            except TimeoutError as error:
                self.cut()
                raise Silence("timeout") from error
            except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
                self.cut()
                raise Silence(type(error).__name__) from error
            except asyncio.CancelledError:
                self.cut()
                raise

    async def _exchange(self, request: bytes) -> Reply:
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.cut()
            self._reader, self._writer = await asyncio.open_connection(
                self.host, self.port, limit=LARGEST_HEAD
            )
        self._writer.write(request)
        await self._writer.drain()
        return await self._read(self._reader)

    async def _read(self, reader: asyncio.StreamReader) -> Reply:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ", 2)[1])
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = {name.strip().lower(): value.strip() for name, _colon, value in pairs}
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = await _read_chunks(reader)
        elif "content-length" in headers:
            body = await reader.readexactly(int(headers["content-length"]))
        elif status in (204, 304):
            body = b""
        else:
            body = await reader.read()
            self.cut()
        if headers.get("connection", "").lower() == "close":
            self.cut()
        return Reply(status, headers, body)

    def cut(self) -> None:
        """Ends the connection at once, whatever is on its way."""
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            with contextlib.suppress(Exception):
                writer.transport.abort()


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    chunks = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        chunks.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(chunks)

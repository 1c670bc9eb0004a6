"""A bad network on demand: a proxy between the load and the servers, and one that knows nothing of HTTP.

``HttpProxy`` shares requests out among several servers in turn, as the proxy of a school does, and passes a
request to the next one only when a server did not take the connection. What goes wrong on the way is told
by its ``weather``, which may change at any moment. ``BytePipe`` carries any protocol.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

__all__ = ["BytePipe", "HttpProxy", "Message", "Weather"]

BODY_MARK = b"content-length:"
CHUNK = 1_024
LONGEST_MESSAGE = 4_000_000
NO_SERVER = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(slots=True)
class Weather:
    """What the network does to every message, until it is changed. Shares are from 0 to 1."""

    refuse: bool = False  # connections that are open are cut, new ones are not taken
    freeze: bool = False  # nothing moves, nothing is closed
    latency_s: float = 0.0  # there and back together
    bytes_per_s: int = 0  # of one connection; 0: as fast as it goes
    cut_request: float = 0.0  # the server gets half of the body
    lose_reply: float = 0.0  # the server has answered, and the client never hears
    cut_reply: float = 0.0  # the client gets half of the answer
    delay_alone: float = 0.0  # the client is cut off and the message arrives all the same, later
    delay_s: float = 0.0
    copies: int = 1  # of a request that changes something, all at once
    copy_share: float = 1.0  # of such requests

    def clear(self) -> None:
        """As if nothing had been."""
        fair = Weather()
        for name in self.__slots__:
            setattr(self, name, getattr(fair, name))


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a reply as it is on the line."""

    head: bytes
    body: bytes

    @property
    def all(self) -> bytes:
        """Head and body."""
        return self.head + self.body

    @property
    def is_write(self) -> bool:
        """Whether this is a request that changes something."""
        return self.head.startswith((b"PUT ", b"POST "))

    @property
    def is_good(self) -> bool:
        """Whether this is a reply that says 200."""
        return b" 200" in self.head[:16]

    @property
    def is_save(self) -> bool:
        """Whether this is a request that carries an answer."""
        return self.head.startswith(b"PUT ")


class _Cut(Exception):
    """The connection to the client ends here, by what the weather does."""


class _Unreachable(Exception):
    """A server did not take the connection: the next one may."""


class HttpProxy:
    """Carries requests from one port to ``servers``. ``injected`` counts what the weather did to messages,
    what hits one alone only where it carried an answer."""

    def __init__(self, servers: list[int], *, seed: int = 1) -> None:
        self.servers = servers
        self.weather = Weather()
        self.injected = 0
        self.port = 0
        self.on_save: Callable[[Message], Awaitable[None]] | None = None
        self._turns = itertools.count()
        self._random = random.Random(seed)
        self._open: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None] | None] = set()  # the loop itself holds tasks weakly
        self._late: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listens on a free port of this machine."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=2_048)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Takes no more connections and cuts those that are open."""
        if self._server is not None:
            self._server.close()
        self.cut_all()
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)

    def cut_all(self) -> None:
        """Cuts every connection that is open now."""
        self.injected += len(self._open)
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = _Line(reader, writer)
        upstream = _Upstream(self)
        self._serving.add(asyncio.current_task())
        self._open.add(writer)
        try:
            if self.weather.refuse:
                self.injected += 1
                raise _Cut
            while (request := await line.read()) is not None:
                await self._carry(request, line, upstream)
        except (_Cut, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            self._serving.discard(asyncio.current_task())
            self._open.discard(writer)
            upstream.close()
            writer.transport.abort() if self.weather.refuse else writer.close()

    async def _carry(self, request: Message, line: _Line, upstream: _Upstream) -> None:
        weather = self.weather
        if request.is_write and self._happens(weather.delay_alone, request):
            self._deliver_alone(request)
            raise _Cut
        await self._pass(len(request.all))
        if request.is_write and self._happens(weather.cut_request, request):
            await upstream.send_half(request)
            raise _Cut
        if request.is_write and weather.copies > 1 and self._random.random() < weather.copy_share:
            reply = await self._send_copies(request)
        else:
            reply = await upstream.ask(request)
        if request.is_save and self.on_save is not None:
            await self.on_save(reply)
        if request.is_write and self._happens(self.weather.lose_reply, request, reply):
            raise _Cut
        await self._pass(len(reply.all))
        if self.weather.refuse:
            raise _Cut
        if request.is_write and self._happens(self.weather.cut_reply, request, reply):
            line.writer.write(reply.all[: len(reply.head) + len(reply.body) // 2])
            await line.writer.drain()
            raise _Cut
        await line.send(reply)

    def _happens(self, share: float, request: Message, reply: Message | None = None) -> bool:
        """Whether it hits this request, on the way back from the server where there is a ``reply``. Counted
        is what it was meant for: an answer, and one that was taken."""
        happens = share > 0 and self._random.random() < share
        self.injected += happens and request.is_save and (reply is None or reply.is_good)
        return happens

    async def _pass(self, length: int) -> None:
        """Half of the way there and back."""
        while self.weather.freeze:
            await asyncio.sleep(0.1)
        weather = self.weather
        pause = weather.latency_s / 2 + (length / weather.bytes_per_s if weather.bytes_per_s else 0)
        if pause:
            self.injected += 1
            await asyncio.sleep(pause)

    async def _send_copies(self, request: Message) -> Message:
        """All copies travel on connections of their own; the client hears what one of them was told."""
        copies = self.weather.copies
        self.injected += copies - 1
        upstreams = [_Upstream(self) for _copy in range(copies)]
        try:
            replies = await asyncio.gather(
                *[upstream.ask(request) for upstream in upstreams], return_exceptions=True
            )
        finally:
            for upstream in upstreams:
                upstream.close()
        heard = [reply for reply in replies if isinstance(reply, Message)]
        if not heard:
            raise _Cut
        return self._random.choice(heard)

    def _deliver_alone(self, request: Message) -> None:
        async def deliver(delay_s: float) -> None:
            await asyncio.sleep(delay_s)
            upstream = _Upstream(self)
            with contextlib.suppress(_Cut, OSError, asyncio.IncompleteReadError, ValueError):
                await upstream.ask(request)
            upstream.close()

        task = asyncio.create_task(deliver(self._random.uniform(0, 2 * self.weather.delay_s)))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    def next_servers(self) -> list[int]:
        """All servers, another one first each time."""
        first = next(self._turns) % len(self.servers)
        return self.servers[first:] + self.servers[:first]


class _Line:
    """One side of a connection, message by message."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def read(self) -> Message | None:
        """The next message, None when the other side has hung up in between."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            if error.partial:
                raise
            return None
        lower = head.lower()
        if b"transfer-encoding: chunked" in lower:
            return Message(head, await self._read_chunks())
        length = int(lower.partition(BODY_MARK)[2].partition(b"\r\n")[0] or 0)
        return Message(head, await self.reader.readexactly(min(length, LONGEST_MESSAGE)))

    async def _read_chunks(self) -> bytes:
        body = b""
        while True:
            size = await self.reader.readuntil(b"\r\n")
            chunk = await self.reader.readexactly(int(size, 16) + 2)
            body += size + chunk
            if chunk == b"\r\n":
                return body

    async def send(self, message: Message) -> None:
        self.writer.write(message.all)
        await self.writer.drain()


class _Upstream:
    """The proxy's own connection to one of the servers, kept while the client keeps its own."""

    def __init__(self, proxy: HttpProxy) -> None:
        self._proxy = proxy
        self._line: _Line | None = None

    async def ask(self, request: Message) -> Message:
        """The reply. A request that may have reached a server is never sent to another one."""
        if self._line is not None and not self._line.reader.at_eof():
            reply = await self._exchange(self._line, request)
            if reply is not None:
                return reply
            raise _Cut
        for port in self._proxy.next_servers():
            try:
                line = await self._connect(port)
            except _Unreachable:
                continue
            self._line = line
            reply = await self._exchange(line, request)
            if reply is None:
                raise _Cut
            return reply
        return Message(NO_SERVER, b"")

    async def send_half(self, request: Message) -> None:
        """The head and half of the body, then nothing more."""
        for port in self._proxy.next_servers():
            with contextlib.suppress(_Unreachable):
                line = await self._connect(port)
                line.writer.write(request.head + request.body[: len(request.body) // 2])
                await line.writer.drain()
                line.writer.transport.abort()
                return

    def close(self) -> None:
        """Hangs up."""
        if self._line is not None:
            self._line.writer.close()

    async def _exchange(self, line: _Line, request: Message) -> Message | None:
        await line.send(request)
        return await line.read()

    async def _connect(self, port: int) -> _Line:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LONGEST_MESSAGE)
        except OSError as error:
            raise _Unreachable from error
        return _Line(reader, writer)


class BytePipe:
    """Carries bytes to ``target`` without reading them; ``cut_all`` ends every connection in the middle."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.frozen = False
        self.refusing = False
        self.injected = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listens on a free port of this machine."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Takes no more connections and cuts those that are open."""
        if self._server is not None:
            self._server.close()
        self.cut_all()

    def cut_all(self) -> None:
        """Cuts every connection that is open now."""
        self.injected += len(self._writers) // 2
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        self._writers -= {writer, back}

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65_536):
                while self.frozen:
                    await asyncio.sleep(0.05)
                sink.write(data)
                await sink.drain()
        sink.close()

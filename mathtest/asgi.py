"""The process that serves live boards, and nothing else: every other address is not found here.

It is a process of its own so that connections which stay open never take a thread from those who save, and
steps back behind them where the processor is short.
"""

import os
import re
from collections.abc import Mapping
from typing import Any

import django
from django.core.handlers.asgi import ASGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mathtest.settings")
django.setup(set_prefix=False)

# Models can be imported from here on.
from accounts.priority import step_back  # noqa: E402
from exams.views.live import end_streams  # noqa: E402
from mathtest.checks import refuse_unsafe_start  # noqa: E402

__all__ = ["application"]

LIVE_BOARD = re.compile(r"/live/assignments/[0-9a-f-]{36}/")
NOT_FOUND = {"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]}


class LiveHandler(ASGIHandler):
    """The site's middleware before the addresses of live boards."""

    def create_request(self, scope: Mapping[str, Any], body_file: Any) -> Any:
        """The request, which looks for its view among them."""
        request, error_response = super().create_request(scope, body_file)
        if request is not None:
            request.urlconf = "mathtest.live_urls"
        return request, error_response


handler = LiveHandler()
refuse_unsafe_start()
step_back()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Live boards to those who ask for one; streams end when the server does."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and LIVE_BOARD.fullmatch(scope["path"]):
        await handler(scope, receive, send)
    elif scope["type"] == "http":
        await send(NOT_FOUND)
        await send({"type": "http.response.body", "body": b""})


async def _live(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            end_streams()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return

"""The live board as a stream of events: only in the ASGI process (``mathtest.asgi``)."""

from exams.views.live.hubs import end_streams
from exams.views.live.streams import live_board

__all__ = ["end_streams", "live_board"]

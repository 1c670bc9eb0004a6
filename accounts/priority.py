"""Who comes first where the processor is short: those who answer."""

from __future__ import annotations

import contextlib
import os

from django.conf import settings

__all__ = ["step_back"]


def step_back() -> None:
    """Lets those that serve pages and take answers go first, by ``BACKGROUND_NICE``. Where the system refuses
    that, the process goes on as it is."""
    with contextlib.suppress(OSError):
        os.nice(settings.BACKGROUND_NICE)

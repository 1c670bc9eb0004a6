"""The only place where the working precision of FLINT is set.

python-flint keeps one precision for the whole process, so it is held under a lock and restored.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flint import ctx

__all__ = ["working_precision"]

_LOCK: Final = threading.RLock()


@contextmanager
def working_precision(bits: int) -> Iterator[None]:
    """Evaluate at ``bits`` bits inside the block; no other thread computes meanwhile."""
    with _LOCK:
        before = ctx.prec
        ctx.prec = bits
        try:
            yield
        finally:
            ctx.prec = before

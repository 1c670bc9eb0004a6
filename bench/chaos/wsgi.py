"""The site's server process, which can be told to die after the commit and before the reply."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.wsgi import application as site

DYING = Path(os.environ.get("CHAOS_FOLDER", "/nonexistent")) / "die-after-commit"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answers as the site does; with a file ``die-after-commit`` in the folder of the run, this process takes
    the file away and is killed as soon as an answer is stored, before anything is said about it."""
    reply = site(environ, start_response)
    if environ["REQUEST_METHOD"] == "PUT" and DYING.exists():
        try:
            DYING.unlink()
        except FileNotFoundError:
            return reply  # the other process was quicker
        os.killpg(0, signal.SIGKILL)
    return reply

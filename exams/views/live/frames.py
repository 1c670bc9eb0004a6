"""A board as it was made at one moment, and the events that bring a browser there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

__all__ = ["Frame", "said"]

# The only ones that end a line of a stream; Python's ``splitlines`` knows more.
LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, eq=False)
class Frame:
    """A whole board, and the parts of it that can be put in alone, by name in the order of the board; ``tag``
    is the fingerprint of what it shows. What stands outside of the parts follows from their names."""

    tag: str
    html: str
    pieces: Mapping[str, str]
    _changes: WeakKeyDictionary[Frame, bytes] = field(default_factory=WeakKeyDictionary, init=False)

    def since(self, shown: Frame | None) -> bytes:
        """The event for a browser that shows that frame of the same view: ``parts``, those that are others
        now, or the whole ``board`` where the parts are not the same ones in the same order, or nothing is
        known to be shown. Made once, however many it is sent to."""
        if shown is None or list(shown.pieces) != list(self.pieces):
            return self._whole
        event = self._changes.get(shown)
        if event is None:
            event = self._changes[shown] = self._parts_since(shown)
        return event

    @cached_property
    def _whole(self) -> bytes:
        return said("board", self.html, tag=self.tag)

    def _parts_since(self, shown: Frame) -> bytes:
        others = {name: html for name, html in self.pieces.items() if shown.pieces[name] != html}
        return said("parts", json.dumps(others, ensure_ascii=False), tag=self.tag)


def said(event: str, data: str, *, tag: str = "") -> bytes:
    """One event of a stream; a browser keeps its ``tag``, and names it when it comes back."""
    head = f"id: {tag}\n" if tag else ""
    lines = LINE_END.sub("\ndata: ", data)
    return f"{head}event: {event}\ndata: {lines}\n\n".encode()

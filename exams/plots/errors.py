"""What can be wrong with a plot."""

from __future__ import annotations

from typing import Any

__all__ = ["PlotError"]


class PlotError(Exception):
    """A plot cannot be drawn. ``code`` is stable, ``where`` names the entry (``curves[2]``), ``values`` hold
    what a sentence about it needs."""

    def __init__(self, code: str, where: str, **values: Any) -> None:
        super().__init__(code, where)
        self.code = code
        self.where = where
        self.values = values

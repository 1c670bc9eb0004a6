"""Tree to words, for screen readers and for saying how an answer was read.

Whole numbers of one or two digits are words, as teachers say them. Longer numbers and decimals stay in
digits: screen readers pronounce them right, and a braille display shows them short. What is not simple
has its end said (``end fraction``, ``괄호 닫고``), so that a listener hears where it stops.
"""

from __future__ import annotations

from typing import Final

from grading.engine.nodes import Node
from grading.engine.writing.layout import Layout
from grading.engine.writing.speech.english import English
from grading.engine.writing.speech.korean import Korean

__all__ = ["LANGUAGES", "write_speech"]

_LAYOUTS: Final = {"en": Layout(English()), "ko": Layout(Korean())}
LANGUAGES: Final = tuple(_LAYOUTS)


def write_speech(node: Node, language: str = "ko") -> str:
    """``node`` in words of ``language``: ``ko`` or ``en``, also as ``ko-KR``. Raises KeyError for another."""
    return _LAYOUTS[language.replace("_", "-").split("-")[0].lower()].text(node)

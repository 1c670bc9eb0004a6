"""Bank files for tests: one good question, and what a test changes in it."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["bank_file", "question"]


def question(**changes: Any) -> dict[str, Any]:
    """A good typed question; a field changed to None is left out."""
    fields = {
        "id": "vertex",
        "text": {"ko": "$x(x-3)$을 전개하시오.", "en": "Expand $x(x-3)$."},
        "kind": "expression",
        "symbols": {"variables": ["x"], "closed": True},
        "key": "x^2-3x",
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not None}


def bank_file(*questions: Any, **fields: Any) -> bytes:
    """A bank file of ``questions``, with other file fields as given, in the JSON that YAML understands."""
    file = {"format": "mathtest-bank", "version": 1, "questions": list(questions), **fields}
    return json.dumps(file, ensure_ascii=False, indent=1).encode()

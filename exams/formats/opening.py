"""Which format a file has is seen in its content, never in its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exams.formats.moodle_xml import EntryReader, is_xml, read_moodle, topic_of
from exams.formats.native import BankQuestion, BankTopic, read_bank, read_question

__all__ = ["OpenFile", "open_file"]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that could be read: its topics by code, its questions by name, and what reads one of them."""

    topics: dict[str, BankTopic]
    entries: list[tuple[str, Any]]
    read: Callable[[Any], BankQuestion]


def open_file(data: bytes, *, language: str = "") -> OpenFile:
    """Our own bank or Moodle XML. ``language`` is that of texts that name none. Raises BankError."""
    if not is_xml(data):
        bank = read_bank(data)
        return OpenFile(bank.topics, bank.entries, read_question)
    entries = read_moodle(data)
    topics = {topic.code: topic for entry in entries if (topic := topic_of(entry))}
    return OpenFile(topics, [(entry.name, entry) for entry in entries], EntryReader(language=language).read)

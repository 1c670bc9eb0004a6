"""Moodle XML: question banks that Moodle exports. What each construct becomes is in docs/formats.md.

``read_moodle`` refuses a file that is not one; ``EntryReader`` turns one question into content and keys
with a list of what it lost, or says why it cannot be taken, so that one question never stops the others.
"""

from exams.formats.moodle_xml.file import is_xml, read_moodle
from exams.formats.moodle_xml.question import EntryReader, topic_of

__all__ = ["EntryReader", "is_xml", "read_moodle", "topic_of"]

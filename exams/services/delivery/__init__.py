"""Sitting an exam: start, save, submit, and the end that comes by itself.

The attempt row is locked before anything is decided, so that two requests for one attempt happen
one after the other. Every message that carried an answer becomes an event, whatever became of it.
"""

from exams.services.delivery.ending import end_pause, expire_attempt, submit_attempt
from exams.services.delivery.locking import (
    is_closed,
    is_overdue,
    is_paused,
    lock_attempt,
    newest_notice,
    with_newest_notice,
)
from exams.services.delivery.pulse import Pulse, PulseResult, take_pulse
from exams.services.delivery.saving import SaveMessage, SaveResult, save_response
from exams.services.delivery.starting import check_network, deadline_of, start_attempt, time_factor

__all__ = [
    "Pulse",
    "PulseResult",
    "SaveMessage",
    "SaveResult",
    "check_network",
    "deadline_of",
    "end_pause",
    "expire_attempt",
    "is_closed",
    "is_overdue",
    "is_paused",
    "lock_attempt",
    "newest_notice",
    "save_response",
    "start_attempt",
    "submit_attempt",
    "take_pulse",
    "time_factor",
    "with_newest_notice",
]

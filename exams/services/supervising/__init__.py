"""What a teacher does while an exam runs: more time, announcements, pauses.

Each act is one transaction: the assignment is locked first, so that two acts on a class happen one after the
other, then the attempts by id. It leaves a notice for the students and an entry in the audit log. A form that
is sent twice acts once: its token is kept with the notice.
"""

from exams.services.supervising.announcing import LONGEST_ANNOUNCEMENT, announce, count_acknowledged
from exams.services.supervising.pausing import pause_attempts, resume_attempts
from exams.services.supervising.sitting_now import Told, load_sitting
from exams.services.supervising.timing import (
    LEAST_S,
    MOST_S,
    give_time,
    give_time_to_every_class,
    load_running_beside,
)

__all__ = [
    "LEAST_S",
    "LONGEST_ANNOUNCEMENT",
    "MOST_S",
    "Told",
    "announce",
    "count_acknowledged",
    "give_time",
    "give_time_to_every_class",
    "load_running_beside",
    "load_sitting",
    "pause_attempts",
    "resume_attempts",
]

"""Why an answer earned what it did, where marking says so and not the engine. ``foreseen_answer`` and the
mistakes may have the author's own message beside them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

__all__ = ["NOTHING_WRONG", "REASONS_OF_MARKING"]

REASONS_OF_MARKING = {
    "foreseen_answer": gettext_lazy("This is not the right answer, but one that was foreseen."),
    "follows_own_value": gettext_lazy("Right, worked out from your own answer to an earlier part."),
    "mistake_sign": gettext_lazy("Only the sign is different."),
    "mistake_reciprocal": gettext_lazy("This is the reciprocal of the right answer."),
    "mistake_factor": gettext_lazy("This is %(factor)s times the right answer."),
    "mistake_constant": gettext_lazy("Only the constant of integration is not as it should be."),
    "mistake_angle_unit": gettext_lazy("Degrees and radians were mixed up."),
    "mistake_term": gettext_lazy("This is off by one term."),
    "mistake_unsimplified": gettext_lazy("This is right, but %(part)s can still be simplified."),
    "right_order": gettext_lazy("Everything is in its place."),
    "wrong_order": gettext_lazy("This is not the right order."),
    "some_right_places": gettext_lazy("%(right)d of %(of)d are in their place."),
    "some_right_neighbours": gettext_lazy("%(right)d of %(of)d follow one another as they should."),
    "right_blanks": gettext_lazy("Every blank is right."),
    "wrong_blanks": gettext_lazy("No blank is right."),
    "not_all_blanks": gettext_lazy("%(right)d of %(of)d blanks are right, but only all of them count."),
    "not_finished": gettext_lazy("Every line follows, but the last one is not the answer yet."),
    "some_right_elements": gettext_lazy("%(right)d of %(of)d elements are right, and %(wrong)d are wrong."),
    "some_right_entries": gettext_lazy("%(right)d of %(of)d entries are right."),
    "different_size": gettext_lazy("The answer is a %(size)s matrix. Another size is needed."),
    "solution_set_given": gettext_lazy("These are solutions. An equation is asked for."),
    "not_solved": gettext_lazy("This says the same as the answer, but it is not solved yet."),
    "written_as_inequality": gettext_lazy("The numbers are right. Write them as an inequality."),
    "written_as_interval": gettext_lazy("The numbers are right. Write them as an interval."),
    "some_right_blanks": gettext_lazy("%(right)d of %(of)d blanks are right."),
}
# The same where all that was given is right, and the rest was left out.
NOTHING_WRONG = {
    "some_right_elements": gettext_lazy("%(right)d of %(of)d elements are there, and nothing wrong."),
    "some_right_options": gettext_lazy("%(right)d of %(of)d right options, and no wrong one."),
}

"""Why an answer earned what it did, where marking says so and not the engine. ``foreseen_answer`` and the
mistakes may have the author's own message beside them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

__all__ = ["REASONS_OF_MARKING"]

REASONS_OF_MARKING = {
    "foreseen_answer": gettext_lazy("This is not the right answer, but one that was foreseen."),
    "right_order": gettext_lazy("Everything is in its place."),
    "wrong_order": gettext_lazy("This is not the right order."),
    "some_right_places": gettext_lazy("%(right)d of %(of)d are in their place."),
    "some_right_neighbours": gettext_lazy("%(right)d of %(of)d follow one another as they should."),
    "right_blanks": gettext_lazy("Every blank is right."),
    "wrong_blanks": gettext_lazy("No blank is right."),
    "not_all_blanks": gettext_lazy("%(right)d of %(of)d blanks are right, but only all of them count."),
    "some_right_blanks": gettext_lazy("%(right)d of %(of)d blanks are right."),
}

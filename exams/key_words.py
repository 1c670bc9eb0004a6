"""What teachers call the ways in which a key gives points."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["FURTHER_WORDS", "MISTAKE_NAMES", "POLICIES", "policy_words"]

Choices = Sequence[tuple[str, str | Promise]]

# By kind; the first one is what a key says when it says nothing.
POLICIES: Mapping[str, Choices] = {
    "multiple_choice": [
        ("all_or_nothing", _("only the exact set of right options earns the points")),
        ("per_option", _("each right pick earns its share, each wrong one loses it")),
        ("each_option", _("each option that is picked or left as it should be earns its share")),
    ],
    "ordering": [
        ("all_or_nothing", _("only the whole order earns the points")),
        ("per_place", _("each option at its place earns its share")),
        ("per_neighbour", _("each two options that follow one another as they should earn their share")),
    ],
    "matching": [
        ("per_pair", _("each right pair earns its share")),
        ("all_or_nothing", _("only all pairs together earn the points")),
    ],
    "set": [
        ("all_or_nothing", _("only the whole set earns the points")),
        ("per_element", _("each right element earns its share, each wrong one loses it")),
    ],
    "list": [
        ("all_or_nothing", _("only all entries together earn the points")),
        ("per_element", _("each entry at its place earns its share")),
    ],
    "matrix": [
        ("all_or_nothing", _("only all entries together earn the points")),
        ("per_entry", _("each entry at its place earns its share")),
    ],
    "working": [
        ("per_line", _("the lines before the first wrong one earn their share")),
        ("all_or_nothing", _("only a whole working without a mistake earns the points")),
    ],
    "cloze": [
        ("per_blank", _("each blank earns its share")),
        ("all_or_nothing", _("only all blanks together earn the points")),
    ],
}
# The other fields that choose among words, by name; again the first one needs no saying.
FURTHER_WORDS: Mapping[str, Choices] = {
    "unit": [
        ("any", _("any unit of the same dimension")),
        ("same", _("only this unit")),
    ],
    "written_as": [
        ("any", _("as an inequality or as an interval")),
        ("inequality", _("only as an inequality")),
        ("interval", _("only as an interval")),
    ],
    "constant": [
        ("required", _("must be added")),
        ("any", _("is not looked at")),
        ("optional", _("may be left out")),
    ],
    "absolute_values": [
        ("required", _("needed where what stands inside may be negative")),
        ("optional", _("may be left out")),
    ],
    "steps": [
        ("follows", _("each line follows from the one before")),
        ("equivalent", _("each line has the same solutions as the one before")),
    ],
}
MISTAKE_NAMES: Mapping[str, str | Promise] = {
    "sign": _("the sign is wrong"),
    "reciprocal": _("the reciprocal"),
    "constant_factor": _("wrong by a factor"),
    "constant_of_integration": _("the constant of integration is missing"),
    "angle_unit": _("degrees and radians are mixed up"),
    "off_by_one_term": _("one term too few or too many"),
    "unsimplified": _("right, but not simplified"),
}


def policy_words(kind: str, policy: str) -> str:
    """How a part of ``kind`` gives points, in words; empty for what needs no saying."""
    choices = POLICIES.get(kind, ())
    return "" if not choices or policy == choices[0][0] else str(dict(choices)[policy])

"""What a person decides about an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grading.keys import Criterion

__all__ = ["DecisionForm", "RubricForm", "decision_form"]

# Points of a criterion are given in quarters: a half of a half is as fine as people judge.
QUARTERS = (0, 25, 50, 75)
MOST_POINTS = 100
LINE = {"inputmode": "decimal", "autocomplete": "off"}


def _in_quarters(points: Decimal) -> None:
    """Refuses 1.1. What is out of range or has more places is told by other rules, and never worked out."""
    is_told = not 0 <= points <= MOST_POINTS or int(points.as_tuple().exponent) < -2
    if not is_told and int(points * 100) % 100 not in QUARTERS:
        raise forms.ValidationError(_("Whole, half or quarter points only."), code="step_size")


class _CommentedForm(forms.Form):
    """``rubric`` is what is kept of a decision by criteria, JSON-ready; of others it is empty."""

    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("The student reads it on the result page."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rubric: tuple[dict[str, Any], ...] = ()


class DecisionForm(_CommentedForm):
    """Points of what the part is worth, and a comment that the student reads."""

    points = forms.DecimalField(
        label=pgettext_lazy("of one question", "Points"),
        min_value=Decimal(0),
        decimal_places=2,
        max_digits=8,
        error_messages={"required": _("Say how many points.")},
        widget=forms.TextInput(attrs=LINE),
    )

    def __init__(self, *arguments: Any, worth: Decimal, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.worth = worth

    def clean_points(self) -> Decimal:
        """At most what the part is worth."""
        points: Decimal = self.cleaned_data["points"]
        if points > self.worth:
            raise forms.ValidationError(
                _("At most %(worth)s points can be given here."),
                params={"worth": f"{self.worth.normalize():f}"},
            )
        return points

    @property
    def credit(self) -> Fraction:
        """The share of the worth, 0 to 1; a part that is worth nothing has all of it or none."""
        points = Fraction(self.cleaned_data["points"])
        return points / Fraction(self.worth) if self.worth else Fraction(0)


class RubricForm(_CommentedForm):
    """Points for each criterion of an essay, in quarters. ``given`` is what was decided before, by id."""

    def __init__(
        self,
        *arguments: Any,
        criteria: Sequence[Criterion],
        given: Mapping[str, Fraction],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.asked = tuple(criteria)
        for criterion in self.asked:
            before = given.get(criterion.id)
            self.fields[_name(criterion)] = forms.DecimalField(
                min_value=Decimal(0),
                max_value=Decimal(criterion.points),
                decimal_places=2,
                max_digits=5,
                initial=None if before is None else _as_typed(before),
                error_messages={
                    "required": _("Say how many points."),
                    "invalid": _("Write a number, such as 1.5."),
                    "min_value": _("Points are not negative."),
                    "max_value": _("At most %(limit_value)s points can be given here."),
                },
                validators=[_in_quarters],
                widget=forms.TextInput(attrs=LINE),
            )

    @property
    def total(self) -> int:
        """The points of all criteria."""
        return sum(criterion.points for criterion in self.asked)

    @property
    def criteria(self) -> Iterator[tuple[Criterion, BoundField]]:
        """Each criterion with its field."""
        return ((criterion, self[_name(criterion)]) for criterion in self.asked)

    @property
    def credit(self) -> Fraction:
        """The share of the rubric's points that is given, exactly."""
        return sum((self._given(criterion) for criterion in self.asked), Fraction(0)) / self.total

    @property
    def rubric(self) -> tuple[dict[str, Any], ...]:  # type: ignore[override]
        """What was given for each criterion, in the words that the rubric has now."""
        return tuple(
            {
                "id": criterion.id,
                "text": dict(criterion.text),
                "given": str(self._given(criterion)),
                "of": criterion.points,
            }
            for criterion in self.asked
        )

    def _given(self, criterion: Criterion) -> Fraction:
        return Fraction(self.cleaned_data[_name(criterion)])


def _name(criterion: Criterion) -> str:
    return f"criterion-{criterion.id}"


def _as_typed(points: Fraction) -> str:
    return f"{(Decimal(points.numerator) / points.denominator).normalize():f}"


def decision_form(
    data: Any,
    *,
    worth: Decimal,
    criteria: Sequence[Criterion] = (),
    given: Mapping[str, Fraction] | None = None,
) -> DecisionForm | RubricForm:
    """The form for a part: by criteria where its key has a rubric, else by points of its ``worth``."""
    if criteria:
        return RubricForm(data, criteria=criteria, given=given or {})
    return DecisionForm(data, worth=worth)

"""Keys of what is typed as mathematics."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from grading.keys.shapes.base import KeyText, LessThanWhole, Shape
from grading.keys.shapes.earning import FormulaKey

__all__ = [
    "AntiderivativeKey",
    "DerivativeKey",
    "EquationKey",
    "ExpressionKey",
    "FormRequirement",
    "FormTest",
    "FormedKey",
    "InequalityKey",
    "IntegerKey",
    "ListKey",
    "MatrixKey",
    "NumberKey",
    "PropertyKey",
    "QuantityKey",
    "SetKey",
]

# The forms that can be required: tests of the engine that look at the answer alone, not at the key.
FormTest = Literal[
    "factored",
    "expanded",
    "completed_square",
    "single_fraction",
    "lowest_terms",
    "partial_fractions",
    "simplified_radicals",
    "rational_denominator",
    "exact",
    "mixed_number",
    "improper_fraction",
    "scientific_notation",
    "decimal_places",
    "significant_figures",
]
MOST_FORMS = 6
Letter = Annotated[str, Field(pattern=r"^[^\W\d_]\w{0,19}$")]


class FormRequirement(Shape):
    """A form that an answer must have besides being right. ``options`` is what the test is told: the variable
    (``x``), the number of places (``2``); most forms need nothing."""

    test: FormTest
    options: Annotated[str, Field(max_length=200)] = ""


class Formed(FormulaKey):
    """A key that may also ask for forms. A right answer that lacks one earns ``form_credit``: a fraction
    from 0 to less than 1."""

    sparse: ClassVar[frozenset[str]] = FormulaKey.sparse | {"forms", "form_credit"}

    forms: Annotated[tuple[FormRequirement, ...], Field(max_length=MOST_FORMS)] = ()
    form_credit: LessThanWhole = "0"

    @property
    def form_share(self) -> Fraction:
        """``form_credit`` as a number."""
        return Fraction(self.form_credit)

    def is_unsaid(self, name: str) -> bool:
        """A form is stored with its credit, also when that is 0."""
        return not self.forms if name == "form_credit" else super().is_unsaid(name)

    @model_validator(mode="after")
    def forms_are_asked_for_once(self) -> Self:
        tests = [form.test for form in self.forms]
        if len(set(tests)) != len(tests):
            raise ValueError("a form is asked for twice")
        if not tests and self.form_share:
            raise ValueError("a credit for the form needs a form")
        return self


class IntegerKey(FormulaKey):
    """A whole number from 0 to 999, as on a Korean answer sheet. ``value`` is digits or one placeholder."""

    main: ClassVar[str] = "value"

    kind: Literal["integer"] = "integer"
    value: KeyText


class NumberKey(Formed):
    """A number; within ``absolute`` or within ``relative`` × the key counts as right (ends included)."""

    main: ClassVar[str] = "value"

    kind: Literal["number"] = "number"
    value: KeyText
    absolute: KeyText | None = None
    relative: KeyText | None = None

    @model_validator(mode="after")
    def one_tolerance_at_most(self) -> NumberKey:
        if self.absolute is not None and self.relative is not None:
            raise ValueError("give an absolute or a relative tolerance, not both")
        return self


class QuantityKey(FormulaKey):
    """A number with a unit: ``5 m/s``. ``unit`` says whether any unit of the same dimension will do or only
    the key's own. The number is equal, within one of the tolerances, or written to so many significant
    ``figures``. A right number with no unit or another one than the key's earns ``number_credit``."""

    sparse: ClassVar[frozenset[str]] = FormulaKey.sparse | {"number_credit"}

    kind: Literal["quantity"] = "quantity"
    answer: KeyText
    unit: Literal["any", "same"] = "any"
    absolute: KeyText | None = None
    relative: KeyText | None = None
    figures: Annotated[int, Field(ge=1, le=15)] | None = None
    number_credit: LessThanWhole = "0"

    @property
    def number_share(self) -> Fraction:
        """``number_credit`` as a number."""
        return Fraction(self.number_credit)

    @property
    def is_exact(self) -> bool:
        """The number is compared for equality."""
        return self.absolute is None and self.relative is None and self.figures is None

    @property
    def test(self) -> tuple[str, str]:
        """The engine's test that compares as this key asks for, and its options."""
        base = "units_strict" if self.unit == "same" else "units"
        if self.figures is not None:
            return base, str(self.figures)
        if self.relative is not None:
            return f"{base}_relative", self.relative
        return f"{base}_absolute", self.absolute or "0"

    @model_validator(mode="after")
    def one_way_to_compare(self) -> QuantityKey:
        if sum(given is not None for given in (self.absolute, self.relative, self.figures)) > 1:
            raise ValueError("give one tolerance, or significant figures, not several of them")
        return self


class ExpressionKey(Formed):
    """Any expression equal to ``expression`` is right, however it is written; ``forms`` may ask for more."""

    main: ClassVar[str] = "expression"

    kind: Literal["expression"] = "expression"
    expression: KeyText


class EquationKey(FormulaKey):
    """An equation, several joined by "and" or "or", or a system: right when it has the same solutions."""

    kind: Literal["equation"] = "equation"
    answer: KeyText


class InequalityKey(FormulaKey):
    """An inequality, a chain of them, an interval or a union of intervals: right when the same numbers fit.
    ``written_as`` may ask for one way to write it."""

    sparse: ClassVar[frozenset[str]] = FormulaKey.sparse | {"written_as"}

    kind: Literal["inequality"] = "inequality"
    answer: KeyText
    written_as: Literal["any", "inequality", "interval"] = "any"


class SetKey(FormulaKey):
    """A set: the order of its elements and repeats do not matter. ``per_element`` gives
    (right elements − wrong elements) / elements of the key, not below 0."""

    kind: Literal["set"] = "set"
    answer: KeyText
    policy: Literal["all_or_nothing", "per_element"] = "all_or_nothing"


class ListKey(FormulaKey):
    """A point, a vector or the terms of a sequence: the order matters, the kind of brackets does not.
    ``per_element`` gives the share of entries that are right at their place."""

    kind: Literal["list"] = "list"
    answer: KeyText
    policy: Literal["all_or_nothing", "per_element"] = "all_or_nothing"


class MatrixKey(FormulaKey):
    """A matrix. ``per_entry`` gives the share of entries that are right at their place, in a matrix of the
    right size."""

    kind: Literal["matrix"] = "matrix"
    answer: KeyText
    policy: Literal["all_or_nothing", "per_entry"] = "all_or_nothing"


class DerivativeKey(Formed):
    """The derivative of a function, ``answer``; an answer that was integrated instead is told so."""

    kind: Literal["derivative"] = "derivative"
    answer: KeyText
    variable: Letter = "x"


class AntiderivativeKey(FormulaKey):
    """Any antiderivative: its derivative is that of ``answer``. A constant of integration must be added, is
    right where one stands (``optional``), or is not looked at (``any``). ``absolute_values`` says whether
    ``ln`` of what may be negative needs bars where the key has them."""

    kind: Literal["antiderivative"] = "antiderivative"
    answer: KeyText
    variable: Letter = "x"
    constant: Literal["required", "any", "optional"] = "required"
    absolute_values: Literal["required", "optional"] = "required"

    @property
    def options(self) -> str:
        """What the engine's test of antiderivatives is told."""
        words = [self.variable]
        words += [] if self.constant == "required" else ["NOCONST"]
        words += [] if self.absolute_values == "required" else ["NOBARS"]
        return f"[{', '.join(words)}]"


class PropertyKey(FormulaKey):
    """Any polynomial with ``properties``: ``degree=3; roots=1, 2; leading=-2; through=(0, 5)``. ``answer`` is
    one of them, for people to see."""

    kind: Literal["property"] = "property"
    answer: KeyText
    properties: KeyText


FormedKey = NumberKey | ExpressionKey | DerivativeKey

"""The shapes of keys: one frozen model per question kind, versioned JSON in and out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    TypeAdapter,
    model_serializer,
    model_validator,
)

from grading.engine import Symbols

Names = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=20)], ...], Field(max_length=40)]
KeyText = Annotated[str, Field(min_length=1, max_length=500)]
KeyId = Annotated[str, Field(min_length=1, max_length=16)]
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
CREDIT = r"^[0-9]{1,6}(\.[0-9]{1,9}|/[0-9]{1,6})?$"


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SymbolList(_Shape):
    """Which letters and functions an answer may use; the JSON form of ``grading.engine.Symbols``."""

    variables: Names = ()
    functions: Names = ()
    constants: Names = ()
    natural_log: bool = False
    closed: bool = False

    def to_symbols(self) -> Symbols:
        """The engine's value of the same meaning."""
        return Symbols(
            variables=self.variables,
            functions=self.functions,
            constants=self.constants,
            natural_log=self.natural_log,
            closed=self.closed,
        )


def _a_share(text: str) -> str:
    _whole, _slash, parts = text.partition("/")
    if (parts and not int(parts)) or not 0 < Fraction(text) <= 1:
        raise ValueError("a credit is more than 0 and at most 1")
    return text


def _less_than_whole(text: str) -> str:
    _whole, _slash, parts = text.partition("/")
    if (parts and not int(parts)) or Fraction(text) >= 1:
        raise ValueError("this credit is at least 0 and less than 1")
    return text


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("a NUL character cannot be stored")
    return text


class ChoiceKey(_Shape):
    """Exactly one option is right."""

    v: Literal[1] = 1
    kind: Literal["choice"] = "choice"
    correct: str


class MultipleChoiceKey(_Shape):
    """A set of options is right. ``per_option`` gives (right picks − wrong picks) / right options."""

    v: Literal[1] = 1
    kind: Literal["multiple_choice"] = "multiple_choice"
    correct: Annotated[tuple[str, ...], Field(min_length=1)]
    policy: Literal["all_or_nothing", "per_option"] = "all_or_nothing"

    @model_validator(mode="after")
    def options_are_named_once(self) -> MultipleChoiceKey:
        if len(set(self.correct)) != len(self.correct):
            raise ValueError("an option is named twice")
        return self


class TrueFalseKey(_Shape):
    """A statement is true, or it is false."""

    v: Literal[1] = 1
    kind: Literal["true_false"] = "true_false"
    correct: bool


class IntegerKey(_Shape):
    """A whole number from 0 to 999, as on a Korean answer sheet. ``value`` is digits or one placeholder."""

    v: Literal[1] = 1
    kind: Literal["integer"] = "integer"
    value: KeyText


class FormRequirement(_Shape):
    """A form that an answer must have besides being right. ``options`` is what the test is told: the variable
    (``x``), the number of places (``2``); most forms need nothing."""

    test: FormTest
    options: Annotated[str, Field(max_length=200)] = ""


class _Formed(_Shape):
    """A key that may also ask for forms. A right answer that lacks one earns ``form_credit``: a fraction
    from 0 to less than 1. Nothing of this is stored where no form is asked for."""

    forms: Annotated[tuple[FormRequirement, ...], Field(max_length=MOST_FORMS)] = ()
    form_credit: Annotated[str, Field(pattern=CREDIT), AfterValidator(_less_than_whole)] = "0"

    @property
    def form_share(self) -> Fraction:
        """``form_credit`` as a number."""
        return Fraction(self.form_credit)

    @model_validator(mode="after")
    def forms_are_asked_for_once(self) -> _Formed:
        tests = [form.test for form in self.forms]
        if len(set(tests)) != len(tests):
            raise ValueError("a form is asked for twice")
        if not tests and self.form_share:
            raise ValueError("a credit for the form needs a form")
        return self

    @model_serializer(mode="wrap")
    def without_what_is_not_asked(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Keys from before there were forms stay the same, byte for byte."""
        dumped: dict[str, Any] = dump(self)
        absent = () if self.forms else ("forms", "form_credit")
        return {name: value for name, value in dumped.items() if name not in absent}


class NumberKey(_Formed):
    """A number; within ``absolute`` or within ``relative`` × the key counts as right (ends included)."""

    v: Literal[1] = 1
    kind: Literal["number"] = "number"
    value: KeyText
    absolute: KeyText | None = None
    relative: KeyText | None = None

    @model_validator(mode="after")
    def one_tolerance_at_most(self) -> NumberKey:
        if self.absolute is not None and self.relative is not None:
            raise ValueError("give an absolute or a relative tolerance, not both")
        return self


class ExpressionKey(_Formed):
    """Any expression equal to ``expression`` is right, however it is written; ``forms`` may ask for more."""

    v: Literal[1] = 1
    kind: Literal["expression"] = "expression"
    expression: KeyText


class Accepted(_Shape):
    """A text that earns ``credit``: a fraction above 0 and at most 1, as ``1``, ``1/2`` or ``0.5``."""

    text: KeyText
    credit: Annotated[str, Field(pattern=CREDIT), AfterValidator(_a_share)] = "1"

    @property
    def share(self) -> Fraction:
        """``credit`` as a number."""
        return Fraction(self.credit)


class ShortTextKey(_Shape):
    """Words. The accepted text that earns most counts; ``*`` is any run of characters with ``wildcards``."""

    v: Literal[1] = 1
    kind: Literal["short_text"] = "short_text"
    accepted: Annotated[tuple[Accepted, ...], Field(min_length=1, max_length=50)]
    case_sensitive: bool = False
    wildcards: bool = False

    @model_validator(mode="after")
    def something_is_wholly_right(self) -> ShortTextKey:
        if all(accepted.share != 1 for accepted in self.accepted):
            raise ValueError("one accepted text needs the credit 1")
        return self


class MatchingKey(_Shape):
    """Which option belongs to each stem. ``per_pair`` gives right pairs / stems."""

    v: Literal[1] = 1
    kind: Literal["matching"] = "matching"
    pairs: Annotated[dict[KeyId, KeyId], Field(min_length=2, max_length=20)]
    policy: Literal["per_pair", "all_or_nothing"] = "per_pair"


class EssayKey(_Shape):
    """Read by a person; ``guidance`` (by language) is for whoever marks."""

    v: Literal[1] = 1
    kind: Literal["essay"] = "essay"
    guidance: dict[
        Literal["ko", "en"], Annotated[str, Field(max_length=20_000), AfterValidator(_storable)]
    ] = {}


Key = (
    ChoiceKey
    | MultipleChoiceKey
    | TrueFalseKey
    | IntegerKey
    | NumberKey
    | ExpressionKey
    | ShortTextKey
    | MatchingKey
    | EssayKey
)
KEY_ADAPTER: TypeAdapter[Key] = TypeAdapter(Annotated[Key, Field(discriminator="kind")])


def load_key(data: Mapping[str, Any]) -> Key:
    """The key that stored JSON spells. Raises ``pydantic.ValidationError`` for anything else."""
    return KEY_ADAPTER.validate_python(data)

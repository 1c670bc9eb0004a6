"""Trying a question before any student sees it: its keys are read, its variants made and rendered,
and its stored responses marked, in every variant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from exams.blanks import check_blanks, labels_of
from exams.content import Content, Option, Part, StoredTest
from exams.errors import QuestionError
from exams.figure_tags import figure_tags
from exams.rendering import RenderError, named_figures, render_markdown
from exams.services.terms import with_terms
from exams.shapes import Rendered, RenderedPart
from grading.engine import Verdict
from grading.engine.variants import (
    ParameterError,
    Program,
    Values,
    fill_answer,
    fill_text,
    generate,
    parse_parameters,
)
from grading.keys import EssayKey, Key, KeyProblem, check_key, fill_key, fill_words
from grading.kinds import FOLLOWED_KINDS, KINDS
from grading.marking import AskedPart, check_alternatives, mark_parts
from grading.responses import BlanksResponse, PartResponse, TextResponse

__all__ = [
    "MadeVariant",
    "ask_parts",
    "check_question",
    "draw_values",
    "fill_response",
    "find_difference",
    "make_values",
    "make_variants",
]

NO_VALUES = Values.from_json({})
TRIED_AT_IMPORT = 3
# How often more values are drawn where struck ones leave too few, twice as many each time.
MOST_DRAWS = 6


@dataclass(frozen=True, slots=True)
class MadeVariant:
    """One variant: its number from 1, the seed and values it was made from, and its HTML by language."""

    number: int
    seed: int
    values: Values
    rendered: dict[str, Rendered]


def make_values(content: Content, *, seed: int) -> list[Values]:
    """The values of every variant, distinct and none of them struck out; one set of no values for a question
    without parameters. Raises QuestionError."""
    kept = [values for values, is_struck in draw_values(content, seed=seed) if not is_struck]
    if not kept:
        raise QuestionError("all_struck", where="parameters")
    return kept


def draw_values(content: Content, *, seed: int) -> list[tuple[Values, bool]]:
    """What is drawn until the variants are there, and whether it is struck out: the next values take the
    place of struck ones, and the others stay as they are. Raises QuestionError."""
    if not content.parameters.strip():
        return [(NO_VALUES, False)]
    try:
        drawn = _draw(content, parse_parameters(content.parameters), seed)
    except ParameterError as error:
        raise _parameter_error(error, "parameters") from error
    flagged = [(values, content.is_struck(values.to_json())) for values in drawn]
    kept = [place for place, (_values, is_struck) in enumerate(flagged) if not is_struck]
    enough = len(kept) > content.variants
    return flagged[: kept[content.variants]] if enough else flagged


def _draw(content: Content, program: Program, seed: int) -> list[Values]:
    """Distinct values, as many as leave enough that are not struck out, or all there are."""
    wanted = content.variants + len(content.struck)
    for _turn in range(MOST_DRAWS):
        drawn = list(generate(program, count=wanted, seed=seed))
        left = sum(not content.is_struck(values.to_json()) for values in drawn)
        if left >= content.variants or len(drawn) < wanted:
            break
        wanted *= 2
    return drawn


def check_question(content: Content, keys: Mapping[str, Key]) -> None:
    """Refuses a question whose key cannot be read, whose parameters fit nothing, or whose text cannot be
    shown; a few variants are enough to tell. Publishing looks at all of them. Raises QuestionError."""
    check_figures(content)
    check_blanks(content, keys)
    for values in make_values(content, seed=1)[:TRIED_AT_IMPORT]:
        check_variant(content, keys, values)
        render_variant(content, values)


def make_variants(content: Content, keys: Mapping[str, Key], *, seed: int) -> Iterator[MadeVariant]:
    """Every variant, checked, its stored responses marked, and rendered. Raises QuestionError."""
    check_figures(content)
    check_blanks(content, keys)
    for number, values in enumerate(make_values(content, seed=seed), start=1):
        check_variant(content, keys, values)
        check_stored_tests(content, keys, values)
        rendered = with_terms(render_variant(content, values), keys, values)
        yield MadeVariant(number, seed, values, rendered)


def check_figures(content: Content) -> None:
    """Refuses a figure that no text shows. One that a text shows and nobody gave is found on rendering."""
    used = {name for text in _texts(content) for name in named_figures(text)}
    for figure in content.figures:
        if figure.name not in used:
            raise QuestionError("unused_figure", where="figures", name=figure.name)


def _texts(content: Content) -> Iterator[str]:
    yield from content.text.values()
    yield from content.solution.values()
    for part in content.parts:
        yield from part.text.values()
        for option in (*part.stems, *part.options):
            yield from option.text.values()


def check_variant(content: Content, keys: Mapping[str, Key], values: Values) -> None:
    """Refuses keys that this variant's values make unusable, or options that become the same."""
    for place, part in enumerate(content.parts):
        if part.id not in keys:
            raise QuestionError("missing", where=f"key of part {part.id}")
        try:
            _check_key(part, key := fill_key(keys[part.id], values), before=content.parts[:place])
        except KeyProblem as error:
            raise QuestionError(
                "key", where=f"key of part {part.id}", problem=error.code, **error.values
            ) from error
        except ParameterError as error:
            raise _parameter_error(error, f"key of part {part.id}") from error
        _check_guidance(part, key)
        _check_differ(part, part.options, values)
        _check_differ(part, part.stems, values)


def _check_key(part: Part, key: Key, *, before: Sequence[Part]) -> None:
    ids, symbols = {"options": part.option_ids, "stems": part.stem_ids}, part.symbols.to_symbols()
    typed = tuple(each.id for each in before if each.kind in FOLLOWED_KINDS)
    check_key(key, **ids, symbols=symbols, earlier=typed)
    check_alternatives(key, **ids, symbols=symbols)


def _check_guidance(part: Part, key: Key) -> None:
    """What helps whoever marks an essay is shown like any other text, and so is what it is read for."""
    if not isinstance(key, EssayKey):
        return
    for text in (*key.guidance.values(), *(text for one in key.rubric for text in one.text.values())):
        try:
            render_markdown(text)
        except RenderError as error:
            raise _render_error(error, f"key of part {part.id}") from error


def _check_differ(part: Part, options: Sequence[Option], values: Values) -> None:
    for language in {language for option in options for language in option.text}:
        texts = [_fill(option.text.get(language, ""), values, f"option {option.id}") for option in options]
        for position, text in enumerate(texts):
            if text and text in texts[:position]:
                raise QuestionError(
                    "same_options", where=f"options of part {part.id}", text=text, values=values.to_json()
                )


def ask_parts(
    content: Content, keys: Mapping[str, Key], values: Values, given: Mapping[str, PartResponse]
) -> list[AskedPart]:
    """The parts of a variant with what was ``given`` to each, ready to be marked."""
    return [
        AskedPart(
            id=part.id,
            key=fill_key(keys[part.id], values),
            response=given.get(part.id),
            options=part.option_ids,
            stems=part.stem_ids,
            symbols=part.symbols.to_symbols(),
        )
        for part in content.parts
    ]


def check_stored_tests(content: Content, keys: Mapping[str, Key], values: Values) -> None:
    """Marks the stored responses and refuses the question if one gets another verdict, or another credit,
    than it should."""
    for number, test in enumerate(content.tests, start=1):
        different = find_difference(content, keys, values, test, where=f"tests[{number}]")
        if different is not None:
            raise different


def find_difference(
    content: Content, keys: Mapping[str, Key], values: Values, test: StoredTest, *, where: str
) -> QuestionError | None:
    """What a stored response gets otherwise than it should in the variant of ``values``."""
    given = {
        part.id: fill_response(test.response[part.id], values, part=part)
        for part in content.parts
        if part.id in test.response
    }
    asked = ask_parts(content, keys, values, given)
    found = dict(zip([part.id for part in asked], mark_parts(asked), strict=True))
    for part_id, expected in test.verdict.items():
        got = found[part_id].outcome
        if got is not expected:
            told = {"where": where, "part": part_id, "values": values.to_json()}
            return QuestionError("stored_test", expected=expected.value, got=got.value, **told)
    return _find_other_credit(test, found, values, where)


def _find_other_credit(
    test: StoredTest, found: Mapping[str, Verdict], values: Values, where: str
) -> QuestionError | None:
    for part_id, text in test.credit.items():
        expected, got = Fraction(text), found[part_id].credit
        if expected != got:
            told = {"where": where, "part": part_id, "values": values.to_json()}
            return QuestionError("stored_credit", expected=str(expected), got=str(got), **told)
    return None


def fill_response(response: PartResponse, values: Values, *, part: Part) -> PartResponse:
    """A stored response to ``part`` with this variant's values put in."""
    if isinstance(response, BlanksResponse):
        kinds = {blank.id: blank.kind for blank in part.blanks}
        filled = {
            blank: _fill_typed(text, values, kind=kinds.get(blank, "short_text"))
            for blank, text in response.blanks.items()
        }
        return response.model_copy(update={"blanks": filled})
    if isinstance(response, TextResponse):
        return response.model_copy(update={"text": _fill_typed(response.text, values, kind=part.kind)})
    return response


def _fill_typed(text: str, values: Values, *, kind: str) -> str:
    is_words = KINDS[kind].answered_by == "words"
    return fill_words(text, values) if is_words else fill_answer(text, values)


def render_variant(content: Content, values: Values) -> dict[str, Rendered]:
    """The HTML of a variant in every language that its text has."""
    return {language: _render(content, values, language) for language in sorted(content.text)}


def _render(content: Content, values: Values, language: str) -> Rendered:
    figures = figure_tags(content, values, language)
    blanks = labels_of(content, language)

    def html(text: Mapping[str, str], where: str) -> str:
        source = text.get(language) or next(iter(text.values()), "")
        try:
            return render_markdown(_fill(source, values, where), figures=figures, blanks=blanks)
        except RenderError as error:
            raise _render_error(error, where) from error

    return Rendered(
        text=html(content.text, f"text ({language})"),
        parts={
            part.id: RenderedPart(
                text=html(part.text, f"text of part {part.id} ({language})"),
                options={
                    option.id: html(option.text, f"option {option.id} ({language})")
                    for option in part.options
                },
                stems={stem.id: html(stem.text, f"stem {stem.id} ({language})") for stem in part.stems},
            )
            for part in content.parts
        },
        solution=html(content.solution, f"solution ({language})"),
    )


def _fill(text: str, values: Values, where: str) -> str:
    try:
        return fill_text(text, values)
    except ParameterError as error:
        raise _parameter_error(error, where) from error


def _render_error(error: RenderError, where: str) -> QuestionError:
    if error.code == "unknown_figure":
        return QuestionError("unknown_figure", where=where, name=error.formula)
    if error.code == "unknown_blank":
        return QuestionError("no_such_blank", where=where, name=error.formula)
    return QuestionError("formula", where=where, problem=error.code, formula=error.formula)


def _parameter_error(error: ParameterError, where: str) -> QuestionError:
    return QuestionError("parameters", where=where, problem=error.code, line=error.line, **dict(error.values))

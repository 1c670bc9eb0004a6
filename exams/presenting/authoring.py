"""A question that is being written: its texts as they will look, its variants, and the student's view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pydantic import ValidationError as ShapeError

from exams.blanks import label_blanks
from exams.content import Content, Figure
from exams.errors import BankError, QuestionError
from exams.figure_tags import draw_figure
from exams.formats.native import load_yaml
from exams.plots import Plot
from exams.presenting.questions import QuestionView, show_question
from exams.presenting.teaching.keys import KeyLine, key_lines
from exams.rendering import FigureTag, RenderError, Shown, render_markdown
from exams.services.sampling import Sample, outline_parts
from exams.services.trying import check_stored_tests, check_variant, make_values, render_variant
from exams.shapes import LayoutItem, LayoutPart
from exams.wording import word_error
from grading.engine.variants import ParameterError, Values, fill_text, generate, parse_parameters
from grading.keys import Key, fill_key

__all__ = [
    "MOST_SHOWN",
    "RenderedText",
    "StudentView",
    "VariantRow",
    "render_text",
    "show_variant",
    "show_variants",
    "student_views",
]

MOST_SHOWN = 30
NO_VALUES = Values.from_json({})


@dataclass(frozen=True, slots=True)
class RenderedText:
    """One text as students will see it, or the sentence that says why it cannot be shown."""

    html: SafeString
    problem: str = ""


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant: what its parameters are, what it asks, what is right, and what is wrong with it. Two of
    the same ``look`` read the same."""

    number: int
    values: dict[str, str]
    html: SafeString
    keys: tuple[tuple[KeyLine, ...], ...]
    problem: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class StudentView:
    """The question in one language."""

    language: str
    question: QuestionView


def first_values(parameters: str) -> Values:
    """The values of one variant, to look at while parameters are written; none where nothing fits."""
    if not parameters.strip():
        return NO_VALUES
    try:
        return next(iter(generate(parse_parameters(parameters), count=1, seed=1)), NO_VALUES)
    except ParameterError:
        return NO_VALUES


NAMED = {"unknown_figure": "unknown_figure", "unknown_blank": "no_such_blank"}


def render_text(text: str, *, values: Values, tree: Mapping[str, Any], language: str) -> RenderedText:
    """``text`` with the values of one variant. ``tree`` is what stands in the form: of it the figures and the
    blanks are shown."""
    try:
        filled, tags = fill_text(text, values), dict(_tags(tree["figures"], values, language))
        blanks = label_blanks(_blank_ids(tree), language) or None
        return RenderedText(SafeString(render_markdown(filled, figures=tags, blanks=blanks)))
    except RenderError as error:
        code = NAMED.get(error.code, "formula")
        known = {"name": error.formula} if error.code in NAMED else {"problem": error.code}
        return RenderedText(SafeString(), _said(QuestionError(code, formula=error.formula, **known)))
    except QuestionError as error:
        return RenderedText(SafeString(), word_error(error))
    except ParameterError as error:
        return RenderedText(
            SafeString(),
            _said(QuestionError("parameters", problem=error.code, line=error.line, **dict(error.values))),
        )


def _blank_ids(tree: Mapping[str, Any]) -> list[str]:
    """Those of the parts that have blanks now; a part of another kind may have kept some."""
    parts = [part for part in tree["parts"] if part.get("kind") == "cloze"]
    return [str(blank.get("id") or "") for part in parts for blank in part.get("blanks", ())]


def _tags(figures: Iterable[Mapping[str, Any]], values: Values, language: str) -> Iterator[tuple[str, Shown]]:
    """What is shown for the rows that can be shown yet. QuestionError for a plot that cannot be drawn."""
    for figure in figures:
        name = str(figure.get("name") or "")
        alt = str(figure.get(f"alt_{language}") or figure.get("alt_ko") or figure.get("alt_en") or name)
        if name and figure.get("plot"):
            try:
                plot = Plot.model_validate(load_yaml(str(figure["plot"]).encode()))
            except (BankError, ShapeError):
                continue
            yield name, draw_figure(Figure(name=name, alt={language: alt}, plot=plot), values, language)
        elif name and figure.get("asset"):
            yield name, FigureTag(str(figure["asset"]), width=320, height=240, alt=alt)


def _said(error: QuestionError) -> str:
    where = str(_("Here"))
    return word_error(QuestionError(error.code, **{**error.values, "where": where}))


def show_variants(content: Content, keys: Mapping[str, Key], *, seed: int) -> Iterator[VariantRow]:
    """Up to ``MOST_SHOWN`` variants, with the first thing that is wrong in each. Raises QuestionError."""
    for number, values in enumerate(make_values(content, seed=seed)[:MOST_SHOWN], start=1):
        yield show_variant(content, keys, values, number=number)


def show_variant(content: Content, keys: Mapping[str, Key], values: Values, *, number: int) -> VariantRow:
    """The variant of these ``values``, or the first thing that is wrong in it."""
    try:
        question = _view(content, Sample(number, content.variants, values, render_variant(content, values)))
        check_variant(content, keys, values)
        check_stored_tests(content, keys, values)
        problem = ""
    except QuestionError as error:
        return VariantRow(number, dict(values.to_json()), SafeString(), (), word_error(error))
    lines = []
    for part in question.parts:
        options = {option.id: option.html for option in part.options}
        stems = {stem.id: stem.html for stem in part.stems}
        lines.append(tuple(key_lines(fill_key(keys[part.id], values), part, options=options, stems=stems)))
    look = "\n".join(_texts_of(question))
    return VariantRow(number, dict(values.to_json()), question.html, tuple(lines), problem, look)


def _texts_of(question: QuestionView) -> Iterator[str]:
    """Everything that is read before answering."""
    yield question.html
    for part in question.parts:
        yield part.html
        yield from (option.html for option in part.options)
        yield from (stem.html for stem in part.stems)


def student_views(content: Content, *, seed: int) -> list[StudentView]:
    """The first variant in each language that the text has. Raises QuestionError."""
    values = make_values(content.model_copy(update={"variants": 1}), seed=seed)[0]
    sample = Sample(1, content.variants, values, render_variant(content, values))
    views = []
    for language in sorted(sample.rendered, reverse=True):
        with translation.override(language):
            views.append(StudentView(language, _view(content, sample)))
    return views


def _view(content: Content, sample: Sample) -> QuestionView:
    """In the author's order of the options."""
    rendered = {language: html.model_dump(mode="json") for language, html in sample.rendered.items()}
    parts = tuple(
        LayoutPart(id=part.id, kind=part.kind, options=part.options, stems=part.stems)
        for part in outline_parts(content)
    )
    item = LayoutItem(position=1, item=0, variant=sample.number, points=content.points, parts=parts)
    return show_question(item, rendered=rendered, parts=content.to_json()["parts"])

"""A draft as a student would see it, and what an answer that a teacher tries out would get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString

from exams.content import Content, load_keys
from exams.errors import Problem, QuestionError
from exams.models import ExamItem, Response
from exams.presenting.questions import QuestionView, show_question
from exams.presenting.results import explain, lacks_form
from exams.services.layouts import draw_layout
from exams.services.publishing import Draft, seed_of
from exams.services.sampling import Sample, outline_parts, sample_variant
from exams.services.trying import ask_parts
from exams.shapes import LayoutItem, Outline, OutlineItem, ResponseValue
from exams.wording import word_problem
from grading.keys import Key
from grading.marking import mark_parts
from grading.responses import PartResponse
from grading.scoring import share_of, share_points
from grading.services import reason_to_json
from grading.wording import word_witness

__all__ = ["PreviewQuestion", "TriedPart", "preview_questions", "try_answer"]


@dataclass(frozen=True, slots=True)
class TriedPart:
    """What one part of a tried answer would get: verdict, why, and where the answer and the key differ."""

    part: str
    verdict: str
    explanation: SafeString
    lacks_form: bool
    witness: str
    points: Decimal
    worth: Decimal


@dataclass(frozen=True, slots=True)
class PreviewQuestion:
    """One place of the draft: the question as drawn for one student, or why it cannot be shown. ``number``
    is what students call it."""

    position: int
    number: int
    question: QuestionView | None
    layout: LayoutItem | None
    content: Content | None
    keys: Mapping[str, Key]
    sample: Sample | None
    problem: str = ""

    def answered(self, response: ResponseValue) -> PreviewQuestion:
        """The same with what was given standing in its fields."""
        if self.layout is None or self.content is None or self.sample is None:
            return self
        return replace(
            self, question=_show(self.layout, self.content, self.sample, response, number=self.number)
        )


def preview_questions(draft: Draft, *, number: int) -> list[PreviewQuestion]:
    """Every question in its variant ``number``, options in an order that this number draws."""
    shown: list[PreviewQuestion] = []
    asking = 0
    for place, item in enumerate(draft.items, start=1):
        asking += 1
        one = _preview(draft, item, place, number, asking)
        asking -= one.content is not None and not one.content.parts
        shown.append(one)
    return shown


def _preview(draft: Draft, item: ExamItem, position: int, number: int, asking: int) -> PreviewQuestion:
    version = draft.versions.get(item.question_id)
    revision = draft.keys.get(version.pk) if version else None
    if version is None or revision is None:
        problem = word_problem(Problem("no_version", "", 0))
        return PreviewQuestion(position, asking, None, None, None, {}, None, problem)
    content = Content.model_validate(version.content)
    try:
        keys = load_keys(revision.keys)
        sample = sample_variant(content, seed=seed_of(content.drawn_from), number=number, keys=keys)
    except QuestionError as error:
        problem = word_problem(Problem(error.code, "", 0, error.values))
        return PreviewQuestion(position, asking, None, None, content, {}, None, problem)
    layout = _draw(item, position, content, number)
    question = _show(layout, content, sample, None, number=asking)
    return PreviewQuestion(position, asking, question, layout, content, keys, sample)


def _show(
    layout: LayoutItem, content: Content, sample: Sample, response: ResponseValue | None, *, number: int
) -> QuestionView:
    rendered = {language: html.model_dump(mode="json") for language, html in sample.rendered.items()}
    given = None
    if response is not None:
        given = Response(position=layout.position, revision=0, value=response.model_dump(mode="json"))
    parts = content.to_json()["parts"]
    return show_question(layout, rendered=rendered, parts=parts, response=given, number=number)


def _draw(item: ExamItem, position: int, content: Content, number: int) -> LayoutItem:
    outline = OutlineItem(
        position=position, item=item.pk, points=item.points, variants=(number,), parts=outline_parts(content)
    )
    return draw_layout(Outline(items=(outline,)), number).items[0]


def try_answer(shown: PreviewQuestion, given: Mapping[str, PartResponse]) -> list[TriedPart]:
    """What ``given`` would get, part by part, as marking would give it. Nothing is stored."""
    if shown.content is None or shown.sample is None or shown.layout is None:
        return []
    verdicts = mark_parts(ask_parts(shown.content, shown.keys, shown.sample.values, given))
    weights = [part.weight for part in shown.content.parts]
    shares = [share_of(verdict.credit, verdict.certificate) for verdict in verdicts]
    points = share_points(shown.layout.points, weights, shares)
    worth = share_points(shown.layout.points, weights, [Fraction(1)] * len(weights))
    tried = []
    for part, verdict, earned, full in zip(shown.content.parts, verdicts, points, worth, strict=True):
        reason = reason_to_json(verdict)
        outcome = "unanswered" if verdict.reason.code == "unanswered" else verdict.outcome.value
        said = explain(verdict.outcome.value, reason, part.symbols)
        tried.append(
            TriedPart(part.id, outcome, said, lacks_form(reason), word_witness(reason), earned, full)
        )
    return tried

"""Questions as teachers see them while they draft: text of the first variant, kinds, topic, points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from math import ceil
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.utils.safestring import SafeString

from exams.content import Content
from exams.errors import Problem, QuestionError
from exams.kinds import KIND_WORDS
from exams.localized import localize
from exams.models import Exam, ExamItem, Question, QuestionVersion
from exams.presenting.questions import reader_language
from exams.services.publishing import seed_of
from exams.services.sampling import sample_variant
from exams.wording import word_problem

__all__ = ["DraftItem", "QuestionCard", "draft_items", "minutes_for", "question_cards"]

# What a question of one part takes a student, by experience of school exams; a teacher decides.
MINUTES_OF = {"choice": 2, "multiple_choice": 3, "true_false": 1, "short_text": 2, "matching": 3, "essay": 10}
MINUTES_OF_OTHERS = 3
KEPT_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question of the bank: its newest text, or the sentence that says why it cannot be shown.

    ``language`` is set where the text is in another language than the page.
    """

    question: Question
    html: SafeString
    problem: str
    language: str
    kinds: tuple[str, ...]
    points: Decimal
    variants: int
    minutes: int

    @property
    def is_description(self) -> bool:
        """Text that asks nothing."""
        return not self.kinds and not self.problem

    @property
    def points_count(self) -> int:
        """The points as languages count them: 1 is one point, 0.5 and 2 are points."""
        return 1 if self.points == 1 else 2

    @property
    def topic(self) -> str:
        """The name of the topic, empty without one."""
        return localize(self.question.topic.name) or self.question.topic.code if self.question.topic else ""


@dataclass(frozen=True, slots=True)
class DraftItem:
    """A place on the exam. ``number`` is what students call the question; a description has none."""

    item: ExamItem
    number: int | None
    card: QuestionCard
    is_first: bool
    is_last: bool


def draft_items(exam: Exam) -> list[DraftItem]:
    """The items of an exam in their order, in two queries whatever their number."""
    items = list(exam.items.select_related("question__topic").order_by("position"))
    cards = question_cards([item.question for item in items])
    numbers = count(1)
    return [
        DraftItem(
            item,
            None if cards[item.question_id].is_description else next(numbers),
            cards[item.question_id],
            place == 1,
            place == len(items),
        )
        for place, item in enumerate(items, start=1)
    ]


def question_cards(questions: Sequence[Question]) -> dict[UUID, QuestionCard]:
    """A card for each question, by id. One query; texts are kept in the cache, for versions never change."""
    versions = {
        version.question_id: version
        for version in QuestionVersion.objects.newest().filter(question__in=questions)
    }
    return {question.pk: _card(question, versions.get(question.pk)) for question in questions}


def _card(question: Question, version: QuestionVersion | None) -> QuestionCard:
    if version is None:
        problem = word_problem(Problem("no_version", "", 0))
        return QuestionCard(question, SafeString(), problem, "", (), Decimal(0), 0, 0)
    content = Content.model_validate(version.content)
    html, problem, language = _first_text(version, content)
    return QuestionCard(
        question=question,
        html=SafeString(html),
        problem=problem,
        language="" if language == reader_language() else language,
        kinds=tuple(dict.fromkeys(str(KIND_WORDS.get(part.kind, part.kind)) for part in content.parts)),
        points=content.points,
        variants=content.variants if content.parameters.strip() else 1,
        minutes=sum(MINUTES_OF.get(part.kind, MINUTES_OF_OTHERS) for part in content.parts),
    )


def _first_text(version: QuestionVersion, content: Content) -> tuple[str, str, str]:
    """HTML, problem, language of the text of the first variant."""
    name = f"first-text:{version.hash}"
    kept: dict[str, Any] | None = cache.get(name)
    if kept is None:
        kept = _render_texts(version, content)
        cache.set(name, kept, KEPT_S)
    if "code" in kept:
        return "", word_problem(Problem(kept["code"], "", 0, kept["values"])), reader_language()
    texts: dict[str, str] = kept["texts"]
    language = reader_language() if reader_language() in texts else next(iter(texts))
    return texts[language], "", language


def _render_texts(version: QuestionVersion, content: Content) -> dict[str, Any]:
    try:
        sample = sample_variant(content, seed=seed_of(content.drawn_from))
    except QuestionError as error:
        return {"code": error.code, "values": error.values}
    return {"texts": {language: html.text for language, html in sample.rendered.items()}}


def minutes_for(cards: Iterable[QuestionCard]) -> int:
    """A time to suggest, in whole steps of five minutes."""
    return 5 * ceil(sum(card.minutes for card in cards) / 5)

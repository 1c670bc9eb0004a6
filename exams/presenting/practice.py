"""Questions to try typing on: one of each way to answer. Nothing is asked, kept or marked."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from exams.content import Content
from exams.presenting.questions import QuestionView, reader_language, show_question
from exams.services.sampling import sample_variant
from exams.shapes import LayoutItem, LayoutPart
from grading.keys import SymbolList
from grading.readings import Reading, read_for_page

__all__ = ["practice_questions", "ways_to_write"]

WAYS = ("2x", "x^2", "sqrt(x+1)", "1/2", "(x+1)/(x-2)", "|x|", "2pi", "x<=3")
LETTERS = SymbolList.model_validate({"variables": ["x"]})


def _text(ko: str, en: str) -> dict[str, str]:
    return {"ko": ko, "en": en}


def _options(*texts: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"id": f"o{n}", "text": _text(*text)} for n, text in enumerate(texts, start=1)]


QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "text": _text(
            r"이 식을 그대로 써 보세요. $$x^2-3x+\frac{1}{2}$$", r"Copy this. $$x^2-3x+\frac{1}{2}$$"
        ),
        "parts": [{"id": "a", "kind": "expression", "symbols": LETTERS.model_dump()}],
    },
    {
        "text": _text(
            r"이 식도 써 보세요. $$\frac{\sqrt{x+1}}{|x-2|}$$",
            r"Copy this as well. $$\frac{\sqrt{x+1}}{|x-2|}$$",
        ),
        "parts": [{"id": "a", "kind": "expression", "symbols": LETTERS.model_dump()}],
    },
    {
        "text": _text("원주율의 두 배를 써 보세요.", "Write twice the number pi."),
        "parts": [{"id": "a", "kind": "number"}],
    },
    {
        "text": _text("아무 자연수나 써 보세요. 예: 42", "Write any whole number, for example 42."),
        "parts": [{"id": "a", "kind": "integer"}],
    },
    {
        "text": _text("하나를 골라 보세요.", "Choose one."),
        "parts": [
            {
                "id": "a",
                "kind": "choice",
                "options": _options(("$x$", "$x$"), ("$x^2$", "$x^2$"), (r"$\sqrt{x}$", r"$\sqrt{x}$")),
            }
        ],
    },
    {
        "text": _text("여러 개를 골라 보세요.", "Choose as many as you like."),
        "parts": [
            {
                "id": "a",
                "kind": "multiple_choice",
                "options": _options(("짝수", "even"), ("홀수", "odd"), ("소수", "prime")),
            }
        ],
    },
    {
        "text": _text("줄마다 하나씩 짝지어 보세요.", "Match each line."),
        "parts": [
            {
                "id": "a",
                "kind": "matching",
                "stems": [
                    {"id": "s1", "text": _text("$2+3$", "$2+3$")},
                    {"id": "s2", "text": _text(r"$2 \times 3$", r"$2 \times 3$")},
                ],
                "options": _options(("$5$", "$5$"), ("$6$", "$6$"), ("$8$", "$8$")),
            }
        ],
    },
    {
        "text": _text("작은 것부터 순서대로 놓아 보세요.", "Put them in order, the smallest first."),
        "parts": [
            {
                "id": "a",
                "kind": "ordering",
                "options": _options(
                    (r"$\sqrt{2}$", r"$\sqrt{2}$"),
                    (r"$\frac{1}{2}$", r"$\frac{1}{2}$"),
                    ("하나", "one"),
                ),
            }
        ],
    },
    {
        "text": _text(
            "빈칸을 채워 보세요. $$x^2-3x=x([[p]])$$ 따라서 방정식 $x^2-3x=0$의 해는 [[q]]개이다.",
            "Fill in the blanks. $$x^2-3x=x([[p]])$$ So $x^2-3x=0$ has [[q]] solutions.",
        ),
        "parts": [
            {
                "id": "a",
                "kind": "cloze",
                "blanks": [{"id": "p", "kind": "expression"}, {"id": "q", "kind": "integer"}],
                "symbols": LETTERS.model_dump(),
            }
        ],
    },
    {
        "text": _text("변이 셋인 도형의 이름을 써 보세요.", "What is a shape with three sides called?"),
        "parts": [{"id": "a", "kind": "short_text"}],
    },
    {
        "text": _text("$2x-1=5$의 풀이를 한 줄에 한 단계씩 써 보세요.", "Solve $2x-1=5$, one step a line."),
        "parts": [{"id": "a", "kind": "working", "symbols": LETTERS.model_dump()}],
    },
)


@cache
def _asked(position: int) -> tuple[Content, dict[str, Any]]:
    """A question and its texts, rendered once for each process."""
    content = Content.model_validate(QUESTIONS[position - 1])
    rendered = sample_variant(content, seed=1).rendered
    return content, {language: shown.model_dump() for language, shown in rendered.items()}


def practice_questions() -> list[QuestionView]:
    """The questions, as an exam page shows them."""
    return [_shown(position) for position in range(1, len(QUESTIONS) + 1)]


def _shown(position: int) -> QuestionView:
    content, rendered = _asked(position)
    parts = tuple(
        LayoutPart(id=part.id, kind=part.kind, stems=part.stem_ids, options=part.option_ids)
        for part in content.parts
    )
    item = LayoutItem(position=position, item=0, variant=0, points=Decimal(0), parts=parts)
    return show_question(item, rendered=rendered, parts=[part.model_dump() for part in content.parts])


def ways_to_write() -> list[tuple[str, Reading]]:
    """What can be typed, and how it is read: said by the reader itself."""
    symbols = LETTERS.to_symbols()
    return [(way, read_for_page(way, symbols=symbols, locale=reader_language())) for way in WAYS]

"""``manage.py question_schema`` prints the JSON Schema of questions, keys, responses and receipts."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from exams.content import Content
from exams.shapes import Layout, Outline, Receipt, Rendered, ResponseValue, ReviewSettings
from grading.keys import (
    ChoiceKey,
    EssayKey,
    ExpressionKey,
    IntegerKey,
    MatchingKey,
    MultipleChoiceKey,
    NumberKey,
    ShortTextKey,
    TrueFalseKey,
)

SHAPES: tuple[type[BaseModel], ...] = (
    Content,
    ChoiceKey,
    MultipleChoiceKey,
    TrueFalseKey,
    IntegerKey,
    NumberKey,
    ExpressionKey,
    ShortTextKey,
    MatchingKey,
    EssayKey,
    ResponseValue,
    ReviewSettings,
    Outline,
    Layout,
    Rendered,
    Receipt,
)


class Command(BaseCommand):
    help = "Prints the JSON Schema (draft 2020-12) of every stored shape."

    def handle(self, *args: Any, **options: Any) -> None:
        _names, schema = models_json_schema(
            [(shape, "validation") for shape in SHAPES], title="mathtest shapes"
        )
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
        self.stdout.write(json.dumps(schema, ensure_ascii=False, indent=2))

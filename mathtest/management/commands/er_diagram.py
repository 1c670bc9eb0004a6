"""``manage.py er_diagram [--indexes]``: the tables as the models say them, for docs/architecture.md."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import CheckConstraint, Field, ForeignKey, Model, Q, UniqueConstraint
from django.db.models.constraints import BaseConstraint
from django.db.models.expressions import Combinable, F

__all__ = ["draw_tables", "list_indexes"]

APPS = ("accounts", "exams", "grading", "analytics")
TYPES = {
    "BigAutoField": "bigint",
    "BigIntegerField": "bigint",
    "BinaryField": "bytes",
    "BooleanField": "boolean",
    "CharField": "text",
    "DateField": "date",
    "DateTimeField": "timestamp",
    "DecimalField": "decimal",
    "EmailField": "text",
    "GenericIPAddressField": "address",
    "IntegerField": "integer",
    "JSONField": "json",
    "PositiveBigIntegerField": "bigint",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "smallint",
    "SlugField": "text",
    "UUIDField": "uuid",
}
WORDS = {"exact": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "in": "in"}


class Command(BaseCommand):
    help = "Prints the tables as Mermaid diagrams, or with --indexes their constraints and indexes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--indexes", action="store_true", help="constraints and indexes instead")

    def handle(self, *args: Any, indexes: bool, **options: Any) -> None:
        if not indexes:
            self.stdout.write(draw_tables())
            return
        self.stdout.write("\n".join(f"{name}\t{table}\t{what}" for name, table, what in list_indexes()))


def draw_tables() -> str:
    """One Mermaid ``erDiagram`` in a Markdown fence for each app: the columns of its tables, and a line for
    each foreign key. A table of another app stands there by its name alone."""
    return "\n\n".join(f"**{app}**\n\n```mermaid\nerDiagram\n{_diagram(app)}\n```" for app in APPS)


def list_indexes() -> list[tuple[str, str, str]]:
    """Name, table and meaning of every constraint and index that the models declare; a unique column is
    named ``Table.column``. Not listed: primary keys, and the index that every foreign key has."""
    return [
        (name, model.__name__, what)
        for app in APPS
        for model in _models(app)
        for name, what in (*_unique_columns(model), *_constraints(model), *_indexes(model))
    ]


def _models(app: str) -> list[type[Model]]:
    return sorted(apps.get_app_config(app).get_models(), key=lambda model: model.__name__)


def _columns(model: type[Model]) -> list[Field]:
    return list(model._meta.concrete_fields)


def _diagram(app: str) -> str:
    models = _models(app)
    return "\n".join([*map(_table, models), *(line for model in models for line in _relations(model))])


def _table(model: type[Model]) -> str:
    lines = "\n".join(f"        {_column(field)}" for field in _columns(model))
    return f"    {model.__name__} {{\n{lines}\n    }}"


def _column(field: Field) -> str:
    target = field.target_field if isinstance(field, ForeignKey) else field
    key = "PK" if field.primary_key else "FK" if field.is_relation else "UK" if field.unique else ""
    null = '"null"' if field.null else ""
    return " ".join(filter(None, (TYPES[target.get_internal_type()], field.column, key, null)))


def _relations(model: type[Model]) -> Iterator[str]:
    for field in _columns(model):
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label in APPS:
            one = "|o" if field.null else "||"
            yield f"    {field.related_model.__name__} {one}--o{{ {model.__name__} : {field.name}"


def _unique_columns(model: type[Model]) -> Iterator[tuple[str, str]]:
    for field in _columns(model):
        if field.unique and not field.primary_key:
            yield f"{model.__name__}.{field.name}", "unique"


def _constraints(model: type[Model]) -> Iterator[tuple[str, str]]:
    for constraint in model._meta.constraints:
        yield constraint.name, _constraint(constraint)


def _constraint(constraint: BaseConstraint) -> str:
    if isinstance(constraint, CheckConstraint):
        return f"check {_condition(constraint.condition)}"
    if isinstance(constraint, UniqueConstraint):
        return f"unique ({', '.join(constraint.fields)}){_where(constraint.condition)}"
    raise TypeError(f"no words for {type(constraint).__name__}")


def _indexes(model: type[Model]) -> Iterator[tuple[str, str]]:
    for index in model._meta.indexes:
        yield index.name, f"index ({', '.join(index.fields)}){_where(index.condition)}"


def _where(condition: Q | None) -> str:
    return f" where {_condition(condition)}" if condition else ""


def _condition(condition: Any) -> str:
    """A ``Q``, or one of the pairs in it, as one reads it aloud."""
    if not isinstance(condition, Q):
        return _comparison(*condition)
    words = f" {condition.connector.lower()} ".join(map(_child, condition.children))
    return f"not ({words})" if condition.negated else words


def _child(condition: Any) -> str:
    words = _condition(condition)
    return f"({words})" if isinstance(condition, Q) and len(condition) > 1 else words


def _comparison(path: str, value: Any) -> str:
    column, _, lookup = path.partition("__")
    if value is None:
        return f"{column} is null"
    return f"{column} {WORDS[lookup or 'exact']} {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, F):
        return str(value.name)  # type: ignore[attr-defined]  # the stubs leave it out
    if isinstance(value, Combinable):
        return str(value)
    if isinstance(value, (list, tuple)):
        return f"({', '.join(map(str, value))})"
    return str(value).lower() if isinstance(value, bool) else str(value)

"""The contracts of the house, as docs/architecture.md states them and pyproject.toml spells them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from importlinter.cli import lint_imports

APPS = ("accounts", "grading", "exams", "analytics", "mathtest")
LONGEST_CLASS = 150
BANNED_NAMES = {"common", "core", "helpers", "helper", "misc", "utils", "util"}


def modules() -> Iterator[Path]:
    """Every module of ours, tests and migrations too."""
    for app in APPS:
        yield from sorted((settings.BASE_DIR / app).rglob("*.py"))


def test_every_contract_between_modules_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(settings.BASE_DIR / "pyproject.toml"), no_cache=True)

    assert (status, capsys.readouterr().out.count("BROKEN")) == (0, 0)


def test_no_module_is_a_junk_drawer() -> None:
    drawers = [str(path) for path in modules() if BANNED_NAMES & {path.stem, path.parent.name}]

    assert drawers == []


def test_no_model_is_longer_than_the_house_allows() -> None:
    long = [
        f"{path.relative_to(settings.BASE_DIR)}:{node.lineno} {node.name}"
        for path in modules()
        if "models" in (path.stem, path.parent.name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_CLASS
    ]

    assert long == []

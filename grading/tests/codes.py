"""The codes in the sources, found by reading them, so that a new code without words is noticed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import grading.engine

__all__ = ["codes_given_to"]

ENGINE = Path(grading.engine.__file__).parent


def codes_given_to(*names: str, inside: Path = ENGINE) -> set[str]:
    """Every string that may be the first argument of a call to one of ``names`` in a folder's modules.

    A variable there stands for the strings assigned to it in the same function; a code that was
    handed in from elsewhere (a parameter, ``error.code``) is counted where it came from.
    """
    found: set[str] = set()
    for path in sorted(inside.rglob("*.py")):
        if "tests" in path.parts:
            continue
        for function in _functions(ast.parse(path.read_text(encoding="utf-8"))):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and call.args and _name(call.func) in names:
                    found.update(_codes(call.args[0], function))
    return found


def _functions(tree: ast.Module) -> Iterator[ast.AST]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(argument: ast.expr, function: ast.AST) -> set[str]:
    match argument:
        case ast.Constant(value=str(code)):
            return {code}
        case ast.IfExp(body=body, orelse=orelse):
            return _codes(body, function) | _codes(orelse, function)
        case ast.Name(id=name):
            return {code for value in _bound(name, function) for code in _strings(value)}
    return set()


def _bound(name: str, function: ast.AST) -> Iterator[ast.expr]:
    """What ``name`` is assigned, or runs through, in ``function``."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == name for target in node.targets):
            yield node.value
        if isinstance(node, ast.For) and name in {getattr(part, "id", "") for part in ast.walk(node.target)}:
            yield node.iter


def _strings(value: ast.expr) -> set[str]:
    inside = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    constants = (node for part in inside for node in ast.walk(part) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}

"""Whether a filled key of mathematics can be used: read as the engine will read it, of the kind that its
question asks for, and right by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from grading.engine import (
    Node,
    OptionsError,
    Outcome,
    ReadError,
    Symbols,
    Verdict,
    compare,
    compare_number,
    equal,
    read,
    read_quantity,
)
from grading.engine.nodes import Collection
from grading.keys.answers import symbols_for, why_no_answer
from grading.keys.forms import check_forms
from grading.keys.numerals import read_integer, read_tolerance
from grading.keys.objects import (
    condition_of_equations,
    condition_of_inequalities,
    is_number_set,
    list_of,
    matrix_of,
    set_of,
)
from grading.keys.problems import KeyProblem, unreadable_key
from grading.keys.shapes import (
    AntiderivativeKey,
    DerivativeKey,
    EquationKey,
    ExpressionKey,
    FormulaKey,
    InequalityKey,
    IntegerKey,
    ListKey,
    MatrixKey,
    NumberKey,
    PropertyKey,
    QuantityKey,
    SetKey,
)

__all__ = ["check_formula"]

ANY_EXPRESSION: Final = read("0")
Check = Callable[..., None]


def check_formula(key: FormulaKey, *, symbols: Symbols) -> None:
    """Refuses a key that marking could not use, or by which its own text would not be right. KeyProblem."""
    CHECKS[type(key)](key, symbols)


def _check_integer(key: IntegerKey, _symbols: Symbols) -> None:
    if read_integer(key.value) is None:
        raise KeyProblem("integer_out_of_range", text=key.value)


def _check_number(key: NumberKey, symbols: Symbols) -> None:
    for tolerance in (key.absolute, key.relative):
        if tolerance is not None:
            read_tolerance(tolerance)
    node = _read(key.value, symbols)
    # A number is within 1 of itself; asked for equality, √2 would never be settled.
    verdict = compare_number(node, node, absolute=Fraction(1), symbols=symbols)
    if verdict.outcome is not Outcome.CORRECT:
        raise KeyProblem("number_expected", text=key.value)
    has_tolerance = key.absolute is not None or key.relative is not None
    check_forms(key, key.value, symbols=symbols, must_hold=not has_tolerance)


def _check_quantity(key: QuantityKey, symbols: Symbols) -> None:
    try:
        read_quantity(key.answer, symbols=symbols)
    except ReadError as error:
        raise unreadable_key(key.answer, error) from error
    test, options = key.test
    try:
        verdict = equal(key.answer, key.answer, test=test, options=options, symbols=symbols)
    except OptionsError as error:
        raise _unusable_quantity(key, error) from error
    _check_unit(key, symbols)
    # To so many figures the key is rounded: it may be an exact value, and need not be written so itself.
    if key.figures is None:
        _check_right(key.answer, verdict)


def _unusable_quantity(key: QuantityKey, error: OptionsError) -> KeyProblem:
    if error.code in ("tolerance_expected", "tolerance_unit"):
        return KeyProblem("bad_tolerance", text=key.absolute or key.relative)
    if error.code == "key_unit_expected":
        return KeyProblem("unit_expected", text=key.answer)
    return KeyProblem("quantity_expected", text=key.answer)


def _check_unit(key: QuantityKey, symbols: Symbols) -> None:
    """Anything may be counted (``3 apples``), but a misspelt unit is likelier where one is near."""
    reason = equal(key.answer, "1 m", test="units_absolute", options="0", symbols=symbols).reason
    if reason.code == "unknown_unit" and reason.values["suggestions"]:
        suggestions = ", ".join(reason.values["suggestions"])
        raise KeyProblem("unknown_unit", unit=reason.values["unit"], suggestions=suggestions)


def _check_expression(key: ExpressionKey, symbols: Symbols) -> None:
    _read_expression(key.expression, symbols)
    check_forms(key, key.expression, symbols=symbols)


def _check_derivative(key: DerivativeKey, symbols: Symbols) -> None:
    _read_expression(key.answer, symbols)
    _check_by_test(key, test="derivative", options=key.variable, symbols=symbols)
    check_forms(key, key.answer, symbols=symbols)


def _check_antiderivative(key: AntiderivativeKey, symbols: Symbols) -> None:
    symbols = symbols_for(key, symbols)
    _read_expression(key.answer, symbols)
    _check_by_test(key, test="antiderivative", options=key.options, symbols=symbols)


def _check_property(key: PropertyKey, symbols: Symbols) -> None:
    _read_expression(key.answer, symbols)
    try:
        verdict = equal(key.answer, "", test="property", options=key.properties, symbols=symbols)
    except OptionsError as error:
        raise KeyProblem("bad_properties", text=key.properties) from error
    _check_right(key.answer, verdict)


def _check_by_test(
    key: DerivativeKey | AntiderivativeKey, *, test: str, options: str, symbols: Symbols
) -> None:
    text = key.answer
    try:
        verdict = equal(text, text, test=test, options=options, symbols=symbols)
    except OptionsError as error:
        if error.code == "key_no_derivative":
            raise KeyProblem("no_derivative", text=text) from error
        raise KeyProblem("variable_expected", text=key.variable) from error
    _check_right(text, verdict)


def _check_equation(key: EquationKey, symbols: Symbols) -> None:
    tree = condition_of_equations(_read_answer(key.answer, symbols))
    if tree is None or isinstance(tree, Collection):
        raise KeyProblem("equation_expected", text=key.answer)
    _check_same(key.answer, tree, symbols)


def _check_inequality(key: InequalityKey, symbols: Symbols) -> None:
    tree = condition_of_inequalities(_read_answer(key.answer, symbols))
    if tree is None:
        raise KeyProblem("inequality_expected", text=key.answer)
    _check_same(key.answer, tree, symbols)
    if key.written_as != "any" and is_number_set(tree) is not (key.written_as == "interval"):
        _refuse_itself(key.answer, f"written_as_{key.written_as}", {})


def _check_set(key: SetKey, symbols: Symbols) -> None:
    tree = set_of(_read_answer(key.answer, symbols))
    if tree is None:
        raise KeyProblem("set_expected", text=key.answer)
    _check_same(key.answer, tree, symbols)
    is_written_out = isinstance(tree, Collection) and tree.kind == "set" and bool(tree.items)
    if key.policy == "per_element" and not is_written_out:
        raise KeyProblem("elements_expected", text=key.answer)


def _check_list(key: ListKey, symbols: Symbols) -> None:
    tree = list_of(_read_answer(key.answer, symbols))
    if tree is None or not tree.items:
        raise KeyProblem("list_expected", text=key.answer)
    _check_same(key.answer, tree, symbols)


def _check_matrix(key: MatrixKey, symbols: Symbols) -> None:
    tree = matrix_of(_read_answer(key.answer, symbols))
    if tree is None:
        raise KeyProblem("matrix_expected", text=key.answer)
    _check_same(key.answer, tree, symbols)


def _read(text: str, symbols: Symbols) -> Node:
    try:
        return read(text, symbols=symbols)
    except ReadError as error:
        raise unreadable_key(text, error) from error


def _read_answer(text: str, symbols: Symbols) -> Node:
    node = _read(text, symbols)
    code = why_no_answer(node)
    if code:
        raise KeyProblem("unreadable_key", text=text, read_code=code, reading={})
    return node


def _read_expression(text: str, symbols: Symbols) -> Node:
    node = _read_answer(text, symbols)
    if compare(node, ANY_EXPRESSION, symbols=symbols).reason.code == "expression_expected":
        raise KeyProblem("expression_expected", text=text)
    return node


def _check_same(text: str, tree: Node, symbols: Symbols) -> None:
    _check_right(text, compare(tree, tree, symbols=symbols))


def _check_right(text: str, verdict: Verdict) -> None:
    if verdict.outcome is not Outcome.CORRECT:
        _refuse_itself(text, verdict.reason.code, verdict.reason.values)


def _refuse_itself(text: str, code: str, values: Mapping[str, object]) -> None:
    raise KeyProblem("key_not_right", text=text, reason={"code": code, "values": dict(values)})


CHECKS: Final[Mapping[type[FormulaKey], Check]] = {
    IntegerKey: _check_integer,
    NumberKey: _check_number,
    QuantityKey: _check_quantity,
    ExpressionKey: _check_expression,
    EquationKey: _check_equation,
    InequalityKey: _check_inequality,
    SetKey: _check_set,
    ListKey: _check_list,
    MatrixKey: _check_matrix,
    DerivativeKey: _check_derivative,
    AntiderivativeKey: _check_antiderivative,
    PropertyKey: _check_property,
}

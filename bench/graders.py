"""The graders that bench/grading.py compares, each in a process of its own.

    python -m bench.graders ours|sympy|math-verify

reads rows as JSON lines and answers each with ``{"ms": …, "equal": true | false | null}``; null means that
the grader does not know or does not read the row. The first line it prints says that it is ready.

No grader evaluates a text: SymPy is given objects that are built from our tree, and math-verify our LaTeX,
so that both are asked what they are made for. Their time includes our reading, which takes a fraction of it.
"""

from __future__ import annotations

import gc
import json
import logging
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from grading.engine.answering import equal
from grading.engine.equality.trees import with_logarithms
from grading.engine.judging import OptionsError
from grading.engine.nodes import (
    Call,
    Collection,
    Constant,
    Negate,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Relation,
    Sum,
    Symbol,
)
from grading.engine.reading import ReadError, read
from grading.engine.symbols import Symbols
from grading.engine.verdict import Outcome
from grading.engine.writing import write_latex

Row = dict[str, Any]
Grader = Callable[[Row], "bool | None"]
KNOWN = {Outcome.CORRECT: True, Outcome.INCORRECT: False, Outcome.UNREADABLE: False}


def main() -> None:
    grader = GRADERS[sys.argv[1]]()
    gc.freeze()  # for every grader: what was imported is not looked at by the collector again
    print("ready", flush=True)
    for line in sys.stdin:
        row = json.loads(line)
        began = time.perf_counter()
        answer = grader(row)
        milliseconds = (time.perf_counter() - began) * 1_000
        print(json.dumps({"ms": milliseconds, "equal": answer}), flush=True)


def ours() -> Grader:
    def grade(row: Row) -> bool | None:
        try:
            verdict = equal(row["student"], row["key"], test=row["test"], options=row.get("options", ""))
        except OptionsError:
            return None
        return KNOWN.get(verdict.outcome)

    return grade


def trees(row: Row) -> tuple[Node, Node]:
    """Both texts of a row as our reader reads them; raises ReadError."""
    symbols = Symbols(natural_log="log=e" in row.get("options", ""))
    student, key = (read(row[name], symbols=symbols) for name in ("student", "key"))
    return with_logarithms(student, symbols), with_logarithms(key, symbols)


def sympy_grader() -> Grader:
    import sympy  # noqa: PLC0415 - only this worker pays for it, and it may not be there

    builder = SympyBuilder(sympy)

    def grade(row: Row) -> bool | None:
        try:
            student, key = (builder.built(tree) for tree in trees(row))
        except (ReadError, UnknownError):
            return None
        try:
            return builder.equal(student, key)
        except (TypeError, ValueError, AttributeError, NotImplementedError, ArithmeticError, RecursionError):
            return None

    return grade


class UnknownError(Exception):
    """A node that has no counterpart in SymPy here."""


class SympyBuilder:
    """Our trees as SymPy objects, and the question whether two of them are equal."""

    def __init__(self, sympy: Any) -> None:
        self.sympy = sympy
        self.constants = {
            "pi": sympy.pi,
            "e": sympy.E,
            "i": sympy.I,
            "infinity": sympy.oo,
            "true": sympy.true,
            "false": sympy.false,
            "empty": sympy.EmptySet,
            "all": sympy.Reals,
        }
        names = {
            "arcsin": "asin",
            "arccos": "acos",
            "arctan": "atan",
            "arsinh": "asinh",
            "arcosh": "acosh",
            "artanh": "atanh",
            "abs": "Abs",
            "ln": "log",
            "max": "Max",
            "min": "Min",
        }
        same = ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch")
        known = (*same, "exp", "log", "sqrt", "factorial", "binomial", "floor", "ceiling", "sign")
        self.functions = {name: getattr(sympy, name) for name in known}
        self.functions |= {name: getattr(sympy, theirs) for name, theirs in names.items()}
        self.relations = {
            "=": sympy.Eq,
            "!=": sympy.Ne,
            "<": sympy.Lt,
            "<=": sympy.Le,
            ">": sympy.Gt,
            ">=": sympy.Ge,
        }

    def built(self, node: Node) -> Any:  # noqa: C901 - one line for each kind of node
        sympy = self.sympy
        match node:
            case Number(value=Fraction(numerator=top, denominator=bottom)):
                return sympy.Rational(top, bottom)
            case Symbol(name=name):
                return sympy.Symbol(name, real=True)
            case Constant(name=name) if name in self.constants:
                return self.constants[name]
            case Sum(terms=parts):
                return sympy.Add(*map(self.built, parts))
            case Product(factors=parts):
                return sympy.Mul(*map(self.built, parts))
            case Negate(operand=operand):
                return -self.built(operand)
            case Quotient(numerator=top, denominator=bottom):
                return self.built(top) / self.built(bottom)
            case Power(base=base, exponent=exponent):
                return self._power(self.built(base), self.built(exponent))
            case Call(function="root", arguments=(radicand, index)):
                return sympy.real_root(self.built(radicand), self.built(index))
            case Call(function=name, arguments=arguments):
                function = self.functions.get(name) or sympy.Function(name)
                return function(*map(self.built, arguments))
            case Relation(operands=(low, high), operators=(operator,)):
                return self.relations[operator](self.built(low), self.built(high))
            case Collection(kind=kind, items=items):
                return self._collection(kind, items)
            case _:
                raise UnknownError

    def _power(self, base: Any, exponent: Any) -> Any:
        # SymPy multiplies out a power of numbers at once: without a limit it hangs on 9^9^9^9.
        if base.is_Number and exponent.is_Number and abs(exponent) > 100_000:
            raise UnknownError
        return base**exponent

    def _collection(self, kind: str, items: tuple[Node, ...]) -> Any:
        if kind == "set":
            return self.sympy.FiniteSet(*map(self.built, items))
        if kind == "matrix":
            return self.sympy.Matrix([self.built(item) for item in items])
        if kind in ("list", "tuple"):
            return self.sympy.Tuple(*map(self.built, items))
        raise UnknownError

    def equal(self, student: Any, key: Any) -> bool | None:
        sympy = self.sympy
        if student == key:
            return True
        if isinstance(student, sympy.Expr) and isinstance(key, sympy.Expr):
            found = student.equals(key)
            return None if found is None else bool(found)
        if isinstance(student, sympy.MatrixBase) and isinstance(key, sympy.MatrixBase):
            return student.shape == key.shape and bool(sympy.simplify(student - key).is_zero_matrix)
        if isinstance(student, sympy.Eq) and isinstance(key, sympy.Eq):
            return self._equations(student, key)
        return bool(sympy.simplify(student) == sympy.simplify(key))

    def _equations(self, student: Any, key: Any) -> bool:
        ratio = self.sympy.simplify((student.lhs - student.rhs) / (key.lhs - key.rhs))
        return bool(ratio.is_number and ratio.is_finite and ratio != 0)


def math_verify_grader() -> Grader:
    from math_verify import parse, verify  # noqa: PLC0415 - only this worker pays for it

    logging.disable(logging.CRITICAL)

    def grade(row: Row) -> bool | None:
        try:
            texts = [f"${write_latex(tree)}$" for tree in trees(row)]
        except ReadError:
            return None
        # Its own time limits work by signals; the parent process limits the time of all three alike.
        student, key = (parse(text, parsing_timeout=None, raise_on_error=False) for text in texts)
        if not (student and key):
            return None
        return bool(verify(key, student, timeout_seconds=None, raise_on_error=False))

    return grade


GRADERS: dict[str, Callable[[], Grader]] = {
    "ours": ours,
    "sympy": sympy_grader,
    "math-verify": math_verify_grader,
}

if __name__ == "__main__":
    main()

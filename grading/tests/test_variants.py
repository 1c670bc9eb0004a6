"""The parameter language, the values it gives, and the placeholders they fill."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine import Symbols, read
from grading.engine.variants import (
    ParameterError,
    Piece,
    Values,
    fill_answer,
    fill_text,
    generate,
    parse_parameters,
    split_text,
)
from grading.engine.variants.arithmetic import value_of


def values(**numbers):
    return Values.of({name: Fraction(number) for name, number in numbers.items()})


def only_value(source, name="k"):
    (found,) = generate(parse_parameters(source), count=5, seed=1)
    return found[name]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("2 + 3*4", 14),
        ("(2 + 3)*4", 20),
        ("-2^2", -4),
        ("2^3^2", 512),
        ("2^-2", Fraction(1, 4)),
        ("7 - 2 - 1", 4),
        ("12/4/3", 1),
        ("1/3 + 1/6", Fraction(1, 2)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("2(3 + 4)", 14),
        ("2 × 3 − 1", 5),
        ("gcd(12, 18, 8)", 2),
        ("lcm(4, 6)", 12),
        ("abs(-7/2)", Fraction(7, 2)),
        ("mod(-7, 3)", 2),
        ("17 mod 5", 2),
        ("min(2,100)", 2),
        ("max(1/2, 1/3)", Fraction(1, 2)),
        ("5!", 120),
        ("factorial(0)", 1),
        ("binomial(5, 2)", 10),
        ("binomial(2, 5)", 0),
        ("floor(-3/2)", -2),
        ("ceiling(-3/2)", -1),
        ("sqrt(9/4)", Fraction(3, 2)),
        ("(-1)^1000000001", -1),
    ],
)
def test_an_expression_is_worked_out_exactly(expression, expected):
    found = only_value(f"k = {expression}")

    assert found == expected


def test_an_expression_uses_the_names_before_it():
    found = only_value("a = one of 3\nb1 = one of -1/2\nkMax = 2a*b1^2 # half of three", "kMax")

    assert found == Fraction(3, 2)


@pytest.mark.parametrize(
    ("source", "code", "line", "position"),
    [
        ("what", "unknown_statement", 1, 0),
        ("a = random 2..9", "unknown_statement", 1, 4),
        ("A = 1", "bad_name", 1, 0),
        ("a b = 1", "unknown_statement", 1, 0),
        ("gcd = 1", "reserved_name", 1, 0),
        ("a = 1\na = 2", "double_assignment", 2, 0),
        ("a = b\nb = 1", "unknown_name", 1, 4),
        ("# note\n\nk = 2 + c", "unknown_name", 3, 8),
        ("a = random integer 2..x", "bad_number", 1, 22),
        ("a = random integer 9..2", "empty_range", 1, 4),
        ("a = random integer 1..2 except 1, 2", "empty_range", 1, 4),
        ("a = random integer 1..1000000001", "number_too_large", 1, 22),
        ("a = one of 1, x", "bad_number", 1, 14),
        ("a = one of 1/0", "bad_number", 1, 11),
        ("a = one of", "bad_number", 1, 10),
        ("a = 1 +", "missing_operand", 1, 7),
        ("a = (1", "unbalanced_bracket", 1, 6),
        ("a = 1 2", "unexpected", 1, 6),
        ("a = gcd(1)", "wrong_argument_count", 1, 4),
        ("a = gcd", "missing_arguments", 1, 4),
        ("a = sin(1)", "unknown_name", 1, 4),
        ("a = __import__(1)", "unexpected", 1, 4),
        ("a = 1 < 2", "not_a_number", 1, 4),
        ("a = 1\nrequire a", "not_a_condition", 2, 8),
        ("a = 1\nrequire a = 1 and 2", "not_a_condition", 2, 14),
        ("a = 1\nrequire (a = 1) + 2 = 3", "not_a_number", 2, 16),
        ("a = " + "(" * 60, "too_deep", 1, 44),
        ("a = " + "1" * 500, "line_too_long", 1, 500),
        ("\n".join(f"a{n} = {n}" for n in range(41)), "too_many_statements", 41, 0),
        ("a = 1" + "+1" * 100, "too_long", 1, 124),
    ],
)
def test_a_mistake_is_refused_at_its_place(source, code, line, position):
    with pytest.raises(ParameterError) as caught:
        parse_parameters(source)

    assert (caught.value.code, caught.value.line, caught.value.position) == (code, line, position)


@pytest.mark.parametrize(
    "expression",
    ["9^9^9^9", "2^1001", "(1/2)^-2000", "1000!", "100000000!", "binomial(10^9, 10^8)", "(10^300)*(10^300)"],
)
def test_a_number_too_large_is_refused_before_it_is_worked_out(expression):
    program = parse_parameters(f"# the next line\nk = {expression}")

    with pytest.raises(ParameterError) as caught:
        generate(program, count=1, seed=1)

    assert (caught.value.code, caught.value.line) == ("too_costly", 2)


def test_values_are_the_same_for_the_same_seed():
    program = parse_parameters("a = random integer 2..99\nb = one of -3, 1/2, 1\nk = a*b^2")

    found = generate(program, count=3, seed=7)

    assert [one.to_json() for one in found] == [
        one.to_json() for one in generate(program, count=20, seed=7)[:3]
    ]
    assert found != generate(program, count=3, seed=8)


def test_values_of_a_known_seed_never_change():
    program = parse_parameters("a = random integer -1000000000..1000000000\nb = one of 1, 3, 5")

    found = generate(program, count=2, seed=2026)

    assert [one.to_json() for one in found] == [
        {"a": "-830637984", "b": "5"},
        {"a": "-498794936", "b": "3"},
    ]


def test_every_combination_of_a_small_space_is_found():
    program = parse_parameters(
        "a = random integer 1..20 except 7\nb = random integer 1..20\nrequire a*b = 12"
    )

    found = generate(program, count=200, seed=1)

    assert sorted((one["a"], one["b"]) for one in found) == [(1, 12), (2, 6), (3, 4), (4, 3), (6, 2), (12, 1)]


def test_a_rare_combination_of_a_small_space_is_found():
    program = parse_parameters(
        "a = random integer 1..140\nb = random integer 1..140\nrequire a = 139 and b = 2"
    )

    found = generate(program, count=1, seed=1)

    assert found == [values(a=139, b=2)]


def test_values_of_a_large_space_are_distinct_and_meet_every_requirement():
    program = parse_parameters("a = random integer 1..1000000\nrequire a mod 7 = 3")

    found = generate(program, count=200, seed=1)

    assert len(set(found)) == 200
    assert {one["a"] % 7 for one in found} == {3}


def test_a_combination_without_a_value_is_passed_over():
    program = parse_parameters(
        "a = random integer 1..12\nb = random integer 1..12\nc = sqrt(a^2 + b^2)\nrequire a < b"
    )

    found = generate(program, count=50, seed=1)

    assert sorted(tuple(map(int, one.values())) for one in found) == [
        (3, 4, 5),
        (5, 12, 13),
        (6, 8, 10),
        (9, 12, 15),
    ]


def test_division_by_zero_is_passed_over():
    program = parse_parameters("a = random integer -1..1\nk = 1/a")

    found = generate(program, count=50, seed=1)

    assert sorted(one["k"] for one in found) == [-1, 1]


def test_without_draws_there_is_one_variant():
    program = parse_parameters("k = 6*7")

    found = generate(program, count=20, seed=1)

    assert found == [values(k=42)]


def test_requirements_that_nothing_meets_name_the_line_that_never_held():
    program = parse_parameters(
        "a = random integer 1..9\nrequire a > 3\nrequire a < 2 or a != a\nrequire a = 5"
    )

    with pytest.raises(ParameterError) as caught:
        generate(program, count=3, seed=1)

    assert (caught.value.code, caught.value.line) == ("no_values_fit", 3)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a = 2 or a = 4", [2, 4]),
        ("a != 1 and a <= 3", [2, 3]),
        ("1 < a < 4", [2, 3]),
        ("a = 1 or a > 2 and a < 4", [1, 3]),
        ("(a = 1 or a > 2) and a < 4", [1, 3]),
        ("(a = 1 or a > 2) and a > 1", [3, 4, 5]),
        ("a ≥ 4", [4, 5]),
        ("gcd(a, 6) = 1", [1, 5]),
    ],
)
def test_a_requirement_keeps_what_meets_it(condition, expected):
    program = parse_parameters(f"a = random integer 1..5\nrequire {condition}")

    found = generate(program, count=9, seed=1)

    assert sorted(one["a"] for one in found) == expected


def test_values_come_back_from_json_the_same():
    found = values(b="-1/2", a=3)

    document = json.loads(json.dumps(found.to_json()))

    assert document == {"a": "3", "b": "-1/2"}
    assert Values.from_json(document) == found
    assert hash(Values.from_json(document)) == hash(found)


@pytest.mark.parametrize("text", ["", "x y", "1/0", ".5", "1/-2", "1e9", "٣"])
def test_values_refuse_what_is_no_number(text):
    with pytest.raises(ValueError, match="not a value"):
        Values.from_json({"a": text})


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("{k}", {"k": -3}, "-3"),
        (" {k} ", {"k": "-1/2"}, " -1/2 "),
        ("{b}x", {"b": 3}, "3x"),
        ("x^2-{b}x", {"b": 3}, "x^2-3x"),
        ("x^2-{b}x", {"b": -3}, "x^2-(-3)x"),
        ("x^2+{b}", {"b": "1/2"}, "x^2+(1/2)"),
        ("2{b}", {"b": 3}, "2(3)"),
        ("x{b}", {"b": 3}, "x(3)"),
        ("0.{b}", {"b": 3}, "0.(3)"),
        ("x_{b}", {"b": 3}, "x_(3)"),
        ("(x+1){b}", {"b": 3}, "(x+1)(3)"),
        ("{a}{b}", {"a": 2, "b": 3}, "2(3)"),
        ("{b}2", {"b": 3}, "(3)2"),
        ("{b}.5", {"b": 3}, "(3).5"),
        ("{b}x1", {"b": 3}, "(3)x1"),
        ("{b}e3", {"b": 3}, "(3)e3"),
        ("{b}e-3", {"b": 3}, "(3)e-3"),
        ("{b}(x-1)", {"b": 3}, "3(x-1)"),
        ("({a},200)", {"a": 1}, "((1),200)"),
        ("(1,{b})", {"b": 200}, "(1,(200))"),
        ("(1, {b})", {"b": 200}, "(1, 200)"),
        ("x^{n}", {"n": 10}, "x^10"),
        ("x^{n}", {"n": -1}, "x^(-1)"),
        ("sqrt{a}", {"a": 5}, "sqrt(5)"),
        ("{a}/{b}", {"a": 3, "b": 4}, "3/4"),
        ("{1, {b}}", {"b": 2}, "{1, 2}"),
        ("{x}", {"b": 2}, "{x}"),
        ("x = {a} or x = {b}", {"a": 1, "b": -1}, "x = 1 or x = (-1)"),
    ],
)
def test_an_answer_is_filled_so_that_it_reads_as_meant(text, numbers, expected):
    filled = fill_answer(text, values(**numbers))

    assert filled == expected


@pytest.mark.parametrize(
    ("latex", "numbers", "expected"),
    [
        ("x^2 + {b}x", {"b": -3}, "x^2 - 3x"),
        ("x^2 - {b}x", {"b": -3}, "x^2 + 3x"),
        ("x^2 + {b}x", {"b": 1}, "x^2 + x"),
        ("x^2 + {b}x", {"b": -1}, "x^2 - x"),
        ("x^2 + {b}x", {"b": 0}, "x^2"),
        ("x^2+{b}x+1", {"b": 0}, "x^2+1"),
        ("{a}x^2 + {b}x + {c}", {"a": 0, "b": -1, "c": 0}, "-x"),
        ("{a}x^2 + {b}x + {c}", {"a": 0, "b": 2, "c": -5}, "2x - 5"),
        ("{a}x^2 + {b}x + {c}", {"a": 0, "b": 0, "c": 0}, "0"),
        ("{a}x^2 + {b}x + {c}", {"a": -1, "b": 1, "c": "-1/2"}, r"-x^2 + x - \frac{1}{2}"),
        ("y = {a}x", {"a": 0}, "y = 0"),
        ("{a} + {b}", {"a": 0, "b": -5}, "0 - 5"),
        ("-{b}", {"b": -3}, "3"),
        ("x = -{b}", {"b": -3}, "x = 3"),
        ("({b})", {"b": -3}, "(-3)"),
        ("3 - ({b})", {"b": -3}, "3 - (-3)"),
        ("{b}^2", {"b": -3}, "(-3)^2"),
        ("x + {b}^2", {"b": -3}, "x + (-3)^2"),
        ("{b}^2", {"b": "1/2"}, r"\left(\frac{1}{2}\right)^2"),
        ("{b}^2x", {"b": 1}, "1^2x"),
        ("{b}^2 + x", {"b": 0}, "0^2 + x"),
        (r"{b}^\circ", {"b": -30}, r"-30^\circ"),
        ("{n}!", {"n": 0}, "0!"),
        (r"2 \cdot {b}", {"b": -3}, r"2 \cdot (-3)"),
        (r"2 \times {b}", {"b": "-1/2"}, r"2 \times \left(-\frac{1}{2}\right)"),
        (r"\pm {b}", {"b": -2}, r"\pm (-2)"),
        ("2{b}", {"b": 3}, r"2 \cdot 3"),
        ("2{b}", {"b": -3}, "2(-3)"),
        ("{b}2", {"b": 3}, r"3 \cdot 2"),
        ("{a}{b}x", {"a": -1, "b": -3}, "3x"),
        ("{a}{b}x", {"a": 2, "b": 3}, r"2 \cdot 3x"),
        (r"{a}\pi", {"a": 1}, r"\pi"),
        (r"x\cdot{a}y", {"a": 1}, r"x\cdot y"),
        ("{a}(x - {p})^2 + {q}", {"a": 1, "p": 0, "q": -2}, "x^2 - 2"),
        ("{a}(x - {p})^2 + {q}", {"a": -2, "p": -3, "q": 0}, "-2(x + 3)^2"),
        ("f(x - {p})", {"p": 0}, "f(x)"),
        (r"\sin(x - {p})", {"p": 0}, r"\sin(x)"),
        (r"\left({a}x-1\right)", {"a": -1}, r"\left(-x-1\right)"),
        ("|{a}| + |x - {a}|", {"a": -3}, "|-3| + |x + 3|"),
        ("{a}|x|", {"a": 1}, "|x|"),
        (r"\sin{b}", {"b": 3}, r"\sin 3"),
        (r"\sin{b}", {"b": -3}, r"\sin(-3)"),
        (r"\log_{a}{b}", {"a": 2, "b": 8}, r"\log_{2}8"),
        (r"\frac{a}{b}", {"a": 3, "b": 5}, r"\frac{3}{5}"),
        (r"\frac{a}{b}", {"a": -3, "b": 5}, r"-\frac{3}{5}"),
        (r"x + \frac{a}{b}y", {"a": -1, "b": 2}, r"x - \frac{1}{2}y"),
        (r"\frac{{a}x+{b}}{2}", {"a": 1, "b": -1}, r"\frac{x-1}{2}"),
        (r"\frac{x}{b}", {"b": -2}, r"\frac{x}{-2}"),
        ("x^{n}", {"n": -1}, "x^{-1}"),
        ("x^{n}", {"n": "1/2"}, r"x^{\frac{1}{2}}"),
        ("x^{n} + {a}x^{m}y", {"n": 2, "a": -1, "m": 1}, "x^{2} - xy"),
        ("(x+1)^{n}", {"n": 1}, "(x+1)"),
        ("2^{n}", {"n": 1}, "2^{1}"),
        (r"\int_0^{n} x\,dx", {"n": 1}, r"\int_0^{1} x\,dx"),
        ("[x]^{b}_{a}", {"a": 0, "b": 1}, "[x]^{1}_{0}"),
        ("a_{{n}+1}", {"n": 3}, "a_{3+1}"),
        (r"\sqrt{a}", {"a": 1}, r"\sqrt{1}"),
        (r"\sqrt[{n}]{a}", {"n": 3, "a": 5}, r"\sqrt[3]{5}"),
        (r"\{{a}, {b}\}", {"a": -1, "b": 2}, r"\{-1, 2\}"),
        (r"[{a}, {b})", {"a": -1, "b": 2}, r"[-1, 2)"),
        (r"{}_{n}\mathrm{C}_{r}", {"n": 5, "r": 2}, r"{}_{5}\mathrm{C}_{2}"),
        (r"\mathrm{d} = {d}", {"d": 2}, r"\mathrm{d} = 2"),
        (r"\text{{k} cm}, {k}\text{ cm}", {"k": 1}, r"\text{1 cm}, 1\text{ cm}"),
        (r"\int_{a}^{b} {c}x\,dx", {"a": -1, "b": 2, "c": -3}, r"\int_{-1}^{2} (-3)x\,dx"),
        (r"\lim_{x \to {a}} x", {"a": -1}, r"\lim_{x \to -1} x"),
        (
            r"\begin{cases}{a}x+{b}y={c}\\x-y=1\end{cases}",
            {"a": 1, "b": -1, "c": 0},
            r"\begin{cases}x-y=0\\x-y=1\end{cases}",
        ),
        ("0.{a}5", {"a": 3}, "0.35"),
        ("{z}x", {"a": 3}, "{z}x"),
        (r"\overline{} + {a}()", {"a": 3}, r"\overline{} + 3()"),
    ],
)
def test_a_formula_prints_numbers_as_people_write_them(latex, numbers, expected):
    filled = fill_text(f"${latex}$", values(**numbers))

    assert filled == f"${expected}$"


def test_prose_prints_the_number_and_formulas_the_number_as_written():
    text = "값은 {a}이고 `{a}`, {1, 2}이며 $x + {a}$, \\$5 $$\n{a}x\n$$"

    filled = fill_text(text, values(a=-1))

    assert filled == "값은 -1이고 `-1`, {1, 2}이며 $x - 1$, \\$5 $$\n-x\n$$"


@pytest.mark.parametrize(
    ("text", "code", "line", "position"),
    [
        ("first\nand {zz}", "unknown_name", 2, 4),
        ("$x$ and\n $x", "unclosed_formula", 2, 1),
        ("$$x$", "unclosed_formula", 1, 0),
    ],
)
def test_a_text_that_cannot_be_filled_is_refused_at_its_place(text, code, line, position):
    with pytest.raises(ParameterError) as caught:
        fill_text(text, values(a=1))

    assert (caught.value.code, caught.value.line, caught.value.position) == (code, line, position)


@pytest.mark.parametrize(
    "formula", ["{" * 200 + "{a}", "(" * 200 + "{a}", r"\left(" * 200 + "{a}", r"\frac" * 200 + "{a}"]
)
def test_a_formula_too_deep_is_refused(formula):
    with pytest.raises(ParameterError) as caught:
        fill_text(f"${formula}$", values(a=2))

    assert caught.value.code == "too_deep"


def test_pieces_know_formulas_from_code_and_escaped_dollars():
    pieces = split_text(r"a \$ `$` $x\$$ $$y$$")

    assert pieces == [
        Piece("prose", r"a \$ ", 0),
        Piece("code", "`$`", 5),
        Piece("prose", " ", 8),
        Piece("inline", r"x\$", 10),
        Piece("prose", " ", 14),
        Piece("display", "y", 17),
    ]


INTEGERS = st.integers(-12, 12)
RATIONALS = st.fractions(-5, 5, max_denominator=7)
POINTS = [Fraction(2), Fraction(-3), Fraction(1, 7)]


def values_at_points(text, notation="plain"):
    tree = read(text, symbols=Symbols(variables=("x",)), notation=notation)
    return [value_of(tree, {"x": point}) for point in POINTS]


@given(a=RATIONALS, b=RATIONALS, c=RATIONALS)
@settings(max_examples=60, deadline=None)
def test_a_filled_answer_reads_back_as_its_expression(a, b, c):
    filled = fill_answer("{a}x^2+{b}x-{c}", values(a=a, b=b, c=c))

    assert values_at_points(filled) == [a * x * x + b * x - c for x in POINTS]


@given(a=INTEGERS, b=INTEGERS, c=INTEGERS, p=INTEGERS)
@settings(max_examples=60, deadline=None)
def test_a_formula_filled_with_integers_reads_back_in_plain_text(a, b, c, p):
    filled = fill_text("${a}x^2 + {b}x - {c}(x - {p})^2 + {c}$", values(a=a, b=b, c=c, p=p))

    expected = [a * x * x + b * x - c * (x - p) ** 2 + c for x in POINTS]
    assert values_at_points(filled.strip("$")) == expected


@given(a=RATIONALS, b=RATIONALS, c=RATIONALS)
@settings(max_examples=100, deadline=None)
def test_a_filled_formula_reads_back_as_its_expression(a, b, c):
    latex = r"{a}x^2 + {b}x - {c} + 2{a} - {b}^2x \cdot {c} - {a}{b}(x - {c}) + 3x{b}"

    filled = fill_text(f"${latex}$", values(a=a, b=b, c=c))

    expected = [a * x * x + b * x - c + 2 * a - b * b * x * c - a * b * (x - c) + 3 * x * b for x in POINTS]
    assert values_at_points(filled.strip("$"), notation="latex") == expected

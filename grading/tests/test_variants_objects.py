"""Polynomials, matrices and rounded numbers as parameters, wide searches, words that follow values."""

import json
from fractions import Fraction

import pytest

from grading.engine import Symbols, equal
from grading.engine.variants import (
    Matrix,
    ParameterError,
    Polynomial,
    Rounded,
    Values,
    fill_answer,
    fill_prose,
    fill_text,
    fill_words,
    generate,
    parse_parameters,
)

OBJECTS = """\
p = polynomial in x: x^2-3x+2
q = polynomial in x: -x
w = polynomial in x: x
c = polynomial in x: 3
h = polynomial in x: x^3/2
m = [[1, -1/2], [0, 3]]
d = round(-10/3, 2)
"""


def all_values(source, *, count=200, seed=1):
    return generate(parse_parameters(source), count=count, seed=seed)


def written(expression, *, before=""):
    (found,) = all_values(f"{before}\nk = {expression}")
    return str(found["k"])


def objects():
    (found,) = all_values(OBJECTS)
    return found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("sign(-5/2)", "-1"),
        ("sign(0)", "0"),
        ("numerator(-6/4)", "-3"),
        ("denominator(-6/4)", "2"),
        ("digits(-1024)", "4"),
        ("divisors(12)", "6"),
        ("round(7/2)", "4"),
        ("round(-7/2)", "-4"),
        ("round(10/3, 2)", "3.33"),
        ("round(31/10, 2)", "3.10"),
        ("round(-1/200, 2)", "-0.01"),
        ("round(10/3, 2) + 1", "433/100"),
    ],
)
def test_a_function_of_school_mathematics_is_exact(expression, expected):
    found = written(expression)

    assert found == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("p(2)", "-1"),
        ("p(1/2)", "-1/4"),
        ("p + q", "x^2-x-2"),
        ("p - p", "0"),
        ("2p", "2x^2-6x+2"),
        ("p/2", "(1/2)x^2-(3/2)x+(1/2)"),
        ("p*q", "2x^3-9x^2+11x-3"),
        ("q^2", "4x^2-12x+9"),
        ("p(q)", "4x^2-18x+19"),
        ("derivative(p)", "2x-3"),
        ("antiderivative(q)", "x^2-3x"),
        ("degree(p)", "2"),
        ("coefficient(p, 1)", "-3"),
        ("coefficient(p, 5)", "0"),
        ("polynomial in x: p(x + 1)", "x^2-x-1"),
    ],
)
def test_polynomials_are_worked_out(expression, expected):
    found = written(
        expression,
        before="p = polynomial in x: x^2 - 3x + 1" + "\nq = polynomial in x: 2x - 3",
    )

    assert found == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("det(m)", "-2"),
        ("trace(m)", "5"),
        ("m[2, 1]", "3"),
        ("m + n", "[[1, 3], [4, 4]]"),
        ("m*n", "[[2, 1], [4, 3]]"),
        ("2m", "[[2, 4], [6, 8]]"),
        ("m^2", "[[7, 10], [15, 22]]"),
        ("m^-1", "[[-2, 1], [3/2, -1/2]]"),
        ("inverse(m)", "[[-2, 1], [3/2, -1/2]]"),
        ("transpose(m)", "[[1, 3], [2, 4]]"),
        ("det([[2, 0, 1], [1, 3, 2], [1, 1, 1]])", "0"),
        ("det([[0, 1], [1, 0]])", "-1"),
    ],
)
def test_matrices_are_worked_out(expression, expected):
    found = written(expression, before="m = [[1, 2], [3, 4]]\nn = [[0, 1], [1, 0]]")

    assert found == expected


def test_random_rationals_have_the_denominators_asked_for():
    found = all_values("r = random rational -1..1 denominators 2, 3 except 1/2")

    assert sorted(str(one["r"]) for one in found) == ["-1/2", "-1/3", "-2/3", "1/3", "2/3"]


def test_random_rationals_are_whole_where_one_is_a_denominator():
    found = all_values("r = random rational 0..1 denominators 1, 2")

    assert sorted(one["r"] for one in found) == [0, Fraction(1, 2), 1]


def test_different_integers_are_never_the_same():
    found = all_values("x1, x2 = random different integers -1..2 except 0")

    assert sorted((one["x1"], one["x2"]) for one in found) == [
        (-1, 1),
        (-1, 2),
        (1, -1),
        (1, 2),
        (2, -1),
        (2, 1),
    ]


def test_a_random_sign_is_one_of_two():
    assert sorted(one["s"] for one in all_values("s = random sign")) == [-1, 1]


def test_an_end_of_a_range_may_be_an_earlier_parameter():
    found = all_values("a = random integer 1..3\nn = random integer a..3 except 2")

    assert sorted((one["a"], one["n"]) for one in found) == [(1, 1), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ("degree 2 with integer roots 1..2", ["x^2-2x+1", "x^2-3x+2", "x^2-4x+4"]),
        ("degree 2 with different integer roots 1..2 and leading 2", ["2x^2-6x+4"]),
        ("degree 1 with coefficients 0..1", ["x", "x+1"]),
        ("degree 1 with coefficients 5 and leading -1..1", ["-x+5", "x+5"]),
    ],
)
def test_random_polynomials_have_their_property(drawn, expected):
    found = all_values(f"p = random polynomial in x of {drawn}")

    assert sorted(str(one["p"]) for one in found) == sorted(expected)


def test_random_matrices_have_their_properties():
    found = all_values("m = random matrix 2x2 of -2..2 with det = 1 and symmetric\nd = det(m)")

    assert {one["d"] for one in found} == {1}
    assert {one["m"].rows[0][1] == one["m"].rows[1][0] for one in found} == {True}
    assert len(found) == len(set(found)) > 5


@pytest.mark.parametrize(
    ("source", "code", "line", "position"),
    [
        ("p = random polynomial in e of degree 2 with coefficients 1..2", "bad_letter", 1, 25),
        ("p = random polynomial in x of degree 9 with coefficients 1..2", "bad_degree", 1, 37),
        ("p = random polynomial in x of degree 2", "unknown_statement", 1, 4),
        ("p = random polynomial in x of degree 2 with different roots 1..1", "empty_range", 1, 60),
        ("p = random polynomial in x of degree 2 with roots 1..9999", "range_too_large", 1, 50),
        ("x = 1\np = polynomial in x: x^2", "double_assignment", 2, 18),
        ("p = polynomial in x: y", "unknown_name", 1, 21),
        ("m = random matrix 2x3 of 0..1 with det = 1", "not_square", 1, 18),
        ("m = random matrix 5x5 of -50..50", "range_too_large", 1, 25),
        ("m = random matrix 2x2 of 0..1 with luck", "unknown_statement", 1, 35),
        ("r = random rational 0..1 denominators 0", "bad_number", 1, 38),
        ("r = random rational 0..9999 denominators 7", "range_too_large", 1, 4),
        ("a, b = random different integers 1..1", "empty_range", 1, 33),
        ("a, a = random different integers 1..5", "double_assignment", 1, 3),
        ("m = [[1, 2], 3]", "unexpected", 1, 13),
        ("m = [[1, 2]", "unbalanced_bracket", 1, 11),
        ("p = 1\nk = p(1, 2)", "wrong_argument_count", 2, 5),
    ],
)
def test_a_mistake_in_a_draw_is_refused_at_its_place(source, code, line, position):
    with pytest.raises(ParameterError) as caught:
        parse_parameters(source)

    assert (caught.value.code, caught.value.line, caught.value.position) == (code, line, position)


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("a(3)", "wrong_sort"),
        ("det(a)", "wrong_sort"),
        ("p + m", "wrong_sort"),
        ("p + t", "letters_differ"),
        ("m + [[1]]", "sizes_differ"),
        ("det([[1, 2]])", "sizes_differ"),
        ("[[1, 2], [3]]", "sizes_differ"),
        ("p^20", "too_costly"),
        ("divisors(10^30)", "too_costly"),
    ],
)
def test_what_does_not_go_together_is_refused(expression, code):
    program = parse_parameters(
        f"a = 2\np = polynomial in x: x^2\nt = polynomial in s: s\nm = [[1, 2], [3, 4]]\nk = {expression}"
    )

    with pytest.raises(ParameterError) as caught:
        generate(program, count=1, seed=1)

    assert (caught.value.code, caught.value.line) == (code, 5)


def test_a_new_function_leaves_an_old_name_alone():
    (found,) = all_values("degree = 3\ndet = degree + 1")

    assert (found["degree"], found["det"]) == (3, 4)


def test_a_prime_is_a_condition():
    found = all_values("a = random integer 1..12\nrequire isprime(a) or a = 1")

    assert sorted(one["a"] for one in found) == [1, 2, 3, 5, 7, 11]


def test_a_rare_combination_of_a_large_space_is_found():
    source = (
        "a = random integer 1..1000\nb = random integer 1..1000\nc = random integer 1..1000\n"
        "k = a + b + c\nrequire c = 13\nrequire a = 7\nrequire b = 11"
    )

    found = all_values(source)

    assert found == [Values.of({"a": 7, "b": 11, "c": 13, "k": 31})]


def test_what_nothing_meets_is_told_with_its_count():
    program = parse_parameters(
        "a = random integer 1..80\nb = random integer 1..80\nrequire a > 0\nrequire b^2 - 4*a = -7777"
    )

    with pytest.raises(ParameterError) as caught:
        generate(program, count=1, seed=1)

    assert (caught.value.code, caught.value.line) == ("no_values_fit", 4)
    assert caught.value.values == {"statement": "require b^2 - 4*a = -7777", "count": 6400}


def test_objects_come_back_from_json_the_same():
    found = objects()

    document = json.loads(json.dumps(found.to_json()))

    assert document == {
        "c": "0x+3",
        "d": "-3.33",
        "h": "(1/2)x^3",
        "m": "[[1, -1/2], [0, 3]]",
        "p": "x^2-3x+2",
        "q": "-x",
        "w": "x",
    }
    assert Values.from_json(document) == found
    assert [type(found[name]) for name in "cdm"] == [Polynomial, Rounded, Matrix]


@pytest.mark.parametrize("text", ["x+y", "x^", "x x", "2(x+1)", "[[1], [2, 3]]", "[]", "(1/0)x", "--x", "3."])
def test_a_text_that_is_no_object_is_refused(text):
    with pytest.raises(ValueError, match="not a value"):
        Values.from_json({"a": text})


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("f(x)={p}", "f(x)=x^{2}-3x+2"),
        ("1 + {p}", "1 + x^{2}-3x+2"),
        ("1 + {q}", "1 - x"),
        ("1-{p}", "1-(x^{2}-3x+2)"),
        ("1-{q}", "1-(-x)"),
        ("1 - {h}", r"1 - \frac{1}{2}x^{3}"),
        ("2{p}", "2(x^{2}-3x+2)"),
        ("2{w}", "2x"),
        ("2{c}", "2(3)"),
        ("{p}^2", "(x^{2}-3x+2)^2"),
        ("{w}^2", "x^2"),
        ("{p}{q}", "(x^{2}-3x+2)(-x)"),
        (r"\frac{p}{q}", r"\frac{x^{2}-3x+2}{-x}"),
        (r"\sqrt{p}", r"\sqrt{x^{2}-3x+2}"),
        (r"\int_0^1 {p}\,dx", r"\int_0^1 (x^{2}-3x+2)\,dx"),
        ("2{m}^{-1}", r"2\begin{pmatrix}1 & -\frac{1}{2} \\ 0 & 3\end{pmatrix}^{-1}"),
        ("x+{d}", "x-3.33"),
        ("x^{d}", "x^{-3.33}"),
        (r"\text{{p}}", r"\text{x^2-3x+2}"),
    ],
)
def test_a_formula_prints_objects_as_people_write_them(latex, expected):
    filled = fill_text(f"${latex}$", objects())

    assert filled == f"${expected}$"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{p}", "x^2-3x+2"),
        ("y = {p}", "y = x^2-3x+2"),
        ("{p}+3", "x^2-3x+2+3"),
        ("1-{p}", "1-(x^2-3x+2)"),
        ("{p}/2", "(x^2-3x+2)/2"),
        ("{p}{q}", "(x^2-3x+2)(-x)"),
        ("2{m}", "2[[1, -1/2], [0, 3]]"),
        ("x+{d}", "x+(-3.33)"),
    ],
)
def test_an_answer_holds_objects_so_that_it_reads_as_meant(text, expected):
    filled = fill_answer(text, objects())

    assert filled == expected


def test_a_key_with_an_object_is_its_own_answer():
    found = objects()
    symbols = Symbols(variables=("x",))

    verdicts = [
        equal("(x-1)(x-2)/2", fill_answer("{p}/2", found), symbols=symbols),
        equal("[[1, -0.5], [0, 3]]", fill_answer("{m}", found)),
    ]

    assert [verdict.outcome.value for verdict in verdicts] == ["correct", "correct"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0", "이 을 으로"),
        ("1", "이 을 로"),
        ("2", "가 를 로"),
        ("-3", "이 을 으로"),
        ("4", "가 를 로"),
        ("5", "가 를 로"),
        ("6", "이 을 으로"),
        ("7", "이 을 로"),
        ("8", "이 을 로"),
        ("9", "가 를 로"),
        ("10", "이 을 으로"),
        ("2000", "이 을 으로"),
        ("50000", "이 을 으로"),
        ("1000000000000", "가 를 로"),
        ("5/3", "가 를 로"),
        ("1/2", "이 을 로"),
    ],
)
def test_particles_follow_the_sound_of_the_number(number, expected):
    filled = fill_text("{a:이/가} {a:을/를} {a:으로/로}", Values.of({"a": Fraction(number)}))

    assert filled == expected


def test_particles_follow_the_sound_of_what_is_said_last():
    filled = fill_text("$y={p}${p:이/가} ${w}${w:은/는} {h:을/를} 행렬 {m:으로/로}", objects())

    assert filled == "$y=x^{2}-3x+2$가 $x$는 을 행렬 로"


def test_english_words_follow_the_number():
    one, three = Values.of({"n": 1}), Values.of({"n": 3})

    assert fill_prose("{n} {n:point/points}", one) == "1 point"
    assert fill_prose("{n} {n:point/points}", three) == "3 points"


def test_words_of_a_key_follow_the_value_and_other_braces_stay():
    assert fill_words("{a}{a:을/를} {z:을/를} {1, 2}", Values.of({"a": 3})) == "3을 {z:을/를} {1, 2}"


def test_a_longer_search_begins_like_a_shorter_one():
    source = "a = random integer 1..90\nb = random integer 1..90\nn = random integer a..b\nrequire a*b = 12*n"

    assert all_values(source, count=3) == all_values(source, count=12)[:3]


def test_a_word_after_an_unknown_name_is_refused():
    with pytest.raises(ParameterError) as caught:
        fill_text("가 {z:을/를}", Values.of({"a": 1}))

    assert (caught.value.code, caught.value.position) == ("unknown_name", 2)

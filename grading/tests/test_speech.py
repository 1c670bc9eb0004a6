"""Trees in words: what is said is what is written, and nothing can be heard in two ways."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from grading.engine import read, write_speech
from grading.engine.nodes import Node, Number
from grading.engine.writing.speech.english_words import cardinal as english
from grading.engine.writing.speech.korean_words import cardinal as korean
from grading.engine.writing.speech.korean_words import with_particle
from grading.tests.trees import numbers_in, trees

KOREAN = [
    ("x^2+1/2", "엑스 제곱 더하기 이분의 일"),
    ("√2x", "루트 이 곱하기 엑스"),
    ("√(2x)", "루트 시작 이 엑스 근 끝"),
    ("sin x", "사인 엑스"),
    ("sin 2x", "사인 괄호 열고 이 엑스 괄호 닫고"),
    ("sin^2 x", "사인 제곱 엑스"),
    ("cbrt(x)", "삼차근 엑스"),
    ("root(8,3)", "삼차근 팔"),
    ("root(x+1,n)", "엔차근 시작 엑스 더하기 일 근 끝"),
    ("log_2 8", "로그 밑이 이인 팔"),
    ("log x", "로그 엑스"),
    ("ln|x|", "자연로그 괄호 열고 절댓값 엑스 절댓값 끝 괄호 닫고"),
    ("2/3", "삼분의 이"),
    ("(x+1)/2", "분수 분모 이 분자 엑스 더하기 일 분수 끝"),
    ("x/y", "와이분의 엑스"),
    ("3x/4", "분수 분모 사 분자 삼 엑스 분수 끝"),
    ("-x", "마이너스 엑스"),
    ("2-3", "이 빼기 삼"),
    ("x^n", "엑스의 엔 제곱"),
    ("x^(n+1)", "엑스의 지수 엔 더하기 일 지수 끝"),
    ("x^-1", "엑스의 마이너스 일 제곱"),
    ("e^(i*pi)", "자연상수 이의 지수 허수 아이 파이 지수 끝"),
    ("1.5e-3", "1.5 곱하기 십의 마이너스 삼 제곱"),
    ("3.14159", "3.14159"),
    ("x = 2", "엑스는 이"),
    ("1 < x <= 3", "일 작다 엑스 작거나 같다 삼"),
    ("x != 0", "엑스 같지 않다 영"),
    ("[1,2)", "구간 일 이상 이 미만"),
    ("(-inf, 3]", "구간 마이너스 무한대 초과 삼 이하"),
    ("(0,1) U [2,3]", "구간 영 초과 일 미만 합집합 구간 이 이상 삼 이하"),
    ("{1,2}", "집합 일 쉼표 이 집합 끝"),
    ("(1,2)", "괄호 열고 일 쉼표 이 괄호 닫고"),
    ("[1,2,3]", "대괄호 열고 일 쉼표 이 쉼표 삼 대괄호 닫고"),
    ("[[1,2],[3,4]]", "이행 이열 행렬, 일행, 일 쉼표 이, 이행, 삼 쉼표 사, 행렬 끝"),
    ("x=1 or x=2", "엑스는 일 또는 엑스는 이"),
    ("±2", "플러스마이너스 이"),
    ("5!", "오 팩토리얼"),
    ("20%", "이십 퍼센트"),
    ("30°", "삼십 도"),
    ("binomial(n,k)", "이항계수 엔 쉼표 케이 이항계수 끝"),
    ("f(x)", "에프 괄호 열고 엑스 괄호 닫고"),
    ("f'(x)", "에프 프라임 괄호 열고 엑스 괄호 닫고"),
    ("x_1", "엑스 아래첨자 일"),
    ("a_{n+1}", "에이 아래첨자 엔 더하기 일 첨자 끝"),
    ("A", "대문자 에이"),
    ("alpha", "알파"),
    ("3 1/2", "삼과 이분의 일"),
    (r"\sum_{k=1}^n k^2", "시그마 케이는 일부터 엔까지 케이 제곱 시그마 끝"),
    (r"\int_0^1 x^2 dx", "적분 영부터 일까지 엑스 제곱 디 엑스"),
    (
        r"\lim_{x\to 0}\frac{\sin x}{x}",
        "극한 엑스가 영에 가까워질 때 분수 분모 엑스 분자 사인 엑스 분수 끝 극한 끝",
    ),
    ("dy/dx", "디와이 디엑스"),
    (r"\frac{d}{dx}(x^2+1)", "엑스에 대한 미분 괄호 열고 엑스 제곱 더하기 일 괄호 닫고"),
    ("d^2y/dx^2", "엑스에 대한 이계 미분 와이"),
    (r"\overline{z}", "켤레 제트"),
    (r"\vec{a}", "벡터 에이"),
    ("not x=1", "부정 괄호 열고 엑스는 일 괄호 닫고"),
    ("해가 없다", "공집합"),
    ("모든 실수", "모든 실수"),
    ("25", "이십오"),
    ("100", "100"),
    ("x1", "엑스 일"),
    ("f(x+1)", "에프 괄호 열고 엑스 더하기 일 괄호 닫고"),
    ("2(x+1)", "이 괄호 열고 엑스 더하기 일 괄호 닫고"),
    ("(x+1)(x-1)", "괄호 열고 엑스 더하기 일 괄호 닫고 곱하기 괄호 열고 엑스 빼기 일 괄호 닫고"),
    ("xy", "엑스 와이"),
    ("|x|", "절댓값 엑스 절댓값 끝"),
    ("|x-1|", "절댓값 엑스 빼기 일 절댓값 끝"),
    ("floor(x)", "내림 엑스 내림 끝"),
    ("ceil(x)", "올림 엑스 올림 끝"),
    ("x^3", "엑스 세제곱"),
    ("2^10", "이의 십 제곱"),
    ("(x+1)^2", "괄호 열고 엑스 더하기 일 괄호 닫고 제곱"),
    ("x^2y", "엑스 제곱 곱하기 와이"),
    ("2x^2", "이 엑스 제곱"),
    ("5 sin x", "오 사인 엑스"),
    ("sin(x)*cos(x)", "사인 엑스 곱하기 코사인 엑스"),
    ("arcsin x", "아크사인 엑스"),
    ("sinh x", "쌍곡사인 엑스"),
    ("arsinh x", "역쌍곡사인 엑스"),
    ("cos(x+y)", "코사인 괄호 열고 엑스 더하기 와이 괄호 닫고"),
    ("max(1,x)", "최댓값 괄호 열고 일 쉼표 엑스 괄호 닫고"),
    ("gcd(12,18)", "최대공약수 괄호 열고 십이 쉼표 십팔 괄호 닫고"),
    ("conj(z+1)", "켤레 시작 제트 더하기 일 켤레 끝"),
    ("re(z)", "실수부 괄호 열고 제트 괄호 닫고"),
    ("3+4i", "삼 더하기 사 허수 아이"),
    ("x^(1/2)", "엑스의 지수 이분의 일 지수 끝"),
    ("1/(1/x)", "분수 분모 엑스분의 일 분자 일 분수 끝"),
    ("(1/2)^2", "괄호 열고 이분의 일 괄호 닫고 제곱"),
    ("x_max", "엑스 아래첨자 max"),
    ("Δ", "대문자 델타"),
    ("x''", "엑스 프라임 프라임"),
    ("f(x,y)", "에프 괄호 열고 엑스 쉼표 와이 괄호 닫고"),
    ("{}", "집합 집합 끝"),
    ("(0,1) ∩ (2,3)", "구간 영 초과 일 미만 교집합 구간 이 초과 삼 미만"),
    ("{1,2} ∖ {1}", "집합 일 쉼표 이 집합 끝 차집합 집합 일 집합 끝"),
    ("true", "참"),
    ("x>=2", "엑스 크거나 같다 이"),
    ("p implies q", "피 이면 큐"),
    ("A and B", "대문자 에이 그리고 대문자 비"),
    ("not A", "부정 대문자 에이"),
    ("x = ±2", "엑스는 플러스마이너스 이"),
    ("1 ± x", "일 플러스마이너스 엑스"),
    ("product(k,k,1,n)", "총곱 케이는 일부터 엔까지 케이 총곱 끝"),
    ("∫ 1/x dx", "적분 엑스분의 일 디 엑스"),
    ("lim(1/x, x, inf)", "극한 엑스가 무한대에 가까워질 때 엑스분의 일 극한 끝"),
    ("diff(f,x,1,y,2)", "엑스에 대한 미분 와이에 대한 이계 미분 에프"),
    ("log_(x+1) 2", "로그 밑 엑스 더하기 일 밑 끝 이"),
    ("mod(7,3)", "나머지 괄호 열고 칠 쉼표 삼 괄호 닫고"),
    ("1/12", "십이분의 일"),
    ("5/17", "십칠분의 오"),
    ("0.5", "0.5"),
    ("1,000", "1000"),
    ("x!", "엑스 팩토리얼"),
    ("(n+1)!", "괄호 열고 엔 더하기 일 괄호 닫고 팩토리얼"),
    ("x = y = 2", "엑스는 와이는 이"),
    ("theta", "세타"),
    ("-3x^2", "마이너스 삼 엑스 제곱"),
    ("x - (y - z)", "엑스 빼기 괄호 열고 와이 빼기 제트 괄호 닫고"),
    ("[[1],[2]]", "이행 일열 행렬, 일행, 일, 이행, 이, 행렬 끝"),
    ("log_2(x+1)", "로그 밑이 이인 괄호 열고 엑스 더하기 일 괄호 닫고"),
    ("√2+√3", "루트 이 더하기 루트 삼"),
    ("none", "해 없음"),
    ("sqrt(x)/2", "분수 분모 이 분자 루트 엑스 분수 끝"),
]

ENGLISH = [
    ("x^2+1/2", "x squared plus one half"),
    ("√2x", "square root of two times x"),
    ("√(2x)", "square root of two x end root"),
    ("sin x", "sine of x"),
    ("sin 2x", "sine of open parenthesis two x close parenthesis"),
    ("sin^2 x", "sine squared of x"),
    ("cbrt(x)", "cube root of x"),
    ("root(8,3)", "cube root of eight"),
    ("root(x+1,n)", "root with index n of x plus one end root"),
    ("log_2 8", "log base two of eight"),
    ("log x", "log of x"),
    ("ln|x|", "natural log of open parenthesis absolute value of x end absolute value close parenthesis"),
    ("2/3", "two thirds"),
    ("(x+1)/2", "the fraction with numerator x plus one and denominator two end fraction"),
    ("x/y", "x over y"),
    ("3x/4", "the fraction with numerator three x and denominator four end fraction"),
    ("-x", "minus x"),
    ("2-3", "two minus three"),
    ("x^n", "x to the power n"),
    ("x^(n+1)", "x to the power of n plus one end power"),
    ("x^-1", "x to the power minus one"),
    ("e^(i*pi)", "e to the power of i pi end power"),
    ("1.5e-3", "1.5 times ten to the power minus three"),
    ("3.14159", "3.14159"),
    ("x = 2", "x equals two"),
    ("1 < x <= 3", "one is less than x is less than or equal to three"),
    ("x != 0", "x is not equal to zero"),
    ("[1,2)", "the interval from one included to two excluded"),
    ("(-inf, 3]", "the interval from minus infinity excluded to three included"),
    (
        "(0,1) U [2,3]",
        "the interval from zero excluded to one excluded union the interval from two "
        "included to three included",
    ),
    ("{1,2}", "the set one comma two end set"),
    ("(1,2)", "open parenthesis one comma two close parenthesis"),
    ("[1,2,3]", "open bracket one comma two comma three close bracket"),
    ("[[1,2],[3,4]]", "two by two matrix, row one, one comma two, row two, three comma four, end matrix"),
    ("x=1 or x=2", "x equals one or x equals two"),
    ("±2", "plus or minus two"),
    ("5!", "five factorial"),
    ("20%", "twenty percent"),
    ("30°", "thirty degrees"),
    ("binomial(n,k)", "binomial n choose k end binomial"),
    ("f(x)", "f of x"),
    ("f'(x)", "f prime of x"),
    ("x_1", "x sub one"),
    ("a_{n+1}", "a sub n plus one end sub"),
    ("A", "capital A"),
    ("alpha", "alpha"),
    ("3 1/2", "three and one half"),
    (r"\sum_{k=1}^n k^2", "sum from k equals one to n of k squared end sum"),
    (r"\int_0^1 x^2 dx", "integral from zero to one of x squared d x"),
    (
        r"\lim_{x\to 0}\frac{\sin x}{x}",
        "limit as x approaches zero of the fraction with numerator sine of x and "
        "denominator x end fraction end limit",
    ),
    ("dy/dx", "derivative of y with respect to x"),
    (
        r"\frac{d}{dx}(x^2+1)",
        "derivative of open parenthesis x squared plus one close parenthesis with respect to x",
    ),
    ("d^2y/dx^2", "second derivative of y with respect to x"),
    (r"\overline{z}", "conjugate of z"),
    (r"\vec{a}", "vector a"),
    ("not x=1", "not open parenthesis x equals one close parenthesis"),
    ("해가 없다", "the empty set"),
    ("모든 실수", "all real numbers"),
    ("25", "twenty five"),
    ("100", "100"),
    ("x1", "x one"),
    ("f(x+1)", "f of open parenthesis x plus one close parenthesis"),
    ("2(x+1)", "two open parenthesis x plus one close parenthesis"),
    (
        "(x+1)(x-1)",
        "open parenthesis x plus one close parenthesis times open parenthesis x minus one close parenthesis",
    ),
    ("xy", "x y"),
    ("|x|", "absolute value of x end absolute value"),
    ("|x-1|", "absolute value of x minus one end absolute value"),
    ("floor(x)", "floor of x end floor"),
    ("ceil(x)", "ceiling of x end ceiling"),
    ("x^3", "x cubed"),
    ("2^10", "two to the power ten"),
    ("(x+1)^2", "open parenthesis x plus one close parenthesis squared"),
    ("x^2y", "x squared times y"),
    ("2x^2", "two x squared"),
    ("5 sin x", "five sine of x"),
    ("sin(x)*cos(x)", "sine of x times cosine of x"),
    ("arcsin x", "arc sine of x"),
    ("sinh x", "hyperbolic sine of x"),
    ("arsinh x", "inverse hyperbolic sine of x"),
    ("cos(x+y)", "cosine of open parenthesis x plus y close parenthesis"),
    ("max(1,x)", "maximum of open parenthesis one comma x close parenthesis"),
    ("gcd(12,18)", "greatest common divisor of open parenthesis twelve comma eighteen close parenthesis"),
    ("conj(z+1)", "conjugate of z plus one end conjugate"),
    ("re(z)", "real part of z"),
    ("3+4i", "three plus four i"),
    ("x^(1/2)", "x to the power of one half end power"),
    ("1/(1/x)", "the fraction with numerator one and denominator one over x end fraction"),
    ("(1/2)^2", "open parenthesis one half close parenthesis squared"),
    ("x_max", "x sub max"),
    ("Δ", "capital delta"),
    ("x''", "x prime prime"),
    ("f(x,y)", "f of open parenthesis x comma y close parenthesis"),
    ("{}", "the set end set"),
    (
        "(0,1) ∩ (2,3)",
        "the interval from zero excluded to one excluded intersection the interval from "
        "two excluded to three excluded",
    ),
    ("{1,2} ∖ {1}", "the set one comma two end set set minus the set one end set"),
    ("true", "true"),
    ("x>=2", "x is greater than or equal to two"),
    ("p implies q", "p implies q"),
    ("A and B", "capital A and capital B"),
    ("not A", "not capital A"),
    ("x = ±2", "x equals plus or minus two"),
    ("1 ± x", "one plus or minus x"),
    ("product(k,k,1,n)", "product from k equals one to n of k end product"),
    ("∫ 1/x dx", "integral of one over x d x"),
    ("lim(1/x, x, inf)", "limit as x approaches infinity of one over x end limit"),
    ("diff(f,x,1,y,2)", "third derivative of f with respect to x once and y two times"),
    ("log_(x+1) 2", "log base x plus one end base of two"),
    ("mod(7,3)", "remainder of open parenthesis seven comma three close parenthesis"),
    ("1/12", "one twelfth"),
    ("5/17", "five over seventeen"),
    ("0.5", "0.5"),
    ("1,000", "1000"),
    ("x!", "x factorial"),
    ("(n+1)!", "open parenthesis n plus one close parenthesis factorial"),
    ("x = y = 2", "x equals y equals two"),
    ("theta", "theta"),
    ("-3x^2", "minus three x squared"),
    ("x - (y - z)", "x minus open parenthesis y minus z close parenthesis"),
    ("[[1],[2]]", "two by one matrix, row one, one, row two, two, end matrix"),
    ("log_2(x+1)", "log base two of open parenthesis x plus one close parenthesis"),
    ("√2+√3", "square root of two plus square root of three"),
    ("none", "no solution"),
    ("sqrt(x)/2", "the fraction with numerator square root of x and denominator two end fraction"),
]


@pytest.mark.parametrize(("text", "words"), KOREAN)
def test_korean_says_what_teachers_say(text: str, words: str) -> None:
    assert write_speech(read(text, notation="auto"), "ko") == words


@pytest.mark.parametrize(("text", "words"), ENGLISH)
def test_english_says_what_teachers_say(text: str, words: str) -> None:
    assert write_speech(read(text, notation="auto"), "en") == words


@pytest.mark.parametrize(
    "pair",
    [
        ("√2x", "√(2x)"),
        ("x/y*z", "x/(y*z)"),
        ("x^n*y", "x^(n*y)"),
        ("x^n + 1", "x^(n+1)"),
        ("sin(x)*y", "sin(xy)"),
        ("sin(x)^2", "sin(x^2)"),
        ("-x^2", "(-x)^2"),
        ("x - y - z", "x - (y - z)"),
        ("(x+1)/2", "x + 1/2"),
        ("|x| + 1", "|x + 1|"),
        ("log_2(8)*x", "log_2(8x)"),
        ("x1", "x*1"),
        ("x1", "x_1"),
        ("(1,2]", "[1,2)"),
        ("f(x)", "f*x"),
        ("n! + 1", "(n + 1)!"),
        ("2*e", "2*2"),
        ("A", "a"),
        ("3 1/2", "3*(1/2)"),
        ("not A and B", "not (A and B)"),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_two_meanings_never_sound_alike(pair: tuple[str, str], language: str) -> None:
    first, second = (write_speech(read(text), language) for text in pair)

    assert first != second


# Other names of a number, as in "one half" and "x squared".
OTHERWISE = {
    "2": "half|halves|square|제곱",
    "3": "third|cube|세제곱",
    "4": "quarter",
    **dict(zip("5678", ("fifth", "sixth", "seventh", "eighth"), strict=True)),
    **{"9": "ninth", "10": "tenth", "11": "eleventh", "12": "twelfth"},
}


def _is_said(number: Number, words: str, language: str) -> bool:
    said = (korean if language == "ko" else english)(number.literal)
    return said in words or re.search(OTHERWISE.get(number.literal, said), words) is not None


@given(trees)
def test_every_tree_has_words_and_no_number_is_lost(tree: Node) -> None:
    for language in ("ko", "en"):
        words = write_speech(tree, language)
        assert words.strip()
        assert words == write_speech(tree, language)
        assert [number for number in numbers_in(tree) if not _is_said(number, words, language)] == []


@pytest.mark.parametrize(
    ("digits", "in_korean", "in_english"),
    [
        ("0", "영", "zero"),
        ("10", "십", "ten"),
        ("19", "십구", "nineteen"),
        ("40", "사십", "forty"),
        ("99", "구십구", "ninety nine"),
        ("100", "100", "100"),
        ("07", "07", "07"),
        ("0.5", "0.5", "0.5"),
    ],
)
def test_short_whole_numbers_are_words(digits: str, in_korean: str, in_english: str) -> None:
    assert (korean(digits), english(digits)) == (in_korean, in_english)


@pytest.mark.parametrize(
    ("word", "with_it"),
    [
        ("엑스", "엑스는"),
        ("일", "일은"),
        ("엑스 제곱", "엑스 제곱은"),
        ("120", "120은"),
        ("0.5", "0.5는"),
        ("max", "max는"),
    ],
)
def test_a_particle_suits_the_last_sound(word: str, with_it: str) -> None:
    assert with_particle(word, "은", "는") == with_it


def test_a_language_tag_may_have_a_region_and_an_unknown_one_is_refused() -> None:
    assert write_speech(read("x"), "ko-KR") == "엑스"
    with pytest.raises(KeyError):
        write_speech(read("x"), "tlh")

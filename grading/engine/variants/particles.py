"""Words that follow a parameter: ``{a:을/를}`` by the sound of its value in Korean, ``{n:point/points}`` by
its number."""

from __future__ import annotations

from fractions import Fraction

from grading.engine.variants.objects import Matrix, Polynomial, Rounded, Value

__all__ = ["chosen_word"]

_DIGITS_THAT_CLOSE = frozenset("013678")
# 십 백 천, 만, 억, 조, 경: by the number of zeros at the end.
_ZEROS_THAT_OPEN = range(12, 16)
# 엘, 엠, 엔 and 알 close; every other letter's name ends in a vowel.
_LETTERS_THAT_CLOSE = frozenset("LMNR")


def chosen_word(value: Value, first: str, second: str) -> str:
    """Of two Korean forms the first after a closing consonant; of two other words the first for 1."""
    if any("가" <= sign <= "힣" for sign in first + second):
        return first if _is_closed(_end_of(value), before_ro=first.startswith("으")) else second
    one = isinstance(value, Fraction) and value == 1
    return first if one else second


def _end_of(value: Value) -> str:
    """What is said last: the digits of a number, a letter, or 곱 of a power."""
    match value:
        case Fraction():
            # A half is read "two's one".
            return str(abs(value.numerator))
        case Rounded():
            # Behind the point digits are read one by one.
            return value.size[-1]
        case Polynomial(letter=letter):
            last, power = value.terms[-1]
            if power > 1:
                return "곱"
            return letter.upper() if power else str(abs(last.numerator))
        case Matrix():
            return "렬"


def _is_closed(end: str, *, before_ro: bool) -> bool:
    """Whether the sound ends in a consonant; before 으로 an ㄹ counts as none."""
    if end in ("렬", "L", "R", "1", "7", "8") or (end[-1] in "178"):
        return not before_ro
    if end == "곱" or end in _LETTERS_THAT_CLOSE:
        return True
    if not end.isdigit():
        return False
    zeros = len(end) - len(end.rstrip("0"))
    if zeros == len(end) or not zeros:
        return end[-1] in _DIGITS_THAT_CLOSE
    return zeros not in _ZEROS_THAT_OPEN

"""Korean words for numbers, letters, signs, functions and brackets, and particles after them."""

from __future__ import annotations

from typing import Final

__all__ = [
    "CONSTANTS",
    "FENCES",
    "FUNCTIONS",
    "GREEK_LETTERS",
    "LETTERS",
    "SIGNS",
    "SUFFIXES",
    "cardinal",
    "with_particle",
]

_DIGITS: Final = "영일이삼사오육칠팔구"
LETTERS: Final = {
    "a": "에이",
    "b": "비",
    "c": "씨",
    "d": "디",
    "e": "문자 이",
    "f": "에프",
    "g": "지",
    "h": "에이치",
    "i": "아이",
    "j": "제이",
    "k": "케이",
    "l": "엘",
    "m": "엠",
    "n": "엔",
    "o": "문자 오",
    "p": "피",
    "q": "큐",
    "r": "아르",
    "s": "에스",
    "t": "티",
    "u": "유",
    "v": "브이",
    "w": "더블유",
    "x": "엑스",
    "y": "와이",
    "z": "제트",
}
GREEK_LETTERS: Final = {
    "alpha": "알파",
    "beta": "베타",
    "gamma": "감마",
    "delta": "델타",
    "epsilon": "엡실론",
    "zeta": "제타",
    "eta": "에타",
    "theta": "세타",
    "iota": "이오타",
    "kappa": "카파",
    "lambda": "람다",
    "mu": "뮤",
    "nu": "뉴",
    "xi": "크시",
    "omicron": "오미크론",
    "pi": "파이",
    "rho": "로",
    "sigma": "시그마",
    "tau": "타우",
    "upsilon": "입실론",
    "phi": "그리스 피",
    "chi": "카이",
    "psi": "프시",
    "omega": "오메가",
}
SIGNS: Final = {
    "+": "더하기",
    "-": "빼기",
    "±": "플러스마이너스",
    "∓": "마이너스플러스",
    "!=": "같지 않다",
    "<": "작다",
    "<=": "작거나 같다",
    ">": "크다",
    ">=": "크거나 같다",
    "∪": "합집합",
    "∩": "교집합",
    "∖": "차집합",
    "∈": "속한다",
    "and": "그리고",
    "or": "또는",
    "xor": "배타적 또는",
    "implies": "이면",
    "equivalent": "필요충분조건",
}
CONSTANTS: Final = {
    "pi": "파이",
    "e": "자연상수 이",
    "i": "허수 아이",
    "infinity": "무한대",
    "true": "참",
    "false": "거짓",
    "empty": "공집합",
    "none": "해 없음",
    "all": "모든 실수",
}
SUFFIXES: Final = {"factorial": "팩토리얼", "percent": "퍼센트", "degree": "도"}
# What is said where each bracket opens, and where it closes.
FENCES: Final = {
    "(": "괄호 열고",
    ")": "괄호 닫고",
    "[": "대괄호 열고",
    "]": "대괄호 닫고",
    "{": "집합",
    "}": "집합 끝",
    "⌊": "내림",
    "⌋": "내림 끝",
    "⌈": "올림",
    "⌉": "올림 끝",
}
_CIRCULAR: Final = {
    "sin": "사인",
    "cos": "코사인",
    "tan": "탄젠트",
    "cot": "코탄젠트",
    "sec": "시컨트",
    "csc": "코시컨트",
}
FUNCTIONS: Final = {
    **_CIRCULAR,
    **{f"arc{name}": f"아크{word}" for name, word in _CIRCULAR.items()},
    **{f"{name}h": f"쌍곡{word}" for name, word in _CIRCULAR.items()},
    **{f"ar{name}h": f"역쌍곡{word}" for name, word in _CIRCULAR.items()},
    "ln": "자연로그",
    "log": "로그",
    "exp": "지수함수",
    "sqrt": "루트",
    "root": "거듭제곱근",
    "abs": "절댓값",
    "floor": "내림",
    "ceiling": "올림",
    "round": "반올림",
    "sign": "부호",
    "re": "실수부",
    "im": "허수부",
    "conj": "켤레",
    "arg": "편각",
    "gcd": "최대공약수",
    "lcm": "최소공배수",
    "min": "최솟값",
    "max": "최댓값",
    "mod": "나머지",
    "permutations": "순열",
    "binomial": "이항계수",
    "diff": "미분",
    "integral": "적분",
    "sum": "시그마",
    "product": "총곱",
    "limit": "극한",
    "mixed": "대분수",
    "member": "원소",
    "difference": "차집합",
    "intersection": "교집합",
    "percent": "퍼센트",
    "degree": "도",
    "factorial": "팩토리얼",
}
# Digits whose names end in a consonant: 영 일 삼 육 칠 팔.
_CLOSED_DIGITS: Final = frozenset("013678")


def cardinal(digits: str) -> str:
    """A whole number of one or two digits as a word; anything else as it is."""
    is_short = digits.isdigit() and len(digits) <= 2 and (len(digits) == 1 or digits[0] != "0")
    if not is_short:
        return digits
    if len(digits) == 1:
        return _DIGITS[int(digits)]
    tens, units = int(digits[0]), int(digits[1])
    return ("" if tens == 1 else _DIGITS[tens]) + "십" + ("" if units == 0 else _DIGITS[units])


def with_particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """``word`` with the form of a particle that suits its last sound: ``엑스는``, ``일은``."""
    last = word[-1:]
    is_syllable = "가" <= last <= "힣"
    is_closed = (ord(last) - ord("가")) % 28 != 0 if is_syllable else last in _CLOSED_DIGITS
    return word + (after_consonant if is_closed else after_vowel)

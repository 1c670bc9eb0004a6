"""Korean particles and endings behind an answer: 평행사변형이다 says 평행사변형.

A closed list. Which of two forms stands behind a word depends on its last sound (은 after a consonant, 는
after a vowel), so that fewer words lose a syllable that is their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

__all__ = ["stems_of"]

Sound = Literal["vowel", "l", "consonant"]

FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3
ENDS_OF_SYLLABLE = 28  # none, then 27 consonants
END_L = 8
# Figures and letters by their Korean names: 영, 일, 삼 …, 엘, 엠, 엔, 알.
SOUNDS: Final[Mapping[str, Sound]] = {
    **dict.fromkeys("178", "l"),
    **dict.fromkeys("lr", "l"),
    **dict.fromkeys("036", "consonant"),
    **dict.fromkeys("mn", "consonant"),
    **dict.fromkeys("2459", "vowel"),
    **dict.fromkeys("abcdefghijkopqstuvwxyz", "vowel"),
}
EVERY: Final[frozenset[Sound]] = frozenset({"vowel", "l", "consonant"})
VOWEL: Final[frozenset[Sound]] = frozenset({"vowel"})
CLOSED: Final[frozenset[Sound]] = EVERY - VOWEL
ENDINGS: Final[Mapping[str, frozenset[Sound]]] = {
    **dict.fromkeys(("이다", "입니다", "이에요", "이예요", "이야", "이요", "임"), EVERY),
    **dict.fromkeys(("다", "예요", "에요", "야"), VOWEL),
    **dict.fromkeys(("요", "의", "에", "에서"), EVERY),
    **dict.fromkeys(("은", "이", "을", "과"), CLOSED),
    **dict.fromkeys(("는", "가", "를", "와"), VOWEL),
    **dict.fromkeys(("하다", "한다", "합니다", "해요", "함"), EVERY),
    "으로": frozenset({"consonant"}),
    "로": frozenset({"vowel", "l"}),
}
FULL_STOPS: Final = ".。!"


def stems_of(text: str) -> Iterator[str]:
    """What is left of ``text`` (comparable, see ``grading.texts``) without a full stop, and without each one
    ending that can stand behind its last sound."""
    bare = text.rstrip(FULL_STOPS)
    if bare and bare != text:
        yield bare
    for ending, sounds in ENDINGS.items():
        stem = bare.removesuffix(ending)
        if stem and stem != bare and _sound_of(stem[-1]) in (*sounds, None):
            yield stem


def _sound_of(sign: str) -> Sound | None:
    """How ``sign`` ends when it is said; None for what this does not know."""
    if not FIRST_SYLLABLE <= ord(sign) <= LAST_SYLLABLE:
        return SOUNDS.get(sign.lower())
    end = (ord(sign) - FIRST_SYLLABLE) % ENDS_OF_SYLLABLE
    if not end:
        return "vowel"
    return "l" if end == END_L else "consonant"

"""Words as they are compared: what does not matter is taken away from both sides."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["comparable", "fits", "is_blank", "narrow"]

# Stands for the asterisk that means "any run of characters": private use, dropped from what is typed.
ANY_RUN = "\ue000"
_ASTERISK = re.compile(r"\\\*|\*")
_NOT_WRITTEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
_SPACE_BESIDE_HANGUL = re.compile(f"(?<=[{_HANGUL}]) | (?=[{_HANGUL}])")

# Between single letters of Hangul, as lists of statements have them: ㄱ, ㄴ · ㄱㆍㄴ · ㄱ/ㄴ
_SINGLE = "\u3131-\u3163"
_SEPARATORS = re.compile(
    f"(?<=[{_SINGLE}])[\\s,/\u00b7\u2022\u2027\u2219\u3001\u30fb\uff65\u318d]+(?=[{_SINGLE}])"
)


def _single_letters() -> dict[int, str]:
    """One letter of Hangul has up to four codes: as it begins or ends a syllable, half as wide, and alone.
    The last for each of the others."""
    found = {}
    for code in (*range(0x1100, 0x1200), *range(0xFFA1, 0xFFDD)):
        letter = unicodedata.name(chr(code), "").partition("HANGUL ")[2].partition(" ")[2]
        letter = letter.removeprefix("LETTER ")
        try:
            found[code] = unicodedata.lookup(f"HANGUL LETTER {letter}")
        except KeyError:
            continue
    return found


_LETTERS = _single_letters()


def narrow(text: str) -> str:
    """Full-width forms become narrow and letters whole (NFC), surrounding space goes. A raised 2 stays
    one: 4² is not 42."""
    signs = (unicodedata.normalize("NFKC", sign) if _is_wide(sign) else sign for sign in text)
    return unicodedata.normalize("NFC", "".join(signs)).strip()


def _is_wide(sign: str) -> bool:
    return unicodedata.decomposition(sign).startswith("<wide>")


def comparable(text: str, *, case_sensitive: bool) -> str:
    """``text`` without what does not matter: signs that nobody sees, full-width forms, runs of white space
    (one space), space beside Hangul (띄어쓰기), what separates single letters of Hangul (ㄱ, ㄴ is ㄱㄴ),
    and capitals unless ``case_sensitive``."""
    return _comparable(_seen(text), case_sensitive=case_sensitive)


def _comparable(text: str, *, case_sensitive: bool) -> str:
    spaced = " ".join(narrow(text).translate(_LETTERS).split())
    spaced = _SEPARATORS.sub("", spaced)
    joined = _SPACE_BESIDE_HANGUL.sub("", spaced)
    return joined if case_sensitive else unicodedata.normalize("NFC", joined.casefold())


def _seen(text: str) -> str:
    kept = (sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _NOT_WRITTEN)
    return "".join(kept).replace("\ufffd", "")


def is_blank(text: str) -> bool:
    """Nothing in it that people see."""
    return not comparable(text, case_sensitive=True)


def fits(text: str, accepted: str, *, case_sensitive: bool, wildcards: bool) -> bool:
    """Whether ``text``, already comparable, is ``accepted``. With ``wildcards`` a ``*`` there is any
    run of characters, also none, and ``\\*`` an asterisk."""
    if not wildcards:
        return text == comparable(accepted, case_sensitive=case_sensitive)
    marked = _ASTERISK.sub(lambda match: ANY_RUN if match[0] == "*" else "*", _seen(accepted))
    first, *rest = _comparable(marked, case_sensitive=case_sensitive).split(ANY_RUN)
    if not rest:
        return text == first
    return _fits_pieces(text, first, rest)


def _fits_pieces(text: str, first: str, rest: list[str]) -> bool:
    """Each piece is looked for once, from where the last one ended: no pattern makes this slow."""
    *middle, last = rest
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    position, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return True

"""Number literals: where one ends, and how it is spelled in the stream."""

from __future__ import annotations

from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError

__all__ = ["DIGITS", "MOST_DIGITS", "MOST_EXPONENT", "digits_end", "scan_decimal", "scan_number"]

DIGITS = frozenset("0123456789")
MOST_DIGITS = 60
MOST_EXPONENT = 400

# Languages whose schools write 0,5 for one half.
_COMMA_LOCALES = frozenset(
    {
        "cs",
        "da",
        "de",
        "es",
        "fi",
        "fr",
        "hu",
        "id",
        "it",
        "nb",
        "nl",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "sv",
        "tr",
        "uk",
        "vi",
    },
)


def scan_number(
    text: str, start: int, *, locale: str, in_brackets: bool, choices: Choices
) -> tuple[str, int]:
    """The literal that begins at ``start`` of the folded ``text``, and the index after it.

    As ``scan_decimal``, with an exponent after ``E`` when one is typed: ``1.5E-3``.
    """
    literal, end = scan_decimal(text, start, locale=locale, in_brackets=in_brackets, choices=choices)
    end, literal = _scaled(text, start, end, literal, choices=choices)
    return _limited(literal, position=start), end


def scan_decimal(
    text: str, start: int, *, locale: str, in_brackets: bool, choices: Choices
) -> tuple[str, int]:
    """The literal of digits and at most one point at ``start``, and the index after it.

    Commas that group thousands are left out; inside brackets they separate items, unless that would
    make an item begin with a zero: ``(1,000)`` has both readings. Raises ReadError ``bad_number``.
    """
    end, literal = _grouped(text, start, locale=locale)
    is_list = in_brackets and not _uses_comma(locale)
    if is_list and end > start and (not _is_doubtful_list(text, start) or choices.take(start) == 0):
        end = start
    if end == start:
        end, literal = _decimal(text, start, point="," if _uses_comma(locale) else ".")
    if text[end : end + 1] == "." and text[end + 1 : end + 2] in DIGITS:
        raise ReadError("bad_number", start, found=text[start : end + 2])
    if literal.endswith("."):
        raise ReadError("bad_number", start, found=text[start:end], expected=["digit"])
    return _limited(literal, position=start), end


def _is_doubtful_list(text: str, start: int) -> bool:
    return text[text.index(",", start) + 1] == "0"


def _limited(literal: str, *, position: int) -> str:
    mantissa, _, exponent = literal.partition("E")
    if len(mantissa) > MOST_DIGITS or len(exponent) > MOST_DIGITS or abs(int(exponent or 0)) > MOST_EXPONENT:
        raise ReadError("bad_number", position, found=literal[:MOST_DIGITS], limit=MOST_DIGITS)
    return literal


def _uses_comma(locale: str) -> bool:
    return locale.replace("_", "-").split("-")[0].lower() in _COMMA_LOCALES


def digits_end(text: str, start: int) -> int:
    """The index after the digits at ``start``."""
    end = start
    while end < len(text) and text[end] in DIGITS:
        end += 1
    return end


def _grouped(text: str, start: int, *, locale: str) -> tuple[int, str]:
    """A number whose thousands are grouped, as 1,000.5; ``(start, "")`` when there is none."""
    group, point = (".", ",") if _uses_comma(locale) else (",", ".")
    end = digits_end(text, start)
    if not 1 <= end - start <= 3:
        return start, ""
    literal = text[start:end]
    groups = 0
    while text[end : end + 1] == group and digits_end(text, end + 1) == end + 4:
        literal += text[end + 1 : end + 4]
        end += 4
        groups += 1
    has_fraction = text[end : end + 1] == point and digits_end(text, end + 1) > end + 1
    # 1.000 in a comma locale is also what a calculator writes for one: only 1.000.000 or 1.000,5 group.
    if not groups or (group == "." and groups == 1 and not has_fraction):
        return start, ""
    if not has_fraction:
        return end, literal
    stop = digits_end(text, end + 1)
    return stop, f"{literal}.{text[end + 1 : stop]}"


def _decimal(text: str, start: int, *, point: str) -> tuple[int, str]:
    whole_end = digits_end(text, start)
    mark = text[whole_end : whole_end + 1]
    end = digits_end(text, whole_end + 1)
    if mark == "." or (mark and mark == point and end > whole_end + 1):
        return end, f"{text[start:whole_end]}.{text[whole_end + 1 : end]}"
    return whole_end, text[start:whole_end]


def _scaled(text: str, start: int, end: int, literal: str, *, choices: Choices) -> tuple[int, str]:
    """With its power of ten, when one follows: ``1.5e-3``."""
    letter = text[end : end + 1]
    if letter not in {"e", "E"}:
        return end, literal
    sign = text[end + 1 : end + 2] if text[end + 1 : end + 2] in {"+", "-"} else ""
    digits = end + 1 + len(sign)
    stop = digits_end(text, digits)
    if stop == digits or text[stop : stop + 1].isalpha() or text[stop : stop + 1] == ".":
        return end, literal
    # 2e-3 is two thousandths, or twice Euler's number less three.
    is_doubtful = letter == "e" and sign and "." not in literal
    if is_doubtful and choices.take(start) == 1:
        return end, literal
    return stop, f"{literal}E{sign}{text[digits:stop]}"

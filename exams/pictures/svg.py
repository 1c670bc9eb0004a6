"""Drawings as SVG, by an allow-list: shapes, text and what places them; nothing that acts, loads or links.

What is kept is written anew from what was understood, so that comments, processing instructions and
whatever else a parser passes over never reach a browser.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from exams.pictures.picture import LONGEST_SIDE, Picture, PictureError

__all__ = ["read_svg"]

LARGEST = 60_000
DEEPEST = 30
SVG = "http://www.w3.org/2000/svg"
ELEMENTS_LISTED = (
    "svg g path line polyline polygon circle ellipse rect text tspan defs marker clipPath title desc"
)
ELEMENTS = frozenset(ELEMENTS_LISTED.split())
ATTRIBUTES_LISTED = """
    id class role lang aria-label aria-labelledby aria-hidden
    viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry d points dx dy rotate pathLength
    transform textLength lengthAdjust refX refY markerWidth markerHeight markerUnits orient
    clipPathUnits clip-path clip-rule marker-start marker-mid marker-end version style
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility overflow
    vector-effect paint-order shape-rendering text-rendering
    font-family font-size font-style font-weight font-variant letter-spacing word-spacing
    text-anchor text-decoration dominant-baseline alignment-baseline baseline-shift
"""
ATTRIBUTES = frozenset(ATTRIBUTES_LISTED.split())
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
OWN_PART = re.compile(r"url\(\s*#[A-Za-z_][\w.-]*\s*\)")
# What could load, run or hide something: addresses, escapes, rules, comments.
SUSPICIOUS = re.compile(r"url\s*\(|[\\@<>]|/\*|javascript|expression\s*\(|data\s*:|//", re.IGNORECASE)
LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d{1,6})?)\s*(?:px)?\s*")
NUMBER = re.compile(r"[+-]?(?:\d{1,7}(?:\.\d{1,9})?|\.\d{1,9})")


def read_svg(source: str) -> Picture:
    """The drawing in ``source``. Raises PictureError: ``picture_too_large``, ``not_svg``, ``svg_too_deep``,
    ``svg_element``, ``svg_attribute``, ``svg_value``, ``svg_without_view_box``, ``picture_too_wide``."""
    data = source.strip().encode(errors="replace")
    if len(data) > LARGEST:
        raise PictureError("picture_too_large", most=LARGEST)
    root = _parse(data)
    for element, depth in _walk(root):
        if depth > DEEPEST:
            raise PictureError("svg_too_deep", most=DEEPEST)
        element.tag = _local_name(element)
        _check_attributes(element)
    if root.tag != "svg":
        raise PictureError("not_svg")
    width, height = _size(root)
    root.attrib = {"xmlns": SVG, **root.attrib}
    root.tail = None
    return Picture("image/svg+xml", tostring(root, encoding="unicode").encode(), width, height)


def _parse(data: bytes) -> Element:
    try:
        return fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise PictureError("not_svg") from error


def _walk(root: Element) -> Iterator[tuple[Element, int]]:
    """Every element with its depth, without recursion: the depth is what has to be found out."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        yield element, depth
        waiting.extend((child, depth + 1) for child in element)


def _local_name(element: Element) -> str:
    name = element.tag.removeprefix(f"{{{SVG}}}")
    if name not in ELEMENTS:
        raise PictureError("svg_element", element=name.rpartition("}")[2][:40])
    return name


def _check_attributes(element: Element) -> None:
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES and name != XML_SPACE:
            raise PictureError("svg_attribute", attribute=name.rpartition("}")[2][:40], element=element.tag)
        if SUSPICIOUS.search(OWN_PART.sub("", value)):
            raise PictureError("svg_value", attribute=name, value=value[:60])


def _size(root: Element) -> tuple[int, int]:
    """In CSS pixels: ``width`` and ``height`` where both are plain lengths, else the box."""
    numbers = [word for word in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if word]
    if len(numbers) != 4 or not all(NUMBER.fullmatch(word) for word in numbers):
        raise PictureError("svg_without_view_box")
    _x, _y, width, height = map(float, numbers)
    given = [LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if given[0] and given[1]:
        width, height = float(given[0][1]), float(given[1][1])
    if width <= 0 or height <= 0:
        raise PictureError("svg_without_view_box")
    size = math.ceil(width), math.ceil(height)
    if max(size) > LONGEST_SIDE:
        raise PictureError("picture_too_wide", most=LONGEST_SIDE)
    return size

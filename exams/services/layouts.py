"""How a paper is drawn for one student: which variant, and options in which order."""

from __future__ import annotations

import random
import secrets

from exams.shapes import Layout, LayoutItem, LayoutPart, Outline, OutlineItem, OutlinePart

__all__ = ["ALGORITHM", "draw_item", "draw_layout", "new_seed"]

ALGORITHM = 1


def new_seed() -> int:
    """A fresh 63-bit seed, which fits a signed 64-bit column."""
    return secrets.randbits(63)


def draw_layout(outline: Outline, seed: int) -> Layout:
    """The layout that ``seed`` draws: the same outline and seed give the same layout, for ever.

    Each position draws from a generator of its own, seeded by text (SHA-512 in ``random.seed``),
    so that one position never changes what another gets.
    """
    return Layout(algorithm=ALGORITHM, items=tuple(draw_item(item, seed) for item in outline.items))


def draw_item(item: OutlineItem, seed: int) -> LayoutItem:
    """One position, which the seed draws whatever the others are."""
    source = random.Random(f"{seed}:{item.position}")  # noqa: S311 - a draw to replay, not a secret
    variant = source.choice(item.variants)
    parts = tuple(_draw_part(part, source) for part in item.parts)
    return LayoutItem(
        position=item.position, item=item.item, variant=variant, points=item.points, parts=parts
    )


def _draw_part(part: OutlinePart, source: random.Random) -> LayoutPart:
    options = list(part.options)
    if part.shuffle:
        source.shuffle(options)
    return LayoutPart(id=part.id, kind=part.kind, options=tuple(options), stems=part.stems)

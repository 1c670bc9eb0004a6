"""Which of the bars of absolute values open and which close.

A bar is written the same at both ends. What stands beside it often decides; where it does not, every
way in which all bars of the same bracket pair up is tried, so that ``|2|x|-1|`` is read as it is meant
and ``|a|b|c|`` is known to have two readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grading.engine.reading.binding import SIGNS
from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError
from grading.engine.reading.tokens import Kind, Token

__all__ = ["pair_bars"]

MOST_WAYS = 8
MOST_FREE = 12


def pair_bars(tokens: Sequence[Token], *, choices: Choices) -> list[Token]:
    """``tokens`` with every bar turned into an opening or a closing one. Raises ``unbalanced_bracket``."""
    paired = list(tokens)
    if not any(token.kind is Kind.BAR for token in tokens):
        return paired
    for group in _groups(tokens):
        ways = _ways(tokens, group)
        if not ways:
            raise ReadError("unbalanced_bracket", tokens[group[0]].start, bracket="|", expected="|")
        way = ways[choices.take(tokens[group[0]].start, ways=len(ways))] if len(ways) > 1 else ways[0]
        for index, opens in zip(group, way, strict=True):
            paired[index] = tokens[index]._replace(kind=Kind.OPEN if opens else Kind.CLOSE)
    return paired


def _groups(tokens: Sequence[Token]) -> list[list[int]]:
    """Indices of the bars, those between the same brackets and commas together."""
    done: list[list[int]] = []
    open_groups: list[list[int]] = [[]]
    for index, token in enumerate(tokens):
        if token.kind is Kind.BAR:
            open_groups[-1].append(index)
        elif token.kind is Kind.OPEN:
            open_groups.append([])
        elif token.kind is Kind.CLOSE and len(open_groups) > 1:
            done.append(open_groups.pop())
        elif token.is_operator(",", ";"):
            done.append(open_groups[-1])
            open_groups[-1] = []
    return [group for group in done + open_groups if group]


def _ways(tokens: Sequence[Token], group: list[int]) -> list[tuple[bool, ...]]:
    """Every pairing, the flattest first; those that open a bar before a sign only when there is no other."""
    forced = [_forced(tokens, index) for index in group]
    free = [place for place, opens in enumerate(forced) if opens is None]
    signed = {place for place in free if tokens[group[place] + 1].is_operator(*SIGNS)}
    closing = [False if place in signed else opens for place, opens in enumerate(forced)]
    usual = list(_balanced(tokens, group, closing)) if len(free) - len(signed) <= MOST_FREE else []
    if usual or len(free) > MOST_FREE:
        return usual[:MOST_WAYS]
    return list(_balanced(tokens, group, forced))[:MOST_WAYS]


def _forced(tokens: Sequence[Token], index: int) -> bool | None:
    """True when the bar can only open, False when it can only close, None when both could be."""
    before = tokens[index - 1] if index else None
    after = tokens[index + 1]
    if before is None or before.kind in {Kind.OPEN, Kind.FUNCTION}:
        return True
    if before.kind is Kind.OPERATOR and before.text not in {"!", "%", "‰", "°", "⋆", "'"}:
        return True
    can_follow = after.starts_operand or after.kind is Kind.BAR or after.is_operator(*SIGNS)
    return None if can_follow else False


def _balanced(
    tokens: Sequence[Token], group: list[int], forced: list[bool | None]
) -> Iterator[tuple[bool, ...]]:
    pending: list[tuple[tuple[bool, ...], int]] = [((), 0)]
    while pending:
        way, depth = pending.pop()
        place = len(way)
        if place == len(group):
            if depth == 0:
                yield way
            continue
        if depth > len(group) - place:
            continue
        is_empty = place > 0 and way[-1] and group[place] == group[place - 1] + 1
        if forced[place] is not False:
            pending.append(((*way, True), depth + 1))
        if forced[place] is not True and depth > 0 and not is_empty:
            pending.append(((*way, False), depth - 1))

"""The token stream: what every notation is translated to and the parser reads."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from grading.engine.reading.errors import ReadError

__all__ = ["BIG_OPERATORS", "Kind", "Token", "TokenList"]


class Kind(StrEnum):
    """What a token is; ``Token.text`` says which one."""

    NUMBER = "number"  # normalised literal: digits, one point, an E exponent
    FRACTION = "fraction"  # two digit strings, as in ½: "1/2"
    SYMBOL = "symbol"  # canonical name
    CONSTANT = "constant"  # name of a Constant node
    FUNCTION = "function"  # canonical name of a known function, or a declared one
    OPERATOR = "operator"  # canonical: + - * / ^ _ ! % ° ' = != < <= > >= ± ∓ ∪ ∩ ∈ , ; and words
    BAR = "bar"  # | that is not yet known to open or to close
    OPEN = "open"  # ( [ { |
    CLOSE = "close"  # ) ] } |
    DIFFERENTIAL = "differential"  # the dx that ends an integral; the text is its variable
    END = "end"


class Token(NamedTuple):
    """One token; ``start`` and ``end`` are indices in the original text."""

    kind: Kind
    text: str
    start: int
    end: int
    spaced: bool = False  # white space stands before it

    def is_operator(self, *texts: str) -> bool:
        """Whether this is one of these operators."""
        return self.kind is Kind.OPERATOR and self.text in texts

    @property
    def starts_operand(self) -> bool:
        """Whether something that has a value can begin with this token."""
        return self.kind in _STARTERS


_STARTERS = frozenset(
    {Kind.NUMBER, Kind.FRACTION, Kind.SYMBOL, Kind.CONSTANT, Kind.FUNCTION, Kind.OPEN},
)

# ∂ stands for d/dx before what is differentiated.
BIG_OPERATORS = frozenset("∑∏∫∂")
MOST_BRACKETS = 60


class TokenList:
    """Collects tokens for a lexer and knows what stands before."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._end = 0
        self.depth = 0

    def add(self, kind: Kind, text: str, start: int, end: int) -> int:
        """Adds a token and returns ``end``; raises ReadError ``too_deep`` when brackets nest too deep."""
        if kind is Kind.OPEN:
            self.depth += 1
        elif kind is Kind.CLOSE:
            self.depth -= 1
        if self.depth > MOST_BRACKETS:
            raise ReadError("too_deep", start, limit=MOST_BRACKETS)
        self._tokens.append(Token(kind, text, start, end, start > self._end))
        if end > self._end:
            self._end = end
        return end

    def finished(self, length: int) -> list[Token]:
        """The tokens with the END of a text of ``length`` characters."""
        return [*self._tokens, Token(Kind.END, "", length, length, spaced=length > self._end)]

    @property
    def takes_limits(self) -> bool:
        """Whether a big operator, or a limit of it, stands before, so that ``_`` and ``^`` are its limits."""
        return bool(self._tokens) and self._tokens[-1].text in BIG_OPERATORS

    def __len__(self) -> int:
        return len(self._tokens)

    @property
    def last(self) -> Token:
        """The token before."""
        return self._tokens[-1]

    def take_last(self) -> Token:
        """Removes the token before and returns it."""
        token = self._tokens.pop()
        self.depth -= (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        return token

    def take_differential(self) -> Token | None:
        """Removes the differential that ends the bracket just closed; ``(dx)`` becomes ``(1)``."""
        if len(self._tokens) < 3 or self._tokens[-2].kind is not Kind.DIFFERENTIAL or self._closes_inside():
            return None
        *before, found, closing = self._tokens
        if before[-1].kind is Kind.OPEN:
            before.append(Token(Kind.NUMBER, "1", found.start, found.end))
        self._tokens = [*before, closing]
        return found

    def _closes_inside(self) -> bool:
        """Whether the last differential ends an integral that begins in the same bracket."""
        depth, pending = 0, 0
        for token in reversed(self._tokens):
            depth += (token.kind is Kind.CLOSE) - (token.kind is Kind.OPEN)
            pending += (token.kind is Kind.DIFFERENTIAL) - (token.text == "∫")
            if depth == 0 or (pending == 0 and token.text == "∫"):
                break
        return pending == 0

    def hoist_differential(self) -> None:
        """Moves a differential that ends the bracket just closed behind it: ``{x\\,dx}`` is ``{x}dx``."""
        found = self.take_differential()
        if found is not None:
            self._tokens.append(found)

    def listed_since(self, mark: int) -> str:
        """The closing bracket for the one at ``mark``, which is that of a set when commas follow."""
        depth = 0
        for token in self._tokens[mark + 1 :]:
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            if depth == 0 and token.is_operator(",", ";"):
                self._tokens[mark] = self._tokens[mark]._replace(text="{")
                return "}"
        return ")"

    def unwrap(self, mark: int) -> bool:
        """Removes the opening bracket at ``mark`` when one token follows it, and says whether it did."""
        if len(self._tokens) != mark + 2:
            return False
        del self._tokens[mark]
        self.depth -= 1
        return True

    @property
    def follows_break(self) -> bool:
        """Whether a closed row and what joins rows stand before the last token."""
        return (
            len(self._tokens) > 3
            and self._tokens[-3].kind is Kind.CLOSE
            and self._tokens[-2].is_operator(",", "and")
        )

    @property
    def follows_whole_number(self) -> bool:
        """Whether the token before is a whole number that is no exponent and no subscript."""
        if (
            not self._tokens
            or self._tokens[-1].kind is not Kind.NUMBER
            or not self._tokens[-1].text.isdigit()
        ):
            return False
        return len(self._tokens) < 2 or not self._tokens[-2].is_operator("^", "_")

    def follows(self, text: str) -> bool:
        """Whether the token before is ``text``."""
        return bool(self._tokens) and self._tokens[-1].text == text

    @property
    def follows_close(self) -> bool:
        """Whether the token before closes a bracket."""
        return bool(self._tokens) and self._tokens[-1].kind is Kind.CLOSE

    @property
    def ends_operand(self) -> bool:
        """Whether what stands before has a value, so that an operator could follow."""
        if not self._tokens:
            return False
        last = self._tokens[-1]
        return last.kind in _ENDERS or last.is_operator("!", "%", "‰", "°", "⋆", "'")


_ENDERS = frozenset({Kind.NUMBER, Kind.FRACTION, Kind.SYMBOL, Kind.CONSTANT, Kind.CLOSE, Kind.BAR})

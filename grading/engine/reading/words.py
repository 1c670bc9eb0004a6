"""What a run of letters says: one name, a known word, or several names written together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from grading.engine.reading import names
from grading.engine.reading.choices import Choices
from grading.engine.reading.errors import ReadError
from grading.engine.reading.tokens import Kind
from grading.engine.symbols import Symbols

__all__ = ["Piece", "Words", "words_of"]

# A run this long that is no product of known words and declared names is a word of a language.
PROSE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a run: its kind, its canonical name, and where it stands in the run."""

    kind: Kind
    name: str
    start: int
    end: int


class Words:
    """Reads runs of letters by the symbol list of one question."""

    def __init__(self, symbols: Symbols) -> None:
        self.declared = frozenset(symbols.variables + symbols.constants)
        self.functions = frozenset(symbols.functions)
        self._longest = max(map(len, self.declared | self.functions), default=1)

    def split(self, run: str, *, called: bool, position: int, choices: Choices) -> list[Piece]:
        """The pieces of ``run``; ``called`` tells that an opening bracket follows at once.

        Raises ReadError: ``prose`` for a long unknown word, ``unknown_function`` for one that is called.
        """
        whole = self.whole(run, called=called)
        if whole is not None:
            return self._inverse_or_factor(run, whole, position=position, choices=choices)
        pieces = self._fewest(run, called=called)
        self._check(run, pieces, called=called, position=position)
        return pieces

    def whole(self, run: str, *, called: bool) -> Piece | None:
        """``run`` as one name, or None."""
        end = len(run)
        if run in self.declared:
            return Piece(Kind.SYMBOL, run, 0, end)
        if run in self.functions or (called and run in names.USUAL_FUNCTIONS):
            return Piece(Kind.FUNCTION, run, 0, end)
        connective = names.CONNECTIVES.get(run.lower() if end > 1 else run)
        if connective is not None:
            return Piece(Kind.OPERATOR, connective, 0, end)
        known = self._known_word(run, called=called)
        if known is not None:
            return known
        return None if end > 1 else Piece(Kind.SYMBOL, run, 0, 1)

    def is_word(self, run: str) -> bool:
        """Whether ``run`` is neither a known word nor a product of declared names."""
        if len(run) == 1 or self.whole(run, called=True) is not None:
            return False
        pieces = self._fewest(run, called=False)
        return not any(map(self._is_known, pieces))

    def _known_word(self, run: str, *, called: bool) -> Piece | None:
        end = len(run)
        function = names.FUNCTIONS.get(run) or names.FUNCTIONS.get(run.lower())
        if function is not None and (called or function in names.BRACKETLESS):
            return Piece(Kind.FUNCTION, function, 0, end)
        if run in names.CONSTANTS and not self._is_product(run):
            return Piece(Kind.CONSTANT, names.CONSTANTS[run], 0, end)
        if run in names.GREEK and not self._is_product(run):
            return Piece(Kind.SYMBOL, names.GREEK[run], 0, end)
        return None

    def _is_product(self, run: str) -> bool:
        """Whether every letter of ``run`` is declared: then ``mu`` is m·u, and ``xi`` is x·i."""
        if len(run) == 1 or names.GREEK.get(run, run) in self.declared:
            return False
        return any(letter in self.declared for letter in run) and all(
            letter in self.declared or letter == "i" for letter in run
        )

    def _is_known(self, piece: Piece) -> bool:
        """Whether this part of a longer run is more than a letter that nobody declared."""
        is_letter = piece.end - piece.start == 1 and piece.kind is not Kind.FUNCTION
        return not is_letter or piece.name in self.declared

    def _inverse_or_factor(self, run: str, whole: Piece, *, position: int, choices: Choices) -> list[Piece]:
        """``asin`` is arcsin, or a·sin when ``a`` is declared: then both are readings."""
        shorter = names.FUNCTIONS.get(run[1:])
        is_both = whole.kind is Kind.FUNCTION and run[0] in self.declared and shorter in names.INVERSES
        if not is_both or shorter is None or choices.take(position) == 0:
            return [whole]
        return [
            Piece(Kind.SYMBOL, run[0], 0, 1),
            Piece(Kind.FUNCTION, shorter, 1, len(run)),
        ]

    def _fewest(self, run: str, *, called: bool) -> list[Piece]:
        """The split into fewest pieces; of equals, the one whose first piece is longest."""
        ends = len(run)
        counts = [0] * (ends + 1)
        chosen: list[Piece] = []
        for start in range(ends - 1, -1, -1):
            options = self._pieces_at(run, start, called=called)
            best = min(options, key=lambda piece: counts[piece.end])
            counts[start] = counts[best.end] + 1
            chosen.append(best)
        pieces, start = [], 0
        while start < ends:
            pieces.append(chosen[ends - 1 - start])
            start = pieces[-1].end
        return pieces

    def _pieces_at(self, run: str, start: int, *, called: bool) -> list[Piece]:
        """Every piece that can begin at ``start``, longest first."""
        pieces = []
        for end in range(min(len(run), start + max(self._longest, 12)), start, -1):
            piece = self._piece(run, start, end, called=called and end == len(run))
            if piece is not None:
                pieces.append(Piece(piece.kind, piece.name, start, end))
        return pieces

    def _piece(self, run: str, start: int, end: int, *, called: bool) -> Piece | None:
        part = run[start:end]
        if part in self.declared or part in self.functions or len(part) == 1:
            return self.whole(part, called=called)
        if part == "pi":
            return Piece(Kind.CONSTANT, "pi", start, end)
        if len(part) == 2 and part != "ln" and not (part in {"lg", "tg"} and start == 0):
            return None
        function = names.FUNCTIONS.get(part)
        if function is not None and (called or function in names.BRACKETLESS):
            return Piece(Kind.FUNCTION, function, start, end)
        is_greek = len(part) > 2 and part in names.GREEK and part.islower()
        return Piece(Kind.SYMBOL, names.GREEK[part], start, end) if is_greek else None

    def _check(self, run: str, pieces: list[Piece], *, called: bool, position: int) -> None:
        if all(piece.name in self.declared for piece in pieces if piece.kind is Kind.SYMBOL):
            return
        if called and len(run) > 2 and pieces[-1].kind is Kind.SYMBOL:
            raise ReadError("unknown_function", position, found=run)
        if len(run) >= PROSE_LENGTH and not any(map(self._is_known, pieces)):
            raise ReadError("prose", position, found=run)


@lru_cache(maxsize=256)
def words_of(symbols: Symbols) -> Words:
    """The one reader of runs for a symbol list: a question's answers share it."""
    return Words(symbols)

"""The tokens of a language model: byte pairs, merged as GPT-2 and its many followers merge them.

A text is cut into words with their leading blank, marks and single figures; the bytes of each are joined pair by pair,
the pair that was learnt first before all others.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import regex

from cleaner.spelling.storage.bounded_cache import BoundedCache

_PIECES = regex.compile(r"'(?:s|t|re|ve|m|ll|d)| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")
_PRINTABLE = (*range(33, 127), *range(161, 173), *range(174, 256))


def _letters() -> dict[int, str]:
    """A letter for each byte: itself where it prints, else one behind all bytes."""
    others = (byte for byte in range(256) if byte not in _PRINTABLE)
    return {byte: chr(byte) for byte in _PRINTABLE} | {byte: chr(256 + n) for n, byte in enumerate(others)}


class BytePairs:
    """`tokens` in the order of their numbers; `merges` as pairs with a blank between, the first learnt first.

    >>> pairs = BytePairs([*"the", "Ġ", "th", "Ġth", "Ġthe"], ["t h", "Ġ th", "Ġth e"])
    >>> pairs.encode("the the")
    [4, 2, 6]
    """

    def __init__(self, tokens: Iterable[str], merges: Iterable[str]) -> None:
        self._numbers = {token: number for number, token in enumerate(tokens)}
        self._ranks = {tuple(merge.split(" ")): rank for rank, merge in enumerate(merges)}
        self._letter_of = _letters()
        self._known = BoundedCache(self._merged)

    def number(self, token: str) -> int:
        """The number of one token, such as those that no text is cut into."""
        return self._numbers[token]

    def encode(self, text: str) -> list[int]:
        """The numbers of the tokens; a byte that the model has no token for is left out."""
        return [number for piece in _PIECES.findall(text) for number in self._known[piece]]

    def _merged(self, piece: str) -> list[int]:
        parts = [self._letter_of[byte] for byte in piece.encode("utf-8", "replace")]
        while len(parts) > 1:
            first = min(pairwise(parts), key=lambda pair: self._ranks.get(pair, len(self._ranks)))
            if first not in self._ranks:
                break
            parts = _joined(parts, first)
        return [self._numbers[part] for part in parts if part in self._numbers]


def _joined(parts: list[str], pair: tuple[str, str]) -> list[str]:
    """The parts with each such pair made one."""
    joined, at = [], 0
    while at < len(parts):
        is_pair = tuple(parts[at : at + 2]) == pair
        joined.append("".join(parts[at : at + 1 + is_pair]))
        at += 1 + is_pair
    return joined

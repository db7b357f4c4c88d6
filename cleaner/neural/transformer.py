"""A transformer of Llama's shape in numpy: how likely tokens follow one another.

Root-mean-square norms, rotary positions, grouped attention, gated feed-forward layers (Touvron et al. 2023).  Nothing
is generated: a prefix and all its continuations go through in one pass, in which a continuation sees the prefix and
itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
_HIDDEN = np.float32(-1e9)  # what a token may not see


class Layer(NamedTuple):
    """One layer.  Each matrix is multiplied from the right; the weights of the norm before it are in it."""

    query_key_value: Array
    attended: Array
    gate_up: Array
    down: Array


class Transformer(NamedTuple):
    """`embedding` has a row for each token, and gives the odds of each token at the end, too.

    `heads` ask and `key_heads` answer; `epsilon` is the norm's, `base` that of the rotary positions.
    """

    embedding: Array
    layers: Sequence[Layer]
    norm: Array
    heads: int
    key_heads: int
    epsilon: float
    base: float

    def log_probabilities(self, prefix: Sequence[int], continuations: Sequence[Sequence[int]]) -> list[float]:
        """ln P of each continuation given the prefix, which has at least one token."""
        tokens, places, own = list(prefix), list(range(len(prefix))), [0] * len(prefix)
        for number, following in enumerate(continuations, 1):
            read = following[:-1]  # the last token is foretold and not read
            tokens += read
            places += range(len(prefix), len(prefix) + len(read))
            own += [number] * len(read)
        rows = self._hidden(np.array(tokens), np.array(places), _sight(np.array(own)))[len(prefix) - 1 :]
        odds = rows @ self.embedding.T
        odds -= odds.max(axis=-1, keepdims=True)
        odds -= np.log(np.exp(odds).sum(axis=-1, keepdims=True))
        found, at = [], 1
        for following in continuations:  # the prefix's last token foretells the first of each
            beyond = at + max(0, len(following) - 1)
            found.append(float(sum(odds[row, t] for row, t in zip([0, *range(at, beyond)], following, strict=False))))
            at = beyond
        return found

    def _hidden(self, tokens: npt.NDArray[np.int64], places: npt.NDArray[np.int64], sight: Array) -> Array:
        """What the last layer knows at each token."""
        x = self.embedding[tokens]
        turn = self._turn(places)
        for layer in self.layers:
            x = x + self._attended(self._level(x) @ layer.query_key_value, turn, sight) @ layer.attended
            gate, up = np.split(self._level(x) @ layer.gate_up, 2, axis=-1)
            x = x + (gate / (1 + np.exp(-gate)) * up) @ layer.down
        return self._level(x) * self.norm

    def _level(self, x: Array) -> Array:
        scale: Array = 1 / np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(self.epsilon))
        return x * scale

    def _turn(self, places: npt.NDArray[np.int64]) -> tuple[Array, Array]:
        """Cosine and sine of the angles by which the pairs of a head are turned at each place."""
        width = self.embedding.shape[1] // self.heads
        angles = np.outer(places, self.base ** (-np.arange(0, width, 2) / width))
        return np.cos(angles).astype(np.float32)[:, None], np.sin(angles).astype(np.float32)[:, None]

    def _attended(self, mixed: Array, turn: tuple[Array, Array], sight: Array) -> Array:
        """What each token takes from those that it sees."""
        length, size = len(mixed), self.embedding.shape[1]
        width, group = size // self.heads, self.heads // self.key_heads
        keys_end = size + self.key_heads * width
        queries = _turned(mixed[:, :size].reshape(length, self.heads, width), turn)
        keys = _turned(mixed[:, size:keys_end].reshape(length, self.key_heads, width), turn)
        values = mixed[:, keys_end:].reshape(length, self.key_heads, width)
        asked = queries.reshape(length, self.key_heads, group, width).transpose(1, 2, 0, 3)
        found = asked @ keys.transpose(1, 2, 0)[:, None] * np.float32(width**-0.5) + sight
        found = np.exp(found - found.max(axis=-1, keepdims=True))
        found /= found.sum(axis=-1, keepdims=True)
        taken: Array = found @ values.transpose(1, 0, 2)[:, None]
        return taken.transpose(2, 0, 1, 3).reshape(length, size)


def _turned(heads: Array, turn: tuple[Array, Array]) -> Array:
    """Each pair of neighbours turned by the angle of its place."""
    cosine, sine = turn
    even, odd = heads[..., 0::2], heads[..., 1::2]
    turned = np.empty_like(heads)
    turned[..., 0::2], turned[..., 1::2] = even * cosine - odd * sine, even * sine + odd * cosine
    return turned


def _sight(own: npt.NDArray[np.int64]) -> Array:
    """0 where a token (the row) sees another; `own`: the continuation of each, 0 for the prefix."""
    earlier = np.tri(len(own), dtype=bool)
    of_it = (own[None, :] == 0) | (own[None, :] == own[:, None])
    return np.where(earlier & of_it, np.float32(0), _HIDDEN)

"""Train a trigram model: count n-grams, smooth, prune, write.

Smoothing is modified Kneser-Ney (Chen and Goodman 1999): each order has three discounts, computed from the counts of
counts, and the lower orders count after how many different words a word stands, not how often.  Pruning (Seymore and
Rosenfeld 1996) keeps the n-grams whose loss would cost the training text most; then the back-off weights are set so
that all probabilities still sum to one.

An n-gram is one 64-bit number, 16 bits a word, so that numpy can do all of it by sorting.  50 million words take about
three minutes and three gigabytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.spelling.language_model import BACKOFF_STEPS, BACKOFF_TOP, BOUNDARY, SPECIAL, STEPS, UNKNOWN, model_words
from cleaner.spelling.storage.mmap_arrays import write
from cleaner.spelling.storage.vocabulary import pack

#: a word's number has 16 bits
MAX_VOCABULARY = 65_000

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class _Grams:
    """N-grams of one order: sorted keys, 16 bits a word, the last word lowest."""

    keys: Ints
    counts: Ints
    p: Floats

    @property
    def context(self) -> Ints:
        return self.keys >> 16

    @property
    def last(self) -> Ints:
        return self.keys & 0xFFFF

    def only(self, kept: NDArray[np.bool_]) -> _Grams:
        return _Grams(self.keys[kept], self.counts[kept], self.p[kept])


def build(
    texts: Iterable[str],
    out: Path,
    *,
    knows: Callable[[str], bool] = lambda word: True,
    vocabulary: int = MAX_VOCABULARY,
    bigrams: int = 1_000_000,
    trigrams: int = 1_600_000,
    notes: str = "",
) -> None:
    """Write a model of `texts` to `out`, about eight bytes a bigram and three a trigram.

    The vocabulary is the commonest words that occur twice and that `knows` accepts.  Raises `ValueError` if
    the texts hold too little to learn from.
    """
    words, stream = _number(texts, knows, min(vocabulary, MAX_VOCABULARY))
    if len(stream) < 1000:
        raise ValueError(f"{len(stream)} words are too few for a language model; give it a thousand at least")
    one, two, three = _smooth(stream, len(words))
    two_kept, three_kept = _prune(one, two, three, bigrams, trigrams)
    _write(out, words, one, two.only(two_kept), three.only(three_kept), notes=notes, seen=len(stream))


def _number(texts: Iterable[str], knows: Callable[[str], bool], size: int) -> tuple[list[str], Ints]:
    """The vocabulary, commonest first, and the texts as its numbers, boundaries between."""
    seen: dict[str, int] = {name: number for number, name in enumerate(SPECIAL)}
    raw = array("I", [BOUNDARY])
    for text in texts:
        raw.extend([seen.setdefault(word, len(seen)) for word in model_words(text)])
        raw.append(BOUNDARY)
    stream = np.frombuffer(raw, dtype=np.uint32)
    counts = np.bincount(stream, minlength=len(seen))
    counts[: len(SPECIAL)] = counts.max() + 1  # first, in their own order
    names = list(seen)
    renumber = np.full(len(names), UNKNOWN, dtype=np.int64)
    words: list[str] = []
    for old in np.argsort(-counts, kind="stable"):
        if len(words) >= size or counts[old] < 2:
            break
        if old < len(SPECIAL) or knows(names[old]):
            renumber[old] = len(words)
            words.append(names[old])
    return words, renumber[stream]


def _smooth(stream: Ints, size: int) -> tuple[Floats, _Grams, _Grams]:
    a, b, c = stream[:-2], stream[1:-1], stream[2:]
    within = b != BOUNDARY  # no n-gram crosses a boundary
    keys, counts = np.unique((a[within] << 32) | (b[within] << 16) | c[within], return_counts=True)
    three = _Grams(keys, counts.astype(np.int64), np.empty(0))

    # A bigram counts after how many different words it stands.  Before a sentence's first word there is none, so
    # bigrams that begin at a boundary keep their plain counts.
    keys, counts = np.unique(three.keys & 0xFFFF_FFFF, return_counts=True)
    first, plain = np.unique((BOUNDARY << 16) | stream[1:][stream[:-1] == BOUNDARY], return_counts=True)
    plain = plain[first & 0xFFFF != BOUNDARY]
    first = first[first & 0xFFFF != BOUNDARY]
    inner = keys >> 16 != BOUNDARY
    keys, counts = np.concatenate([keys[inner], first]), np.concatenate([counts[inner], plain])
    order = np.argsort(keys)
    two = _Grams(keys[order], counts[order].astype(np.int64), np.empty(0))

    continuations = np.bincount(two.last, minlength=size).astype(np.float64)
    discount = 0.75
    some = np.maximum(continuations - discount, 0.0)
    one = some / continuations.sum()
    one += (1.0 - one.sum()) / size
    two.p = _interpolate(two, one[two.last])
    lower = np.searchsorted(two.keys, three.keys & 0xFFFF_FFFF)
    three.p = _interpolate(three, two.p[lower])
    return one, two, three


def _interpolate(grams: _Grams, lower: Floats) -> Floats:
    """Modified Kneser-Ney: what the discounts take from a context's n-grams goes to the lower order."""
    n = [int(np.count_nonzero(grams.counts == k)) for k in (1, 2, 3, 4)]
    y = n[0] / max(1, n[0] + 2 * n[1])
    cut = [0.0] + [min(max(k - (k + 1) * y * n[k] / max(1, n[k - 1]), 0.1), k - 0.05) for k in (1, 2, 3)]
    discounts = np.array(cut)[np.minimum(grams.counts, 3)]
    _, context = np.unique(grams.context, return_inverse=True)
    total = np.bincount(context, weights=grams.counts)
    freed = np.bincount(context, weights=discounts)
    return np.asarray((grams.counts - discounts) / total[context] + (freed / total)[context] * lower)


def _prune(
    one: Floats, two: _Grams, three: _Grams, bigrams: int, trigrams: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which bigrams and trigrams stay: the costliest to lose, and every bigram that a kept trigram begins with."""
    pair = np.searchsorted(two.keys, three.keys & 0xFFFF_FFFF)
    loss = three.counts * (np.log(three.p) - np.log(two.p[pair] * _backoff(three, two.p[pair])))
    three_kept = _top(loss, trigrams)
    loss = _plain(two, three) * (np.log(two.p) - np.log(one[two.last] * _backoff(two, one[two.last])))
    needed = np.isin(two.keys, np.unique(three.context[three_kept]))
    loss[needed] = np.inf
    return _top(loss, max(bigrams, int(needed.sum()))), three_kept


def _plain(two: _Grams, three: _Grams) -> Floats:
    """How often a bigram stands in the text: as often as trigrams begin with it."""
    keys, at = np.unique(three.context, return_inverse=True)
    sums = np.bincount(at, weights=three.counts)
    found = np.searchsorted(keys, two.keys)
    found[found == len(keys)] = 0
    return np.where(keys[found] == two.keys, sums[found], 1.0)


def _backoff(grams: _Grams, lower: Floats) -> Floats:
    """For each n-gram the back-off weight that its context would have without it."""
    _, context = np.unique(grams.context, return_inverse=True)
    kept = np.bincount(context, weights=grams.p)
    shadow = np.bincount(context, weights=lower)
    return np.asarray(
        (1.0 - kept[context] + grams.p + 1e-9).clip(1e-6) / (1.0 - shadow[context] + lower + 1e-9).clip(1e-6)
    )


def _top(loss: Floats, keep: int) -> NDArray[np.bool_]:
    if keep >= len(loss):
        return np.ones(len(loss), dtype=np.bool_)
    return np.asarray(loss >= max(np.partition(loss, len(loss) - keep)[len(loss) - keep], 1e-9))


def _write(out: Path, words: list[str], one: Floats, two: _Grams, three: _Grams, *, notes: str, seen: int) -> None:
    size = len(words)
    lower2 = one[two.last]
    kept, shadow = (np.bincount(two.context, weights=w, minlength=size) for w in (two.p, lower2))
    b1 = (1.0 - kept).clip(1e-6) / (1.0 - shadow).clip(1e-6)

    pair = np.searchsorted(two.keys, three.context)  # the bigram that each trigram begins with: always kept
    tail = three.keys & 0xFFFF_FFFF
    place = np.searchsorted(two.keys, tail).clip(max=len(two.keys) - 1)
    there = two.keys[place] == tail
    lower3 = np.where(there, two.p[place], b1[(tail >> 16)] * one[three.last])
    kept, shadow = (np.bincount(pair, weights=w, minlength=len(two.keys)) for w in (three.p, lower3))
    b2 = (1.0 - kept).clip(1e-6) / (1.0 - shadow).clip(1e-6)

    follow1 = np.searchsorted(two.context, np.arange(size + 1))
    follow2 = np.searchsorted(pair, np.arange(len(two.keys) + 1))
    write(
        out,
        "trigrams",
        {
            **pack(words),
            "p1": ("B", _probabilities(one)),
            "b1": ("B", _backoffs(b1)),
            "follow1": ("I", follow1.astype(np.uint32).tobytes()),
            "w2": ("H", two.last.astype(np.uint16).tobytes()),
            "p2": ("B", _probabilities(two.p)),
            "b2": ("B", _backoffs(b2)),
            "follow2": ("I", follow2.astype(np.uint32).tobytes()),
            "w3": ("H", three.last.astype(np.uint16).tobytes()),
            "p3": ("B", _probabilities(three.p)),
        },
        {"words": size, "bigrams": len(two.keys), "trigrams": len(three.keys), "seen": seen, "notes": notes},
    )


def _probabilities(p: Floats) -> bytes:
    return bytes(np.rint(-np.log(p.clip(1e-7, 1.0)) * STEPS).clip(0, 255).astype(np.uint8))


def _backoffs(b: Floats) -> bytes:
    steps = np.rint((BACKOFF_TOP - np.log(b.clip(1e-5, 2.7))) * BACKOFF_STEPS)
    return bytes(steps.clip(0, 255).astype(np.uint8))

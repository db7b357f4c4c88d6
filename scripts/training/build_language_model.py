"""Build `context.bin`: trigrams with modified Kneser-Ney smoothing, pruned.  Five minutes, 4 GB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from cleaner.spelling import train_language_model
from training.models import Models
from training.sources import Sources

#: every fiftieth line is never read: correct text that the model has not seen, to fit the classifier on
HELD_OUT = 50


def is_held_out(line: str) -> bool:
    return crc32(line.encode()) % HELD_OUT == 0


def lines(sources: Sources) -> Iterator[str]:
    """The lines that the model is built from."""
    for name, text in sources.texts.items():
        for line in sources.lines(name):
            if not is_held_out(line) and crc32(line.encode()) // HELD_OUT % 100 < text.share:
                yield line


def build(sources: Sources, models: Models, out: Path) -> dict[str, object]:
    """Write the language model; its vocabulary holds only words that the lexicon trusts."""
    shares = ", ".join(f"{name} {text.share}%" for name, text in sources.texts.items())
    train_language_model.build(
        lines(sources),
        out,
        knows=models.lexicon().knows,
        bigrams=sources.size.bigrams,
        trigrams=sources.size.trigrams,
        notes=f"English, built by scripts/retrain.py from {shares}",
    )
    return {}

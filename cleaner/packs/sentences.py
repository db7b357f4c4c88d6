"""Sentences of a document that can test a rule, and names for rules made of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.ledger.values import Example
from cleaner.text.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, and what it becomes."""

    before: str
    after: str


def sentences(examples: Iterable[Example], before: str, after: str | None) -> Iterator[Sentence]:
    """What a test can be made of: the sentence around a case, if that is not enough its paragraph, then all lines.

    Lines stay as they are where white space is the matter, or a whole line.
    """
    for example in examples:
        e = example.excerpt
        text = e.left + e.words + e.right
        analysis = Analysis(text)
        for start, end in (analysis.sentence(len(e.left)), analysis.paragraph(len(e.left))):
            left, right = text[start : len(e.left)], text[len(e.left) + len(e.words) : end]
            # Only words in single spaces make a test that a person likes to read.
            shown = [" ".join((left + words + right).split()) for words in (before, after or "")]
            if before in shown[0] and shown[0] != shown[1]:
                yield Sentence(*shown)
        yield Sentence(text, e.left + (after or "") + e.right)


def slug(text: str) -> str:
    """A rule's name made of words.

    >>> slug("The mafia’s "), slug("¿")
    ('the-mafia-s', 'u00bf')
    """
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    return name or "-".join(f"u{ord(c):04x}" for c in text[:4])

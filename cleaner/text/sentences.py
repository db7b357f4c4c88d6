"""Where sentences and paragraphs begin and end."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.text import abbreviations
from cleaner.text.expressions import compiled
from cleaner.text.lines import Span

# A stop, its closing marks, white space, and something that can open a sentence.  A row of stops is looked at once.
_SENTENCE_END = compiled(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s++[\"'“‘«(\[—–-]*+[\p{Lu}\p{N}])|\n\s*\n")
# After an abbreviation, an initial or letters with points between, a capital does not open a sentence.
_ABBREVIATION = compiled(rf"(?:\b(?:{'|'.join(abbreviations.ALL)})|\b\p{{Lu}}|\b\p{{L}}\.\p{{L}})\.$")
_BLANK_LINES = compiled(r"\n[^\S\n]*\n\s*")

# What stands between two sentences, up to the first letter of the second.
_BEFORE_FIRST = compiled(r"(?:\A\s*|\n[^\S\n]*\n\s*|[.!?…][\"'”’»)\]]*\s+)[\"'“‘«(\[—–-]*\Z")


def after_stop(text: str, at: int) -> bool:
    """Whether a sentence begins at a place, going by what stands before it: the word there may have lost its capital.

    >>> [after_stop(text, text.index("lt")) for text in ("It rained. lt was cold.", "Mr. lt was", "and lt was")]
    [True, False, False]
    """
    if at > 1 and text[at - 1] == " " and text[at - 2].isalnum():  # nearly all
        return False
    before = text[max(0, at - 40) : at]
    found = _BEFORE_FIRST.search(before if at <= 40 else "x" + before[1:])  # a cut is not the text's start
    return found is not None and not _ABBREVIATION.search(before[: found.start() + 1])


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text; what parts them belongs to none."""
    start = 0
    for m in _SENTENCE_END.finditer(text):
        if m.group()[0] == "." and _ABBREVIATION.search(text, max(0, m.start() - 12), m.start() + 1):
            continue
        yield start, m.end()
        start = m.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text) or start == 0:
        yield start, len(text)


def paragraphs(text: str) -> Iterator[Span]:
    """Blocks between blank lines; where a text has none and its lines are long, its lines."""
    cuts = _BLANK_LINES
    if not _BLANK_LINES.search(text) and len(text) > 100 * (text.count("\n") + 1):
        cuts = compiled(r"\n")
    start = 0
    for m in cuts.finditer(text):
        yield start, m.start()
        start = m.end()
    yield start, len(text)

"""Taking whole lines out of a text so that the paragraphs around stay parted as they are."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.text.lines import Span


def with_breaks(text: str, stretches: Sequence[Span]) -> list[Span]:
    r"""Stretches of whole lines, each with the line breaks that go with it.

    Between the stretches, which come in order, stand empty lines at most.  Whichever of them are taken out, no line
    break is taken twice; where all are, one empty line is left at most, and none at an end of the text.

    >>> text = "He left.\n\nMenu\nHome\n\nShe came.\n"
    >>> [text[a:b] for a, b in with_breaks(text, [(10, 14), (15, 19)])]
    ['Menu\n', 'Home\n\n']
    >>> [text[a:b] for a, b in with_breaks("He left.\n\nMenu\n", [(10, 14)])]
    ['\n\nMenu']
    """
    if not stretches:
        return []
    first, last = stretches[0][0], stretches[-1][1]
    starts = [start for start, _ in stretches]
    if text[:first].strip() and not text[last:].strip():  # at the end of the text, what stands before them goes
        ends = [start + len(text[start:end].rstrip("\r")) for start, end in stretches]
        return [*zip([len(text[:first].rstrip("\r\n")), *ends], ends, strict=False)]
    return [*zip(starts, [*starts[1:], _end(text, first, last)], strict=True)]


def _end(text: str, first: int, last: int) -> int:
    """Where the last line ends, with its break, and with the empty lines after it where such stand before the first."""
    end = min(len(text), last + 1)
    if not text[:first].strip() or text[:first].endswith(("\n\n", "\n\r\n")):
        end += len(text[end:]) - len(text[end:].lstrip("\r\n"))
    return end

"""Whether a correction is right, by the true text: what the costs and the classifier are fitted on."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from cleaner.spelling.correction import Correction
from cleaner.text.alignment import token_edits

_TOKEN = re.compile(r"\w(?:\w|['’‘ʼ`](?=[^\W\d_])|[-¬‐‑](?=\w)|[-¬‐‑]\s+(?=[a-zà-ÿ])|[-¬‐‑]\s*\n\s*(?=\w))*")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ſ": "s"})

#: the features of a correction, and 1 if it is right
Rows = list[tuple[tuple[float, ...], int]]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Words as a neutral eye sees them: no case, no hyphens and apostrophes, line breaks mended."""
    found = ((re.sub(r"[\W_]", "", m.group().lower().translate(_LIGATURES)), *m.span()) for m in _TOKEN.finditer(text))
    return [token for token in found if token[0]]


def judged(noisy: str, clean: str, proposals: list[Correction]) -> Iterator[int]:
    """For each proposal 1 if it makes of its place what the truth has there, 0 if not."""
    placed = tokens(noisy)
    words = [word for word, _, _ in placed]
    starts, ends = [start for _, start, _ in placed], [end for _, _, end in placed]
    edits = token_edits(words, [word for word, _, _ in tokens(clean)])
    printed = set(re.findall(r"\w+", clean.lower()))
    for p in proposals:
        first, last = bisect_right(ends, p.start), bisect_left(starts, p.end)
        for edit in [*edits, *reversed(edits)]:  # whole edits only: widen to those that are cut
            if edit.start < last and edit.end > first:
                first, last = min(first, edit.start), max(last, edit.end)
        true: list[str] = []
        at = first
        for edit in edits:
            if first <= edit.start < edit.end <= last:
                true += [*words[at : edit.start], *edit.tokens]
                at = edit.end
        true += words[at:last]
        start = min([p.start, *starts[first:last]])
        end = max([p.end, *ends[first:last]])
        got = [word for word, _, _ in tokens(noisy[start : p.start] + p.after + noisy[p.end : end])]
        yield int(
            got != words[first:last]
            and (
                got == true
                or (
                    (start < p.start or end > p.end)  # more than the proposal stands here: part of it may be right
                    and printed.issuperset(re.findall(r"\w+", p.after.lower()))
                    and _on_the_way(words[first:last], got, true)
                )
            )
        )


def _on_the_way(old: list[str], got: list[str], true: list[str]) -> bool:
    """Is no letter changed that need not be?"""
    before, after, printed = " ".join(old), " ".join(got), " ".join(true)
    there = Levenshtein.distance(before, after) + Levenshtein.distance(after, printed)
    return there == Levenshtein.distance(before, printed)


def judged_features(texts: Iterable[tuple[str, str]], read: Callable[[str], Iterable[Correction]]) -> Rows:
    rows: Rows = []
    for noisy, clean in texts:
        proposals = list(read(noisy))
        verdicts = judged(noisy, clean, proposals) if noisy != clean else (0 for _ in proposals)
        rows += [(p.features, right) for p, right in zip(proposals, verdicts, strict=True)]
    return rows

"""Decomposed letters (`e` and U+0301, as macOS and PDF write `é`) are read as composed ones.

Word lists, rules and models know composed letters only.  So a document is composed before it is read, and what was
found is brought back: spans count in the original, fixes have the form of the text around them, and text that is not
changed keeps its bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from unicodedata import is_normalized, normalize

from cleaner.model import Cleaned, Document, Edit, Finding, Record, Remembered, Ruling, Verdict
from cleaner.text import edits
from cleaner.text.edits import Shift
from cleaner.text.expressions import compiled
from cleaner.text.rebase import moved_confidences, moved_cues

# A letter with its marks, and a Korean syllable in its parts; singletons (the Ångström sign) are nobody's accents.
_APART = compiled(r"\P{M}\p{M}++|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?+")


def composing(text: str) -> list[Edit]:
    """The edits that make one letter of each letter with its marks.

    >>> composing("Zoe\\u0308 came")
    [Edit(start=2, end=4, text='ë')]
    """
    if text.isascii() or is_normalized("NFC", text):
        return []
    apart = ((m.span(), m.group(), normalize("NFC", m.group())) for m in _APART.finditer(text))
    return [Edit(start, end, letter) for (start, end), written, letter in apart if letter != written]


def compose(document: Document) -> Document:
    """The document with its letters composed; the same where they are.

    >>> compose(Document("a", "cafe\\u0301")).text
    'café'
    """
    return Composed.of(document).document


@dataclass(frozen=True)
class Composed:
    """A document with its letters composed, and the way back to how it was written."""

    document: Document
    original: Document
    shift: Shift

    @classmethod
    def of(cls, document: Document) -> Composed:
        """A document made ready to be read."""
        made = composing(document.text)
        if not made:
            return cls(document, document, Shift.of(()))
        confidences = moved_confidences(document.word_confidences, made)
        text, cues = edits.apply(document.text, made), moved_cues(document.cues, made)
        read = replace(document, text=text, word_confidences=confidences, cues=cues)
        return cls(read, document, Shift.of(made))

    def remembered(self, known: Remembered | None) -> Remembered | None:
        """What people said, asked for by the words as they were written: so they were remembered."""
        return _AsWritten(self, known) if known and self.shift.edits else known

    def written(self, cleaned: Cleaned) -> Cleaned:
        """What came of the composed document, as what comes of the original."""
        if not self.shift.edits:
            return cleaned
        records = tuple(map(self.record, cleaned.records))
        text = edits.apply(self.original.text, [r.edit for r in records if r.verdict is Verdict.FIX])
        kept = tuple(map(self.record, cleaned.kept))
        return replace(cleaned, document=self.original, text=text, records=records, kept=kept)

    def record(self, record: Record) -> Record:
        """A record in the original's places and in the form of its letters."""
        finding = self.finding(record.finding)
        return replace(record, finding=finding, before=self.original.text[finding.start : finding.end])

    @staticmethod
    def _form(written: str) -> Callable[[str], str]:
        """How letters are put here: as marks of their own, unless what stands here has letters that are one."""
        return str if any(normalize("NFD", c) != c for c in written) else lambda text: normalize("NFD", text)

    def finding(self, finding: Finding) -> Finding:
        """A finding on the original: no letter is cut in two."""
        text = self.document.text
        wide_start, wide_end, start, end = self.shift.back(finding.start, finding.end)
        left, right = text[wide_start : finding.start], text[finding.end : wide_end]
        form = self._form(self.original.text[start:end])
        suggestions = tuple(replace(s, text=form(left + s.text + right)) for s in finding.suggestions)
        return replace(finding, start=start, end=end, suggestions=suggestions)


@dataclass(frozen=True)
class _AsWritten:
    """Earlier decisions, asked about a composed document."""

    composed: Composed
    known: Remembered

    def ruling(self, finding: Finding, text: str, document: str) -> Ruling | None:
        """What was decided of this finding on the original; a person's own words composed, as all that is read."""
        original = self.composed.original.text
        ruling = self.known.ruling(self.composed.finding(finding), original, document)
        return replace(ruling, text=normalize("NFC", ruling.text)) if ruling and ruling.text else ruling

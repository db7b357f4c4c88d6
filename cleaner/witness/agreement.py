"""Where our own reading of the original says the same as the other version.

Two readers that saw different things and agree are hardly wrong together: of what our corrector proposes with .1 and
more and another tool proposes too, 94 to 98% was right, without any training (six tools, shared/measured/ocr.md).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from cleaner.model import Edit, Finding, Record
from cleaner.text.edits import Occupied, apply
from cleaner.text.word_keys import keys
from cleaner.witness.changes import WitnessChange, applied, meeting


def agreeing(text: str, made: Sequence[WitnessChange], records: Sequence[Record]) -> dict[WitnessChange, Record]:
    """The changes that come to the same words as what we found there, each with the surest of our records.

    >>> from cleaner.model import Suggestion, Tier, Verdict
    >>> from cleaner.witness.changes import changes
    >>> ours = Finding(0, 3, "spelling/word", "ocr", Tier.LIKELY, (Suggestion("The"),), "")
    >>> [c.after for c in agreeing("Tbe rnan", changes("Tbe rnan", "the man"), [Record(ours, Verdict.FIX, "", "Tbe")])]
    ['the']
    """
    words = [c for c in made if not c.is_layout]
    found: dict[WitnessChange, Record] = {}
    surest_first = sorted((r for r in records if r.after is not None), key=lambda r: -r.finding.confidence)
    for record in surest_first:
        for change in together(text, words, record.finding):
            found.setdefault(change, record)
    in_order = sorted(surest_first, key=lambda r: r.finding.start)
    for change in words:
        several = [] if change in found else _within(in_order, change)
        if several and _same(text, [change], [r.finding for r in several]):
            found[change] = several[-1]
    return found


def together(text: str, made: Sequence[WitnessChange], finding: Finding) -> list[WitnessChange]:
    """The changes that come to the same words as one finding, all of them together; none if they do not."""
    met = meeting(made, finding.start, finding.end)
    return met if met and _same(text, met, [finding]) else []


def seconded(text: str, made: Sequence[WitnessChange], others: Sequence[WitnessChange]) -> set[WitnessChange]:
    """The changes that a third version, with `others`, makes too: both come to the same words there.

    >>> from cleaner.witness.changes import changes
    >>> made, others = changes("Tbe rnan", "The men"), changes("Tbe rnan", "the man")
    >>> [c.after for c in seconded("Tbe rnan", made, others)]
    ['The']
    """
    theirs, found = [c for c in others if not c.is_layout], set[WitnessChange]()
    for change in made:
        met = [] if change.is_layout else meeting(theirs, change.start, change.end)
        if met and _comes_to(text, [change], met):
            found.add(change)
    return found


def _comes_to(text: str, made: list[WitnessChange], others: list[WitnessChange]) -> bool:
    start, end = min(made[0].start, others[0].start), max(made[-1].end, others[-1].end)
    return keys(applied(text, start, end, made)) == keys(applied(text, start, end, others)) != keys(text[start:end])


def _within(in_order: Sequence[Record], change: WitnessChange) -> list[Record]:
    """Disjoint records inside a change, the surest ones, if there are several."""
    low = bisect_left(in_order, change.start, key=lambda r: r.finding.start)
    high = bisect_right(in_order, change.end, key=lambda r: r.finding.start)
    taken, chosen = Occupied(), list[Record]()
    for record in sorted(in_order[low:high], key=lambda r: -r.finding.confidence):
        f = record.finding
        if f.end <= change.end and taken.free(f.start, f.end):
            taken.take(f.start, f.end)
            chosen.append(record)
    return chosen if len(chosen) > 1 else []


def _same(text: str, made: list[WitnessChange], findings: list[Finding]) -> bool:
    """Whether the changes and the findings come to the same words, which are not those that stand there."""
    start, end = (
        min(made[0].start, *(f.start for f in findings)),
        max(made[-1].end, *(f.end for f in findings)),
    )
    theirs = keys(applied(text, start, end, made))
    ours = keys(apply(text[start:end], [Edit(f.start - start, f.end - start, f.best or "") for f in findings]))
    return theirs == ours != keys(text[start:end])

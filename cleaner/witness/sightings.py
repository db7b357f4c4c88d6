"""The changes of one version, each beside the original, beside our own reading of it, and beside the other versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cleaner.kit import Kit
from cleaner.model import Cleaned, Record
from cleaner.spelling.sentence_fit import SentenceFit
from cleaner.text.word_keys import keys
from cleaner.witness.agreement import agreeing, seconded
from cleaner.witness.changes import WitnessChange
from cleaner.witness.come_and_gone import fits
from cleaner.witness.grounds import NO_VOTES, Original, Seen, WitnessVotes
from cleaner.witness.verdicts import HEARD
from cleaner.witness.versions import Fidelity, Version, WitnessKind

#: of a version of which nothing is known one change in four is taken to be confirmed by our reading, as if four had
#: been looked at: so few changes of a text move it little
CONFIRMED, LOOKED_AT = 1, 4


def sightings(ours: Cleaned, version: Version, kit: Kit, others: Sequence[Version] = ()) -> list[Seen]:
    """Each change that touches a word or a mark; `ours`: our own cleaning of the document."""
    text, made = ours.document.text, version.made
    if not made:
        return []
    original = _original(text, version, kit)
    records = (*ours.records, *ours.kept)
    same = agreeing(text, made, records)
    other = _otherwise(made, same, records)
    votes = _votes(text, version, others)
    fidelity = Fidelity(text, version, kit.lexicon)
    confirmed = {c for c in version.worded if c in same and same[c].finding.confidence >= HEARD}
    seen = [
        Seen(
            change,
            original,
            same.get(change),
            other.get(change, 0.0),
            (len(confirmed) - (change in confirmed) + CONFIRMED) / (max(1, len(version.worded)) - 1 + LOOKED_AT),
            fidelity.strayed(change.start, change.end),
            fidelity.adds(change.start, change.end),
            votes.get(change, NO_VOTES),
        )
        for change in made
    ]
    drops = sum(len(it.lost) for it in seen if not it.new and fits(it)) / max(1, original.counts.total())
    return [replace(it, drops=drops) for it in seen]


def _original(text: str, version: Version, kit: Kit) -> Original:
    """The first version, with the words that the second takes away and gives."""
    apart = [(Counter(keys(c.before)), Counter(keys(c.after))) for c in version.made]
    return Original(
        text,
        Counter(keys(text)),
        kit.lexicon,
        kit.corrector.error_model,
        SentenceFit(text, kit.lexicon, kit.corrector.language_model),
        frozenset(word for old, new in apart for word in old - new),
        frozenset(word for old, new in apart for word in new - old),
    )


def _otherwise(
    made: Sequence[WitnessChange], same: Mapping[WitnessChange, Record], records: Sequence[Record]
) -> dict[WitnessChange, float]:
    """How sure we are of another reading of what a change touches, where our reading is not the same."""
    scanned = sorted(
        (r.finding for r in records if r.after is not None and r.finding.damage == "ocr"), key=lambda f: f.start
    )
    longest = max((f.end - f.start for f in scanned), default=0)
    found: dict[WitnessChange, float] = {}
    first = 0
    for change in made:
        while first < len(scanned) and scanned[first].start + longest <= change.start:
            first += 1
        at = first
        while at < len(scanned) and scanned[at].start < change.end:
            if scanned[at].end > change.start and change not in same:
                found[change] = max(found.get(change, 0.0), scanned[at].confidence)
            at += 1
    return found


def _votes(text: str, version: Version, others: Sequence[Version]) -> dict[WitnessChange, WitnessVotes]:
    """What other versions have where this one changes words; copies have no vote."""
    jury = [other for other in others if other.kind is not WitnessKind.COPY]
    same = [(other, seconded(text, version.worded, other.worded)) for other in jury]
    return {change: _vote(change, same) for change in version.worded} if jury else {}


def _vote(change: WitnessChange, same: Sequence[tuple[Version, set[WitnessChange]]]) -> WitnessVotes:
    say = [other for other, theirs in same if change in theirs]
    rest = [other for other, theirs in same if change not in theirs]
    keep = [other for other in rest if other.keeps(change.start, change.end)]
    otherwise = [other for other in rest if other not in keep]
    return WitnessVotes(
        *_by_kind(say), _by_kind(keep)[1], *_by_kind(otherwise), names=tuple(other.name for other in say)
    )


def _by_kind(versions: Sequence[Version]) -> tuple[int, int]:
    """How many of some versions were made from the text, and how many read from an image."""
    images = sum(version.kind is WitnessKind.IMAGE for version in versions)
    return len(versions) - images, images

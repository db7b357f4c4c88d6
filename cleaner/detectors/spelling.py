"""Words that a scanner misread, by the corrector of `cleaner.language`: candidates, context, confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from cleaner.language.channel import Channel, confusions, shape
from cleaner.language.confidence import Confidence
from cleaner.language.context import Mixture, Trigrams
from cleaner.language.lexicon import Lexicon
from cleaner.language.proposals import JOIN, REAL_WORD, SPECK, SPLIT, Corrector, Proposal
from cleaner.model import Diagnosis, Evidence, Finding, Suggestion, Tier
from cleaner.profile import letters_of, shown
from cleaner.protect import is_foreign
from cleaner.text import Analysis

#: below this a reading is not worth keeping, even for `explain`
HARDLY = 0.05
#: from here on the text is taken for scanned: known words are doubted too
SCANNED = 0.5
#: below this nothing would come of it: `UNSCANNED` outweighs all but what would be certain in a scan
HARDLY_SCANNED = 0.05
#: a page of which more than this cannot be read is left alone; the worst of 1,100 scans that people
#: transcribed had 0.55
UNREADABLE, UNREADABLE_RULE = 0.6, "spelling/unreadable"
#: a text's language shows in its first characters
ENOUGH_TO_TELL = 20_000
#: a text teaches its own confusions if it shows so many; it is believed as much as the table at so many
TEACHES, TRUST = 8, 60.0
#: Confidence was learnt on scans.  In any other text a strange word is a dialect's, a language's, a name's or
#: the author's own, far more often than a misreading; so much in log-odds that a dialect's verse is not even
#: asked about.
UNSCANNED = Evidence("no sign of a scanner", -4.0)
#: a text with fewer words in lower case shows no share of anything
ENOUGH = 30


class Kit(Protocol):
    """What this detector needs of the pipeline's kit."""

    @property
    def lexicon(self) -> Lexicon: ...

    @property
    def context(self) -> Trigrams | Mixture | None: ...


def spelling(analysis: Analysis, diagnosis: Diagnosis, kit: Kit) -> Iterator[Finding]:
    """Every place that is likelier misread than right, or nearly so, with the reading that fits best.

    Protected text, figures, initials and Roman numerals are never touched; names, foreign words and old
    spelling are guarded by the confidence, which has seen many of them.
    """
    if diagnosis["ocr"] < HARDLY_SCANNED:
        return
    confidence = Confidence.shipped()
    scanned = diagnosis["ocr"] >= SCANNED
    if is_foreign(analysis.text[:ENOUGH_TO_TELL]):
        return
    noise = corrector_of(kit).overview(analysis.text)
    if noise.words >= ENOUGH and noise.noise >= UNREADABLE:
        yield _unreadable(analysis.text, noise.noise)
        return
    for proposal in _proposals(corrector_of(kit), analysis, confidence, scanned):
        evidence = confidence.evidence(proposal.features) + (() if scanned else (UNSCANNED,))
        finding = Finding(
            proposal.start,
            proposal.end,
            proposal.rule,
            "ocr",
            Tier.LIKELY,
            tuple(Suggestion(text, score) for text, score in proposal.rivals),
            _why(proposal),
            evidence,
        )
        if finding.confidence >= HARDLY:
            yield finding


def _unreadable(text: str, noise: float) -> Finding:
    """A question mark on the first line: whatever was made of such a page would be invented."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start, start + 200)
    why = f"{noise:.0%} of the words are in no list: too little of this page can be read to mend it"
    pieces = (Evidence("unknown words", 3.0, f"{noise:.0%}"),)
    end = min(len(text), start + 200) if end < 0 else end
    return Finding(start, end, UNREADABLE_RULE, "ocr", Tier.FLAG, (), why, pieces)


def _proposals(corrector: Corrector, analysis: Analysis, confidence: Confidence, scanned: bool) -> Iterable[Proposal]:
    """What the corrector finds, at a second reading with the confusions that the first has shown.

    Measured on an unseen collection of single articles: half as many fixes again at 0.9, at the same
    precision.
    """
    proposals = list(corrector.propose(analysis.text, analysis.is_protected, scanned))
    seen = Counter(pair for _, pair in shown(proposals, confidence))
    if seen.total() < TEACHES:
        return proposals
    channel = corrector.candidates.channel.adapted(seen, letters_of(analysis.text), TRUST)
    return corrector.under(channel).propose(analysis.text, analysis.is_protected, scanned)


def ocr_evidence(analysis: Analysis, lexicon: Lexicon) -> tuple[Evidence, ...]:
    """Reasons to believe, or not, that this text came from a scanner.

    The share of lower-case words that nobody knows speaks for it, and more so where common confusions would
    make common words of them; old spellings do not count.  Measured on 2,800 texts: the weights are such that
    nine edited articles of ten stay below even odds with 1.5% unknown, and nine scans of ten come out above.
    """
    seen = _corrector(lexicon, Trigrams.shipped(), Channel.shipped()).overview(analysis.text)
    if seen.words < ENOUGH:
        return ()
    strange, explained = seen.noise - seen.old, seen.explained
    pieces = [
        Evidence("unknown words", max(-2.0, min(4.0, 150 * (strange - 0.015))), f"{strange:.1%} of the words"),
        Evidence("common confusions", max(-1.0, min(6.0, 400 * (explained - 0.004))), f"would explain {explained:.1%}"),
    ]
    if seen.old > 0.01:
        pieces.append(Evidence("old spelling", -2.0, f"{seen.old:.1%} of the words are spelt as they once were"))
    return tuple(pieces)


def corrector_of(kit: Kit) -> Corrector:
    """The corrector for a kit's lexicon, context model and channel; kept, with all it has learnt of strings."""
    return _corrector(kit.lexicon, kit.context or Trigrams.shipped(), Channel.shipped())


@lru_cache(maxsize=4)
def _corrector(lexicon: Lexicon, context: Trigrams | Mixture, channel: Channel) -> Corrector:
    return Corrector(lexicon, context, channel)


def _why(proposal: Proposal) -> str:
    before, after = proposal.before, proposal.after
    if proposal.rule == SPECK:
        return f"“{before}” is no word and fits nowhere: a speck, most likely"
    if proposal.rule == SPLIT:
        return f"“{before}” is no word, “{after}” are two common ones and fit here"
    if proposal.rule == JOIN:
        return f"“{' '.join(before.split())}” reads as one word, “{''.join(after.split())}”, and fits here"
    chunks = confusions(shape(before), shape(after))
    read = ", ".join(f"{printed or 'nothing'} as {seen or 'nothing'}" for seen, printed in chunks[:3])
    if proposal.rule == REAL_WORD:
        return f"“{before}” is a word, but “{after}” fits far better here; scanners read {read}"
    return f"“{before}” is no word we know, “{after}” fits here; scanners read {read}"

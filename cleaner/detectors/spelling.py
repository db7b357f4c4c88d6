"""Words that a scanner misread, by the corrector of `cleaner.spelling`: candidates, context, classifier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner.diagnosis.diagnose import UNSCANNED, Own, independent
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, log_odds, probability
from cleaner.spelling.corrector import everywhere
from cleaner.spelling.error_model import Pair, confusions, shape
from cleaner.spelling.kinds import JOIN, REAL_WORD, SPECK, SPLIT
from cleaner.spelling.noisy_text import ENOUGH_LOWER, HYPHENS
from cleaner.spelling.ocr_profile import ScanReading, shown
from cleaner.text.analysis import WORD

if TYPE_CHECKING:
    from cleaner.spelling.correction import Correction

#: longer stretches are no habit of scanners
HABIT = 2
#: below this a reading is not worth keeping, even for `explain`
HARDLY = 0.1
#: from here on the text is taken for scanned: known words are doubted too
SCANNED = 0.5
#: below this nothing would come of it: `UNSCANNED` outweighs all but what would be certain in a scan
HARDLY_SCANNED = 0.05
#: what a text that does not look scanned costs beside the odds of that; it keeps dialect stories unfixed
HARDLY_SO = -3.0
#: words that stand beside the word I are so common: `and`, `that`, `would`, `must`
TAKES_I = 5.0
#: so many characters on either side of a word show whether it stands in dialect: a line or two
BESIDE = 150
VOWELS = frozenset("aeiou")
#: a page of which more than this cannot be read is left alone; the worst of 1,100 scans that people
#: transcribed had 0.55
UNREADABLE, UNREADABLE_RULE = 0.6, "spelling/unreadable"


def spelling(seen: Examination, kit: Kit) -> Iterator[Finding]:
    """Every place that is likelier misread than right, or nearly so, with the reading that fits best.

    Protected text, figures, initials and Roman numerals are never touched; names, foreign words and old
    spelling are guarded by the confidence, which has seen many of them.
    """
    if _is_unreadable(seen):
        yield _unreadable(seen.analysis.text, seen.surveyed.stats.noise)
        return
    corrections = (seen.scan or read_scan(seen, kit)).corrections
    if not corrections:
        return
    from cleaner.spelling.classifier import Classifier

    diagnosis, classifier = seen.diagnosis, kit.classifier or Classifier.shipped()
    habits = {pair for proposal, pair in shown(corrections, classifier) if proposal.rule != REAL_WORD}
    for proposal in corrections:
        doubt = _doubt(independent(diagnosis, "ocr", Own.of(proposal.rule, proposal.before)))
        belief = classifier.log_odds(proposal.features) + sum(e.weight for e in doubt)
        if probability(belief) >= HARDLY:
            yield Finding(
                proposal.start,
                proposal.end,
                proposal.rule,
                "ocr",
                Tier.ASK if _drops_an_i(proposal) or _may_be_spoken(proposal, habits, seen) else Tier.LIKELY,
                tuple(Suggestion(r.text, r.share, r.parts()) for r in proposal.rivals),
                _why(proposal),
                classifier.evidence(proposal.features) + doubt,
            )


def read_scan(
    seen: Examination,
    kit: Kit,
    before: ScanReading | None = None,
    wanted: Callable[[int, int], bool] = everywhere,
) -> ScanReading:
    """What the text shows as a scan; `before`: what earlier texts of the document have shown.

    In a text that is not read as a scan, and in one that cannot be read, nothing is found.  `wanted`: which sentences
    are asked about (`ScanReading.read`).
    """
    earlier = before or ScanReading()
    if "spelling" in kit.off or not _looks_scanned(seen) or _is_unreadable(seen):
        return replace(earlier, corrections=())
    from cleaner.spelling.classifier import Classifier

    classifier, noisy = kit.classifier or Classifier.shipped(), seen.diagnosis["ocr"] >= SCANNED
    return earlier.read(seen.surveyed, kit.corrector, classifier, seen.analysis.is_protected, noisy, wanted)


def _looks_scanned(seen: Examination) -> bool:
    """Whether the text may be a scan."""
    return seen.diagnosis["ocr"] >= HARDLY_SCANNED


def _is_unreadable(seen: Examination) -> bool:
    """Whether it is a scan of which too little can be read."""
    stats = seen.surveyed.stats
    return stats.words >= ENOUGH_LOWER and stats.noise >= UNREADABLE and _looks_scanned(seen)


def _drops_an_i(proposal: Correction) -> bool:
    """Whether a stroke is taken away that may have been the word I: `andl told` is "and told" or "and I told".

    In a newspaper of the 19th century it is noise, in a letter or a subtitle a word; whoever reads it must say.
    """
    lost = proposal.before.lower().strip("l") == proposal.after.lower().strip("l") != proposal.before.lower()
    return lost and bool(proposal.rivals) and proposal.rivals[0].zipf >= TAKES_I


def _may_be_spoken(proposal: Correction, habits: Set[Pair], seen: Examination) -> bool:
    """Whether a known word may be meant as it stands: `jist` among words that no scanner's habit explains.

    Dialect puts a vowel for another in words that lists know, and its other words are in no list.  Scanners read vowels
    for one another too, but then the page shows such a habit in words that are in no list (`tho`, `Siturday`).
    """
    if proposal.rule != REAL_WORD:
        return False
    pairs = confusions(shape(proposal.before), shape(proposal.after))
    if not pairs or not all(a and b and VOWELS.issuperset(a + b) for a, b in pairs) or habits >= {*pairs}:
        return False
    text, stats = seen.analysis.text, seen.surveyed.stats
    beside = WORD.findall(text[max(0, proposal.start - BESIDE) : proposal.end + BESIDE].lower())
    return any(word in stats.unknown and word not in stats.misread for word in beside)


def _doubt(scanned: float | None) -> tuple[Evidence, ...]:
    """Confidence was learnt on scans: it counts for less where the rest of the text hardly looks scanned.

    >>> _doubt(0.9), _doubt(0.2)[0].weight > _doubt(None)[0].weight == UNSCANNED
    ((), True)
    """
    if scanned is None:
        return (Evidence("no other sign of a scanner", UNSCANNED),)
    if scanned >= SCANNED:
        return ()
    return (Evidence(f"the rest hardly looks scanned: {scanned:.2f}", max(UNSCANNED, log_odds(scanned) + HARDLY_SO)),)


def _unreadable(text: str, noise: float) -> Finding:
    """A question mark on the first line: whatever was made of such a page would be invented."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start, start + 200)
    why = f"{noise:.0%} of the words are in no list: too little of this page can be read to mend it"
    pieces = (Evidence("unknown words", 3.0, f"{noise:.0%}"),)
    end = min(len(text), start + 200) if end < 0 else end
    return Finding(start, end, UNREADABLE_RULE, "ocr", Tier.FLAG, (), why, pieces)


def _why(proposal: Correction) -> str:
    before, after = proposal.before, proposal.after
    if proposal.rule == SPECK:
        return f"“{before}” is no word and fits nowhere: a speck, most likely"
    if proposal.rule == SPLIT:
        return f"“{before}” is no word, “{after}” are two and fit here"
    if proposal.rule == JOIN:
        return _why_joined(before, "".join(after.split()))
    habits = ", ".join(map(_habit, confusions(shape(before), shape(after))[:3]))
    if proposal.rule != REAL_WORD:
        from cleaner.spelling.features import FEATURES

        listed = proposal.features[FEATURES.index("own frequency")] > 0
        what = "is oftener a misreading than a word" if listed else "is no word we know"
        return f"“{before}” {what}, “{after}” fits here; {habits}"
    if len(before) > 2 and before in (before.lower(), before.title(), before.upper()):
        return f"“{before}” can be a word, but “{after}” fits far better here; {habits}"
    return f"“{before}” stands for hardly anything, “{after}” fits far better here; {habits}"


def _why_joined(before: str, after: str) -> str:
    word = "".join(c for c in after if c not in HYPHENS)
    if not HYPHENS & {*before}:
        return f"“{' '.join(before.split())}” reads as one word, “{word}”, and fits here"
    misread = "" if "".join(c for c in before if c.isalnum()) == word else " and misread"
    where = "at the line's end" if "\n" in before else "by a hyphen"
    return f"“{' '.join(before.split())}” is “{word}”, broken {where}{misread}"


def _habit(confusion: tuple[str, str]) -> str:
    read, printed = ("a blank" if chunk == " " else chunk for chunk in confusion)
    if max(len(read), len(printed)) > HABIT and read and printed:
        return f"{read} looks like {printed}"
    if not read:
        return f"scanners drop {printed}"
    return f"scanners read {printed} as {read}" if printed else f"scanners add {read}"

"""Words that a scanner misread, by the corrector of `cleaner.spelling`: candidates, context, classifier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner.detectors.meant_words import HABIT, SPEECH, is_a_persons, is_jargon, speech_beside
from cleaner.detectors.speech import is_heard
from cleaner.diagnosis.diagnose import Own, independent
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Evidence, Finding, Suggestion, Tier, probability
from cleaner.spelling.corrector import everywhere
from cleaner.spelling.error_model import confusions, shape
from cleaner.spelling.kinds import JOIN, REAL_WORD, SPECK, SPLIT, WORD
from cleaner.spelling.noisy_text import ENOUGH_LOWER, HYPHENS
from cleaner.spelling.ocr_profile import ScanReading, shown

if TYPE_CHECKING:
    from cleaner.detectors.sure_readings import SureReadings
    from cleaner.spelling.correction import Correction

#: below this a reading is not worth keeping, even for `explain`
HARDLY = 0.1
#: from here on the text is taken for scanned: known words are doubted too
SCANNED = 0.5
#: a word that nothing else makes doubtful is asked about from here on
NEARLY_SURE = 0.9
#: a text of fewer words hardly shows what read it, and the classifier takes it for a clean page: where other words or
#: the user tell of a scanner, a strange word with one reading is asked about, and never fixed for that; of 360 such
#: questions in pieces of 12 words of three collections 322 were right, and right news has .1 of them in 1,000 words
SHORT, SHORT_SCAN = 40, Evidence("a short text that was scanned", 1.2)
ONE_OF_SHORT = 0.85
#: a word that stands alone between these is spoken of
QUOTES = frozenset("“”‘’\"'")
#: words that stand beside the word I are so common: `and`, `that`, `would`, `must`
TAKES_I = 5.0
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
    from cleaner.detectors.sure_readings import SureReadings
    from cleaner.spelling.classifier import Classifier

    classifier = kit.classifier or Classifier.shipped()
    unread = not ("ocr" in kit.damage or seen.analysis.engine)  # nobody says that a scanner read it
    habits = [(pair, p.before.lower()) for p, pair in shown(corrections, classifier) if p.rule != REAL_WORD]
    heard = is_heard(seen)
    judged = [(proposal, classifier.log_odds(proposal.features)) for proposal in corrections]
    surely = SureReadings.of(judged, seen.surveyed.stats)
    for proposal, odds in judged:
        short = [SHORT_SCAN] if odds < 0 and _is_in_a_short_scan(proposal, seen) else []
        sure = probability(odds + sum(e.weight for e in short))
        if sure < HARDLY or (unread and is_jargon(proposal, seen.analysis)):
            continue
        meant = _drops_an_i(proposal) or is_a_persons(proposal, habits, seen, surely)
        if not _is_alone(proposal, seen, 0.0 if meant else sure, surely):
            yield Finding(
                proposal.start,
                proposal.end,
                proposal.rule,
                "ocr",
                Tier.ASK if meant or (heard and proposal.rule == WORD) else Tier.LIKELY,
                tuple(Suggestion(r.text, r.share, r.parts()) for r in proposal.rivals),
                _why(proposal),
                (*classifier.evidence(proposal.features), *short),
            )


def _is_in_a_short_scan(proposal: Correction, seen: Examination) -> bool:
    """Whether a word that is in no list has one reading, in a text so short that what read it is known otherwise."""
    from cleaner.spelling.features import is_listed

    strange = proposal.rule != REAL_WORD and not is_listed(proposal.features)
    short = strange and seen.analysis.counts.total() < SHORT and proposal.rivals[0].share >= ONE_OF_SHORT
    return short and (_scanned_otherwise(proposal, seen) or 0.0) >= SCANNED


def read_scan(
    seen: Examination,
    kit: Kit,
    before: ScanReading | None = None,
    wanted: Callable[[int, int], bool] = everywhere,
) -> ScanReading:
    """What the text shows as a scan; `before`: what earlier texts of the document have shown.

    In a text without a word that looks misread, and in one that cannot be read, nothing is found.  `wanted`: which
    sentences are asked about (`ScanReading.read`).
    """
    earlier = before or ScanReading()
    if "spelling" in kit.off or not _may_be_misread(seen) or _is_unreadable(seen):
        return replace(earlier, corrections=())
    from cleaner.spelling.classifier import Classifier

    classifier, noisy = kit.classifier or Classifier.shipped(), seen.diagnosis["ocr"] >= SCANNED
    return earlier.read(seen.surveyed, kit.corrector, classifier, seen.analysis.is_protected, noisy, wanted)


def _may_be_misread(seen: Examination) -> bool:
    """Whether a word of the text may be misread: a known confusion explains it, or the page looks scanned."""
    return bool(seen.surveyed.stats.misread) or seen.diagnosis["ocr"] >= SCANNED


def _is_unreadable(seen: Examination) -> bool:
    """Whether it is a scan of which too little can be read."""
    stats = seen.surveyed.stats
    return stats.words >= ENOUGH_LOWER and stats.noise >= UNREADABLE and _may_be_misread(seen)


def _drops_an_i(proposal: Correction) -> bool:
    """Whether a stroke is taken away that may have been the word I: `andl told` is "and told" or "and I told".

    In a newspaper of the 19th century it is noise, in a letter or a subtitle a word; whoever reads it must say.
    """
    lost = proposal.before.lower().strip("l") == proposal.after.lower().strip("l") != proposal.before.lower()
    return lost and bool(proposal.rivals) and proposal.rivals[0].zipf >= TAKES_I


def _is_alone(proposal: Correction, seen: Examination, sure: float, surely: SureReadings) -> bool:
    """Whether too little but the word itself says that it is misread.

    Nothing else shows a scan, and the word is one of the lists after all (`tile`), not nearly sure, quoted, another
    name (`Jython`), or among words of dialect and chat.
    """
    scanned = _scanned_otherwise(proposal, seen)
    if scanned is not None and scanned >= SCANNED:
        return False
    text, listed = seen.analysis.text, seen.surveyed.stats.listed
    beside = text[max(0, proposal.start - 1) : proposal.end + 1].replace(proposal.before, "")
    if QUOTES.issuperset(beside) or _is_another_name(proposal.before, proposal.after):
        return True
    if surely.is_a_scanners(proposal.before.lower()):
        return False
    return sure < NEARLY_SURE or proposal.before in listed or speech_beside(proposal, surely) >= SPEECH


def _scanned_otherwise(proposal: Correction, seen: Examination) -> float | None:
    """How surely the text was scanned, without what the word itself tells; None where nothing tells of it."""
    return independent(seen.diagnosis, "ocr", Own.of(proposal.rule, proposal.before))


def _is_another_name(before: str, after: str) -> bool:
    """Whether a capital would become another letter: a name that differs by its first letter is another name.

    >>> _is_another_name("Jython", "Python"), _is_another_name("Pytbon", "Python"), _is_another_name("jython", "Python")
    (True, False, False)
    """
    return before[:1].isupper() and before[:1].lower() != after[:1].lower()


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
        from cleaner.spelling.features import is_listed

        what = "is oftener a misreading than a word" if is_listed(proposal.features) else "is no word we know"
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

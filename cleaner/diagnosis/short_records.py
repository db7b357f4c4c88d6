"""What the short records of one file show together: titles, captions, posts, of which none shows anything by itself.

A record of fewer than `ENOUGH_LOWER` words in small letters is too short for a share of anything.  So a sample of the
file's short records is read as one text.  Where a scanner's marks stand in it, the sample tells how many of the records
are scans: in a scanned record words that a common confusion explains come `rate` times a word, in a right one `CHANCE`
times, each as a Poisson process, and all shares of scanned records are weighed by how well they explain the counts.
A file of right records with some scans between them so gives a small share, and its right records are left alone.

The sample is drawn by a digest of each text, so the order of the records does not matter.  Damages other than `ocr` are
not looked for: round trips and transcripts cut into records of 25 words showed none (docs/formats.md).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from heapq import nsmallest

from cleaner.diagnosis.cues import as_a_whole
from cleaner.diagnosis.diagnose import PRIOR, counted, diagnose
from cleaner.kit import Kit
from cleaner.model import Evidence, log_odds, probability
from cleaner.model.file_evidence import FileEvidence
from cleaner.spelling.noisy_text import ENOUGH_LOWER, NoiseStats
from cleaner.text.analysis import Analysis

# A text of more characters has ENOUGH_LOWER words in small letters, nearly always; one of fewer may have.
SHORT = 300
# Characters of the sample: some 250 records.
SAMPLE = 20_000
# So few records tell nothing of one another.
LEAST = 4
# Where a smaller share of the words in small letters is in no list, no more is looked at.  Eleven kinds of right text
# cut into records have 0.1 to 3%, notes on programs 7%; four collections of scans 5 to 10%.
STRANGE = 0.02
# A common confusion explains so large a share of the words in small letters: in right text CHANCE (0 to 0.003, in
# dialect and notes on programs 0.007), in four collections of scans 0.015 to 0.058.  Below HARDLY no more is looked at.
CHANCE, HARDLY = 0.0015, 0.006
# The rules' marks alone must weigh so much: strange words alone are names, a trade's, a dialect's.
SIGNED = 2.0
# Of a scanned record.  With lower ones a few scans among right records look like many scans with few errors: files of
# which half are scans then gave shares up to 0.7, now at most 0.5; three of four collections of scans give 0.6 to 0.85.
RATES = (0.04, 0.06, 0.08, 0.1, 0.15, 0.2)
SHARES = tuple(n / 20 for n in range(1, 20))
# Where fewer of the records look scanned, a record's own misread words tell nothing: in a file of scans and of tales
# in dialect they are oftener the tales' than the scanner's.  Marks that rules find still count.
HALF = 0.5
# The names of what the file tells of a record, and of what the record itself adds.
BESIDE_IT, MISREAD = "the records beside it", "misread words"
_LOWER = re.compile(r"\b[a-z]{2,}\b")


def file_evidence(texts: Iterable[str], kit: Kit) -> FileEvidence | None:
    """What some records of one file show of the scanner that read the short ones; None where they show nothing."""
    drawn = sample(texts)
    if len(drawn) < LEAST or "ocr" in kit.damage or not _has_strange_words(drawn, kit):
        return None
    analysis = Analysis("\n\n".join(drawn), kit.protect)
    stats = kit.corrector.survey(analysis.text, prose=analysis.prose).stats
    if stats.explained < HARDLY:
        return None
    marks = list(counted(kit.rulebook.scan(analysis, kit.lexicon).matches, analysis))
    if diagnose(marks, {})["ocr"] < probability(PRIOR + SIGNED):
        return None
    scanned = diagnose(marks, as_a_whole(analysis, stats), None, analysis.counts.total())["ocr"]
    share, rate = scanned_records([_counts(text, stats) for text in drawn])
    told = f"{share:.0%} of {len(drawn)} short records of this file look scanned"
    return FileEvidence(scanned * share, rate, told, (_rounded(stats.noise), _rounded(stats.explained)))


def _rounded(share: float) -> float:
    """A share as records are told it: what a run mends of a file must not tell them otherwise in the next run.

    >>> [round(_rounded(share), 3) for share in (0.064, 0.12, 0.126, 0.0)]
    [0.088, 0.088, 0.177, 0.0]
    """
    return 2.0 ** (math.floor(math.log2(share)) + 0.5) if share > 0 else 0.0


def sample(texts: Iterable[str]) -> Sequence[str]:
    """The short ones of some texts, each once, as many as are looked at; the same in whatever order they come.

    >>> sample(["One.", "Two.", "One.", "x" * 500]) == sample(["Two.", "One."])
    True
    """
    short = {text for text in texts if 0 < len(text) <= SHORT}
    most = SAMPLE // 10
    by_digest = nsmallest(most, short, key=_digest) if len(short) > most else sorted(short, key=_digest)
    drawn: list[str] = []
    size = 0
    for text in by_digest:
        size += len(text)
        if drawn and size > SAMPLE:
            break
        drawn.append(text)
    return drawn


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _has_strange_words(texts: Sequence[str], kit: Kit) -> bool:
    """Whether enough words are in no list for a closer look, which takes twenty times as long."""
    words = Counter(word for text in texts for word in _LOWER.findall(text))
    unknown = kit.lexicon.unknown(words.keys())
    return sum(words[word] for word in unknown) >= STRANGE * words.total() > 0


def _counts(text: str, stats: NoiseStats) -> tuple[int, int]:
    """How many words in small letters a record has, and how many of them a common confusion explains."""
    words = _LOWER.findall(text)
    return len(words), sum(word in stats.misread for word in words)


def scanned_records(counts: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The share of scanned records, and how many misread words a word these have, by the words and misread words of
    each record.

    >>> share, rate = scanned_records([(12, 1), (9, 0), (11, 2), (12, 0), (8, 1), (10, 1)] * 10)
    >>> share > 0.8, rate
    (True, 0.08)
    >>> scanned_records([(10, 0)] * 50 + [(10, 3)] * 10)[0] < 0.3
    True
    """
    distinct = Counter(counts).items()
    fits = {
        (share, rate): sum(times * _fit(share, rate, *pair) for pair, times in distinct)
        for share in SHARES
        for rate in RATES
    }
    best = max(fits.values())
    weights = {at: math.exp(fit - best) for at, fit in fits.items()}
    mean = sum(share * weight for (share, _), weight in weights.items()) / sum(weights.values())
    return mean, max(fits, key=lambda at: fits[at])[1]


def _fit(share: float, rate: float, words: int, misread: int) -> float:
    """The log-likelihood of a record's misread words, where such a share of all records is scanned."""
    likelier = (rate / CHANCE) ** misread * math.exp((CHANCE - rate) * words)
    return math.log(share * likelier + 1 - share)


def of_a_record(told: FileEvidence, stats: NoiseStats) -> list[Evidence]:
    """What the file's evidence makes of a short record, with the misread words of its own.

    What rests on a word falls away for a finding on that word: nothing is evidence for itself.
    """
    expected = (told.rate - CHANCE) * stats.words
    beside = Evidence(BESIDE_IT, log_odds(told.scanned) - PRIOR - expected, told.detail)
    if told.scanned < HALF or not stats.misread:
        return [beside]
    each = math.log(told.rate / CHANCE)
    owed = {word: each * times for word, times in stats.misread.items()}
    found = f"{stats.misread.total()} × {next(iter(stats.misread))!r}"
    return [beside, Evidence(MISREAD, sum(owed.values()), found, owed)]


def is_short(stats: NoiseStats) -> bool:
    """Whether a record shows too few words to be judged by itself, and any."""
    return 0 < stats.words < ENOUGH_LOWER

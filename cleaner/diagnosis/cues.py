"""What a text as a whole tells of its damage.

A rule sees one place.  It cannot see that a text has no full stop in two hundred words, or as many unknown words as a
scan.  `EVIDENCE` is the table: for each damage what may speak for or against it.

A high share of unknown words in lower case speaks for a scan, and more so where common confusions would make common
words of them; old spellings do not count.  The weights were chosen on 2,800 texts: nine of ten edited articles stay
below even odds, nine of ten scans come out above; the border lies at 1.5% unknown words.

A machine's transcript of speech shows by missing marks, missing capitals and letters spelt out.  In the development
half of Earnings-21 one system writes neither capitals nor marks, and one spells letters out (177 runs in 29 calls).
The others write both, and only years in words tell them from prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import islice

from cleaner.model import Evidence
from cleaner.spelling.noisy_text import ENOUGH_LOWER, NoiseStats
from cleaner.text.analysis import Analysis, has_odd_letters
from cleaner.text.expressions import compiled
from cleaner.text.number_words import TEENS, UNITS
from cleaner.text.technical import is_technical

Piece = Callable[[Analysis, NoiseStats], Evidence | None]

# In a text of fewer words the cues of speech do not count.
ENOUGH = 60
# So many words make a line of running text.
LONG = 10
# So many runs of spelt letters a word right text has, at most: 3 to 5 in a million words of novels and speeches.
BY_CHANCE = 30e-6
# In any text this share of the words may be spelt as in former times.
OLD = 0.01
# A scraper may have lost the blank after a stop (`Wednesday.The`); Chinese and Japanese have stops of their own.
_SENTENCE_ENDS = compiled(r"[.!?](?=[\s\"”’)]|\Z|\p{Lu}\p{Ll})|[。！？]")
_SPELT_OUT = compiled(r"\b(?:\p{L}\.? ){2,}\p{L}\b\.?")
# What no such letters are without: one between blanks, and one after it.
_LONE_LETTERS = re.compile(r" [^ .]\.? [^ .](?![A-Za-z])")
_SPOKEN_YEAR = compiled(
    rf"(?i)\b(?:twenty (?:{'|'.join(TEENS)}|twenty[ -](?:{'|'.join(UNITS)}))"
    r"|nineteen (?:sixty|seventy|eighty|ninety)(?:[ -]\p{L}+)?)\b"
)
_MOJIBAKE = compiled(r"â€[œ™˜“¦\u009d]|Ã[©¨ª¢¡§\u00ad³º±]|Â[£°©\u00a0»«]")


def as_a_whole(analysis: Analysis, stats: NoiseStats) -> Mapping[str, list[Evidence]]:
    """All that a text tells, by damage."""
    return {
        damage: [told for piece in pieces.values() if (told := piece(analysis, stats))]
        for damage, pieces in EVIDENCE.items()
    }


def _unknown_words(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    if stats.words < ENOUGH_LOWER:
        return None
    strange, told = stats.unknown - stats.historical, f"{stats.noise - stats.historical_share:.1%} of the words"
    return _share(
        "unknown words", told, strange, analysis, stats, lambda share: max(-2.0, min(4.0, 150 * (share - 0.015)))
    )


def _common_confusions(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    if stats.words < ENOUGH_LOWER:
        return None
    told = f"would explain {stats.explained:.1%}"
    return _share(
        "common confusions", told, stats.misread, analysis, stats,
        lambda share: max(-1.0, min(6.0, 400 * (share - 0.004))),
    )  # fmt: skip


def _old_spelling(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    if stats.words < ENOUGH_LOWER or stats.historical_share <= OLD:
        return None
    return Evidence("old spelling", -2.0, f"{stats.historical_share:.1%} of the words are spelt as they once were")


def _share(
    name: str,
    told: str,
    of: Counter[str],
    analysis: Analysis,
    stats: NoiseStats,
    weighs: Callable[[float], float],
) -> Evidence | None:
    """What a share of the words weighs; a word that is said again is no further sign, since a trade has its own words.

    Every text has one strange word, so only the others are a share of anything.  For a finding on a word, that word is
    the one.  What may be a word after all (`tile`) counts beside one that cannot.  In a text about programs strange
    words are the names of its things.
    """
    strange = (+of).keys()
    sure = len(strange - stats.listed)
    weight = weighs(max(0, min(len(strange), 2 * sure) - 1) / stats.words)
    return None if weight > 0 and is_technical(analysis.text) else Evidence(name, weight, told)


def _no_full_stops(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    words = analysis.counts.total()
    enough = max(1, -(-words // 60))  # so many ends, and no more need be counted
    ends = sum(1 for _ in islice(_SENTENCE_ENDS.finditer(analysis.text), enough))
    if words < ENOUGH or words <= 60 * max(1, ends) or analysis.foreign.all:
        return None
    if not analysis.cues and not _has_long_lines(analysis.text, ends):
        return None
    if not analysis.cues and is_technical(analysis.text):  # a list of changes
        return None
    return Evidence("no full stops", 5.0, f"{ends} in {words} words")


def _has_long_lines(text: str, ends: int) -> bool:
    """Whether it is running text: lists, tables and headings have no full stops either, but their lines are short."""
    words = sum(count for line in text.split("\n") if (count := len(line.split())) >= LONG)
    return words >= ENOUGH and words > 60 * max(1, ends)


def _no_capitals(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    words, capitals = analysis.counts.total(), 0
    if words < ENOUGH:
        return None
    for word, times in analysis.counts.items():
        if word[0].isupper():
            capitals += times
            if capitals * 100 >= words:
                return None
    return Evidence("no capitals", 3.0, f"{capitals} in {words} words")


def _letters_spelt_out(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    if analysis.counts.total() < ENOUGH or not _LONE_LETTERS.search(analysis.text):
        return None
    if not (spelt := _SPELT_OUT.findall(analysis.text)):
        return None
    beyond = max(0.0, len(spelt) - BY_CHANCE * analysis.counts.total())
    return Evidence("letters spelt out", min(4.0, 2.0 * beyond), f"{len(spelt)} × {spelt[0]!r}")


def _recogniser(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    """The file is a recogniser's: its words have times."""
    if not analysis.engine or not analysis.cues:
        return None
    return Evidence("a recogniser's file", 8.0, analysis.engine)


def _spoken_years(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    """Years in words, as nobody writes them."""
    folded = analysis.folded
    if not ("twenty " in folded or "nineteen " in folded or has_odd_letters(analysis.text)):
        return None
    found = Counter(m.group().lower() for m in _SPOKEN_YEAR.finditer(analysis.text))
    if not found:
        return None
    total = found.total()
    owed = {said: _of_years(total) - _of_years(total - n) for said, n in found.items()}
    return Evidence("years in words", _of_years(total), f"{total} × {next(iter(found))!r}", owed)


def _of_years(count: int) -> float:
    return min(6.0, 2.5 * count)


def _mojibake(analysis: Analysis, stats: NoiseStats) -> Evidence | None:
    """UTF-8 that was read as something else."""
    found = not analysis.text.isascii() and _MOJIBAKE.findall(analysis.text)
    return Evidence("mojibake", min(9.0, 5.0 + len(found)), f"{len(found)} × {found[0]!r}") if found else None


EVIDENCE: dict[str, dict[str, Piece]] = {
    "ocr": {
        "unknown words": _unknown_words,
        "common confusions": _common_confusions,
        "old spelling": _old_spelling,
    },
    "asr": {
        "no full stops": _no_full_stops,
        "no capitals": _no_capitals,
        "letters spelt out": _letters_spelt_out,
        "years in words": _spoken_years,
        "a recogniser's file": _recogniser,
    },
    "encoding": {
        "mojibake": _mojibake,
    },
}

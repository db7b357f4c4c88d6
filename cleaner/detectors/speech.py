"""Whether a text was heard by a recogniser; what speaks against a recogniser's slip where it is a scan."""

from __future__ import annotations

from cleaner.diagnosis.examination import Examination
from cleaner.model import Evidence

# A recogniser writes words of its list.  In 95 of 100 passages by four of them at most 1.4% of the lower-case words are
# known to no list; in three of four scans it is 3% and more.  Scanners part letters and lose full stops too.
STRANGE = 0.02
AGAINST = -6.0

HEARD = 0.5  # a probability


def is_heard(seen: Examination) -> bool:
    """Whether a recogniser wrote the text, rather than a scanner.

    A recogniser writes words of its list: a strange one is a name or an acronym (`tne` for T&E), and what it is near
    in letters is mostly another wrong word.
    """
    return seen.diagnosis["asr"] >= HEARD > seen.diagnosis["ocr"]


def not_a_scan(seen: Examination) -> tuple[Evidence, ...]:
    """Evidence against what a recogniser may have done, where too many words are strange; else none."""
    stats = seen.surveyed.stats
    share = (stats.unknown - stats.historical).total() / stats.words if stats.words else 0.0
    if share <= STRANGE or seen.analysis.cues:
        return ()
    return (Evidence("strange words", AGAINST, f"{share:.1%} of the words: recognisers write words of a list"),)

"""Whether a person may have meant a doubtful word as it stands: dialect, speech, and what is written in a hurry."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from cleaner.diagnosis.examination import Examination
from cleaner.spelling.error_model import Pair, confusions, shape
from cleaner.spelling.informal import is_informal
from cleaner.spelling.kinds import REAL_WORD
from cleaner.text.analysis import WORD, Analysis
from cleaner.text.technical import is_technical

if TYPE_CHECKING:
    from cleaner.detectors.sure_readings import SureReadings
    from cleaner.spelling.correction import Correction

#: people drop letters, double them and write a vowel for another; a text of which known confusions explain less than
#: one word in a hundred, and whose strange words are mostly not explained, is speech or chat oftener than a scan
VOWELS, WRITERS = frozenset("aeiou"), frozenset("aeiouy'’")
SCANNERS_WORDS, MOSTLY = 0.01, 1.5
#: beside words that nothing explains a listed word is fixed only if its best reading has this share: of 96 fixes with
#: less on unseen scans 10 were wrong, of all others 3 in 100
ONE_READING = 0.95
#: so many words near by that drop letters, or that are in no list and no scanner's, are dialect or chat
SPEECH = 2
#: a change of letters that costs more than this, in nats, is rather a writer's than a scanner's (`e` for `o` costs 6)
A_SCANNERS = 7.0
#: so many characters on either side of a word show whether it stands in dialect: a line or two
BESIDE = 150
#: shorter words are names of programs oftener than misread, and longer stretches no habit of scanners
LONG_WORD, HABIT = 5, 2


def is_jargon(proposal: Correction, analysis: Analysis) -> bool:
    """Whether a word that no list has is the writer's own, since a text is chat, or about programs.

    Texts about programs have many (`fsck`, `gsutil`).  Misread is a word that stands once, is no short one, and becomes
    another by one confusion of a letter or two.
    """
    if is_informal(analysis.text):
        return True
    return is_technical(analysis.text) and not _is_plainly_misread(proposal, analysis)


def _is_plainly_misread(proposal: Correction, analysis: Analysis) -> bool:
    word = proposal.before
    if len(word) < LONG_WORD or not word.islower() or not word.isalpha() or analysis.counts[word] > 1:
        return False
    pairs = confusions(shape(word), shape(proposal.after))
    return len(pairs) == 1 and max(map(len, pairs[0])) <= HABIT


def is_a_persons(
    proposal: Correction, habits: Sequence[tuple[Pair, str]], seen: Examination, sure: SureReadings
) -> bool:
    """Whether a person may have meant it as it stands, in dialect or in a hurry; `sure`: what surely is misread."""
    pairs = confusions(shape(proposal.before), shape(proposal.after))
    others = {pair for pair, word in habits if word != proposal.before.lower()}
    return _may_be_spoken(proposal, pairs, others, seen) or _may_be_meant(proposal, pairs, sure)


def _may_be_spoken(proposal: Correction, pairs: Sequence[Pair], habits: Set[Pair], seen: Examination) -> bool:
    """Whether a listed word may be meant as it stands: `jist`, `bor` among words that no scanner's habit explains.

    Dialect puts a vowel for another in words that lists know, it has words of its own that could be several others
    misread, and the words beside them are in no list.  Scanners read vowels for one another too, but then the page
    shows such a habit in words that are in no list (`tho`, `Siturday`).
    """
    from cleaner.spelling.features import is_listed

    if not is_listed(proposal.features) or habits >= {*pairs}:
        return False
    is_vowel = proposal.rule == REAL_WORD and all(a and b and VOWELS.issuperset(a + b) for a, b in pairs)
    if not is_vowel and proposal.rivals[0].share >= ONE_READING:
        return False
    text, stats = seen.analysis.text, seen.surveyed.stats
    beside = WORD.findall(text[max(0, proposal.start - BESIDE) : proposal.end + BESIDE].lower())
    own = proposal.before.lower()
    return any(word != own and word in stats.unknown and word not in stats.misread for word in beside)


def _may_be_meant(proposal: Correction, pairs: Sequence[Pair], sure: SureReadings) -> bool:
    """Whether somebody may have written so: `mysef`, `wuth`, `doin` in speech, `hve` in a chat.

    The text's other strange words are no scanner's, and it stands among speech.  Where its letters differ as writers'
    do, a single word of speech near by is enough, or one that people misspell so, or that scanners seldom do.
    """
    from cleaner.spelling.features import channel_cost

    word = proposal.before.lower()
    explained = sure.explained(word)
    strange = sure.stats.noise_beside(word) - explained
    if explained >= SCANNERS_WORDS or strange <= MOSTLY * explained:
        return False
    speech = speech_beside(proposal, sure)
    writers = all(not a or not b or WRITERS.issuperset(a + b) for a, b in pairs)
    if speech < 1 and writers:
        is_rare = channel_cost(proposal.features) > A_SCANNERS
        return is_rare or sure.written_near(proposal.start, word) > 0 or sure.is_a_writers(word)
    return speech >= (1 if writers else SPEECH)


def speech_beside(proposal: Correction, sure: SureReadings) -> float:
    """How many words near a place drop letters, or are in no list and surely not misread."""
    from cleaner.spelling.features import speech_near_by, strange_near_by

    misread = sure.misread_near(proposal.start, proposal.before.lower())
    return speech_near_by(proposal.features) - min(misread, strange_near_by(proposal.features))

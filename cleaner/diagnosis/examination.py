"""What one text of a document shows, before anything in it is judged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from cleaner.diagnosis.cues import as_a_whole
from cleaner.diagnosis.diagnose import counted, diagnose, shared, strongest
from cleaner.diagnosis.short_records import is_short, of_a_record
from cleaner.kit import Kit
from cleaner.model import Diagnosis
from cleaner.model.companions import ALONE, Companions
from cleaner.rulebook import ScanResult
from cleaner.spelling.noisy_text import NoiseStats, SurveyedText
from cleaner.spelling.ocr_profile import ScanReading
from cleaner.text.analysis import Analysis

NO_MATCHES = ScanResult(())
NOTHING_SURVEYED = SurveyedText("", "", NoiseStats(0, Counter(), Counter(), Counter(), Counter()), lambda word: False)


@dataclass(frozen=True)
class Examination:
    """A text, and what it shows; every detector gets it.

    `rules`: where the rules match; `surveyed`: the text as the corrector reads it, with its noise; `diagnosis`: the
    damage that this text or an earlier one of the document shows, `by_itself` what this text alone shows; `scan`: what
    the document's scan has shown, None where nobody has read it yet; `companions`: what is known of the documents that
    come from the same place.
    """

    analysis: Analysis
    rules: ScanResult = NO_MATCHES
    surveyed: SurveyedText = NOTHING_SURVEYED
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    by_itself: Diagnosis = field(default_factory=Diagnosis)
    scan: ScanReading | None = None
    companions: Companions = ALONE


def examine(
    analysis: Analysis, kit: Kit, before: Examination | None = None, companions: Companions = ALONE
) -> Examination:
    """What a text shows; `before`: what the text of the pass before has shown."""
    rules = kit.rulebook.scan(analysis, kit.lexicon)
    was_read = before is not None and before.scan is not None and before.scan.corrector is not None
    surveyed = kit.corrector.survey(analysis.text, thorough=was_read, prose=analysis.prose)
    also = {damage: list(found) for damage, found in as_a_whole(analysis, surveyed.stats).items()}
    for damage, told in shared(companions.damages).items():
        also.setdefault(damage, []).append(told)
    if (file := companions.file) and is_short(surveyed.stats):
        also.setdefault("ocr", []).extend(of_a_record(file, surveyed.stats))
        surveyed = replace(surveyed, stats=replace(surveyed.stats, of_file=file.shares))
    by_itself = diagnose(list(counted(rules.matches, analysis)), also, kit.damage, analysis.counts.total())
    diagnosis = strongest(before.diagnosis, by_itself) if before is not None else by_itself
    return Examination(analysis, rules, surveyed, diagnosis, by_itself, companions=companions)

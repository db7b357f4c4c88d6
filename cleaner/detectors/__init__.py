"""Detectors read a text and yield findings.  Each kind has a file; the table gives the order in which they run."""

from collections.abc import Callable, Iterator

from cleaner.detectors.broken_words import broken_words
from cleaner.detectors.capitals import capitals
from cleaner.detectors.caption_lines import caption_lines
from cleaner.detectors.clean_read import clean_read
from cleaner.detectors.controls import controls
from cleaner.detectors.copies import copies
from cleaner.detectors.encoding import encoding
from cleaner.detectors.entities import entities
from cleaner.detectors.furniture import furniture
from cleaner.detectors.glossary import glossary
from cleaner.detectors.glued import glued
from cleaner.detectors.ligatures import ligatures
from cleaner.detectors.lists import lists
from cleaner.detectors.loops import loops
from cleaner.detectors.names import names
from cleaner.detectors.quotes import quotes
from cleaner.detectors.repeats import repeats
from cleaner.detectors.rolling import rolling
from cleaner.detectors.rules import rules
from cleaner.detectors.running_heads import running_heads
from cleaner.detectors.spelling import spelling
from cleaner.detectors.spoken_numbers import spoken_numbers
from cleaner.detectors.turned_compounds import turned_compounds
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Finding

Detector = Callable[[Examination, Kit], Iterator[Finding]]

DETECTORS: dict[str, Detector] = {
    "encoding": encoding,
    "entities": entities,
    "controls": controls,
    "ligatures": ligatures,
    "glued": glued,
    "capitals": capitals,
    "rules": rules,
    "lists": lists,
    "furniture": furniture,
    "running-heads": running_heads,
    "spoken-numbers": spoken_numbers,
    "rolling": rolling,
    "loops": loops,
    "clean-read": clean_read,
    "caption-lines": caption_lines,
    "broken-words": broken_words,
    "repeats": repeats,
    "quotes": quotes,
    "turned-compounds": turned_compounds,
    "glossary": glossary,
    "names": names,
    "copies": copies,
    "spelling": spelling,
}

#: detectors that look neither at the diagnosis nor at the scan: of one text they always find the same
WHATEVER_THE_DAMAGE = frozenset(
    "entities controls ligatures glued running-heads rolling loops clean-read caption-lines broken-words glossary "
    "names copies".split()
)

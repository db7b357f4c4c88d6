"""Detectors read a text and yield findings.  Each kind has a file; the table gives the order in which they run."""

from collections.abc import Callable, Iterator

from cleaner.detectors.controls import controls
from cleaner.detectors.encoding import encoding
from cleaner.detectors.entities import entities
from cleaner.detectors.furniture import furniture
from cleaner.detectors.lists import lists
from cleaner.detectors.names import names
from cleaner.detectors.quotes import quotes
from cleaner.detectors.repeats import repeats
from cleaner.detectors.rules import rules
from cleaner.detectors.running_heads import running_heads
from cleaner.detectors.spelling import spelling
from cleaner.diagnosis.examination import Examination
from cleaner.kit import Kit
from cleaner.model import Finding

Detector = Callable[[Examination, Kit], Iterator[Finding]]

DETECTORS: dict[str, Detector] = {
    "encoding": encoding,
    "entities": entities,
    "controls": controls,
    "rules": rules,
    "lists": lists,
    "furniture": furniture,
    "running-heads": running_heads,
    "repeats": repeats,
    "quotes": quotes,
    "names": names,
    "spelling": spelling,
}

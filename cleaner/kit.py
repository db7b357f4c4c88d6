"""What is loaded once per process and handed to every room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from cleaner.decide import Policy
from cleaner.model import Remembered
from cleaner.rulebook.feedback import Answered
from cleaner.spelling.lexicon import Lexicon

if TYPE_CHECKING:
    from cleaner.rulebook import Rulebook
    from cleaner.spelling.classifier import Classifier
    from cleaner.spelling.error_model import ErrorModel
    from cleaner.spelling.language_model import InterpolatedModel, TrigramModel
    from cleaner.spelling.ocr_profile import ScanProfile


@dataclass(frozen=True)
class Kit:
    """Rules, lexicon, policy, and what the user added.

    `glossary`: names as they should be spelt; `protect`: patterns of text not to be touched; `damage`: what the user
    says of the documents; `remembered`: earlier decisions; `language_model`, `error_model`, `classifier`: models of the
    spelling corrector, None for the shipped ones; `scan`: what the document at hand has shown; `off`:
    detectors left out; `answered`: what people said of each rule's findings.
    """

    rulebook: Rulebook
    lexicon: Lexicon
    policy: Policy = field(default_factory=Policy)
    glossary: tuple[str, ...] = ()
    protect: tuple[regex.Pattern[str], ...] = ()
    damage: Mapping[str, float] = field(default_factory=dict)
    remembered: Remembered | None = None
    language_model: TrigramModel | InterpolatedModel | None = None
    error_model: ErrorModel | None = None
    classifier: Classifier | None = None
    scan: ScanProfile | None = None
    off: frozenset[str] = frozenset()
    answered: Mapping[str, Answered] = field(default_factory=dict)

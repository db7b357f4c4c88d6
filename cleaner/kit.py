"""What is loaded once per process and handed to every room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

import regex

from cleaner.decide import Policy
from cleaner.model import Document, Remembered
from cleaner.model.companions import ALONE, Companions, Surveyed
from cleaner.model.modes import MODES
from cleaner.names.user_glossary import Glossary
from cleaner.rulebook import Rulebook
from cleaner.rulebook.feedback import Answered
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.lexicon import Lexicon

if TYPE_CHECKING:
    from cleaner.neural.passage import PassageReader
    from cleaner.spelling.classifier import Classifier


@dataclass(frozen=True)
class Kit:
    """Rules, lexicon, policy, and what the user added.  Cleaning changes nothing in it, so threads may share it.

    `glossary`: names as they should be spelt, and their aliases; `protect`: patterns of text not to be touched;
    `damage`: what the user says of the documents; `remembered`: earlier decisions; `corrector`: the spelling corrector,
    with the shipped models and this lexicon if not given; `classifier`: how sure the corrector is, None for the shipped
    one; `off`: detectors left out; `answered`: what people said of each rule's findings; `mode`: one of `MODES`;
    `same_source`: the user says that the documents of a place share what happened to them; `facts`: what a survey has
    found of all of the batch; `neural`: a small language model, whose reading of a passage is evidence.
    """

    rulebook: Rulebook
    lexicon: Lexicon
    policy: Policy = field(default_factory=Policy)
    glossary: Glossary = field(default_factory=Glossary)
    protect: tuple[regex.Pattern[str], ...] = ()
    damage: Mapping[str, float] = field(default_factory=dict)
    remembered: Remembered | None = None
    corrector: Corrector = None  # type: ignore[assignment]  # set below, so no reader ever meets None
    classifier: Classifier | None = None
    off: frozenset[str] = frozenset()
    answered: Mapping[str, Answered] = field(default_factory=dict)
    mode: str = MODES[0]
    same_source: bool = False
    facts: Surveyed | None = None
    neural: PassageReader | None = None
    sent_as: ClassVar[Any] = None  # says how another process makes it; `replace` gives a kit that cannot be sent

    def __reduce__(self) -> tuple[Any, ...]:
        if self.sent_as is None:
            raise TypeError("only a kit as `load_kit` gives it can be sent to another process: load it there")
        return tuple(self.sent_as())

    def __post_init__(self) -> None:
        if self.corrector is None:
            object.__setattr__(self, "corrector", Corrector.shipped(self.lexicon))

    def companions(self, document: Document) -> Companions:
        """What a document learns from the others of its batch and of its file."""
        known = self.facts.companions(document) if self.facts else ALONE
        return replace(known, file=document.file) if document.file else known

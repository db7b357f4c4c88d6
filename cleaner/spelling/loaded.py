"""The corrector for what a kit has loaded."""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from cleaner.spelling.classifier import Classifier
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.error_model import ErrorModel
from cleaner.spelling.language_model import InterpolatedModel, TrigramModel
from cleaner.spelling.lexicon import Lexicon
from cleaner.spelling.ocr_profile import ScanProfile


class SpellingKit(Protocol):
    """What spelling needs of the pipeline's kit."""

    @property
    def lexicon(self) -> Lexicon: ...

    @property
    def context(self) -> TrigramModel | InterpolatedModel | None: ...

    @property
    def channel(self) -> ErrorModel | None: ...

    @property
    def judge(self) -> Classifier | None: ...

    @property
    def scan(self) -> ScanProfile | None: ...


def corrector_of(kit: SpellingKit) -> Corrector:
    """The corrector for a kit's lexicon, context model and channel; kept, with all it has learnt of strings."""
    return _corrector(kit.lexicon, kit.context or TrigramModel.shipped(), kit.channel or ErrorModel.shipped())


@lru_cache(maxsize=4)
def _corrector(lexicon: Lexicon, context: TrigramModel | InterpolatedModel, channel: ErrorModel) -> Corrector:
    return Corrector(lexicon, context, channel)

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
    def language_model(self) -> TrigramModel | InterpolatedModel | None: ...

    @property
    def error_model(self) -> ErrorModel | None: ...

    @property
    def classifier(self) -> Classifier | None: ...

    @property
    def scan(self) -> ScanProfile | None: ...


def corrector_of(kit: SpellingKit) -> Corrector:
    """The corrector for a kit's lexicon, language model and error model; kept, with all it has learnt of strings."""
    return _corrector(
        kit.lexicon, kit.language_model or TrigramModel.shipped(), kit.error_model or ErrorModel.shipped()
    )


@lru_cache(maxsize=4)
def _corrector(
    lexicon: Lexicon, language_model: TrigramModel | InterpolatedModel, error_model: ErrorModel
) -> Corrector:
    return Corrector(lexicon, language_model, error_model)

"""The models that a later step needs: those built so far, the shipped ones where a step has not run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cleaner.files.locations import DATA
from cleaner.spelling.classifier import Classifier
from cleaner.spelling.corrector import Corrector
from cleaner.spelling.costs import Costs
from cleaner.spelling.error_model import ErrorModel, Pair
from cleaner.spelling.language_model import TrigramModel
from cleaner.spelling.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Models:
    """Files in `out`; a file that is not there is taken from `cleaner/data`."""

    out: Path

    def path(self, name: str) -> Path:
        built = self.out / name
        return built if built.exists() else DATA / name

    def lexicon(self) -> Lexicon:
        return Lexicon.open(self.path("lexicon.bin"))

    def language_model(self) -> TrigramModel:
        return TrigramModel.open(self.path("context.bin"))

    def error_model(self) -> ErrorModel:
        return ErrorModel.open(self.path("confusions.tsv"))

    def costs(self) -> Costs:
        return Costs.open(self.path("costs.json"))

    def classifier(self) -> Classifier:
        return Classifier.open(self.path("confidence.json"))

    def corrector(self, confusions: Mapping[Pair, float] | None = None) -> Corrector:
        """The corrector as it stands; with `confusions`, under an error model of these."""
        error_model = self.error_model() if confusions is None else ErrorModel(confusions)
        return Corrector(self.lexicon(), self.language_model(), error_model, costs=self.costs())

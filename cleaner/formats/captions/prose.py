"""Prose of cues (`--to txt`): a text beside the captions, with a paragraph for each speaker and after each silence.

The corrections are still those of the file: the diff and all places in reports are places of the captions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from cleaner.formats.captions.labels import labels
from cleaner.formats.markup.letters import BLANK, PARAGRAPH
from cleaner.formats.source import BESIDE, Source
from cleaner.model import Document


def becoming_prose(source: Source, read: Callable[[bytes], Source], speakers: Collection[str] = ()) -> Source:
    """The file, of which prose is to be written; `read` reads it again with its corrections.

    `speakers`: names that the user gave to some, which stand as labels in it then.
    """
    told = f"its text becomes {PurePath(source.name).name}{BESIDE}"
    return replace(source, becomes=BESIDE, made=partial(_made, read, speakers), notices=(told, *source.notices))


def _made(read: Callable[[bytes], Source], speakers: Collection[str], data: bytes) -> bytes:
    made = (prose(document, speakers) for document in read(data).documents)
    return PARAGRAPH.join(made).encode("utf-8", "replace") + b"\n"


def prose(document: Document, speakers: Collection[str] = ()) -> str:
    """The words of all cues as running text; `speakers` are labels that no program writes.

    >>> from cleaner.model.cue import TimedCue
    >>> cues = TimedCue(0, 9, 0, 1, "Ann"), TimedCue(10, 13, 1, 2, "Ann"), TimedCue(15, 18, 2, 3, "Bob")
    >>> prose(Document("a", "They\\nmet.\\nHe.\\n\\nNo.", cues=cues)).split(PARAGRAPH)
    ['Ann: They met. He.', 'Bob: No.']
    """
    parts: list[str] = []
    labelled = {start for start, _ in labels(document.text, speakers)}
    end, voice = 0, ""
    for cue in document.cues:
        said = BLANK.join(document.text[cue.start : cue.end].split())
        if not parts or cue.start in labelled or PARAGRAPH in document.text[end : cue.start]:
            parts.append(f"{cue.voice}: {said}" if cue.voice and cue.voice != voice else said)
        else:
            parts[-1] += f"{BLANK}{said}"
        end, voice = cue.end, cue.voice
    return PARAGRAPH.join(parts)

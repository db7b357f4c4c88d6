"""Speakers get the names that the user tells, once for all: `--speaker "spk_0=Jane Doe"`.

Only labels change: those at the beginnings of lines, WebVTT's `<v spk_0>`, and the texts in which a recogniser's JSON
tells who speaks.  Where it tells that by a number, the number stays, since programs read it; reports and `--to txt` say
the name.  A label is no word of the text, so a renamed one is no edit of it: a notice counts them, the diff shows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial

from cleaner.formats.captions.labels import labels, speakers, told_labels
from cleaner.formats.captions.timed import TimedContainer
from cleaner.formats.captions.voices import NUMBERED, shown
from cleaner.formats.plain import TextContainer
from cleaner.formats.source import Source
from cleaner.model import Document, Edit
from cleaner.model.unified_diff import ByteEdit
from cleaner.text.plural import count

Names = Mapping[str, str]  # of the labels that the user tells
SHOWN = 8  # speakers that a notice lists


def name_of(label: str, names: Names) -> str:
    """The name that the user tells for a label, which may be a number; "" if none.

    >>> name_of("Speaker 0", {"0": "Jane"}), name_of("spk_0", {"0": "Jane"})
    ('Jane', '')
    """
    number = label.removeprefix(NUMBERED)
    return names.get(label) or (names.get(number) or names.get(NUMBERED + number) if number.isdecimal() else "") or ""


def renamed(source: Source, names: Names) -> Source:
    """The file with its speakers renamed: in its cues at once, in its bytes where they are written."""
    found = [_renamed(document, names) for document in source.documents]
    edits = tuple(sorted((e for _, made, _ in found for e in made), key=lambda e: e.start))
    notices = tuple(notice for _, _, told in found for notice in told)
    documents = tuple(document for document, _, _ in found)
    return replace(source, documents=documents, labels=edits, notices=(*source.notices, *notices))


def left_to_tell(source: Source, names: Names) -> Names:
    """The names that a file's bytes do not show after they were written: those of numbers."""
    placed = {
        label for d in source.documents if isinstance(d.container, TimedContainer) for _, _, label in d.container.labels
    }
    return {label: name for label, name in names.items() if not any(name_of(one, {label: name}) for one in placed)}


def _renamed(document: Document, names: Names) -> tuple[Document, list[ByteEdit], list[str]]:
    """A document with its speakers' names, the edits of its labels, and what the user should know."""
    container = document.container
    if not isinstance(container, TextContainer | TimedContainer):
        return document, [], []
    times: Counter[str] = Counter()
    made: list[ByteEdit] = []
    for start, end in (label.speaker for label in told_labels(document.text, names)):
        times[document.text[start:end]] += 1
        made += container.edits(document, [Edit(start, end, names[document.text[start:end]])])
    if isinstance(container, TimedContainer):
        found = [(start, end, label) for start, end, label in container.labels if name_of(shown(label), names)]
        times.update(shown(label) for _, _, label in found)
        made += container.relabelled([(start, end, name_of(shown(label), names)) for start, end, label in found])
    voices = Counter(cue.voice for cue in document.cues if cue.voice)
    cues = tuple(cue._replace(voice=name_of(cue.voice, names) or cue.voice) for cue in document.cues)
    stays = partial(labels, told=(*names, *names.values()))  # an earlier run may have renamed them
    protect = stays if document.protect in (labels, None) else document.protect
    given = (document.text[slice(*label.speaker)] for label in told_labels(document.text, set(names.values())))
    known = dict.fromkeys([*speakers(document.text), *given, *voices])
    notices = list(_notices(known, voices - times, times, names))
    return replace(document, cues=cues, protect=protect), made, notices


def _notices(known: Collection[str], numbers: Counter[str], times: Counter[str], names: Names) -> Iterator[str]:
    """`known`: the speakers of a file; `numbers`: those that its bytes tell as numbers; `times`: the labels renamed."""
    if times:
        told = ", ".join(f"{label} is {name_of(label, names)} now ({count(n, 'time')})" for label, n in times.items())
        yield f"speakers: {told}"
    kept = [label for label in numbers if label not in times and name_of(label, names)]
    if kept:
        told = ", ".join(f"{label} is {name_of(label, names)}" for label in kept)
        yield f"speakers: {told} in reports and with --to txt; the file tells speakers by numbers, and they stay"
    if not known:
        return
    done = {*times, *kept}
    unknown = [label for label in names if not any(name_of(one, {label: "it"}) for one in done)]
    unknown = [label for label in unknown if names[label] not in known]  # an earlier run has renamed it
    if unknown:
        has = ", ".join([*known][:SHOWN]) + (", …" if len(known) > SHOWN else "")
        yield f"no speaker {' or '.join(unknown)}; it has {has}"
    both = sorted({name_of(one, names) for one in done} & {one for one in known if not name_of(one, names)})
    if both:
        yield f"{' and '.join(both)} spoke in it already; the two can no longer be told apart"

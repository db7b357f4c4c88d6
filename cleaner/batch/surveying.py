"""The survey of a batch: file after file, and then what all of it comes to.

Files are read once for their lines.  Those in which documents share lines with others are read once more, for the
sketches by which copies of one story are known: most texts share none, so for them that would be wasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from cleaner.batch import run
from cleaner.batch.copied_texts import NONE, CopiedTexts
from cleaner.batch.gathering import Gathering, Wanted, sketch_bytes
from cleaner.batch.read_once import ReadOnce
from cleaner.batch.run import Attempt, Prepared, Spread
from cleaner.batch.survey import Survey, packed, survey, unpacked
from cleaner.batch.survey_record import FileSurvey, SurveyRecord
from cleaner.diagnosis.diagnose import DAMAGES
from cleaner.diagnosis.examination import examine
from cleaner.files.content import sha256
from cleaner.formats import ReadOptions
from cleaner.formats.outcome import Input
from cleaner.formats.told import TELLING, Tally, Told
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.model.companions import Copy
from cleaner.pipeline import analyse
from cleaner.text.composed import compose
from cleaner.text.near_duplicates import sketch

FAILED = packed([Survey("", 0, ())])  # in place of a document of which nothing is known
_PART = re.compile(r" \(part \d{5,}\)\Z")  # at the end of `Input.key`
KNOWN = Told("", b"", b"", Tally())


def by_its_lines(document: Document, kit: Kit) -> Attempt:
    """The survey of one document: its place and its lines."""
    return run.guarded(_surveyed, document, kit)


def _surveyed(document: Document, kit: Kit) -> Attempt:
    return Attempt(None, asked=packed([survey(document)]))


def with_damages(document: Document, kit: Kit) -> Attempt:
    """The same, and the damages that the document shows by itself."""
    return run.guarded(_diagnosed, document, kit)


def _diagnosed(document: Document, kit: Kit) -> Attempt:
    alone = replace(kit, damage={}, facts=None)
    read_as = compose(document)
    found = examine(analyse(read_as.text, read_as, alone), alone).diagnosis
    damages = tuple(damage for damage, p in found.probabilities.items() if p >= TELLING)
    return replace(_surveyed(document, kit), damages=damages)


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of a survey, and how each is looked at: `diagnose` says whether for its damages too.

    `copies`: the texts of stories that stand several times are gathered; `once` keeps what is read, for a run that
    follows.
    """

    inputs: Sequence[Input]
    options: ReadOptions
    record: SurveyRecord
    diagnose: bool
    kit: Kit
    spread: Spread | None = None
    once: ReadOnce | None = None
    copies: bool = False

    def look(self) -> Iterator[FileSurvey]:
        """What is found in each file that can be read, in no order."""
        unchanged: list[FileSurvey] = []
        empty = self.record.is_empty

        def known(item: Input, data: bytes) -> Told | None:
            found = self.record.found(item.key, sha256(data)) if not empty else None
            unchanged.extend([found] if found else [])
            return KNOWN if found else None

        for file, attempts in self._attempts(run.prepared(self.inputs, self.options, known)):
            yield from unchanged
            unchanged.clear()
            if file.documents and file.outcome.source:
                asked = b"".join(a.asked or FAILED for a in attempts)
                content = sha256(file.outcome.source.file)
                if self.once:
                    self.once.keep(file.outcome.input, file.outcome.source)
                damages = tuple(a.damages for a in attempts) if self.diagnose else ()
                found = FileSurvey(file.outcome.input.key, content, asked, damages)
                if not any(a.trouble for a in attempts):
                    self.record.keep(found)
                yield found
        yield from unchanged

    def _attempts(self, files: Iterator[Prepared]) -> Iterator[tuple[Prepared, Sequence[Attempt]]]:
        if self.spread:
            return self.spread(files)
        return run.here(files, self.kit, with_damages if self.diagnose else by_its_lines)

    def remembered(self) -> int:
        """Lets the record remember what is found, for the survey of all parts.  Returns the number of documents."""
        return sum(len(unpacked(file.asked)) for file in self.look())

    @property
    def damages(self) -> tuple[str, ...]:
        """Those that are looked for."""
        return DAMAGES if self.diagnose else ()

    def gathered(self) -> tuple[dict[str, bytes], int]:
        """The arrays of the facts, and the number of documents."""
        with closing(Gathering(self.damages)) as gathering:
            for file in self.look():
                gathering.add(file)
            for wanted, sketches in self._sketches(gathering.sharing()):
                gathering.sketched(wanted, sketches)
            return {**gathering.facts(), **(self._copied() if self.copies else NONE)}, gathering.documents

    def _copied(self) -> dict[str, bytes]:
        """What the stories come to that stand several times; all files are read once more."""
        with closing(CopiedTexts()) as texts:
            for file in run.prepared(self.inputs, self.options):
                source, several = file.outcome.source, len(file.documents) > 1
                for document, read in zip(file.documents, source.documents if source else (), strict=False):
                    text, label = compose(document).text, file.outcome.input.name
                    name = f"{label}: {read.id}" if several else label
                    texts.add(survey(document).text, Copy(name, text))
            return texts.arrays()

    def _sketches(self, files: Iterable[Wanted]) -> Iterator[tuple[Wanted, Sequence[bytes]]]:
        """The sketches of the documents of some files."""
        unread: dict[str, Wanted] = {}
        for wanted in files:
            found = self.record.found(wanted.name, wanted.content)
            if found and found.sketches is not None:
                yield wanted, found.sketches
            else:
                unread[wanted.name] = wanted
        labels = {_PART.sub("", name) for name in unread}
        again = [item for item in self.inputs if item.label in labels]
        for file in run.prepared(again, self.options):
            source, meant = file.outcome.source, unread.get(file.outcome.input.key)
            if meant and source and sha256(source.file) == meant.content:
                sketches = tuple(sketch_bytes(sketch(compose(d).text)) for d in file.documents)
                if found := self.record.found(meant.name, meant.content):
                    self.record.keep(replace(found, sketches=sketches))
                yield meant, sketches

"""Documents with what their witnesses say: each witness's file is read beside the file that it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from cleaner.batch.partners import Partners, key_of, partner_of
from cleaner.batch.run import Attempt, Prepared, Spread, guarded
from cleaner.files.given import Misuse
from cleaner.formats import ReadOptions, Unreadable
from cleaner.formats.outcome import Input
from cleaner.kit import Kit
from cleaner.model import Document
from cleaner.pipeline import allowed, analyse, clean, with_clocks
from cleaner.text.plural import count
from cleaner.witness.hearing import CameTo, hear
from cleaner.witness.versions import Statement, WitnessKind


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness as the command line names it: its kind, and the file or folder with what it says."""

    kind: WitnessKind
    path: Path

    @staticmethod
    def told(words: str) -> Witness:
        """What `--witness` says.  Raises `Misuse`.

        >>> Witness.told("image:/dev/null").kind, Witness.told("/dev/null").kind
        (<WitnessKind.IMAGE: 'image'>, <WitnessKind.TEXT: 'text'>)
        """
        kind, colon, path = words.partition(":")
        if colon and kind in set(WitnessKind) and not Path(words).exists():
            found = Witness(WitnessKind(kind), Path(path))
        else:
            found = Witness(WitnessKind.TEXT, Path(words))
        if not found.path.exists():
            kinds = ", ".join(f"{kind}:" for kind in WitnessKind)
            raise Misuse(f"--witness: {found.path}: no such file or folder (before it may stand {kinds})")
        return found

    @property
    def name(self) -> str:
        """How reports name it."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class Attested(Document):
    """A document with what its witnesses say; `lacks`: of witnesses that say nothing of it, why."""

    statements: tuple[Statement, ...] = field(default=(), compare=False, repr=False)
    lacks: tuple[str, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class HeardAttempt(Attempt):
    """An attempt with what each witness came to; `lacks`: why others were not heard."""

    witnesses: tuple[CameTo, ...] = ()
    lacks: tuple[str, ...] = ()


def attempt(document: Document, kit: Kit) -> Attempt:
    """One document cleaned and its witnesses heard, whatever happens to it."""
    return guarded(_heard, document, kit)


def _heard(document: Document, kit: Kit) -> Attempt:
    companions = kit.companions(document)
    ours = clean(document, kit, companions)
    if not isinstance(document, Attested):
        return Attempt(ours, asked=companions.asked)
    analysis = analyse(document.text, document, kit)
    heard = hear(ours, document.statements, kit, analysis, partial(allowed, analysis=analysis))
    lacks = (*document.lacks, *heard.unheard)
    told = (*ours.notices, *(f"{why}; this text was cleaned without it" for why in lacks))
    done = with_clocks(replace(heard.cleaned, notices=told))
    return HeardAttempt(done, asked=companions.asked, again=bool(lacks), witnesses=heard.witnesses, lacks=lacks)


class Beside:
    """The witnesses of a run, found for each of its files.

    `names`: by which name a file is looked for, by its path; `field`: the field of a record with a witness's text.
    """

    def __init__(
        self, witnesses: Sequence[Witness], options: ReadOptions, names: Mapping[Path, str], field: str | None = None
    ) -> None:
        self._witnesses, self._names, self._field = witnesses, names, field
        self._options = replace(options, text_field=(field,)) if field else options

    def recipe(self) -> str:
        """A digest that changes whenever a witness may say something else of a file of the run."""
        digest = hashlib.sha256(repr((self._field, [w.kind for w in self._witnesses])).encode("utf-8", "replace"))
        for witness in self._witnesses:
            folder = witness.path.is_dir()
            for file in sorted(witness.path / n for n in self._names.values()) if folder else [witness.path]:
                digest.update(f"\0{file.name}\0".encode("utf-8", "surrogateescape"))
                if file.is_file():
                    with file.open("rb") as data:
                        digest.update(hashlib.file_digest(data, "sha256").digest())
        return digest.hexdigest()[:16]

    def documents(self, files: Iterator[Prepared], tell: Callable[[str], object]) -> Iterator[Prepared]:
        """The files, each document with what its witnesses say; `tell` gets what answers none of a file's texts."""
        for label, parts in groupby(files, lambda file: file.outcome.input.label):
            partners: list[Partners | str] = []
            for file in parts:
                if file.documents:
                    partners = partners or [self._partners(w, file.outcome.input) for w in self._witnesses]
                    yield self._attested(file, partners)
                else:
                    yield file
            for witness, partner in zip(self._witnesses, partners, strict=False):
                if not isinstance(partner, str) and (left := partner.left()):
                    shown = ", ".join(repr(name) for name in left[:3]) + ("…" if len(left) > 3 else "")
                    tell(f"{label}: {count(len(left), 'text')} of the witness {witness.name} answer none: {shown}")

    def _partners(self, witness: Witness, item: Input) -> Partners | str:
        """The witness's file for a file of the run, or why there is none."""
        try:
            place = replace(item, name=self._names.get(item.path, item.name))
            return Partners(partner_of(place, witness.path), self._options)
        except Unreadable:
            return f"the witness {witness.name} has no such file"

    def _attested(self, file: Prepared, partners: list[Partners | str]) -> Prepared:
        assert file.outcome.source
        documents = []
        for document, own in zip(file.documents, file.outcome.source.documents, strict=True):
            said, lacks = list[Statement](), list[str]()
            for at, (witness, partner) in enumerate(zip(self._witnesses, partners, strict=True)):
                text = None
                try:
                    text = None if isinstance(partner, str) else partner.find(key_of(own, file.outcome.input))
                except Unreadable as error:
                    partners[at] = f"the witness {error}"
                if text is not None:
                    said.append(Statement(witness.name, witness.kind, text))
                else:
                    lacks.append(self._lack(witness, partners[at]))
            values = {f.name: getattr(document, f.name) for f in fields(Document)}
            documents.append(Attested(**values, statements=tuple(said), lacks=tuple(lacks)))
        return file._replace(documents=tuple(documents))

    def _lack(self, witness: Witness, partner: Partners | str) -> str:
        if isinstance(partner, str):
            return partner
        where = f" in the field {self._field!r}" if self._field else ""
        return f"the witness {witness.name} has no text of this id{where}"


def listening(
    inner: Spread, beside: Beside, tell: Callable[[str], object], heard: Callable[[Attempt], object]
) -> Spread:
    """A spread that gives each document its witnesses; `heard` sees each attempt."""

    def spread(files: Iterator[Prepared]) -> Iterator[tuple[Prepared, Sequence[Attempt]]]:
        for file, attempts in inner(beside.documents(files, tell)):
            for attempt in attempts:
                heard(attempt)
            yield file, attempts

    return spread

"""Batch facts: what a survey has found of many documents, in one file, which all workers and shards read.

The file holds sorted numbers and is mapped, not read.  The same documents give the same bytes, in whatever order and by
however many processes they were surveyed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from cleaner.batch import copied_texts
from cleaner.batch.copied_texts import copies_of
from cleaner.batch.name_votes import SHARED
from cleaner.batch.origin import likewise
from cleaner.batch.survey import Survey, keys, packed, place_digest, spelling_digest, survey, unpacked
from cleaner.files.given import Misuse
from cleaner.model import Document
from cleaner.model.companions import EXACT, Companions, Copy
from cleaner.spelling.storage.mmap_arrays import MmapArrays, ModelFileError, write

LONGEST_NAME = 120  # bytes
KIND, VERSION = "batch facts", 3
# Numbers from ten on are told in steps of a quarter: so that one more page of a site does not have all others of it
# cleaned again, a document is told 200 for any number from 200 to 249.
_STEPS = (EXACT, 12, 16, 20, 25, 32, 40, 50, 64, 80)
ARRAYS = {
    "lines": "Q", "stories": "I",  # a line's digest, and on how many stories of its place it stands
    "places": "Q", "pages": "I", "texts_of": "I", "damaged_of": "I",  # a place; of each damage in turn how many texts
    "texts": "Q", "damages_of": "H",  # a text's digest, and a bit for each damage found in it
    # a spelling's digest, on how many stories of its place the name stands that it is nearly, and where its letters do
    "spellings": "Q", "having": "I", "meant": "I", "letters": "B",
    **copied_texts.ARRAYS,
}  # fmt: skip


def rounded(number: int) -> int:
    """A number as documents are told it.

    >>> [rounded(n) for n in (9, 11, 214, 249, 250, 1_999)]
    [9, 10, 200, 200, 250, 1600]
    """
    if number < _STEPS[0]:
        return number
    zeros: int = 10 ** (len(str(number)) - 2)
    return max(step for step in _STEPS if step * zeros <= number) * zeros


@dataclass(frozen=True, slots=True)
class _Told:
    """What a document is told: numbers of its place, of its lines by their digests, of damages, of names; copies."""

    pages: int
    lines: Mapping[int, int]
    damages: Mapping[str, tuple[int, int]]
    names: Mapping[str, tuple[str, int]]
    copies: tuple[Copy, ...] = ()


NOTHING = _Told(0, {}, {}, {})


class Facts:
    """The facts of a file.  Without a file nothing is known of anybody."""

    def __init__(self, path: Path | None = None, *, same_source: bool = False, copies: bool = False) -> None:
        """Raises `Misuse` for a file that holds no facts.  Damages are told only of a `same_source`, and texts of
        copies only if `copies` are wanted.
        """
        self.path, self._same_source, self._copies = path, same_source, copies
        self._arrays: Mapping[str, Any] = _opened(path) if path else dict.fromkeys(ARRAYS, ())
        self.damages: tuple[str, ...] = tuple(self._arrays["names"]) if path and same_source else ()
        self.has_copies = bool(self._arrays["story_at"])  # whether copies were looked for
        self.digest: str = self._arrays["digest"] if path else ""

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(Facts, self.path, same_source=self._same_source, copies=self._copies), ()

    def companions(self, document: Document) -> Companions:
        """What is known of a document's companions."""
        names = (name for name in likewise(document.source) if self._at("places", place_digest(name)) is not None)
        placed = replace(document, source=next(names, document.source))
        found = survey(placed)
        told = self._told(found)
        said = keys(placed) if told.lines else {}
        lines = {key: told.lines[line] for line, key in said.items() if line in told.lines}
        return Companions(found.place, told.pages, lines, told.damages, told.names, told.copies, packed([found]))

    def answer(self, asked: bytes) -> str:
        """A digest of what the documents of a file are told.  `asked` is what they ask.

        A file is cleaned again only where that has changed.
        """
        told = [self._told(one) for one in unpacked(asked)]
        plain = [(t.pages, *(sorted(some.items()) for some in (t.lines, t.damages, t.names)), t.copies) for t in told]
        return blake2b(repr(plain).encode(), digest_size=16).hexdigest()

    def _told(self, about: Survey) -> _Told:
        counts = self._arrays["stories"]
        lines = {line: rounded(counts[at]) for line in about.lines if (at := self._at("lines", line)) is not None}
        copies = self._copies_of(about.text)
        if not lines and not self.damages and not self._arrays["spellings"]:
            return replace(NOTHING, copies=copies) if copies else NOTHING
        number = place_digest(about.place)
        place = self._at("places", number)
        if place is None:
            return NOTHING
        pages = rounded(self._arrays["pages"][place]) if lines else 0
        names = dict(self._names(about, number, self._arrays["pages"][place]))
        return _Told(pages, lines, self._damages(place, about.text), names, copies)

    def _copies_of(self, text: int) -> tuple[Copy, ...]:
        at = self._at("copied", text) if self._copies else None
        return () if at is None else copies_of(text, self._arrays["of_story"][at], self._arrays)

    def _names(self, about: Survey, place: int, pages: int) -> Iterator[tuple[str, tuple[str, int]]]:
        """The outvoted spellings of a text, each with the name that it is nearly, and how many stories have that.

        Among many texts some name is always near: so the text has it too, or many of the place have it.
        """
        for spelling in about.names if self._arrays["spellings"] else ():
            if (at := self._at("spellings", spelling_digest(place, spelling))) is not None:
                having, start = self._arrays["having"][at], self._arrays["meant"][at]
                letters = bytes(self._arrays["letters"][start : start + LONGEST_NAME])
                meant = letters.partition(b"\n")[0].decode()
                if meant in about.names or having >= SHARED * pages:
                    yield spelling, (meant, rounded(having))

    def _damages(self, place: int, text: int) -> dict[str, tuple[int, int]]:
        """For each damage that other texts of a place bear: how many of how many others, not counting this text."""
        if not self.damages:
            return {}
        at = self._at("texts", text)
        own = self._arrays["damages_of"][at] if at is not None else 0
        others = self._arrays["texts_of"][place] - (at is not None)
        found = {}
        for bit, damage in enumerate(self.damages):
            count = self._arrays["damaged_of"][place * len(self.damages) + bit] - (own >> bit & 1)
            if count:
                found[damage] = rounded(count), rounded(others)
        return found

    def _at(self, name: str, number: int) -> int | None:
        """Where a number stands in a sorted array."""
        array = self._arrays[name]
        at = bisect_left(array, number)
        return at if at < len(array) and array[at] == number else None


def write_facts(path: Path, arrays: Mapping[str, bytes], damages: tuple[str, ...]) -> None:
    """Writes a file of facts: its arrays, and the damages that were looked for."""
    arrays = {**copied_texts.NONE, **arrays}
    meta = {"version": VERSION, "damages": list(damages), "digest": digest(arrays, damages)}
    write(path, KIND, {name: (code, arrays[name]) for name, code in ARRAYS.items()}, meta)


def _opened(path: Path) -> Mapping[str, Any]:
    try:
        mapped = MmapArrays.open(path, KIND)
        if mapped.meta["version"] != VERSION:
            raise Misuse(f"{path}: batch facts of another version; make them again with `cleaner survey`")
        arrays = {name: mapped[name] for name in ARRAYS}
        damages: Any = mapped.meta["damages"]
        if mapped.meta["digest"] != digest(arrays, damages):
            raise ModelFileError("damaged")
        return {**arrays, "names": damages, "digest": mapped.meta["digest"]}
    except OSError as error:
        raise Misuse(f"{path}: {error.strerror or error}; `cleaner survey` makes batch facts") from None
    except (ValueError, KeyError, TypeError):
        raise Misuse(f"{path}: no batch facts, or damaged ones; make them again with `cleaner survey`") from None


def digest(arrays: Mapping[str, Any], damages: Iterable[str]) -> str:
    """By which facts are known."""
    found = blake2b(" ".join(damages).encode(), digest_size=16)
    for name in ARRAYS:
        found.update(arrays[name])
    return found.hexdigest()

"""Which files of a run were cleaned before and need not be cleaned again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from unicodedata import normalize

from cleaner.batch.facts import Facts
from cleaner.files.content import sha256
from cleaner.files.given import Misuse
from cleaner.files.places import LeadsOut, within
from cleaner.formats.outcome import Input
from cleaner.formats.source import BESIDE
from cleaner.formats.told import Told
from cleaner.ledger import Ledger, done, taking
from cleaner.ledger.done import Mark

Earlier = Callable[[Input, bytes], Told | None]


def nothing(name: str, content: str) -> bool:
    """Brings no file from elsewhere."""
    return False


class Past:
    """What earlier runs into an OUT told of its files, and where nothing that bears on a file has changed since.

    It looks into the `ledger` that the run writes, and into `others`: those of shards, whose findings are taken over,
    and in a shard OUT's own.
    """

    def __init__(
        self,
        ledger: Ledger,
        out: Path,
        mark: Mark,
        others: Sequence[Ledger] = (),
        bring: Callable[[str, str], bool] = nothing,
        facts: Facts | None = None,
    ) -> None:
        """`bring` is asked for a file that OUT does not hold with the content (its hash) that a run wrote; `facts`:
        what the documents may know of one another now.
        """
        self._ledger, self._out, self._mark, self._others, self._bring = ledger, out, mark, others, bring
        self._facts = facts or Facts()
        self._elsewhere: dict[str, Ledger] = {}
        self._since = cache(lambda decision: [_squeezed(words) for words in done.words_decided(ledger.db, decision)])

    def __call__(self, item: Input, data: bytes) -> Told | None:
        """What was told of a file with this content, if it need not be cleaned again."""
        content = sha256(data)
        for ledger in (self._ledger, *self._others):
            known = done.found(ledger.db, item.label, content, self._mark.recipe)
            if (
                known
                and self._facts.answer(known[1].asked) == known[1].answer
                and self._stands(item.name, known[1].after)
                and not _touched(ledger, item.label, self._since(known[0]))
            ):
                if ledger is not self._ledger:
                    self._elsewhere[item.label] = ledger
                return known[1]
        return None

    def _stands(self, name: str, content: str) -> bool:
        """Whether OUT holds the corrected file, or now does."""
        names = (name, name + BESIDE)
        return any(_holds(self._out, n, content) for n in names) or any(self._bring(n, content) for n in names)

    def take(self, item: Input) -> None:
        """Takes over what another ledger knows of a file that it told of.  The caller holds the transaction."""
        if other := self._elsewhere.pop(item.label, None):
            taking.take(self._ledger, other, item, self._mark)


def _holds(out: Path, name: str, content: str) -> bool:
    """Whether the file in OUT is the one that the run wrote."""
    try:
        place = within(out, name)
        return not place.is_symlink() and sha256(place.read_bytes()) == content
    except (LeadsOut, OSError):
        return False


def _touched(ledger: Ledger, path: str, words: Iterable[str]) -> bool:
    """Whether decisions on such words can touch a file.  They are looked for by their words in the original."""
    words = list(words)
    if not words:
        return False
    texts = (_squeezed(ledger.text(document)) for document in ledger.documents_of(path).values())
    return any(w in text for text in texts for w in words)


def _squeezed(text: str) -> str:
    """White space made single and marks taken apart, so that parts of equal texts are parts of each other."""
    return normalize("NFD", " ".join(text.split()))


# ------------------------------------------------------------------ where the files of an OUT come from


def enter(ledger: Ledger, inputs: Iterable[Input], out: Path, *, add: bool = False, fresh: bool = False) -> None:
    """Notes where a run's files come from.

    Raises `Misuse` for files of another folder, unless they are to be added (and have names of their own), or what was
    there is to be forgotten.
    """
    roots: dict[tuple[Path, str], list[Input]] = {}
    for item in inputs:
        if item.data is None and not (item.passed or item.amiss):
            way = str(item.root) if item.url else os.path.relpath(item.root, out.resolve())
            roots.setdefault((item.root, way), []).append(item)
    with ledger.transaction():
        if fresh:
            done.forget(ledger.db)
        known = done.roots(ledger.db)
        for (place, way), items in sorted(roots.items()):
            number = done.root_known(ledger.db, place, way)
            if number is None and known and not add:
                raise Misuse(
                    f"{out} holds what was cleaned from {', '.join(map(str, known))}, and {place} is another folder: "
                    "take another OUT, or --add to put both together, or --fresh to forget what was there"
                )
            number = number or done.add_root(ledger.db, place, way)
            for item in items if known else ():
                if done.root_of(ledger.db, item.label) not in (None, number):
                    raise Misuse(f"{item.path} would become {out / item.name}, which was made of another folder's file")

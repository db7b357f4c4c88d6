"""Writes a folder of final files.  Nobody's own work is overwritten, and after a kill the next run goes on."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from cleaner.files.atomic import Meanwhile, NewFile, like, write_all
from cleaner.files.content import sha256
from cleaner.files.places import LeadsOut, spelt_out, within
from cleaner.formats import ReadOptions
from cleaner.formats.outcome import Input, Outcome
from cleaner.formats.source import BESIDE
from cleaner.formats.told import Told
from cleaner.ledger import done
from cleaner.ledger.done import Mark
from cleaner.ledger.growing import Growing
from cleaner.ledger.store import Ledger


class Output:
    """Where the files of a ledger are written: OUT, or another folder (`apply --to`).

    The ledger knows what it is about to write before a file is replaced, and what it wrote before until all are:
    a file that holds either is ours.  Any other is somebody's work, and left alone unless `force` says otherwise.
    """

    def __init__(
        self,
        ledger: Ledger,
        folder: Path,
        *,
        elsewhere: bool = False,
        force: bool = False,
        mark: Mark | None = None,
        take: Callable[[Input], object] = lambda item: None,
    ) -> None:
        """`elsewhere`: the folder is not the ledger's own; `mark`: under what a run cleans, for those that follow;
        `take` is asked to bring the ledger what another knows of a file that is not cleaned again.
        """
        self.folder = folder
        self.left: list[Path] = []  # somebody's own
        self.written = self.same = 0
        self._ledger = ledger
        self._force = force
        self._mark, self._take = mark, take
        self._key = spelt_out(str(folder.resolve())) if elsewhere else ""
        self._stands: dict[str, str] = {}
        self._made_of: dict[Path, str] = {}  # places in the folder, and which file each belongs to
        self._growing: Growing | None = None

    def write(
        self,
        outcomes: Sequence[Outcome],
        options: ReadOptions | None = None,
        tell: Callable[[Outcome, str], Told] | None = None,
    ) -> list[Outcome]:
        """Writes some files together, in one transaction of the ledger.  A failure says why a file cannot be written.

        `options`: how the files of a run were read; the ledger keeps them first, with what was found in them and what
        they `tell` the next run (of an outcome, and the hash of the corrected file).
        """
        outcomes, files, grown = list(outcomes), dict[int, NewFile](), list[Growing]()
        with self._ledger.transaction():
            for i, outcome in enumerate(outcomes):
                item = outcome.input
                if item.part:
                    outcomes[i] = self._grow(outcome, options is not None, grown)
                    continue
                if outcome.told:
                    self._reuse(item, outcome.told)
                if outcome.source is None or outcome.failure:
                    continue
                corrected = outcome.data
                if options is not None:
                    self._keep(outcome, options, corrected, tell)
                model = item.path if options is not None and item.path.is_file() else None
                try:
                    if file := self._noted(item, corrected, model, outcome.source.becomes):
                        files[i] = file
                except (LeadsOut, OSError) as error:
                    outcomes[i] = failed(outcome, error)
        for file_in_parts in grown:
            file_in_parts.take_place()
        written = put(outcomes, files)
        for i, file in files.items():
            if not written[i].failure:
                self.written += 1
                self._stands[written[i].input.label] = sha256(file.data)
        return written

    def _reuse(self, item: Input, told: Told) -> None:
        """Leaves a file as an earlier run wrote it."""
        self._stands[item.label] = told.after
        self._take(item)
        if not (self.folder / item.name).is_file():
            self._made_of[self.folder / (item.name + BESIDE)] = item.label

    def _keep(
        self, outcome: Outcome, options: ReadOptions, corrected: bytes, tell: Callable[[Outcome, str], Told] | None
    ) -> None:
        """Lets the ledger keep a file, what was found in it, and what it tells the next run."""
        item, file = outcome.input, outcome.source.file if outcome.source else b""
        content = self._ledger.write_file(item.label, file, outcome.cleaned, options, item.name)
        self._ledger.forget_parts(item.label, beyond=0)
        if tell and self._mark and not (outcome.troubles or outcome.again):  # what failed is tried again
            done.note(self._ledger.db, item, content, self._mark, tell(outcome, sha256(corrected)))

    def _grow(self, outcome: Outcome, keep: bool, grown: list[Growing]) -> Outcome:
        """Writes a part of a large file.  After the last, the file is one of those that have `grown`."""
        item = outcome.input
        assert item.part and item.options
        try:
            if item.part.number == 1:
                self.drop()
                self._growing = Growing(within(self.folder, item.name))
            if self._growing is None:  # an earlier part failed, and was told: this one goes into no report
                return Outcome(item)
            if outcome.source is None or outcome.failure:
                self.drop(item if keep else None)
                return outcome
            if keep:
                self._ledger.write_file(item.key, outcome.source.file, outcome.cleaned, item.options, item.name)
            self._growing.add(outcome.data)
            if item.part.last:
                grown += self._whole(item, self._growing)
        except (LeadsOut, OSError) as error:
            self.drop(item if keep else None)
            return failed(outcome, error)
        return outcome

    def _whole(self, item: Input, file: Growing) -> Iterator[Growing]:
        """The file that has all its parts, once the ledger knows; nothing where somebody's own stands in its place."""
        assert item.part
        self._ledger.forget_parts(item.label, beyond=item.part.number)
        found, path = file.found(), item.label
        if self._is_somebodys(file.place, path, found, file.content):
            self.drop()
            return
        self._growing = None
        self._ledger.db.execute("INSERT OR IGNORE INTO wrote VALUES (?, ?, ?)", (self._key, path, file.content))
        self._stands[path] = file.content
        self.same += found == file.content
        self.written += found != file.content
        yield file

    def drop(self, item: Input | None = None) -> None:
        """Leaves nothing of a large file that is half written; of an `item` the ledger forgets the parts, too."""
        if self._growing:
            self._growing.drop()
            self._growing = None
        if item:
            self._ledger.forget_parts(item.label, beyond=0)

    def done(self) -> None:
        """All is written: from now on only what stands is ours."""
        rows = [(self._key, path, content) for path, content in self._stands.items()]
        with self._ledger.transaction():
            self._ledger.db.executemany("DELETE FROM wrote WHERE folder = ? AND path = ? AND sha256 <> ?", rows)

    def _noted(self, item: Input, data: bytes, model: Path | None, becomes: str) -> NewFile | None:
        """The file that is to be written, once the ledger knows; None where it stands already, or somebody's own."""
        place, path = within(self.folder, item.name + becomes), item.label
        if (other := self._made_of.setdefault(place, path)) != path:  # the text of page.html is page.html.txt
            raise FileExistsError(errno.EEXIST, f"{other} becomes that; clean it into another OUT", str(place))
        found = place.read_bytes() if place.is_file() and not place.is_symlink() else None
        wanted = sha256(data)
        if self._is_somebodys(place, path, None if found is None else sha256(found), wanted):
            return None
        # What stands there until it is written stays ours as well.
        self._ledger.db.execute("INSERT OR IGNORE INTO wrote VALUES (?, ?, ?)", (self._key, path, wanted))
        if found == data:
            self.same += 1
            self._stands[path] = wanted
            return None
        model = model or (place if found is not None else None)
        return NewFile(place, data, like(model)) if model else NewFile(place, data)

    def _is_somebodys(self, place: Path, path: str, found: str | None, wanted: str) -> bool:
        """Whether what stands there (its hash) is somebody's own work, which is left alone: no run wrote it."""
        ours = "SELECT 1 FROM wrote WHERE (folder, path, sha256) = (?, ?, ?)"
        is_ours = self._ledger.db.execute(ours, (self._key, path, found)).fetchone() is not None
        if not (self._force or found in (None, wanted) or is_ours):
            self.left.append(place)
            return True
        return False


def put(outcomes: Sequence[Outcome], files: Mapping[int, NewFile]) -> list[Outcome]:
    """The outcomes once the files of some of them (by their number) are written, or a failure that says why not."""
    done = list(outcomes)
    for i, error in zip(files, write_all(list(files.values())), strict=True):
        if error:
            done[i] = failed(outcomes[i], error)
    return done


# Errors of the disk, not of one file: the next file would fail too.
_HOPELESS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def failed(outcome: Outcome, error: OSError | LeadsOut) -> Outcome:
    """The outcome of a file that could not be written: the others go on.  Raises what would stop them too."""
    if isinstance(error, Meanwhile):
        why = "was saved meanwhile, and is left as it is: clean it again"
    elif isinstance(error, LeadsOut):
        why = str(error)
    elif error.errno in _HOPELESS:
        raise error
    else:
        why = f"cannot be written to {error.filename}: {error.strerror}"
    return Outcome(outcome.input, failure=why)

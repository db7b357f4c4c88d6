"""What becomes of an *always* and a *never* beyond the ledger, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cleaner.ledger import Ledger, Pattern, Written
from cleaner.places import LeadsOut, within
from cleaner.review.questions import Example


class Remember:
    """Remembers nothing more; `pack.OwnPack` writes rules into its `folder`."""

    folder: Path | None = None

    def always(self, pattern: Pattern, text: str, examples: list[Example]) -> str:
        """Writes what makes `text` of these words everywhere; says what was written, and where."""
        return ""

    def never(self, pattern: Pattern, examples: list[Example], *, switch_off: bool = False) -> str:
        """Writes what leaves these words alone everywhere; says what was written, and where.

        Where no exception would leave anything of the rule, it is switched off, but only if told to.
        """
        return ""

    def only_switching_off(self, pattern: Pattern, examples: list[Example]) -> str:
        """The rule of which no exception would leave anything; "" where an exception will do."""
        return ""


def switching_off(rule: str) -> str:
    """What is asked before *never* switches a whole rule off, in the terminal and on the page."""
    return (
        f"{rule} is about these very words: no exception would leave anything of it. "
        "y switches it off in your own rules, n remembers the answer in this ledger only"
    )


def noted(ledger: Ledger, decision: int, remember: Remember, write: Callable[[], str]) -> str:
    """Lets an answer write into the pack, and notes in the ledger what it wrote; says what `write` says.

    The files are compared before and after, so that undo misses nothing, whoever changes them.
    """
    before = _files(remember.folder)
    try:
        said = write()
    except OSError as error:
        said = f"nothing is written for it: {error.filename or remember.folder}: {error.strerror}"
    except LeadsOut as error:
        said = f"nothing is written for it: {error}"
    ledger.note_written(decision, _changed(before, _files(remember.folder)))
    return said


def taken_back(ledger: Ledger, decision: int, pack: Path | None) -> str:
    """Puts back the files of the pack that a decision had changed, after its undo; says so, to stand behind a sentence.

    A file that was changed since is somebody's own work, and is left alone; so is what a ledger names elsewhere.
    """
    return "".join(f"; {_put_back(file, pack)}" for file in ledger.written(decision))


def _put_back(file: Written, pack: Path | None) -> str:
    path = Path(file.path)
    if not _is_of(path, pack):
        where = f"is not in {pack}" if pack else "is in no pack that is open here"
        return f"{path} {where} and is left as it is: `cleaner decisions undo --pack` names your own rules"
    try:
        if not path.is_file():
            return f"{path}, which it wrote, is gone already"
        if path.read_text("utf-8") != file.after:
            return f"{path} was changed since and is left as it is: take out there what this answer wrote"
        if file.before is None:
            path.unlink()
            return f"{path}, which it wrote, is removed"
        path.write_text(file.before, "utf-8")
        return f"{path} is as it was before"
    except (OSError, UnicodeDecodeError) as error:
        return f"{path} could not be put back ({error}): take out there what this answer wrote"


def _is_of(path: Path, pack: Path | None) -> bool:
    """Whether a path is a rule file or the list of words of a pack."""
    if pack is None or not (path.suffix == ".yaml" or path.name == "words.txt"):
        return False
    try:
        within(pack, path.relative_to(pack.resolve()).as_posix(), followed=True)
    except ValueError:  # it is elsewhere, or a link leads there
        return False
    return True


def _files(folder: Path | None) -> Mapping[str, str]:
    """The rules and words of a pack, by their place."""
    if folder is None or not folder.is_dir():
        return {}
    places = [*folder.rglob("*.yaml"), *folder.glob("words.txt")]
    return {str(p.resolve()): p.read_text("utf-8", errors="surrogateescape") for p in places if p.is_file()}


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Written]:
    for place, text in after.items():
        if before.get(place) != text:
            yield Written(place, before.get(place), text)

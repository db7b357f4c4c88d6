"""Writes what *always* and *never* change outside the ledger, and takes it back.

A change is tried first, then noted in the ledger in one step with the answer, and then written.  So a killed session
leaves no file that was not tried, and none that undo does not know; `caught_up` writes what the session could not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleaner.files import atomic
from cleaner.files.places import within
from cleaner.ledger import Ledger, Pattern, Reviewer, Written
from cleaner.ledger.values import Example
from cleaner.packs import pack_writer


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written, after it was tried, and the message for when it is written."""

    said: str = ""
    files: tuple[Written, ...] = ()


class Remember:
    """Remembers an answer in the ledger only; `own_pack.OwnPack` also plans rules of the user's own, in `folder`."""

    folder: Path | None = None

    def always(self, pattern: Pattern, text: str, examples: list[Example]) -> Plan:
        """Puts `text` for these words everywhere."""
        return Plan()

    def never(self, pattern: Pattern, examples: list[Example], *, switch_off: bool = False) -> Plan:
        """Leaves these words alone everywhere.

        Where no exception would leave anything of the rule, the rule is switched off, but only with `switch_off`.
        """
        return Plan()

    def only_switching_off(self, pattern: Pattern, examples: list[Example]) -> str:
        """The id of the rule if no exception would leave anything of it; "" where an exception will do."""
        return ""


def switching_off(rule: str) -> str:
    """The question before *never* switches a whole rule off, in the terminal and on the page."""
    return (
        f"{rule} is about these very words: no exception would leave anything of it. "
        "y switches it off in your own rules, n remembers the answer in this ledger only"
    )


def carried_out(ledger: Ledger, decision: int, plan: Plan) -> str:
    """Writes what was planned for an answer that is saved with its plan; the message says what became of it."""
    try:
        pack_writer.write(plan.files)
    except OSError as error:
        ledger.forget_written(decision)
        return f"nothing is written for it: {error.filename}: {error.strerror}"
    ledger.note_written(decision)
    return plan.said


def caught_up(ledger: Ledger, pack: Path | None) -> None:
    """Writes into the pack what a killed session had planned and saved but not yet written."""
    for decision in ledger.unwritten():
        files = ((Path(f.path), f) for f in ledger.written(decision))
        missing = (f for path, f in files if _is_of(path, pack) and _content(path) != f.after.encode())
        carried_out(ledger, decision, Plan(files=tuple(missing)))


def undone(ledger: Ledger, decision: int, pack: Path | None, who: str = "", session: str = "") -> tuple[int, str]:
    """Takes back a decision and what it wrote; gives the number of reopened cases, and what became of the files.

    Raises ValueError if there is no such decision.  The files come first, so that after a kill undo can be repeated.  A
    file that was changed since is left alone, since that is somebody's work; so is a file outside the pack.
    """
    said: list[str] = []

    def put_back() -> None:
        said.extend(_put_back(file, pack) for file in ledger.written(decision))

    reopened = ledger.undo(decision, by=Reviewer(who, session), first=put_back)
    return reopened, "".join(f"; {message}" for message in said)


def _put_back(file: Written, pack: Path | None) -> str:
    path = Path(file.path)
    if not _is_of(path, pack):
        where = f"is not in {pack}" if pack else "is in no pack that is open here"
        return f"{path} {where} and is left as it is: `cleaner decisions undo --pack` names your own rules"
    before = None if file.before is None else file.before.encode()
    try:
        if (now := _content(path)) is None:
            return f"{path}, which it wrote, is gone already"
        if now == before:
            return f"{path} is as it was before"
        atomic.change(path, file.after.encode(), before)
    except atomic.Meanwhile:
        return f"{path} was changed since and is left as it is: take out there what this answer wrote"
    except OSError as error:
        return f"{path} could not be put back ({error}): take out there what this answer wrote"
    return f"{path}, which it wrote, is removed" if before is None else f"{path} is as it was before"


def _is_of(path: Path, pack: Path | None) -> bool:
    """Whether a path is a rule file or the word list of the pack; a ledger from somebody else may name any file."""
    if pack is None or not (path.suffix == ".yaml" or path.name == "words.txt"):
        return False
    try:
        within(pack, path.relative_to(pack.resolve()).as_posix(), followed=True)
    except ValueError:  # it lies elsewhere, or a link leads elsewhere
        return False
    return True


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None

"""`cleaner decisions`: what people decided, as a list, as a file for the team, and taken back."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.guarded import put
from cleaner.cli.messages import errors_told, fail, say
from cleaner.cli.options import RunFolder
from cleaner.text.plural import cases, count
from cleaner.text.visible import in_json, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.ledger import Decision, HistoryEntry, Ledger

app = typer.Typer(help="What people decided: list, share, undo.", no_args_is_help=True, rich_markup_mode=None)


class Prefer(StrEnum):
    """Whose answer stands where two people contradict each other."""

    NONE = "none"
    OURS = "ours"
    THEIRS = "theirs"
    NEWEST = "newest"


File = Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines; - is the standard stream.")]
Last = Annotated[int, typer.Option("--last", help="How many to show.")]
PreferOption = Annotated[Prefer, typer.Option("--prefer", help="Whose answer stands in a conflict.")]
One = Annotated[int | None, typer.Option("--id", help="The number that `list` shows.")]
Pattern = Annotated[str, typer.Option("--rule", help="All of this rule (mt/es/* is allowed).")]
Session = Annotated[
    str, typer.Option("--session", help="All of a session; `last` is the latest that has not been taken back.")
]
Pack = Annotated[
    Path | None,
    typer.Option("--pack", help="Your own rules, as `cleaner review` was told.  [default: OUT/own-rules]"),
]


@app.command("list")
def list_(out: RunFolder, last: Last = 50) -> None:
    """The latest decisions, with what was taken back."""

    with _ledger(out, look=True) as ledger:
        for said in ledger.history(last):
            print(visible(f"{_line(said)}  [{said.session}]{'  (undone)' if said.undone else ''}"))


def _line(said: HistoryEntry) -> str:

    words = f"{said.named}  “{one_line(said.before)}”  {said.rule}"
    return f"{said.id:>6}  {said.at}  {said.who}  {words}  {cases(said.cases)}"


@app.command("export")
def export(out: RunFolder, file: File = Path("-")) -> None:
    """Write all decisions that stand, one a line, sorted: a file that merges well in git."""
    from cleaner.files import atomic
    from cleaner.ledger import sharing

    with _ledger(out, look=True) as ledger:
        lines = list(map(in_json, sharing.exported(ledger.standing())))
    data = "".join(lines).encode("utf-8", "replace")
    if str(file) == "-":
        put(data)
    else:
        with errors_told():
            atomic.write(file, data, follow=True)
        say(f"{count(len(lines), 'decision')} written to {file}")


@app.command("import")
def import_(out: RunFolder, file: File, prefer: PreferOption = Prefer.NONE) -> None:
    """Take in a team's decisions.  Conflicts are shown, and left as they are unless --prefer says otherwise."""
    from cleaner.ledger import sharing
    from cleaner.review.session import new_session

    theirs, bad = sharing.read(_lines(file))
    with _ledger(out) as ledger:
        merged = sharing.merge(ledger.standing(), theirs)
        wanted = [c.theirs for c in merged.conflicts if _theirs_wins(c.ours, c.theirs, prefer)]
        closed = ledger.take_in([*merged.new, *wanted], session=new_session(), note=f"imported from {file.name}")
    for conflict in merged.conflicts:
        place = f"conflict at {_place(conflict.ours)}"
        say(place, f"  ours:   {conflict.ours.says}", f"  theirs: {conflict.theirs.says}")
    for line in bad:
        say(f"{file}:{line.number}: {line.wrong}")
    say(
        f"{len(merged.new)} new, {merged.known} known already, {len(merged.conflicts)} in conflict"
        f"{f' ({len(wanted)} taken over)' if wanted else ''}; {cases(closed)} answered by them"
        f"{_reach(len(merged.new) + len(wanted), closed)}."
    )
    if bad or (merged.conflicts and prefer is Prefer.NONE):
        raise typer.Exit(2 if bad else 1)


def _reach(decisions: int, closed: int) -> str:
    """Why a number of decisions answers another number of cases."""
    if closed > decisions:
        return ": an answer holds at every place with the same words and neighbours"
    if closed < decisions:
        return "; the others wait for texts that are not in this run, or that are answered the same way already"
    return ""


@app.command("undo")
def undo(out: RunFolder, id: One = None, rule: Pattern = "", session: Session = "", pack: Pack = None) -> None:
    """Take decisions back: one, all of a rule, or all of a session.  The history keeps them.

    What an "always" or "never" wrote into your own rules is taken back too, unless it was changed since.
    """
    from cleaner.packs.remember import undone

    if sum((id is not None, bool(rule), bool(session))) != 1:
        raise fail("say which: --id NUMBER, --rule RULE or --session SESSION (`cleaner decisions list` shows them)")
    with _ledger(out) as ledger:
        chosen = _chosen(ledger, id, rule, session)
        if session and chosen:
            say(visible(f"session {chosen[0].session or '(no name)'}, answers from {chosen[-1].at} on:"))
        reopened, files = 0, ""
        for said in chosen:  # the latest first, so that files are put back step by step
            as_before, put_back = undone(ledger, said.id, pack or out / "own-rules")
            reopened += as_before
            files += put_back
            say(visible(_line(said)))
    say(visible(f"{count(len(chosen), 'decision')} taken back, {cases(reopened)} as before{files}."))


def _chosen(ledger: Ledger, id: int | None, rule: str, session: str) -> list[HistoryEntry]:
    """The decisions that are meant and stand, the latest first; says what is wrong if there are none."""
    from fnmatch import fnmatchcase

    standing = [s for s in ledger.history(1_000_000) if not s.undone]
    if id is not None:
        found = [s for s in standing if s.id == id]
        missing = f"there is no decision {id} to take back"
    elif rule:
        found = [s for s in standing if fnmatchcase(s.rule, rule)]
        missing = f"nothing stands that was decided about {rule}"
    else:
        name = standing[0].session if session == "last" and standing else session
        found = [s for s in standing if s.session == name]
        missing = (
            "nothing stands that could be taken back" if session == "last" else f"nothing stands of session {name}"
        )
    if not found:
        raise fail(f"{missing} (`cleaner decisions list` shows what was decided)")
    return found


def _theirs_wins(ours: Decision, theirs: Decision, prefer: Prefer) -> bool:
    return prefer is Prefer.THEIRS or (prefer is Prefer.NEWEST and theirs.at > ours.at)


def _place(decision: Decision) -> str:
    left = " ".join(reversed(decision.left[:3]))
    return visible(f"{decision.document or 'all documents'}: {left} [{decision.before}] {' '.join(decision.right[:3])}")


def _lines(file: Path) -> list[str]:
    try:
        return (sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise fail(f"{file}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None


@contextmanager
def _ledger(out: Path, *, look: bool = False) -> Iterator[Ledger]:
    from cleaner.ledger.store import opened

    with errors_told(), opened(out, look=look) as ledger:
        yield ledger

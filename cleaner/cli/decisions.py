"""`cleaner decisions`: what people decided, as a list, as a file for the team, and taken back."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.options import fail, say, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.ledger import Decision, Ledger

app = typer.Typer(help="What people decided: list, share, undo.", no_args_is_help=True, rich_markup_mode=None)


class Prefer(StrEnum):
    """Whose answer stands where two people contradict each other."""

    NONE = "none"
    OURS = "ours"
    THEIRS = "theirs"
    NEWEST = "newest"


Out = Annotated[Path, typer.Argument(metavar="OUT", help="The folder that `cleaner clean -o OUT` wrote.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines; - is the standard stream.")]
Last = Annotated[int, typer.Option("--last", help="How many to show.")]
PreferOption = Annotated[Prefer, typer.Option("--prefer", help="Whose answer stands in a conflict.")]
One = Annotated[int | None, typer.Option("--id", help="The number that `list` shows.")]
Pattern = Annotated[str, typer.Option("--rule", help="All of this rule (mt/es/* is allowed).")]
Session = Annotated[str, typer.Option("--session", help="All of a session; `last` is the latest.")]


@app.command("list")
def list_(out: Out, last: Last = 50) -> None:
    """The latest decisions, with what was taken back."""
    from cleaner.reports.visible import one_line, visible
    from cleaner.review.questions import cases

    with _ledger(out) as ledger:
        for s in ledger.history(last):
            put = f" “{s.text}”" if s.text is not None else ""
            taken_back = "  (undone)" if s.undone else ""
            words = f"{s.id:>6}  {s.at}  {s.who}  {s.answer}{put}  “{one_line(s.before)}”  {s.rule}"
            print(visible(f"{words}  {s.scope}, {cases(s.cases)}  [{s.session}]{taken_back}"))


@app.command("export")
def export(out: Out, file: File = Path("-")) -> None:
    """Write all decisions that stand, one a line, sorted: a file that merges well in git."""
    from cleaner import files
    from cleaner.ledger import sharing

    with _ledger(out) as ledger:
        lines = list(sharing.exported(ledger.standing()))
    data = "".join(lines).encode("utf-8", "replace")
    if str(file) == "-":
        sys.stdout.buffer.write(data)
    else:
        with told():
            files.write(file, data)
        say(f"{len(lines)} decisions written to {file}")


@app.command("import")
def import_(out: Out, file: File, prefer: PreferOption = Prefer.NONE) -> None:
    """Take in a team's decisions.  Conflicts are shown, and left as they are unless --prefer says otherwise."""
    from cleaner.ledger import sharing
    from cleaner.review.questions import cases
    from cleaner.review.session import new_session

    theirs, bad = sharing.read(_lines(file))
    with _ledger(out) as ledger:
        merged = sharing.merge(ledger.standing(), theirs)
        wanted = [c.theirs for c in merged.conflicts if _theirs_wins(c.ours, c.theirs, prefer)]
        closed = ledger.take_in([*merged.new, *wanted], session=new_session(), note=f"imported from {file.name}")
    for conflict in merged.conflicts:
        say(f"conflict at {_place(conflict.ours)}\n  ours:   {conflict.ours.says}\n  theirs: {conflict.theirs.says}")
    for line in bad:
        say(f"{file}:{line.number}: {line.wrong}")
    say(
        f"{len(merged.new)} new, {merged.known} known already, {len(merged.conflicts)} in conflict"
        f"{f' ({len(wanted)} taken over)' if wanted else ''}; {cases(closed)} answered by them."
    )
    if bad or (merged.conflicts and prefer is Prefer.NONE):
        raise typer.Exit(2 if bad else 1)


@app.command("undo")
def undo(out: Out, id: One = None, rule: Pattern = "", session: Session = "") -> None:
    """Take decisions back: one, all of a rule, or all of a session.  The history keeps them."""
    from cleaner.review.questions import cases, count
    from cleaner.review.remember import taken_back

    if sum((id is not None, bool(rule), bool(session))) != 1:
        raise fail("say which: --id NUMBER, --rule RULE or --session SESSION (`cleaner decisions list` shows them)")
    with _ledger(out) as ledger:
        chosen = [id] if id is not None else _chosen(ledger, rule, session)
        try:
            reopened = sum(ledger.undo(decision) for decision in chosen)
            remains = "".join(taken_back(ledger, d) for d in chosen)
        except ValueError as error:
            raise fail(str(error)) from None
    say(f"{count(len(chosen), 'decision')} taken back, {cases(reopened)} as before{remains}.")


def _chosen(ledger: Ledger, rule: str, session: str) -> list[int]:
    from fnmatch import fnmatchcase

    standing = [s for s in ledger.history(1_000_000) if not s.undone]
    if session == "last":
        session = standing[0].session if standing else ""
    return [s.id for s in standing if (fnmatchcase(s.rule, rule) if rule else s.session == session)]


def _theirs_wins(ours: Decision, theirs: Decision, prefer: Prefer) -> bool:
    return prefer is Prefer.THEIRS or (prefer is Prefer.NEWEST and theirs.at > ours.at)


def _place(decision: Decision) -> str:
    from cleaner.reports.visible import visible

    left = " ".join(reversed(decision.left[:3]))
    return visible(f"{decision.document or 'all documents'}: {left} [{decision.before}] {' '.join(decision.right[:3])}")


def _lines(file: Path) -> list[str]:
    try:
        return (sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise fail(f"{file}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None


@contextmanager
def _ledger(out: Path) -> Iterator[Ledger]:
    from cleaner.ledger import LedgerError
    from cleaner.ledger.store import opened

    try:
        with opened(out) as ledger:
            yield ledger
    except LedgerError as error:
        raise fail(str(error)) from None

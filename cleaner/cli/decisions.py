"""`cleaner decisions`: list what people decided, share it with a team, take it back."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli.messages import fail, say
from cleaner.cli.options import OwnRules, RunFolder
from cleaner.cli.printing import put
from cleaner.text.plural import cases, count
from cleaner.text.visible import in_json, one_line, visible

if TYPE_CHECKING:
    from cleaner.ledger import Decision, HistoryEntry

app = typer.Typer(help="What people decided: list, share, undo.", no_args_is_help=True, rich_markup_mode=None)

File = Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines; - is the standard stream.")]
Prefer = Literal["none", "ours", "theirs", "newest"]
EVERYTHING = 1_000_000  # more decisions than a ledger holds


@app.command("list")
def list_(out: RunFolder, last: Annotated[int, typer.Option(help="How many to show.")] = 50) -> None:
    """The latest decisions, with what was taken back."""
    from cleaner.ledger import Ledger

    with Ledger.open(out, create=False, look=True) as ledger:
        for said in ledger.history(last):
            print(visible(f"{_line(said)}  [{said.session}]{'  (undone)' if said.undone else ''}"))


def _line(said: HistoryEntry) -> str:
    words = f"{said.named}  “{one_line(said.before)}”  {said.rule}"
    return f"{said.id:>6}  {said.at}  {said.who}  {words}  {cases(said.cases)}"


@app.command("export")
def export(out: RunFolder, file: File = Path("-")) -> None:
    """Write all decisions that stand, one a line, sorted: a file that merges well in git."""
    from cleaner.files import atomic
    from cleaner.ledger import Ledger, sharing

    with Ledger.open(out, create=False, look=True) as ledger:
        lines = list(map(in_json, sharing.exported(ledger.standing())))
    data = "".join(lines).encode("utf-8", "replace")
    if str(file) == "-":
        put(data)
        return
    atomic.write(file, data, follow=True)
    say(f"{count(len(lines), 'decision')} written to {file}")


@app.command("import")
def import_(
    out: RunFolder,
    file: File,
    prefer: Annotated[
        Prefer, typer.Option(help="Whose answer stands where two people contradict each other.")
    ] = "none",
) -> None:
    """Take in a team's decisions.  Conflicts are shown, and left as they are unless --prefer says otherwise."""
    from cleaner.ledger import Ledger, sharing
    from cleaner.review.session import new_session

    theirs, bad = sharing.read(_lines(file))
    with Ledger.open(out, create=False) as ledger:
        merged = sharing.merge(ledger.standing(), theirs)
        wanted = [
            c.theirs for c in merged.conflicts if prefer == "theirs" or (prefer == "newest" and c.theirs.at > c.ours.at)
        ]
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
    if bad or (merged.conflicts and prefer == "none"):
        raise typer.Exit(2 if bad else 1)


def _reach(decisions: int, closed: int) -> str:
    """Why there are more cases than decisions, or fewer."""
    if closed > decisions:
        return ": an answer holds at every place with the same words and neighbours"
    if closed < decisions:
        return "; the others wait for texts that are not in this run, or that are answered the same way already"
    return ""


@app.command("undo")
def undo(
    out: RunFolder,
    id: Annotated[int | None, typer.Option(help="The number that `list` shows.")] = None,
    rule: Annotated[str, typer.Option(help="All of this rule (mt/es/* is allowed).")] = "",
    session: Annotated[str, typer.Option(help="All of a session; `last` is the latest not taken back.")] = "",
    pack: OwnRules = None,
) -> None:
    """Take decisions back: one, all of a rule, or all of a session.  The history keeps them.

    What an "always" or "never" wrote into your own rules is taken back too, unless it was changed since.
    """
    from cleaner.ledger import Ledger
    from cleaner.packs.remember import undone

    if sum((id is not None, bool(rule), bool(session))) != 1:
        raise fail("say which: --id NUMBER, --rule RULE or --session SESSION (`cleaner decisions list` shows them)")
    with Ledger.open(out, create=False) as ledger:
        chosen = _chosen([s for s in ledger.history(EVERYTHING) if not s.undone], id, rule, session)
        if session:
            say(f"session {chosen[0].session or '(no name)'}, answers from {chosen[-1].at} on:")
        reopened, files = 0, ""
        for said in chosen:  # the latest first, so that files are put back step by step
            as_before, put_back = undone(ledger, said.id, pack or out / "own-rules")
            reopened += as_before
            files += put_back
            say(_line(said))
    say(f"{count(len(chosen), 'decision')} taken back, {cases(reopened)} as before{files}.")


def _chosen(standing: list[HistoryEntry], id: int | None, rule: str, session: str) -> list[HistoryEntry]:
    """The decisions that are meant, the latest first; says what is wrong if there are none."""
    if id is not None:
        found, missing = [s for s in standing if s.id == id], f"there is no decision {id} to take back"
    elif rule:
        found = [s for s in standing if fnmatchcase(s.rule, rule)]
        missing = f"no decision about {rule} is left to take back"
    elif session == "last":
        found = [s for s in standing if s.session == standing[0].session]
        missing = "no decision is left to take back"
    else:
        found = [s for s in standing if s.session == session]
        missing = f"no decision of session {session} is left to take back"
    if not found:
        raise fail(f"{missing} (`cleaner decisions list` shows what was decided)")
    return found


def _place(decision: Decision) -> str:
    left = " ".join(reversed(decision.left[:3]))
    return f"{decision.document or 'all documents'}: {left} [{decision.before}] {' '.join(decision.right[:3])}"


def _lines(file: Path) -> list[str]:
    try:
        return (sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")).split("\n")
    except UnicodeDecodeError:
        raise fail(f"{file}: not UTF-8") from None

"""`cleaner review`: what a run left open, asked in the terminal or on a page."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.colour import Colour, colourful
from cleaner.cli.guarded import paintable
from cleaner.cli.messages import errors_told, fail, say

if TYPE_CHECKING:
    from cleaner.ledger import Filter, Ledger
    from cleaner.packs.own_pack import OwnPack


class Which(StrEnum):
    """Which findings a review is about."""

    OPEN = "open"
    FIXED = "fixed"
    ANSWERED = "answered"
    ALL = "all"


Web = Annotated[bool, typer.Option("--web", help="Review on a page in the browser.")]
Answers = Annotated[Path | None, typer.Option("--answers", help="A file of answers, one a line; - reads a pipe.")]
Rule = Annotated[
    list[str],
    typer.Option("--rule", help="Only rules that begin so; * is allowed (mt/es/*). Several times: any of them."),
]
TierOption = Annotated[str, typer.Option("--tier", help="Only safe, likely, ask or flag.")]
Show = Annotated[Which, typer.Option("--show", help="Open questions, fixes that nobody looked at, answers, all.")]
Low = Annotated[float, typer.Option("--min", help="Only findings at least so sure, 0 to 1.")]
High = Annotated[float, typer.Option("--max", help="Only findings at most so sure, 0 to 1.")]
Search = Annotated[str, typer.Option("--search", help="Only where these words stand or are suggested.")]
Who = Annotated[str, typer.Option("--who", help="Who is answering.  [default: the login name]", show_default=False)]
Pack = Annotated[
    Path | None,
    typer.Option("--pack", help="The folder for rules that `always` and `never` write.  [default: OUT/own-rules]"),
]
Port = Annotated[int, typer.Option("--port", help="With --web: the port; 0 takes a free one.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="With --web: only print the address.")]


@options.takes("color")
def review(
    out: options.RunFolder,
    shared: options.Shared,
    web: Web = False,
    answers: Answers = None,
    rule: Rule = [],
    tier: TierOption = "",
    show: Show = Which.OPEN,
    low: Low = 0.0,
    high: High = 1.0,
    search: Search = "",
    who: Who = "",
    pack: Pack = None,
    port: Port = 0,
    no_browser: NoBrowser = False,
) -> None:
    """Answer what a run left open: by pattern, with one key; every answer is saved at once and can be undone."""
    from cleaner.ledger import Filter, Status
    from cleaner.ledger.store import opened
    from cleaner.model import Tier
    from cleaner.packs.own_pack import OwnPack
    from cleaner.packs.remember import caught_up

    if tier and tier not in [t.value for t in Tier]:
        raise fail(f"--tier {tier}: safe, likely, ask or flag")
    wanted = Filter(Status(show.value), ",".join(rule), Tier(tier) if tier else None, low, high, words=search)
    own = OwnPack(pack or out / "own-rules", who)
    with errors_told(), opened(out) as ledger:
        caught_up(ledger, own.folder)
        if web:
            _on_a_page(ledger, wanted, own, who, port, not no_browser)
        else:
            _in_the_terminal(ledger, wanted, own, who, answers, out, shared.color)


def _in_the_terminal(
    ledger: Ledger, wanted: Filter, own: OwnPack, who: str, answers: Path | None, out: Path, colour: Colour
) -> None:
    from cleaner.review.navigation import Review
    from cleaner.review.session import new_session
    from cleaner.review.terminal import dialogue, keyboard
    from cleaner.review.terminal.screen import screen_for
    from cleaner.text.plural import cases, count

    session = new_session()
    with ExitStack() as stack:
        source = None
        if answers is not None:
            try:
                source = sys.stdin if str(answers) == "-" else stack.enter_context(answers.open(encoding="utf-8"))
            except OSError as error:
                raise fail(f"{answers}: {error.strerror}") from None
        review = Review(ledger, wanted, who=who, session=session, remember=own)
        out_stream = paintable(sys.stdout)
        screen = screen_for(out_stream, colourful(out_stream, colour))
        dialogue.run(review, keyboard.input_for(source, out_stream), out_stream, screen)
    patterns, left = review.left()
    made = len([s for s in ledger.history(1_000_000, session) if not s.undone])
    left_open = f"{cases(left)} in {count(patterns, 'pattern')} left open" if left else _nothing_left(ledger)
    say(f"{count(made, 'answer')} saved; {left_open}.")
    if made:
        say(f"`cleaner apply {out}` writes the texts with them.")


def _nothing_left(ledger: Ledger) -> str:
    """Nothing that was asked for; but is there anything else?"""
    from cleaner.text.plural import cases

    _, others = ledger.count()
    if not others:
        return "nothing is left open"
    return f"nothing is left open of what was asked for, and {cases(others)} of other kinds"


def _on_a_page(ledger: Ledger, wanted: Filter, own: OwnPack, who: str, port: int, browser: bool) -> None:
    try:
        from cleaner.review.web import serve
    except ImportError as error:
        raise fail(f"the page needs {error.name}: pip install 'article-cleaner[web]'") from None
    serve.serve(ledger, own, wanted=wanted, who=who, port=port, browser=browser)

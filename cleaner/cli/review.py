"""`cleaner review`: ask what a run left open, in the terminal or on a page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cleaner.cli import options
from cleaner.cli.messages import fail, say
from cleaner.cli.printing import Colour, colourful, paintable
from cleaner.text.plural import cases, count

if TYPE_CHECKING:
    from cleaner.ledger import Filter, Ledger
    from cleaner.packs.own_pack import OwnPack
    from cleaner.review.pictures import Pictures


Show = Annotated[
    Literal["open", "fixed", "answered", "all"],
    typer.Option(help="Open questions, fixes that nobody looked at, answers, all."),
]
Least = Annotated[float, typer.Option(help="Less sure ones are not asked one by one; groups hold them.", min=0, max=1)]
Densest = Annotated[
    str,
    typer.Option(help="Leave out so many of the pages, those with the most questions for their length.", metavar="N%"),
]

PageImages = Annotated[
    Path | None,
    typer.Option(help="With --web: where page images lie that do not lie beside the scans they belong to."),
]


@options.takes("color")
def review(
    out: options.RunFolder,
    shared: options.Shared,
    web: Annotated[bool, typer.Option("--web", help="Review on a page in the browser.")] = False,
    answers: options.Answers = None,
    rule: Annotated[list[str], typer.Option(help="Only rules that begin so (mt/es, mt/*/mafia); repeatable.")] = [],
    tier: Annotated[Literal["safe", "likely", "ask", "flag"] | None, typer.Option(help="Only of this tier.")] = None,
    show: Show = "open",
    low: Annotated[float, typer.Option("--min", help="Only findings at least so sure, 0 to 1.")] = 0.0,
    high: Annotated[float, typer.Option("--max", help="Only findings at most so sure, 0 to 1.")] = 1.0,
    search: Annotated[str, typer.Option(help="Only where these words stand or are suggested.")] = "",
    least: Least = 0.0,
    densest: Densest = "",
    who: Annotated[str, typer.Option(help="Who is answering.  [default: the login name]", show_default=False)] = "",
    pack: options.OwnRules = None,
    pictures: PageImages = None,
    port: Annotated[int, typer.Option(help="With --web: the port; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="With --web: only print the address.")] = False,
) -> None:
    """Answer what a run left open: by pattern, with one key.  Every answer is saved at once and can be undone."""
    from cleaner.ledger import Filter, Ledger, Status
    from cleaner.model import Tier
    from cleaner.packs.own_pack import OwnPack
    from cleaner.packs.remember import caught_up

    wanted = Filter(Status(show), ",".join(rule), Tier(tier) if tier else None, low, high, words=search)
    left_out = _share(densest)
    own = OwnPack(pack or out / "own-rules", who)
    with Ledger.open(out, create=False) as ledger:
        caught_up(ledger, own.folder)
        if not web:
            wanted = replace(wanted, without=ledger.densest(left_out))
            _in_the_terminal(ledger, wanted, least, own, who, answers, out, shared.color)
            return
        serve, seen = _server(), _pictures(ledger, pictures)
        serve(
            ledger, own, seen, wanted=wanted, least=least, densest=left_out, who=who, port=port, browser=not no_browser
        )


def _server() -> Callable[..., None]:
    try:
        from cleaner.review.web.serve import serve
    except ImportError as error:
        raise fail(f"the page needs {error.name}: pip install 'article-cleaner[web]'") from None
    return serve


def _pictures(ledger: Ledger, folder: Path | None) -> Pictures | None:
    from cleaner.files.page_images import can_be_cut
    from cleaner.review.pictures import Pictures

    if folder is not None and not folder.is_dir():
        raise fail(f"--pictures: {folder} is no folder")
    if not can_be_cut():
        if folder is not None:
            raise fail("--pictures needs Pillow: pip install 'article-cleaner[pictures]'")
        return None
    return Pictures(ledger, folder)


def _share(typed: str) -> float:
    """`10%` or `10`, as a share."""
    number = typed.strip().removesuffix("%") or "0"
    share = float(number) / 100 if number.replace(".", "", 1).isdecimal() else -1.0
    if not 0 <= share <= 1:
        raise fail(f"--densest is a share of the pages in percent, as 10%: not {typed!r}")
    return share


def _in_the_terminal(
    ledger: Ledger,
    wanted: Filter,
    least: float,
    own: OwnPack,
    who: str,
    answers: Path | None,
    out: Path,
    colour: Colour,
) -> None:
    from cleaner.review.navigation import Review
    from cleaner.review.session import new_session
    from cleaner.review.terminal import dialogue, keyboard
    from cleaner.review.terminal.screen import screen_for

    session = new_session()
    review = Review(ledger, wanted, least=least, who=who, session=session, remember=own)
    shown = paintable(sys.stdout)
    dialogue.run(review, keyboard.input_for(answers, shown), shown, screen_for(shown, colourful(shown, colour)))
    patterns, left = review.left()
    _, others = ledger.count()
    made = len([s for s in ledger.history(1_000_000, session) if not s.undone])
    if left:
        left_open = f"{cases(left)} in {count(patterns, 'pattern')} left open"
    elif others:
        left_open = f"nothing is left open of what was asked for, and {cases(others)} of other kinds"
    else:
        left_open = "nothing is left open"
    say(f"{count(made, 'answer')} saved; {left_open}.")
    if made:
        say(f"`cleaner apply {out}` writes the texts with them.")

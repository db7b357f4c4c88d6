"""`cleaner learn`: proposals from what people decided or corrected; nothing is applied without a yes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.messages import errors_told, fail, say

if TYPE_CHECKING:
    from cleaner.kit import Kit
    from cleaner.learn.evidence_base import Material
    from cleaner.learn.proposal import Proposal
    from cleaner.packs.own_pack import OwnPack
    from cleaner.review.terminal.keyboard import Keyboard


class ProposalKind(StrEnum):
    """What is to be proposed."""

    ANSWERS = "answers"
    TIER = "tier"
    EXCEPTION = "exception"
    OFF = "off"
    RULE = "rule"
    NAME = "name"
    WORD = "word"
    LETTERS = "letters"


Out = Annotated[
    Path | None, typer.Argument(metavar="OUT", help="A reviewed run: learn from its decisions.", show_default=False)
]
Pairs = Annotated[
    tuple[Path, Path] | None,
    typer.Option("--pairs", metavar="NOISY CLEAN", help="Learn from damaged texts and their hand-corrected twins."),
]
Against = Annotated[
    list[Path], typer.Option("--against", help="Texts in which a rule should not fire, for the blast radius.")
]
Damage = Annotated[str, typer.Option("--damage", help="With --pairs: which damage the texts bear (ocr, mt/es).")]
Pack = Annotated[
    Path | None,
    typer.Option("--pack", help="Your own rules.  [default: OUT/own-rules, or own-rules]", show_default=False),
]
Answers = Annotated[Path | None, typer.Option("--answers", help="A file with y or n for each proposal; - is a pipe.")]
Yes = Annotated[bool, typer.Option("--yes", help="Apply every proposal that is shown.")]
Only = Annotated[list[ProposalKind], typer.Option("--kind", help="Only this kind of proposal; may be given again.")]
Most = Annotated[int, typer.Option("--most", help="How many proposals of each kind to show.")]


def learn(
    out: Out = None,
    pairs: Pairs = None,
    against: Against = [],
    damage: Damage = "ocr",
    pack: Pack = None,
    answers: Answers = None,
    yes: Yes = False,
    kind: Only = [],
    most: Most = 20,
    rules: options.Rules = [],
) -> None:
    """Propose rules, exceptions, names and words from decisions or corrected texts, and tell each rule's precision."""
    if (out is None) == (pairs is None):
        raise fail("learn from what? OUT, or --pairs NOISY CLEAN")
    from cleaner.build_kit import build_kit
    from cleaner.learn.precision import as_text
    from cleaner.learn.proposals import propose
    from cleaner.learn.screening import screened
    from cleaner.packs.own_pack import OwnPack

    own = OwnPack(pack or (out / "own-rules" if out else Path("own-rules")))
    with errors_told():
        kit = build_kit(options.Shared(rules=rules).settings())
        material = _from_pairs(*pairs, damage, kit) if pairs else _from_run(out or Path(), kit)
        sys.stdout.write(as_text(material.precisions))
        wanted = [p for p in propose(material) if not kind or ProposalKind(p.kind) in kind]
        found, dropped = screened(wanted, material.texts, _texts(against) if against else ())
        shown = [p for k in ProposalKind for p in [w for w in found if w.kind == k][:most]]
        _ask(shown, own, answers, yes)
    if len(shown) < len(found):
        say(f"{len(found) - len(shown)} more are not shown (--most {most})")
    say(*dropped)
    if shown and not _somebody_answers(answers, yes):
        say("nothing is written: answer in a terminal, with --answers FILE, or all with --yes")
    if all(p.kind == ProposalKind.ANSWERS for p in shown):
        from cleaner.learn.diagnose_silence import lacking

        say(f"nothing {'else ' if shown else ''}to propose", *lacking(material))


def _from_run(out: Path, kit: Kit) -> Material:
    from cleaner.learn.evidence_base import of_run
    from cleaner.ledger.store import opened

    with opened(out, look=True) as ledger:
        return of_run(ledger, out.resolve().name, kit)


def _somebody_answers(answers: Path | None, yes: bool) -> bool:
    return yes or answers is not None or sys.stdin.isatty()


def _ask(found: list[Proposal], own: OwnPack, answers: Path | None, yes: bool) -> None:
    from cleaner.learn.proposal import apply
    from cleaner.review.terminal import keyboard
    from cleaner.review.terminal.screen import screen_for
    from cleaner.text.visible import visible

    source = None
    if answers is not None:
        try:
            source = sys.stdin if str(answers) == "-" else answers.open(encoding="utf-8")
        except OSError as error:
            raise fail(f"{answers}: {error.strerror}") from None
    replies, screen = keyboard.input_for(source, sys.stdout), screen_for(sys.stdout)
    for number, one in enumerate(found, 1):
        print(visible(f"{number}. {one.title}"))
        for line in one.details:
            for piece in screen.wrap(visible(line), "   ") if sys.stdout.isatty() else [f"   {visible(line)}"]:
                print(piece)
        if not _somebody_answers(answers, yes):
            continue
        reply = "y" if yes else _reply(replies)
        if reply == "q":
            return
        if reply == "y":
            print(f"   {visible(apply(one, own))}")


def _reply(replies: Keyboard) -> str:
    """The answer to one proposal; somebody at the keys is told what may be answered."""
    while True:
        reply = (replies.answer("   Apply [y/n/q]? ") or "q").strip()
        if reply in ("y", "n", "q") or not replies.can_think_again:
            return reply
        print("   y writes it to your own rules, n goes on to the next, q leaves the rest")


def _from_pairs(noisy: Path, clean: Path, damage: str, kit: Kit) -> Material:
    from cleaner.config import damages
    from cleaner.learn.evidence_base import of_pairs
    from cleaner.learn.pairs import twins

    damages((damage,))
    damaged, truth = dict(_texts([noisy])), dict(_texts([clean]))
    both = twins(damaged, truth)
    if not both:
        raise fail(f"{noisy} and {clean} have no file or document of one name in common")
    if len(both) < len(damaged):
        say(f"{len(damaged) - len(both)} of {len(damaged)} texts have no twin in {clean} and are passed over")
    return of_pairs([(one, damaged[one], truth[other]) for one, other in both], damage, kit)


def _texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Texts by name: files relative to their folder, or the documents of a JSON Lines file by id."""
    from cleaner.batch import corpus, inputs

    for item, source in corpus.sources(inputs.find(paths), say):
        for document in source.documents:
            yield (document.id if len(source.documents) > 1 else item.name), document.text

"""`cleaner learn`: propose rules from what people decided or corrected.  It applies only what is answered with yes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.messages import fail, say
from cleaner.review.terminal import keyboard
from cleaner.text.visible import visible

if TYPE_CHECKING:
    from cleaner.kit import Kit
    from cleaner.learn.evidence_base import Material
    from cleaner.learn.proposal import Proposal
    from cleaner.packs.own_pack import OwnPack

# In the order in which they are shown.
ProposalKind = StrEnum("ProposalKind", "ANSWERS TIER EXCEPTION OFF RULE NAME ALIAS WORD LETTERS")


Out = Annotated[
    Path | None, typer.Argument(metavar="OUT", help="A reviewed run: learn from its decisions.", show_default=False)
]
Pairs = Annotated[
    tuple[Path, Path] | None,
    typer.Option(metavar="NOISY CLEAN", help="Learn from damaged texts and their hand-corrected twins."),
]


def learn(
    out: Out = None,
    pairs: Pairs = None,
    against: Annotated[list[Path], typer.Option(help="Right texts, in which a new rule should not fire.")] = [],
    damage: Annotated[str, typer.Option(help="With --pairs: which damage the texts bear (ocr, mt/es).")] = "ocr",
    pack: options.OwnRules = None,
    answers: options.Answers = None,
    yes: Annotated[bool, typer.Option("--yes", help="Apply every proposal that is shown.")] = False,
    kind: Annotated[list[ProposalKind], typer.Option(help="Only this kind of proposal; may be repeated.")] = [],
    most: Annotated[int, typer.Option(help="How many proposals of each kind to show.")] = 20,
    rules: options.Rules = [],
    glossary: Annotated[list[Path], typer.Option(help="Names whose misheard spellings are asked about.")] = [],
) -> None:
    """Propose rules, names and words from what was corrected.  Tells each rule's precision, too."""
    from cleaner.build_kit import build_kit
    from cleaner.learn.precision import as_text
    from cleaner.learn.proposals import propose
    from cleaner.learn.screening import screened
    from cleaner.packs.own_pack import OwnPack

    if (out is None) == (pairs is None):
        raise fail("say what to learn from: OUT, or --pairs NOISY CLEAN")
    own = OwnPack(pack or (out / "own-rules" if out else Path("own-rules")))
    kit = build_kit(options.Shared(rules=rules, glossary=glossary).settings())
    material = _from_pairs(*pairs, damage, kit) if pairs else _from_run(out or Path(), kit)
    sys.stdout.write(as_text(material.precisions))
    wanted = [p for p in propose(material) if not kind or p.kind in kind]
    found, dropped = screened(wanted, material.texts, _texts(against) if against else ())
    shown = [p for k in ProposalKind for p in [w for w in found if w.kind == k][:most]]
    somebody_answers = yes or answers is not None or sys.stdin.isatty()
    _show(shown, own, answers, yes, somebody_answers)
    if len(shown) < len(found):
        say(f"{len(found) - len(shown)} more are not shown (--most {most})")
    say(*dropped)
    if shown and not somebody_answers:
        say("nothing is written: answer in a terminal, with --answers FILE, or all with --yes")
    if all(p.kind == ProposalKind.ANSWERS for p in shown):
        from cleaner.learn.diagnose_silence import lacking

        say(f"nothing {'else ' if shown else ''}to propose", *lacking(material))


def _from_run(out: Path, kit: Kit) -> Material:
    from cleaner.learn.evidence_base import of_run
    from cleaner.ledger import Ledger

    with Ledger.open(out, create=False, look=True) as ledger:
        return of_run(ledger, out.resolve().name, kit)


def _show(found: list[Proposal], own: OwnPack, answers: Path | None, yes: bool, somebody_answers: bool) -> None:
    """Show each proposal with its details; apply those that are answered with yes."""
    from cleaner.learn.proposal import apply
    from cleaner.review.terminal.screen import screen_for

    replies, screen = keyboard.input_for(answers, sys.stdout), screen_for(sys.stdout)
    for number, one in enumerate(found, 1):
        print(visible(f"{number}. {one.title}"))
        for line in _lines(one):
            for piece in screen.wrap(visible(line), "   ") if sys.stdout.isatty() else [f"   {visible(line)}"]:
                print(piece)
        if not somebody_answers:
            continue
        reply = ""
        while reply != "n":
            reply = "y" if yes else _reply(replies, len(one.choices))
            if reply == "q":
                return
            for wanted in _chosen(one, reply):
                print(f"   {visible(apply(wanted, own))}")
            if yes or not one.choices or not replies.can_think_again:
                break


def _lines(one: Proposal) -> Iterator[str]:
    """What is shown of a proposal below its title."""
    yield from one.details
    for number, choice in enumerate(one.choices, 1):
        yield f"{number} {choice.title}"
        yield from (f"  … {example} …" for example in choice.details)


def _chosen(one: Proposal, reply: str) -> list[Proposal]:
    """What an answer takes: the proposal with y, or choices by their numbers, for another name where one follows."""
    if reply == "y":
        return [one]
    numbers, _, name = reply.partition("=")
    taken = [one.choices[int(number) - 1] for number in dict.fromkeys(numbers.split()) if number.isdigit()]
    return [choice.named(name.strip()) if name.strip() and choice.named else choice for choice in taken]


def _reply(replies: keyboard.Keyboard, choices: int) -> str:
    """The answer to one proposal; somebody at the keys is told what may be answered."""
    answers = {*map(str, range(1, choices + 1))} if choices else {"y"}
    asked, told = ("y/n/q", "y writes it")
    if choices:
        asked, told = ("1-9/n/q", "a number writes it (`2 3 = Name`: for another name)")
    while True:
        reply = (replies.answer(f"   Apply [{asked}]? ") or "q").strip()
        numbers, _, name = reply.partition("=")
        if reply in ("n", "q") or (numbers.split() and {*numbers.split()} <= answers and (choices or not name)):
            return reply
        if not replies.can_think_again:
            return "n"
        print(f"   {told} to your own rules, n goes on to the next, q leaves the rest")


def _from_pairs(noisy: Path, clean: Path, damage: str, kit: Kit) -> Material:
    from cleaner.config import damages
    from cleaner.learn.evidence_base import of_pairs
    from cleaner.learn.pairs import twins

    damages((damage,))  # raises SettingsError if there is no such damage
    damaged, truth = dict(_texts([noisy])), dict(_texts([clean]))
    both = twins(damaged, truth)
    if not both:
        raise fail(f"{noisy} and {clean} have no file or document of one name in common")
    if len(both) < len(damaged):
        say(f"{len(damaged) - len(both)} of {len(damaged)} texts have no twin in {clean} and are passed over")
    return of_pairs([(one, damaged[one], truth[other]) for one, other in both], damage, kit)


def _texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Texts by name: files relative to their folder, or the documents of a JSON Lines file by id."""
    from cleaner.batch import inputs

    for item, source in inputs.sources(inputs.find(paths), say):
        for document in source.documents:
            yield (document.id if len(source.documents) > 1 else item.name), document.text

"""`cleaner learn`: proposals from what people decided or corrected; nothing is applied without a yes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli.options import fail, say, told

if TYPE_CHECKING:
    from cleaner.learn import Proposal
    from cleaner.learn.blast import Blast
    from cleaner.review.pack import OwnPack

Texts = list[tuple[str, str]]

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
Most = Annotated[int, typer.Option("--most", help="How many proposals to show.")]


def learn(
    out: Out = None,
    pairs: Pairs = None,
    against: Against = [],
    damage: Damage = "ocr",
    pack: Pack = None,
    answers: Answers = None,
    most: Most = 50,
) -> None:
    """Propose rules, exceptions and words from decisions or corrected texts, with what each would change elsewhere."""
    if (out is None) == (pairs is None):
        raise fail("learn from what? OUT, or --pairs NOISY CLEAN")
    from cleaner.language.lexicon import Lexicon
    from cleaner.learn import blast, cautious, propose, worthwhile
    from cleaner.review.pack import OwnPack

    own = OwnPack(pack or (out / "own-rules" if out else Path("own-rules")))
    with told():
        seen, texts = _from_run(out) if out else _from_pairs(*(pairs or (Path(), Path())))
        found = propose(seen, Lexicon.shipped().knows, damage)[:most]
        book, wrong = blast.alone(found)
        found = [p for p in found if f"{p.folder}/{p.name}" not in wrong]
        inside = blast.radius(book, texts)
        outside = blast.radius(book, list(_texts(against))) if against else {}
        worth = [p for p in found if worthwhile(p, _fires(p, inside), _fires(p, outside))]
        harmful = len(found) - len(worth)
        found = [cautious(p, _fires(p, inside), _fires(p, outside)) for p in worth]
    if found:
        _ask(found, inside, outside, own, answers)
    else:
        say("nothing to learn: a proposal needs 3 equal cases in 2 documents")
    if wrong:
        say(f"{len(wrong)} more did not pass their own tests and are not proposed")
    if harmful:
        say(f"{harmful} more would fire mostly where nothing was corrected and are not proposed")


def _fires(proposal: Proposal, blasts: dict[str, Blast]) -> int:
    found = blasts.get(f"{proposal.folder}/{proposal.name}")
    return found.fires if found else 0


def _ask(
    found: list[Proposal], inside: dict[str, Blast], outside: dict[str, Blast], own: OwnPack, answers: Path | None
) -> None:
    from cleaner.reports.visible import visible
    from cleaner.review import terminal

    source = None
    if answers is not None:
        try:
            source = sys.stdin if str(answers) == "-" else answers.open(encoding="utf-8")
        except OSError as error:
            raise fail(f"{answers}: {error.strerror}") from None
    asking = source is not None or sys.stdin.isatty()
    replies = terminal.input_for(source, sys.stdout)
    for number, proposal in enumerate(found, 1):
        id = f"{proposal.folder}/{proposal.name}"
        print(visible(f"{number}. {proposal.title}"))
        for line in _details(proposal, inside.get(id), outside.get(id)):
            print(f"   {visible(line)}")
        if not asking:
            continue
        reply = (replies.answer("   Apply [y/n/q]? ") or "q").strip()
        if reply == "q":
            return
        if reply == "y":
            print(f"   {visible(apply(proposal, own))}")


def _details(proposal: Proposal, inside: Blast | None, outside: Blast | None) -> Iterator[str]:
    import yaml

    if proposal.kind == "rule":
        yield from yaml.safe_dump(dict(proposal.entry), allow_unicode=True, sort_keys=False, width=90).splitlines()
    if inside:
        beyond = inside.fires - proposal.support
        yield f"in these texts it {inside.told}" + (f", {beyond} more than it was learnt from" if beyond > 0 else "")
    if outside:
        yield f"elsewhere it {outside.told}"
        yield from (f"  … {example} …" for example in outside.examples)


def apply(proposal: Proposal, own: OwnPack) -> str:
    """Writes what a person said yes to into their pack; says where, or why not."""
    from cleaner.review.pack import adding, excepting

    if proposal.kind == "word":
        return own.word(proposal.words)
    file = {"rule": "learnt.yaml", "exception": "never.yaml", "precision": "measured.yaml"}[proposal.kind]
    place = own.folder / proposal.folder / file
    if proposal.kind == "exception":
        (keep,) = proposal.entry["tests"]["keep"]
        change = excepting(proposal.base, proposal.name, proposal.words, keep)
    elif proposal.kind == "precision":
        change = adding(f"{proposal.name}", {"extends": proposal.base, **proposal.entry})
    else:
        change = adding(proposal.name, dict(proposal.entry))
    wrong = own.put(place, f"{proposal.folder}/{proposal.name}", change)
    return f"not written: {wrong}" if wrong else f"written to {place}; use it with --rules {own.folder}"


def _from_run(out: Path) -> tuple[list[Any], Texts]:
    from cleaner.learn import from_ledger
    from cleaner.ledger import LedgerError
    from cleaner.ledger.store import opened

    try:
        with opened(out) as ledger:
            texts = [(str(d), ledger.text(d)) for d in ledger.document_ids()]
            return list(from_ledger(ledger)), texts
    except LedgerError as error:
        raise fail(str(error)) from None


def _from_pairs(noisy: Path, clean: Path) -> tuple[list[Any], Texts]:
    from cleaner.learn import from_pair

    damaged, truth = dict(_texts([noisy])), dict(_texts([clean]))
    both = damaged.keys() & truth.keys()
    if not both:
        raise fail(f"{noisy} and {clean} have no file or document of one name in common")
    if len(both) < len(damaged):
        say(f"{len(damaged) - len(both)} of {len(damaged)} texts have no twin in {clean} and are passed over")
    seen = [s for name in sorted(both) for s in from_pair(damaged[name], truth[name], name)]
    return seen, [(name, damaged[name]) for name in sorted(both)]


def _texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Texts by name: files relative to their folder, or the documents of a JSON Lines file by id."""
    from cleaner import files, formats

    for item in files.find(paths):
        try:
            source = formats.read(item.name, item.path.read_bytes())
        except formats.Unreadable as error:
            say(f"{item.path}: {error}")
            continue
        for document in source.documents:
            yield (document.id if len(source.documents) > 1 else item.name), document.text

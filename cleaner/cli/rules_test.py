"""`cleaner rules test`: does every rule do what its author says, and nothing else?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import choosing, options
from cleaner.cli.choosing import Which
from cleaner.cli.options import say, told
from cleaner.text.plural import count
from cleaner.text.visible import visible

if TYPE_CHECKING:
    from cleaner.packs.coverage import Coverage
    from cleaner.packs.rule_tests import Failure
    from cleaner.rulebook import Rule, Rulebook

Covering = Annotated[
    list[Path],
    typer.Option("--coverage", metavar="PATHS", help="Texts that should fire the rules; names those they do not."),
]
Watch = Annotated[bool, typer.Option("--watch", help="Test again whenever a rule file changes, until Ctrl-C.")]
SHOWN = 20


def test(
    which: Which = [],
    rules: options.Rules = [],
    coverage: Covering = [],
    watch: Watch = False,
    quiet: options.Quiet = False,
) -> None:
    """Run the rules' own tests: each rule alone, among all, a second time; find dead, shadowed and slow ones.

    Exit code 1 if a rule fails.
    """
    if watch:
        _again_and_again(which, rules, coverage, quiet)
    with told():
        failed = _once(which, rules, coverage, quiet)
    raise typer.Exit(1 if failed else 0)


def _once(which: list[str], rules: list[Path], coverage: list[Path], quiet: bool) -> int:
    """How many failures there are; each is printed as it is found."""
    book, chosen = choosing.chosen(which, rules)
    from cleaner.kit import Kit
    from cleaner.packs.coverage import Coverage, cover
    from cleaner.spelling.lexicon import Lexicon

    kit = Kit(book, Lexicon.shipped())
    covered = Coverage()
    if coverage:
        from cleaner.batch.corpus import documents

        covered = cover(documents(coverage, say), kit)
    failed = 0
    for f in _failures(book, chosen, covered):
        failed += 1
        sys.stdout.write(visible(f"{f.rule.file}:{f.rule.line}: {f.rule.id}: {f.text[:80]!r} {f.message}") + "\n")
        sys.stdout.flush()
    if not quiet:
        tests = sum(len(r.tests.fix) + len(r.tests.flag) + len(r.tests.keep) for r in chosen)
        say(f"{count(len(chosen), 'rule')}, {count(tests, 'test')}, {failed} failed")
        if coverage:
            _tell_coverage(covered, chosen)
    return failed


def _failures(book: Rulebook, chosen: list[Rule], covered: Coverage) -> Iterator[Failure]:
    from cleaner.kit import Kit
    from cleaner.packs import rule_tests
    from cleaner.packs.coverage import dead, shadowed
    from cleaner.packs.timing import slow
    from cleaner.spelling.lexicon import Lexicon

    kit = Kit(book, Lexicon.shipped())
    yield from rule_tests.failures(book.only({r.id for r in chosen}), kit)
    yield from dead(chosen, kit, covered)
    yield from shadowed(chosen, kit)
    yield from (rule_tests.Failure(s.rule, s.text, s.message) for s in slow(book, chosen, kit.lexicon))


def _tell_coverage(covered: Coverage, chosen: list[Rule]) -> None:
    silent = covered.silent(chosen)
    say(
        f"coverage: {count(covered.documents, 'document')}, {covered.words:,} words; "
        f"{len(chosen) - len(silent)} of {count(len(chosen), 'rule')} fire"
    )
    for rule in silent[:SHOWN]:
        say(f"  never fires there: {rule.id}")
    if len(silent) > SHOWN:
        say(f"  … and {len(silent) - SHOWN} more")


def _again_and_again(which: list[str], rules: list[Path], coverage: list[Path], quiet: bool) -> None:
    """Test now and after each change, until the user has enough."""
    from cleaner.packs.watching import changes

    def files() -> Iterator[Path]:
        from cleaner.files.locations import shipped_rules
        from cleaner.rulebook.load import pack_files
        from cleaner.rulebook.packages import place

        for root in (shipped_rules(), *choosing.settings(which, rules).rules):
            yield from pack_files(place(root))

    for number, changed in enumerate(changes(files)):
        if number:
            say("", f"{', '.join(map(str, changed[:3]))} changed")
        try:
            with told():
                _once(which, rules, coverage, quiet)
        except typer.Exit:
            pass  # a mistake in a file was told; the next change may mend it
        say("waiting for a change; Ctrl-C ends")

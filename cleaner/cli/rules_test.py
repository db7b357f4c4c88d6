"""`cleaner rules test`: does every rule do what its author says, and nothing else?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import choosing, options
from cleaner.cli.choosing import Which
from cleaner.cli.messages import errors_told, say
from cleaner.text.plural import count
from cleaner.text.visible import visible

if TYPE_CHECKING:
    from cleaner.packs.measure import RuleTally
    from cleaner.rulebook import Rule

Covering = Annotated[
    list[Path],
    typer.Option("--coverage", metavar="PATHS", help="Texts that should fire the rules; names those they do not."),
]
SHOWN = 20


def test(
    which: Which = [],
    rules: options.Rules = [],
    coverage: Covering = [],
    quiet: options.Quiet = False,
) -> None:
    """Run the rules' own tests: each rule alone, among all, a second time; find dead and shadowed ones.

    Exit code 1 if a rule fails.
    """
    with errors_told():
        book, chosen = choosing.chosen(which, rules)
        from cleaner.batch.corpus import documents
        from cleaner.kit import Kit
        from cleaner.packs.coverage import cover, failures
        from cleaner.packs.measure import RuleTally
        from cleaner.spelling.lexicon import Lexicon

        kit = Kit(book, Lexicon.shipped())
        covered = cover(documents(coverage, say), kit) if coverage else RuleTally()
        failed = 0
        for f in failures(chosen, kit, covered):
            failed += 1
            sys.stdout.write(visible(f"{f.rule.file}:{f.rule.line}: {f.rule.id}: {f.text[:80]!r} {f.message}") + "\n")
            sys.stdout.flush()
    if not quiet:
        tests = sum(len(r.tests.fix) + len(r.tests.flag) + len(r.tests.keep) for r in chosen)
        say(f"{count(len(chosen), 'rule')}, {count(tests, 'test')}, {failed} failed")
        if coverage:
            _tell_coverage(covered, chosen)
    raise typer.Exit(1 if failed else 0)


def _tell_coverage(covered: RuleTally, chosen: list[Rule]) -> None:
    silent = covered.silent(chosen)
    say(
        f"coverage: {count(covered.documents, 'document')}, {covered.words:,} words; "
        f"{len(chosen) - len(silent)} of {count(len(chosen), 'rule')} fire"
    )
    for rule in silent[:SHOWN]:
        say(f"  never fires there: {rule.id}")
    if len(silent) > SHOWN:
        say(f"  … and {len(silent) - SHOWN} more")

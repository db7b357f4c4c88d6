"""`cleaner rules test`: does every rule do what its author says, and nothing else?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import choosing, options
from cleaner.cli.choosing import Which
from cleaner.cli.messages import say
from cleaner.text.plural import count
from cleaner.text.visible import visible

if TYPE_CHECKING:
    from cleaner.kit import Kit
    from cleaner.packs.measure import RuleTally
    from cleaner.rulebook import Rule

SHOWN = 20  # so many rules that never fire are named; the rest are counted


def test(
    which: Which = [],
    rules: options.Rules = [],
    coverage: Annotated[list[Path], typer.Option(help="Texts; tells which rules do not fire in them.")] = [],
    quiet: options.Quiet = False,
) -> None:
    """Run the rules' own tests: each rule alone, among all, a second time; find dead and shadowed ones.

    Exit code 1 if a rule fails.
    """
    from cleaner.batch.inputs import documents
    from cleaner.kit import Kit
    from cleaner.packs.coverage import cover, failures
    from cleaner.packs.measure import RuleTally
    from cleaner.spelling.lexicon import Lexicon

    book, chosen = choosing.chosen(which, rules)
    kit = Kit(book, Lexicon.shipped())
    covered = cover(documents(coverage, say), kit) if coverage else RuleTally()
    failed = 0
    for f in failures(chosen, kit, covered):
        failed += 1
        print(visible(f"{f.rule.file}:{f.rule.line}: {f.rule.id}: {f.text[:80]!r} {f.message}"), flush=True)
    if not quiet:
        tests = sum(len(r.tests.fix) + len(r.tests.flag) + len(r.tests.keep) for r in chosen)
        say(f"{count(len(chosen), 'rule')}, {count(tests, 'test')}, {failed} failed")
        _tell_frequent(chosen, kit)
        if coverage:
            _tell_coverage(covered, chosen)
    raise typer.Exit(1 if failed else 0)


def _tell_frequent(chosen: list[Rule], kit: Kit) -> None:
    """Of the user's own rules those that make every run slower.  Of ours this is known."""
    from cleaner.files.locations import shipped_rules
    from cleaner.packs.anchoring import frequent

    own = [rule for rule in chosen if not Path(rule.file).is_relative_to(shipped_rules())]
    for rule, times, commonest in frequent(own, kit.rulebook, kit.lexicon):
        say(
            f"{rule.file}:{rule.line}: {rule.id} is tried about {round(times, -3):,.0f} times in a million words, since"
            f" {visible(commonest)!r} or the like is all that it must hold: write a rarer word or mark into its pattern"
        )


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

"""`cleaner rules add`: from a mistake that somebody saw to a tested rule, in a minute and without code."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import choosing, options
from cleaner.cli.messages import errors_told, fail, say
from cleaner.cli.prompts import Prompts
from cleaner.text.visible import visible

if TYPE_CHECKING:
    from cleaner.kit import Kit
    from cleaner.packs.cue_words import CueProposal
    from cleaner.packs.drafting import Draft, Place
    from cleaner.packs.rule_tests import Failure
    from cleaner.rulebook import Rule

Wrong = Annotated[str | None, typer.Option("--wrong", help="The words as they should not be.")]
Right = Annotated[list[str], typer.Option("--right", help="What they should be, the best first; '' deletes.")]
Example = Annotated[str | None, typer.Option("--example", help="A sentence or paragraph with the wrong words.")]
Keep = Annotated[list[str], typer.Option("--keep", help="A text in which these words are right.")]
Why = Annotated[str | None, typer.Option("--why", help="The reason, for whoever reads the diff.")]
DamageOf = Annotated[str | None, typer.Option("--damage", help="What does this to texts: mt/es, ocr, …")]
TierOf = Annotated[str, typer.Option("--tier", help="How far it may go alone: safe, likely, ask.")]
Inflect = Annotated[str | None, typer.Option("--inflect", help="Other forms too: noun, verb, adjective.")]
Near = Annotated[list[str], typer.Option("--near", help="A word that must stand in the paragraph.")]
Never = Annotated[list[str], typer.Option("--never", help="A word that must not stand in the paragraph.")]
Texts = Annotated[list[Path], typer.Option("--texts", metavar="PATHS", help="Your texts, to find such words in.")]
Cues = Annotated[bool, typer.Option("--cues", help="Take the words that are proposed.")]
To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="The pack to write to.")]
Name = Annotated[str | None, typer.Option("--name", help="The rule's name.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; what is not told is left out.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Even if another rule looks for the same.")]


def add(
    wrong: Wrong = None,
    right: Right = [],
    example: Example = None,
    keep: Keep = [],
    why: Why = None,
    damage: DamageOf = None,
    tier: TierOf = "ask",
    inflect: Inflect = None,
    near: Near = [],
    never: Never = [],
    texts: Texts = [],
    cues: Cues = False,
    to: To = None,
    name: Name = None,
    yes: Yes = False,
    anyway: Anyway = False,
    rules: options.Rules = [],
) -> None:
    """Write a rule: tell the wrong words, the right ones and an example. Asks for what the options do not say."""
    with errors_told():
        from cleaner.build_kit import build_kit
        from cleaner.packs import drafting

        here = choosing.settings([], rules)
        kit = build_kit(here)
        ask = Prompts(yes)
        draft = _draft(ask, wrong, right, example, damage, tier, inflect, name)
        draft = replace(draft, why=ask("Why, for the reader of a diff", why, "--why", ""))
        draft = _with_cues(draft, kit, ask, near, never, texts, cues, keep)
        expected = drafting.outcome(draft, kit.lexicon)
        say("", f"  {draft.example}", f"→ {expected}")
        if not anyway and (twins := list(drafting.twins(draft, expected, kit))):
            raise fail(*twins, "--anyway adds yours all the same")
        place = drafting.place(to, draft.damage, here.rules)
        rule, failed = drafting.write(draft, expected, place, kit.lexicon)
    _tell(rule, place, failed, place.root in here.rules)
    raise typer.Exit(1 if failed else 0)


def _draft(
    ask: Prompts, wrong: str | None, right: list[str], example: str | None, damage: str | None, tier: str,
    inflect: str | None, name: str | None,
) -> Draft:  # fmt: skip
    from cleaner.packs.drafting import Draft

    return Draft(
        wrong=ask("Wrong words", wrong, "--wrong"),
        right=tuple(right) or tuple(t.strip() for t in ask("Right words (several: a / b)", None, "--right").split("/")),
        example=ask("A sentence or paragraph with the wrong words", example, "--example"),
        damage=ask("What did this to the text (mt/es, ocr, …; empty: anything)", damage, "--damage", "").strip(),
        tier=tier,
        inflect=inflect or "",
        name=name or "",
    )


def _with_cues(
    draft: Draft,
    kit: Kit,
    ask: Prompts,
    near: list[str],
    never: list[str],
    texts: list[Path],
    take: bool,
    keep: list[str],
) -> Draft:
    """The draft with its cues, proposed from the user's texts and chosen by the user, and its `keep` tests."""
    from cleaner.batch.corpus import documents
    from cleaner.packs.cue_words import propose

    found = propose(draft.wrong, draft.example, (d.text for d in documents(texts, say)), kit.lexicon) if texts else None
    if found is None and not (near or ask.silent):
        found = propose(draft.wrong, draft.example, (), kit.lexicon)
    chosen, not_chosen = tuple(near), tuple(never)
    if found and not near:
        chosen = _choose(
            "near: one of these must stand in the paragraph", found.near, "paragraphs like yours", ask, take
        )
    if found and found.never and not never:
        not_chosen = _choose("never: none of these may", found.never, "others with the word", ask, take)
    suggested = found.innocent if found else ""
    if not keep and not ask.silent:
        answer = ask("A text in which these words are right (empty: none comes to mind)", None, "--keep", suggested)
        keep = [answer] if answer else []
    elif not keep and suggested:
        keep = [suggested]
    return replace(draft, near=chosen, never=not_chosen, keep=tuple(keep))


def _choose(what: str, proposals: tuple[CueProposal, ...], kind: str, ask: Prompts, take: bool) -> tuple[str, ...]:
    """Words by their numbers, or others; none for an empty answer."""
    if not proposals:
        return ()
    say(what)
    for number, proposal in enumerate(proposals, 1):
        say(f"  {number}  {proposal.told(kind, 'other paragraphs')}")
    if take:
        return tuple(p.word for p in proposals)
    answer = ask("Which? (numbers or words; empty: none)", None, "--near, --never or --cues", "")
    words = [w.strip() for w in answer.replace(",", " ").split()]
    return tuple(dict.fromkeys(_word(w, proposals) for w in words))


def _word(answer: str, proposals: tuple[CueProposal, ...]) -> str:
    return proposals[int(answer) - 1].word if answer.isdigit() and 0 < int(answer) <= len(proposals) else answer


def _tell(rule: Rule, place: Place, failed: list[Failure], is_set: bool) -> None:
    """What was written, whether it holds, and what to do next."""
    sys.stdout.write(visible(f"{rule.id} written to {place.file}:{rule.line}") + "\n")
    for f in failed:
        sys.stdout.write(visible(f"{f.rule.file}:{f.rule.line}: {f.text[:80]!r} {f.message}") + "\n")
    named = "" if is_set else f" --rules {place.root}"
    if failed:
        say(f"A test does not hold: change {place.file}, then", f"  cleaner rules test '{rule.id}'{named}")
        return
    say("It holds alone and among all rules.  Next:")
    if not is_set:
        say(f'  to use it always, write into cleaner.toml:  rules = ["{place.root}"]')
    say(f"  what it does to your texts:   cleaner rules diff TEXTS{named}")
    say(f"  how often it fires wrongly:   cleaner rules measure CLEAN_TEXTS{named}")

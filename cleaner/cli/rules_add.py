"""`cleaner rules add`: make a tested rule from a mistake that somebody saw, without code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import options
from cleaner.cli.messages import fail, say
from cleaner.text.visible import visible

if TYPE_CHECKING:
    from cleaner.kit import Kit
    from cleaner.packs.cue_words import CueProposal
    from cleaner.packs.drafting import Draft, Place
    from cleaner.packs.rule_tests import Failure
    from cleaner.rulebook import Rule


def add(
    wrong: Annotated[str | None, typer.Option(help="The words as they should not be.")] = None,
    right: Annotated[list[str], typer.Option(help="What they should be, the best first; '' deletes.")] = [],
    example: Annotated[str | None, typer.Option(help="A sentence or paragraph with the wrong words.")] = None,
    keep: Annotated[list[str], typer.Option(help="A text in which these words are right.")] = [],
    why: Annotated[str | None, typer.Option(help="The reason, for whoever reads the diff.")] = None,
    damage: Annotated[str | None, typer.Option(help="What does this to texts: mt/es, ocr, …")] = None,
    tier: Annotated[str, typer.Option(help="How far it may go alone: safe, likely, ask.")] = "ask",
    inflect: Annotated[str, typer.Option(help="Other forms too: noun, verb, adjective.")] = "",
    near: Annotated[list[str], typer.Option(help="A word that must stand in the paragraph.")] = [],
    never: Annotated[list[str], typer.Option(help="A word that must not stand in the paragraph.")] = [],
    texts: Annotated[list[Path], typer.Option(help="Your texts, to find such words in.")] = [],
    cues: Annotated[bool, typer.Option("--cues", help="Take the words that are proposed.")] = False,
    to: Annotated[Path | None, typer.Option(help="The pack to write to.")] = None,
    name: Annotated[str, typer.Option(help="The rule's name.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; what is not told is left out.")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Even if another rule looks for the same.")] = False,
    rules: options.Rules = [],
) -> None:
    """Write a rule: tell the wrong words, the right ones and an example. Asks for what the options do not say."""
    from cleaner.build_kit import build_kit
    from cleaner.packs.drafting import Draft

    here, ask = options.Shared(rules=rules).settings(), Prompts(yes)
    kit = build_kit(here)
    draft = Draft(
        wrong=ask("Wrong words", wrong, "--wrong"),
        right=tuple(right) or _several(ask("Right words (several: a / b)", None, "--right")),
        example=ask("A sentence or paragraph with the wrong words", example, "--example"),
        damage=ask("What did this to the text (mt/es, ocr, …; empty: anything)", damage, "--damage", "").strip(),
        tier=tier, inflect=inflect, name=name, near=tuple(near), never=tuple(never), keep=tuple(keep),
    )  # fmt: skip
    draft = replace(draft, why=ask("Why, for the reader of a diff", why, "--why", ""))
    _write(_with_cues(draft, kit, ask, texts, cues), kit, to, here.rules, anyway)


def _write(draft: Draft, kit: Kit, to: Path | None, roots: Sequence[Path], anyway: bool) -> None:
    """Write the rule, run its tests, and tell what to do next."""
    from cleaner.packs import drafting

    expected = drafting.outcome(draft, kit.lexicon)
    say("", f"  {draft.example}", f"→ {expected}")
    if not anyway and (twins := list(drafting.twins(draft, expected, kit))):
        raise fail(*twins, "--anyway adds yours all the same")
    place = drafting.place(to, draft.damage, roots)
    rule, failed = drafting.write(draft, expected, place, kit.lexicon)
    _tell(rule, place, failed, place.root in roots)
    raise typer.Exit(1 if failed else 0)


def _several(typed: str) -> tuple[str, ...]:
    return tuple(text.strip() for text in typed.split("/"))


class Prompts:
    """Asks for what no option told.  With --yes it takes the default, or says which option is missing."""

    def __init__(self, silent: bool) -> None:
        self.silent = silent

    def __call__(self, question: str, told: str | None, option: str, default: str | None = None) -> str:
        if told is not None:
            return told
        if self.silent:
            if default is None:
                raise fail(f"{option} is needed")
            return default
        try:
            return str(
                typer.prompt(question, default=default, show_default=bool(default), prompt_suffix=": ", err=True)
            )
        except typer.Abort:
            raise fail(f"no answer; in a script give {option}, or --yes") from None


def _with_cues(draft: Draft, kit: Kit, ask: Prompts, texts: list[Path], take: bool) -> Draft:
    """The draft with its cues, proposed from the user's texts and chosen by the user, and its `keep` tests."""
    from cleaner.batch.inputs import documents
    from cleaner.packs.cue_words import CueWords, propose

    found = CueWords()
    if texts or not (draft.near or ask.silent):
        paragraphs = (d.text for d in documents(texts, say)) if texts else ()
        found = propose(draft.wrong, draft.example, paragraphs, kit.lexicon)
    must = "near: one of these must stand in the paragraph"
    near = draft.near or _choose(must, found.near, "paragraphs like yours", ask, take)
    never = draft.never or _choose("never: none of these may", found.never, "others with the word", ask, take)
    keep = draft.keep
    if not keep:
        right = "A text in which these words are right (empty: none comes to mind)"
        keep = tuple(filter(None, [ask(right, None, "--keep", found.innocent)]))
    return replace(draft, near=near, never=never, keep=keep)


def _choose(what: str, proposals: tuple[CueProposal, ...], kind: str, ask: Prompts, take: bool) -> tuple[str, ...]:
    """The words that the user chooses, by number or typed; none for an empty answer."""
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
    """Tell what was written, which of its tests fail, and what to do next."""
    print(visible(f"{rule.id} written to {place.file}:{rule.line}"))
    for f in failed:
        print(visible(f"{f.rule.file}:{f.rule.line}: {f.text[:80]!r} {f.message}"))
    named = "" if is_set else f" --rules {place.root}"
    if failed:
        say(f"A test does not hold: change {place.file}, then", f"  cleaner rules test '{rule.id}'{named}")
        return
    say("It holds alone and among all rules.  Next:")
    if not is_set:
        say(f'  to use it always, write into cleaner.toml:  rules = ["{place.root}"]')
    say(f"  what it does to your texts:   cleaner rules diff TEXTS{named}")
    say(f"  how often it fires wrongly:   cleaner rules measure CLEAN_TEXTS{named}")

"""The blast radius of a proposed rule: what it would change in texts where nobody asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from cleaner.kit import Kit
from cleaner.learn.proposal import NewRule
from cleaner.model import Tier
from cleaner.packs import rule_tests
from cleaner.packs.own_pack import NOWHERE
from cleaner.rulebook import Rulebook, RuleErrors, load
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis
from cleaner.text.plural import count

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Firings:
    """Where a rule would fire: how often, in how many of how many texts, and a few of the places."""

    fires: int
    documents: int
    of: int
    examples: tuple[str, ...]

    @property
    def told(self) -> str:
        """In words."""
        return f"fires {count(self.fires, 'time')} in {self.documents} of {count(self.of, 'text')}"


NONE = Firings(0, 0, 0, ())


def worthwhile(proposal: NewRule, inside: Firings, outside: Firings) -> bool:
    """Whether a rule does more good than harm: it fires mostly where people corrected so.

    `inside`: in the texts that it was learnt from; `outside`: in texts that are right.
    """
    cases = proposal.support.cases
    return outside.fires <= cases and inside.fires <= 3 * cases


def cautious(proposal: NewRule, inside: Firings, outside: Firings) -> NewRule:
    """The rule as its blast radius allows it: one that is ever wrong only asks."""
    cases = proposal.support.cases
    if inside.fires <= 2 * cases and not outside.fires and not proposal.support.against:
        return proposal
    right = cases / max(1, inside.fires + outside.fires)
    entry = {**proposal.entry, "tier": Tier.ASK.value, "prior": round(min(right, proposal.entry["prior"]), 3)}
    return replace(proposal, entry=entry)


def alone(proposals: Iterable[NewRule]) -> tuple[Rulebook, dict[str, str]]:
    """The proposed rules as a book of their own, and what is wrong with those that are not in it."""
    entries: dict[str, dict[str, dict[str, object]]] = {}
    for p in proposals:
        entries.setdefault(p.folder, {})[p.name] = dict(p.entry)
    wrong: dict[str, str] = {}
    while True:
        files = _files(entries)
        try:
            book = load([NOWHERE] if files else [], shipped=False, tried=files)
            break
        except RuleErrors as error:
            # Whatever stands at the line of a mistake is left out, and the rest tried again.
            wrong |= _taken_out(entries, error, files)
    kit = Kit(book, Lexicon.shipped())
    for id, rule in book.rules.items():
        failure = next(rule_tests.alone(rule, book.only({id}), kit), None)
        if failure is not None:
            wrong[id] = failure.message
    return book.only(set(book.rules) - set(wrong)), wrong


def _files(entries: Mapping[str, Mapping[str, object]]) -> dict[Path, str]:
    return {
        NOWHERE / folder / "learnt.yaml": yaml.safe_dump({"rules": dict(r)}, allow_unicode=True, sort_keys=False)
        for folder, r in entries.items()
    }


def _taken_out(
    entries: dict[str, dict[str, dict[str, object]]], error: RuleErrors, files: Mapping[Path, str]
) -> dict[str, str]:
    wrong = {}
    for mistake in error.errors:
        place = Path(mistake.file)
        folder = place.parent.relative_to(NOWHERE).as_posix()
        lines = files[place].split("\n")[: mistake.line]
        name = next(s.strip().rstrip(":").strip("'\"") for s in reversed(lines) if s[:2] == "  " and s[2:3] not in " -")
        if entries[folder].pop(name, None) is None:
            raise error
        wrong[f"{folder}/{name}"] = mistake.message
    return wrong


def radius(book: Rulebook, texts: Iterable[tuple[str, str]]) -> dict[str, Firings]:
    """For each rule of a book what it does to texts (name, text)."""
    lexicon = Lexicon.shipped()
    fires: dict[str, list[tuple[str, str]]] = {id: [] for id in book.rules}
    total = 0
    for name, text in texts:
        total += 1
        for id, around in _firings(book, text, lexicon):
            fires[id].append((name, around))
    return {
        id: Firings(len(hits), len({name for name, _ in hits}), total, tuple(around for _, around in hits[:SHOWN]))
        for id, hits in fires.items()
    }


def _firings(book: Rulebook, text: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for match in book.scan(Analysis(text), lexicon).matches:
        if not match.obstacle:
            yield match.rule.id, " ".join(text[max(0, match.start - 40) : match.end + 40].split())

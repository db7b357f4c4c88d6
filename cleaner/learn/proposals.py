"""What repeats in what people did, as entries of the rule language.

One odd edit teaches nothing: a proposal needs `TIMES` equal cases in `DOCUMENTS` documents.  Where the same words were
corrected here and left there, a rule is proposed only if words near by tell the two apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cleaner.learn.seen import Seen
from cleaner.model import Tier
from cleaner.review.pack import slug
from cleaner.review.proof import at_least

TIMES = 3  # equal cases
DOCUMENTS = 2  # that they must stand in
MEASURED = 20  # answers after which a rule's precision is worth writing down
CUES = 5  # words of a cue at most
COVERED = 0.8  # share of the corrected cases that a cue must cover
LEFT_ALONE = 0.02  # share of the words left as they are that a rule without a cue may meet (misprints in the truth)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to learn.  `entry` is in the rule language; for a word it is empty.

    `support` and `against`: cases that speak for it and against it.
    """

    kind: str  # rule, exception, word, precision
    name: str
    folder: str
    words: str
    becomes: str | None
    entry: Mapping[str, Any] = field(default_factory=dict)
    support: int = 0
    documents: int = 0
    against: int = 0
    base: str = ""  # the rule that an exception or a precision is for

    @property
    def title(self) -> str:
        """The proposal in one line."""
        told = f"{self.support} times in {self.documents} documents, {self.against} against"
        if self.kind == "rule":
            return f"rule {self.folder}/{self.name}: “{self.words}” → “{self.becomes}” ({told})"
        if self.kind == "exception":
            return f"exception to {self.base}: leave “{self.words}” ({told})"
        if self.kind == "word":
            return f"word that is right: “{self.words}” ({told})"
        return f"precision of {self.base}: {self.entry['prior']} ({self.support} right, {self.against} wrong)"


def propose(seen: Iterable[Seen], knows: Callable[[str], bool], damage: str = "own") -> list[Proposal]:
    """What there is to learn, best supported first.  `knows` tells whether a word is one of the language."""
    seen = list(seen)
    lower = {s.before for s in seen if s.before == s.before.lower()}
    cases: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
    by_rule: defaultdict[str, list[Seen]] = defaultdict(list)
    for s in seen:
        # `Tbe` is `tbe` at the head of a sentence: a rule keeps the capitals of what it replaces.
        cases[s.rule, s.before.lower() if s.before.lower() in lower else s.before].append(s)
        if s.rule:
            by_rule[s.rule].append(s)
    found = [p for group in cases.values() for p in _of_words(group, knows, damage)]
    found += [p for rule, group in by_rule.items() for p in _precision(rule, group)]
    found.sort(key=lambda p: (-p.support, p.against, p.name))
    return list(_named_apart(found))


def worthwhile(proposal: Proposal, fires: int, elsewhere: int) -> bool:
    """Whether a rule does more good than harm: it fires mostly where people corrected so."""
    return proposal.kind != "rule" or (elsewhere <= proposal.support and fires <= 3 * proposal.support)


def _named_apart(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """No two rules of one name: `th(` and `th` have the same letters."""
    taken: Counter[tuple[str, str]] = Counter()
    for p in found:
        taken[p.folder, p.name] += p.kind == "rule"
        number = taken[p.folder, p.name]
        yield replace(p, name=f"{p.name}-{number}") if p.kind == "rule" and number > 1 else p


def cautious(proposal: Proposal, fires: int, elsewhere: int) -> Proposal:
    """The proposal as its blast radius allows it: a rule that is ever wrong only asks.

    `fires`: places in the texts it was learnt from; `elsewhere`: places in texts that are right.
    """
    if proposal.kind != "rule" or (fires <= 2 * proposal.support and not elsewhere and not proposal.against):
        return proposal
    right = proposal.support / max(1, fires + elsewhere)
    entry = {**proposal.entry, "tier": Tier.ASK.value, "prior": round(min(right, proposal.entry["prior"]), 3)}
    return replace(proposal, entry=entry)


def _of_words(group: list[Seen], knows: Callable[[str], bool], damage: str) -> Iterator[Proposal]:
    """What the cases of the same words under the same rule teach."""
    changed: defaultdict[str, list[Seen]] = defaultdict(list)
    for s in group:
        if s.after is not None:
            changed[_as_lower(s)].append(s)
    kept = [s for s in group if s.after is None]
    if not changed:
        known_word = kept[0].rule.startswith("spelling/") and knows(kept[0].before)
        if kept[0].rule and _enough(kept) and not known_word:
            yield _leave(kept)
        return
    after, most = max(changed.items(), key=lambda item: len(item[1]))
    others = [s for text, cases in changed.items() if text != after for s in cases]
    if most[0].rule and not most[0].rule.startswith(("spelling/", "names/")) and not all(s.own for s in most):
        return  # a rule says so already
    if not _enough(most) or after == "":
        return
    if others and len(others) * 10 > len(most):
        return  # people disagree on what it should be
    cue: list[str] = []
    if len(kept) > LEFT_ALONE * len(most):
        cue = _cue(most, kept)
        if not cue:
            return  # nothing tells right from wrong here
    yield _rule(most, len(kept) + len(others), cue, knows, damage)


def _as_lower(s: Seen) -> str:
    """What it became; in lower case where the words' own capital is only that of their place."""
    after = s.after or ""
    first = s.before[:1]
    return after[:1].lower() + after[1:] if first != first.lower() and after[1:] == after[1:].lower() else after


def _enough(cases: list[Seen]) -> bool:
    return len(cases) >= TIMES and len({s.document for s in cases}) >= DOCUMENTS


def _cue(changed: list[Seen], kept: list[Seen]) -> list[str]:
    """Words near the corrected cases and near none of the others that together cover most of them."""
    elsewhere = frozenset[str]().union(*(s.nearby for s in kept))
    uncovered, chosen = list(changed), list[str]()
    while uncovered and len(chosen) < CUES:
        counts = Counter(w for s in uncovered for w in s.nearby - elsewhere if len(w) > 3)
        if not counts:
            break
        word, count = max(counts.items(), key=lambda item: (item[1], len(item[0]), item[0]))
        if count < 2:
            break
        chosen.append(word)
        uncovered = [s for s in uncovered if word not in s.nearby]
    return chosen if len(uncovered) <= (1 - COVERED) * len(changed) else []


def _rule(changed: list[Seen], against: int, cue: list[str], knows: Callable[[str], bool], damage: str) -> Proposal:
    first = min(changed, key=lambda s: (s.before != s.before.lower(), len(s.sentence)))
    before, after = first.before, str(first.after)
    real = all(knows(word) for word in before.split())
    support = len(changed)
    entry: dict[str, Any] = {"find": before, "fix": after}
    # A word of the language is right elsewhere, so its rule only asks.
    entry["tier"] = (Tier.ASK if real else Tier.LIKELY).value
    entry["prior"] = round(min(0.99, (support + 1) / (support + against + 2)), 3)
    if before != before.lower():
        entry["case"] = "exact"
    entry["why"] = f"Corrected so {support} times in {_documents(changed)} documents."
    if cue:
        entry["near"] = {"any": cue, "within": "paragraph"}
    covered = [s for s in changed if s.before == before and (not cue or s.nearby & set(cue))]
    tested = min(covered or [first], key=lambda s: len(s.sentence))
    if cue and not {w.lower() for w in tested.sentence.split()} & set(cue):
        tested_on = f"{tested.sentence} ({cue[0]})"
        entry["tests"] = _tests(tested_on, tested_on.replace(before, after, 1))
    else:
        entry["tests"] = _tests(tested.sentence, tested.corrected)
    folder = first.damage or damage
    name = f"learnt-{slug(before)}"
    return Proposal("rule", name, folder, before, after, entry, support, _documents(changed), against)


def _tests(before: str, after: str) -> dict[str, Any]:
    return {"fix": {before: after}, "keep": [after]}


def _leave(kept: list[Seen]) -> Proposal:
    first = min(kept, key=lambda s: len(s.sentence))
    folder, _, name = first.rule.rpartition("/")
    support, documents = len(kept), _documents(kept)
    if folder == "spelling" and len(first.before.split()) == 1:
        return Proposal("word", first.before, "", first.before, None, {}, support, documents)
    entry = {"unless": first.before, "tests": {"keep": [first.sentence]}}
    return Proposal("exception", name, folder, first.before, None, entry, support, documents, base=first.rule)


def _precision(rule: str, answered: list[Seen]) -> Iterator[Proposal]:
    """How often a rule was right, once enough people have said so; the cautious end of what that proves."""
    right = sum(s.after is not None for s in answered)
    if len(answered) < MEASURED or rule.startswith("spelling/") or "+" in rule:
        return
    folder, _, name = rule.rpartition("/")
    prior = round(min(0.999, max(0.01, at_least(right, len(answered)))), 3)
    entry = {"prior": prior}
    wrong = len(answered) - right
    yield Proposal("precision", name, folder, "", None, entry, right, _documents(answered), wrong, rule)


def _documents(cases: list[Seen]) -> int:
    return len({s.document for s in cases})

"""Makes the rule that *always* writes: for these very words, under the conditions of the rule that asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cleaner.ledger import Excerpt, Pattern
from cleaner.ledger.values import Example
from cleaner.model import Tier
from cleaner.packs.clean_text import clean_stretch, strange_words
from cleaner.rulebook import Rule
from cleaner.rulebook.harm import turned
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import Analysis

Entry = dict[str, Any]  # a rule's fields, as a pack has them

# Known words are right elsewhere: with prior 0.99 they are fixed where a text shows the damage, else asked about.
REAL, MISREAD = 0.99, 0.999
_LAST, _FIRST = re.compile(r"([^\W\d_]+)\s$"), re.compile(r"\s([^\W\d_]+)")
_FLAGS = re.compile(r"\(\?[a-zA-Z]+\)")


def refusal(pattern: Pattern, text: str, base: Rule | None) -> str:
    """Why no rule can be made of this answer; "" if one can."""
    if base is not None and base.harm:
        return f"{pattern.rule} is about harm ({base.harm}) and stays a question elsewhere"
    if found := turned(pattern.before, text, Lexicon.shipped()):
        what = f"“{pattern.before}” → “{text}” turns the sense (“{found[1]}”: {found[0]})"
        return f"{what} and stays a question elsewhere"
    if base is None and not pattern.before.isalpha() and len(pattern.before) < 2:
        return f"“{pattern.before}” alone stands in right texts too"
    if base is None and not text:
        return f"“{pattern.before}” may be right elsewhere, and nothing but its place tells"
    return ""


def entries(pattern: Pattern, text: str, base: Rule | None, examples: Sequence[Example], by: str) -> Iterator[Entry]:
    """Rules to be tried, the best first; there are none if nothing tells these words from right ones."""
    before = pattern.before
    real = base is not None and all(Lexicon.shipped().knows(w) for w in re.findall(r"[\w'’-]+", before))
    for told in _KINDS[base.kind if base else "speller"](before, text, base, examples):
        for wrong, mended in _sentences(examples, before, text):
            yield {
                **told,
                "tier": Tier.LIKELY.value,
                "prior": REAL if real else MISREAD,
                **(_conditions(base) if base else {}),
                "why": pattern.why,
                "note": f"always accepted: {by}",
                "tests": {"fix": {wrong: mended}, "keep": [mended]},
            }


def _words(before: str, text: str, base: Rule | None, examples: Sequence[Example]) -> Iterator[Entry]:
    """The phrase, for rules that look for words; in upper or lower case if the rule looks for both."""
    low = before[:1].lower() + before[1:]
    if base is not None and low != before and low in base.find and not base.exact and text[:1].isupper():
        yield {"find": low, "fix": text[:1].lower() + text[1:]}
    yield {"find": before, "fix": text}


def _exact(before: str, text: str, base: Rule | None, examples: Sequence[Example]) -> Iterator[Entry]:
    """The phrase as it is written, since capitals decide what is misread: `tbe` is, TBE is a fever."""
    entry = {"find": " ".join(before.split()), "fix": text}
    if before == before.lower():
        yield entry
    yield {**entry, "case": "exact"}


def _narrowed(before: str, text: str, base: Rule | None, examples: Sequence[Example]) -> Iterator[Entry]:
    """The rule's own pattern where it begins with these words; it still looks at the same text around them."""
    if base is None:
        return
    flags = found.group() if (found := _FLAGS.match(str(base.find))) else ""
    rest, put = str(base.find)[len(flags) :], text.replace("\\", "\\\\")
    end = r"\s*(?:\n|\Z)" if base.kind == "segment" else ""  # a segment is a whole line
    for words in dict.fromkeys((before.strip("\n"), before.strip())):
        if words:
            literal = re.escape(words).replace("\\ ", " ")
            yield {base.kind: f"{flags}(?={literal}{end})(?:{rest})", "fix": put}


def _spelt(before: str, text: str, base: Rule | None, examples: Sequence[Example]) -> Iterator[Entry]:
    """An unknown word as it is written; a known word only with a neighbour that all its cases share."""
    if not all(Lexicon.shipped().knows(w) for w in before.split()):
        yield from _exact(before, text, base, examples)
        return
    left, right = _neighbours(examples)
    if left:
        yield from _exact(f"{left} {before}", f"{left} {text}", base, examples)
    if right:
        yield from _exact(f"{before} {right}", f"{text} {right}", base, examples)


def _neighbours(examples: Sequence[Example]) -> list[str]:
    """The word before and the word after that all cases share, "" where they differ; one case alone shows nothing."""
    lefts = {found[1] if (found := _LAST.search(e.excerpt.left)) else "" for e in examples}
    rights = {found[1] if (found := _FIRST.match(e.excerpt.right)) else "" for e in examples}
    return [words.pop() if len(examples) > 1 and len(words) == 1 else "" for words in (lefts, rights)]


_KINDS: dict[str, Callable[[str, str, Rule | None, Sequence[Example]], Iterator[Entry]]] = {
    "find": _words,
    "words": _words,
    "tokens": _exact,
    "confusion": _exact,
    "pattern": _narrowed,
    "segment": _narrowed,
    "speller": _spelt,
}


def _conditions(base: Rule) -> Entry:
    """The conditions of the rule that asked: where it looks, and where it is silent."""
    near, never = ([{"any": list(c.any), "within": c.within} for c in cues] for cues in (base.near, base.never))
    conditions = {"near": near, "never": never, "unless": list(base.unless), "where": list(base.where)}
    conditions |= {"before": base.before, "after": base.after}
    return {field: value for field, value in conditions.items() if value}


# ------------------------------------------------------------------ its tests and its name


def _sentences(examples: Sequence[Example], before: str, after: str | None) -> list[tuple[str, str]]:
    """Texts for a test, before and after: first those without other damage, then the clean stretch around a case."""
    lexicon = Lexicon.shipped()

    def damage(pair: tuple[str, str]) -> int:
        start = pair[0].find(before)
        return strange_words(pair[0], lexicon, (start, start + len(before)))

    whole = list(_contexts(examples, before, after))
    stretches = list[tuple[str, str]]()
    for wrong, mended in whole:
        start = wrong.find(before)
        bounds = (
            clean_stretch(wrong, (start, start + len(before)), lexicon)
            if start >= 0 and damage((wrong, mended))
            else None
        )
        if bounds is not None:
            low, high = bounds
            stretches.append((wrong[low:high], mended[low : len(mended) - (len(wrong) - high)]))
    clean = [pair for pair in whole if not damage(pair)]
    return list(dict.fromkeys([*clean, *stretches, *sorted(whole, key=damage)]))


def _contexts(examples: Iterable[Example], before: str, after: str | None) -> Iterator[tuple[str, str]]:
    """The sentence around a case, its paragraph, and all of its lines, before and after.

    Lines stay as they are where white space is the matter, or a whole line.
    """
    for example in examples:
        for left, right in contexts(example.excerpt):
            # Only words in single spaces make a test that a person likes to read.
            wrong, mended = (" ".join((left + words + right).split()) for words in (before, after or ""))
            if before in wrong and wrong != mended:
                yield wrong, mended
        e = example.excerpt
        yield e.left + e.words + e.right, e.left + (after or "") + e.right


def contexts(place: Excerpt) -> Iterator[tuple[str, str]]:
    """What stands before and after a place in its sentence, then in its paragraph."""
    at, analysis = len(place.left), Analysis(place.left + place.words + place.right)
    for start, end in (analysis.sentence(at), analysis.paragraph(at)):
        yield analysis.text[start:at], analysis.text[at + len(place.words) : end]


def slug(text: str) -> str:
    """A rule's name made of words.

    >>> slug("The mafia’s "), slug("¿")
    ('the-mafia-s', 'u00bf')
    """
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    return name or "-".join(f"u{ord(c):04x}" for c in text[:4])

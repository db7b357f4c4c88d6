"""Compiles a rule into forms: patterns for the scan, each with its literals and its fixes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import regex

from cleaner.files.locations import shipped_rules
from cleaner.rulebook.anchors import anchor
from cleaner.rulebook.errors import RuleError
from cleaner.rulebook.form import WORD, Form
from cleaner.rulebook.pattern_tree import looks, stays_on_a_line, width
from cleaner.rulebook.patterns import LEFT, REFERENCE, RIGHT, SPACE, glob, phrase_pattern
from cleaner.rulebook.rarity import frequency, often
from cleaner.rulebook.rule import Item, Rule
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.analysis import fold
from cleaner.text.expressions import compiled

# Literals that stand so often in a million characters: to try a pattern on each line takes less than to look for them.
EACH_LINE = 50_000
FARTHEST = 400  # a match longer than this is no longer a word or a line
FARTHEST_BACK = 4000  # a quotation that was opened before this is another paragraph's

_TAGS = {"noun": ("NN", "NNS"), "verb": ("VB", "VBZ", "VBG", "VBD", "VBN"), "adjective": ("JJ", "JJR", "JJS")}
_PREPOSITION = re.compile(r"\s(?:of|to|for|in|on|at|with|against|from|by)\s")
_WORD = r"[\p{L}\p{M}][\p{L}\p{M}\p{N}'’-]*+"
_CLASSES = {
    "number": r"\p{N}[\p{N}.,]*+",
    "capital": rf"(?=\p{{Lu}}){_WORD}",
    "lower": rf"(?=\p{{Ll}}){_WORD}",
    "upper": r"\p{Lu}{2,}+",
    "name": rf"(?=\p{{Lu}}){_WORD}",
    "known": _WORD,
    "unknown": _WORD,
}
# Classes that the pattern alone cannot tell; the scan asks the text and the lexicon.
ASKED = frozenset({"name", "known", "unknown"})


def forms(rule: Rule, lexicon: Lexicon) -> Iterator[Form]:
    """Every form that a rule looks for (a confusion has none: it works on unknown words, not on text).

    `lexicon` tells which of the literals is rarest; that decides how fast the scan is, not what it finds.
    """
    makers = {"find": _phrases, "words": _table, "pattern": _pattern, "segment": _segment, "tokens": _tokens}
    if rule.kind in makers:
        yield from makers[rule.kind](rule, lexicon)


# ------------------------------------------------------------------ phrases and tables


def _phrases(rule: Rule, lexicon: Lexicon) -> Iterator[Form]:
    for phrase in rule.find:
        if rule.inflect:
            for found, fixes in inflected(phrase, rule.fix, rule.inflect).items():
                yield _phrase(rule, found, fixes, lexicon)
        else:
            yield _phrase(rule, phrase, rule.fix, lexicon)


def _table(rule: Rule, lexicon: Lexicon) -> Iterator[Form]:
    for wrong, fixes in rule.find.items():
        yield _phrase(rule, wrong, fixes, lexicon)


def _phrase(rule: Rule, phrase: str, fixes: tuple[str, ...], lexicon: Lexicon) -> Form:
    if not (words := phrase.split()):
        raise RuleError(rule.file, rule.line, "an empty phrase")
    smart = rule.exact or phrase != phrase.lower()  # capitals in the phrase mean themselves
    as_found = str if smart else fold
    conditions = rule.before or rule.after or rule.unless
    if not conditions and any(f" {as_found(' '.join(words))} " in f" {as_found(fix)} " for fix in fixes):
        raise RuleError(
            rule.file, rule.line,
            f"the fix of {phrase!r} holds what was found, so the rule would fire on its own output;"
            " say with `before`, `after` or `unless` where it is right",
        )  # fmt: skip
    # The rarest word is the anchor; either apostrophe and either hyphen may stand in the text, so only what is between.
    pieces = [piece for w in words for piece in re.split(r"['’‐‑-]", w) if piece]
    pieces.sort(key=lambda w: (frequency(fold(w), lexicon), -len(w)))
    rarest, *others = pieces or [words[0]]
    return Form(
        rule=rule.id,
        pattern=("" if smart else "(?i)") + phrase_pattern(phrase),
        literals=(fold(rarest),),
        fixes=fixes,
        reach=len(phrase) + 8 * len(words),
        also=tuple(map(fold, others)),
        keep_case=not smart,
        cased=frozenset([rarest] if smart else []),
        opens=rarest[0] in WORD,
        closes=rarest[-1] in WORD,
        tame=True,
    )


def inflected(phrase: str, fixes: tuple[str, ...], kind: str) -> dict[str, tuple[str, ...]]:
    """Each form of a phrase with the fixes in the same form.

    >>> inflected("mafia", ("mob", "crowd"), "noun")
    {'mafia': ('mob', 'crowd'), 'mafias': ('mobs', 'crowds')}
    >>> inflected("election", ("choice",), "noun")
    {'election': ('choice',), 'elections': ('choices',)}
    """
    table: dict[str, list[str]] = {}
    for tag in _TAGS[kind]:
        for found in _in_form(phrase, kind, tag):
            made = [f for fix in fixes for f in _in_form(fix, kind, tag)[:1]]
            table.setdefault(found, []).extend(f for f in made if f not in table.get(found, ()) and f != found)
    return {found: tuple(made) for found, made in table.items() if made}


def _in_form(phrase: str, kind: str, tag: str) -> list[str]:
    import lemminflect  # a quarter of a second: only when rules are compiled, never on the way to a text

    words = phrase.split(" ")
    head = len(_PREPOSITION.split(phrase, 1)[0].split(" ")) - 1 if kind == "noun" else 0
    if tag in ("NN", "VB", "JJ"):
        return [phrase]
    forms = lemminflect.getInflection(words[head], tag)
    if tag == "NNS":  # `election` is said to be its own plural too; it is where there is no other
        forms = [form for form in forms if form != words[head]] or forms
    return [" ".join([*words[:head], form, *words[head + 1 :]]) for form in forms]


# ------------------------------------------------------------------ patterns and lines


def _pattern(rule: Rule, lexicon: Lexicon) -> Iterator[Form]:
    yield _compiled(rule, rule.find, lexicon)


def _segment(rule: Rule, lexicon: Lexicon) -> Iterator[Form]:
    flags, body = re.fullmatch(r"(\(\?[a-z]+\))?(.*)", rule.find, re.S).groups()  # type: ignore[union-attr]
    yield _compiled(rule, rf"{flags or ''}(?m:^)[^\S\n]*+(?:{body})[^\S\n]*(?m:$)", lexicon)


def _compiled(rule: Rule, pattern: str, lexicon: Lexicon, asked: tuple[tuple[int, str], ...] = ()) -> Form:
    try:
        compiled(pattern)
        needed = anchor(pattern, lexicon)
        longest = width(pattern)
        behind, ahead = looks(pattern)
    except (regex.error, re.error) as error:
        raise RuleError(rule.file, rule.line, f"not a regular expression: {error}") from None
    if behind > FARTHEST_BACK:
        raise RuleError(
            rule.file,
            rule.line,
            "a look behind without bound takes ever longer as the line grows; write {0,300} in the place of * or +",
        )
    if not needed:
        raise RuleError(
            rule.file,
            rule.line,
            "the pattern needs a literal that must occur (a word, a mark), so that one scan can serve all rules",
        )
    _check_groups(rule, compiled(pattern))
    form = Form(
        rule=rule.id,
        pattern=pattern,
        literals=tuple(sorted({fold(literal) for literal in needed.literals})),
        fixes=rule.fix,
        reach=min(longest, FARTHEST) + needed.beyond,
        ahead=min(ahead + 2, FARTHEST_BACK),
        template=True,
        keep_case=rule.kind == "tokens" and not rule.exact,
        asked=asked,
        cased=frozenset() if _CASELESS.search(pattern) else needed.literals,
        opens=needed.opens,
        line=rule.kind == "segment",
        tame=Path(rule.file).is_relative_to(shipped_rules()),  # tests/adversary.py has tried each of these
    )
    form = form._replace(crowded=form.line and often(needed.literals, lexicon) > EACH_LINE)
    return form._replace(on_a_line=stays_on_a_line(pattern) and not form.everywhere)


def _check_groups(rule: Rule, groups: regex.Pattern[str]) -> None:
    """Raises `RuleError` for a fix that puts back a group that the pattern has not."""
    for fix, name in ((text, group) for text in rule.fix for group in references(text)):
        if (name.isdigit() and int(name) > groups.groups) or (not name.isdigit() and name not in groups.groupindex):
            raise RuleError(rule.file, rule.line, f"the fix {fix!r} names group {name}, which the pattern has not")


_CASELESS = re.compile(r"\(\?[a-zA-Z-]*i")  # a flag of the whole pattern or of a group


def references(fix: str) -> list[str]:
    """The groups that a fix puts back.

    >>> references(r"\\1 per cent of {2:lower}")
    ['1', '2']
    """
    return [m[1] or m[2] or m[3] for m in REFERENCE.finditer(fix)]


# ------------------------------------------------------------------ token sequences


def _tokens(rule: Rule, lexicon: Lexicon) -> Iterator[Form]:
    items: tuple[Item, ...] = rule.find
    parts, asked = [], []
    for place, item in enumerate(items, 1):
        body = "|".join(glob(w) for w in item.words) if item.words else _CLASSES.get(item.kind, _WORD)
        if item.excluded:
            body = rf"(?!(?:{'|'.join(glob(w) for w in item.excluded)}){RIGHT})(?:{body})"
        if item.kind in ASKED:
            asked.append((place, item.kind))
        parts.append((rf"({body}){RIGHT}", item.optional))
    pattern = LEFT
    for i, (part, optional) in enumerate(parts):
        if i == len(parts) - 1:
            pattern += part
        else:
            pattern += rf"(?:{part}{SPACE})?+" if optional else part + SPACE
    yield _compiled(rule, "(?i)" * (not rule.exact and not _wants_case(items)) + pattern, lexicon, tuple(asked))


def _wants_case(items: tuple[Item, ...]) -> bool:
    return any(item.kind in ("capital", "lower", "upper", "name") for item in items)

"""Shows word classes, and shows rules with the names of the classes in the place of their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleaner.rulebook.rule import Rule, WordClass
from cleaner.text.plural import count
from cleaner.text.visible import visible


def by_name(pattern: str, classes: Mapping[str, WordClass]) -> str:
    """A pattern as its author wrote it: each choice of a class's words is its name again.

    >>> by_name("(?:Spain|Mali) lost", {"country": WordClass("country", ("Mali", "Spain"), "", 1)})
    '{class: country} lost'
    """
    for known in sorted(classes.values(), key=lambda c: -len(c.choice)):
        pattern = pattern.replace(known.choice, f"{{class: {known.name}}}")
    return pattern


def cues_by_name(words: tuple[str, ...], classes: Mapping[str, WordClass]) -> tuple[str, ...]:
    """The same of a list of cues."""
    for known in sorted(classes.values(), key=lambda c: -len(c.words)):
        size = len(known.words)
        for start in range(len(words) - size + 1):
            if words[start : start + size] == known.words:
                words = (*words[:start], f"{{class: {known.name}}}", *words[start + size :])
                break
    return words


def users(known: WordClass, rules: Iterable[Rule]) -> list[str]:
    """The ids of the rules that name a class."""
    place, alone = f"{{class: {known.name}}}", {known.name: known}

    def names(rule: Rule) -> bool:
        patterns = (p for p in (rule.find, rule.before, rule.after) if isinstance(p, str))
        lists = (*(cue.any for cue in (*rule.near, *rule.never)), rule.unless)
        lists += tuple(item.words for item in rule.find) if rule.kind == "tokens" else ()
        return any(place in by_name(p, alone) for p in patterns) or any(place in cues_by_name(w, alone) for w in lists)

    return [rule.id for rule in rules if names(rule)]


def as_text(known: WordClass, rules: Iterable[Rule]) -> str:
    """A class's words, where they are from, and the rules that name it."""
    lines = [f"{known.name}  ({known.file}:{known.line})"]
    lines += [f"  {known.note}"] if known.note else []
    lines.append(f"  {len(known.words)} words: {', '.join(known.words)}")
    lines += (f"  refs: {ref}" for ref in known.refs)
    named = users(known, rules)
    lines.append(f"  in {count(len(named), 'rule')}: {', '.join(named)}" if named else "  in no rule")
    return "".join(f"{visible(line)}\n" for line in lines)

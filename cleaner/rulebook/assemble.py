"""Puts the rules of folders of YAML together, and compiles them.  All mistakes are told at once."""

from __future__ import annotations

import fnmatch
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cleaner.rulebook import harm, schema, word_classes, yamltree
from cleaner.rulebook.compile import forms
from cleaner.rulebook.errors import RuleError, RuleErrors
from cleaner.rulebook.form import Form
from cleaner.rulebook.rule import Pack, Rule, WordClass
from cleaner.rulebook.scan import Rulebook
from cleaner.rulebook.yamltree import Node
from cleaner.spelling.lexicon import Lexicon
from cleaner.text.nearest import nearest


def assembled(
    folders: Sequence[Path],
    sources: list[tuple[Path, Path, bytes]],
    allowed: frozenset[str],
    words: Lexicon,
    below: Rulebook | None = None,
) -> tuple[list[Rule], list[Form], dict[str, WordClass]]:
    """The rules of these folders, on top of those `below`, their forms, and the word classes."""
    errors: list[RuleError] = []
    book: dict[str, Rule] = dict(below.rules) if below else {}
    classes: dict[str, WordClass] = dict(below.classes) if below else {}
    for root in folders:
        trees = _trees([(file, content) for r, file, content in sources if r == root], errors)
        try:
            classes |= word_classes.resolved(trees.values(), classes)
        except RuleErrors as told:  # the rules that name them cannot be read
            raise RuleErrors([*errors, *told.errors]) from None
        packs = _packs(root, trees, book, classes, errors)
        for pattern in (name for pack in packs for name in pack.without):
            silenced = fnmatch.filter(book, pattern)
            if not silenced:
                hint = nearest(pattern, book)
                errors.append(RuleError(packs[0].file, 1, f"without: {pattern!r} is no rule{hint}"))
            for rule_id in silenced:
                del book[rule_id]
        book |= _joined(packs, errors)
    known = _by_rule(below)
    compiled = [form for rule in book.values() for form in known.get(id(rule)) or _forms(rule, words, errors)]
    errors += shadowed(compiled, book)
    errors += harmful(book.values(), allowed, words)
    if errors:
        raise RuleErrors(sorted(errors, key=lambda e: (e.file, e.line)))
    return list(book.values()), compiled, classes


def _trees(files: Iterable[tuple[Path, bytes]], errors: list[RuleError]) -> dict[Path, Node]:
    """The files of one root, read as YAML."""
    trees = {}
    for file, content in files:
        try:
            trees[file] = yamltree.read(content.decode("utf-8-sig"), str(file))
        except UnicodeDecodeError as error:
            errors.append(RuleError(str(file), content[: error.start].count(b"\n") + 1, "not UTF-8"))
        except RuleError as error:
            errors.append(error)
    return trees


def _packs(
    root: Path,
    trees: Mapping[Path, Node],
    book: Mapping[str, Rule],
    classes: Mapping[str, WordClass],
    errors: list[RuleError],
) -> list[Pack]:
    """One root's packs, in order: a rule may extend those of earlier roots and those above it."""
    known = dict(book)
    packs = []
    for file, tree in trees.items():
        folder = file.parent.relative_to(root).as_posix() if file != root else ""
        try:
            packs.append(schema.pack(tree, "" if folder == "." else folder, errors, known, classes))
            known |= {rule.id: rule for rule in packs[-1].rules}
        except RuleError as error:
            errors.append(error)
    return packs


def _joined(packs: Iterable[Pack], errors: list[RuleError]) -> dict[str, Rule]:
    """The rules of one root's packs; two of one name in one folder are refused."""
    book: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules):
        if twin := book.get(rule.id):
            errors.append(RuleError(rule.file, rule.line, f"{rule.id} stands already in {twin.file}:{twin.line}"))
        book[rule.id] = rule
    return book


def _by_rule(book: Rulebook | None) -> dict[int, list[Form]]:
    """The forms of each compiled rule, by the rule itself: one of the same name may have replaced it."""
    known: defaultdict[int, list[Form]] = defaultdict(list)
    if book is not None:
        for form in book.forms:
            known[id(book.rules[form.rule])].append(form)
    return known


def _forms(rule: Rule, words: Lexicon, errors: list[RuleError]) -> list[Form]:
    try:
        return list(forms(rule, words))
    except RuleError as error:
        errors.append(error)
        return []


def shadowed(compiled: Iterable[Form], book: dict[str, Rule]) -> list[RuleError]:
    """The same words in two rules of one damage that have no conditions to tell them apart."""
    seen: dict[tuple[str, str], Rule] = {}
    errors = []
    for form in compiled:
        rule = book[form.rule]
        if rule.near or rule.never or rule.unless or rule.where or rule.before or rule.after:
            continue
        other = seen.setdefault((rule.damage, form.pattern), rule)
        if other is not rule:
            errors.append(
                RuleError(
                    rule.file, rule.line, f"{rule.id} looks for what {other.id} looks for ({other.file}:{other.line})"
                )
            )
    return errors


def harmful(rules: Iterable[Rule], allowed: frozenset[str], words: Lexicon) -> list[RuleError]:
    """Rules that would fix what could harm, and that nobody allowed by name."""
    return [
        RuleError(rule.file, rule.line, message)
        for rule in rules
        if rule.id not in allowed and (message := harm.refusal(rule, words))
    ]
